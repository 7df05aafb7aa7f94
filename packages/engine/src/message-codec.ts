/** Reading a message that was sent, by whatever release: what it has to say is checked before it is believed. */
import type { Message } from '@muster/core/message';
import { type Fields, UnreadableRecord } from './codec.ts';

type FieldsOf<Type extends Message['type']> = Fields<Omit<Extract<Message, { type: Type }>, 'type'>>;

const r = 'required';

const FIELDS: { readonly [Type in Message['type']]: FieldsOf<Type> } = {
  RELEASE: { runNumber: r, from: r, cursor: r },
  SKIP: { runNumber: r, from: r, cursor: r },
  REARM: { runNumber: r, from: r, cursor: r },
  UNDO: { runNumber: r, since: r, indexes: r, cursor: r, reason: r },
  STAGE: { runNumber: r },
  CANCEL_TASKS: { runNumber: r, cursor: r },
  RETRY_FAILED: {
    runNumber: r,
    cursor: r,
    before: r,
    belowScore: 'optional',
    since: 'optional',
    phase: 'optional',
    by: 'optional',
  },
  OPEN: { runNumber: r, from: r, to: r },
  LENGTHEN: { runNumber: r, paths: r },
  VALIDATE: { runNumber: r, index: r },
  UNPARK: { runNumber: r, afterLane: 'optional' },
  REPORT: { runNumber: r },
};

/** Throws `UnreadableRecord`. */
export function decodeMessage(sent: unknown): Message {
  if (typeof sent !== 'object' || sent === null) throw new UnreadableRecord('message: not an object');
  const { type } = sent as { readonly type?: unknown };
  const fields = isType(type) ? Object.entries(FIELDS[type]) : undefined;
  if (!fields) throw new UnreadableRecord(`message: type ${String(type)} is not known`);
  const content = sent as Readonly<Record<string, unknown>>;
  const missing = fields.find(([field, need]) => need === r && content[field] === undefined);
  if (missing) throw new UnreadableRecord(`message: ${missing[0]} is missing`);
  return sent as Message;
}

function isType(type: unknown): type is Message['type'] {
  return typeof type === 'string' && Object.hasOwn(FIELDS, type);
}
