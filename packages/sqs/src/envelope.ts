/**
 * What lies in a queue: versioned, and addressed in the same way whatever the version, so that a message from a newer
 * release can still be laid before the owner of its mission.
 *
 * V1. Of an envelope `v`, `kind` and, for messages, `id`, `workspaceId` and `missionId` never change their meaning.
 */
import { type MissionId, parseContainerId, parseWorkspaceId, type WorkspaceId } from '@muster/core/ids';
import { type Instant, instantOf } from '@muster/core/instant';
import { type DeliveryId, parseDeliveryId } from '@muster/core/notify/notify-ids';
import { UnreadableRecord } from '@muster/engine/codec';
import { isDueIndexSort } from '@muster/engine/keys';
import { decodeMessage } from '@muster/engine/message-codec';
import type { DueHint, QueuedDelivery, QueuedMessage } from '@muster/engine/ports/queue';

const VERSION = 1;

export type Envelope =
  | { readonly kind: 'MESSAGE'; readonly message: QueuedMessage }
  | { readonly kind: 'HINT'; readonly hint: DueHint }
  | { readonly kind: 'DELIVERY'; readonly delivery: QueuedDelivery };

/** Whose message it is, when that much can be read of it. */
export interface Address {
  readonly id: string;
  readonly workspaceId: WorkspaceId;
  readonly missionId: MissionId;
  readonly message: unknown;
}

export function encodeMessage({ id, workspaceId, missionId, message }: QueuedMessage): string {
  return JSON.stringify({ v: VERSION, kind: 'MESSAGE', id, workspaceId, missionId, message });
}

export function encodeHint({ due, entries }: DueHint): string {
  return JSON.stringify({ v: VERSION, kind: 'HINT', due, entries });
}

export function encodeDelivery({ workspaceId, id, crowdedCount }: QueuedDelivery): string {
  return JSON.stringify({ v: VERSION, kind: 'DELIVERY', workspaceId, id, crowdedCount });
}

/** Throws `UnreadableRecord`. */
export function decodeEnvelope(body: string): Envelope {
  const fields = fieldsOf(body);
  if (fields.v !== VERSION) throw new UnreadableRecord(`envelope: version ${String(fields.v)} is not known`);
  switch (fields.kind) {
    case 'MESSAGE':
      return { kind: 'MESSAGE', message: messageOf(fields) };
    case 'HINT':
      return { kind: 'HINT', hint: hintOf(fields) };
    case 'DELIVERY':
      return { kind: 'DELIVERY', delivery: deliveryOf(fields) };
    default:
      throw new UnreadableRecord(`envelope: kind ${String(fields.kind)} is not known`);
  }
}

/** Undefined when not even that can be read. See V1. */
export function addressOf(body: string): Address | undefined {
  try {
    const { id, message, ...fields } = fieldsOf(body);
    const workspaceId = parseWorkspaceId(String(fields.workspaceId));
    const missionId = parseContainerId(String(fields.missionId));
    if (typeof id !== 'string' || !workspaceId || !missionId) return undefined;
    return { id, workspaceId, missionId, message: message ?? null };
  } catch {
    return undefined;
  }
}

function messageOf(fields: Readonly<Record<string, unknown>>): QueuedMessage {
  const workspaceId = parseWorkspaceId(String(fields.workspaceId));
  const missionId = parseContainerId(String(fields.missionId));
  const { id } = fields;
  if (!workspaceId || !missionId || typeof id !== 'string') {
    throw new UnreadableRecord('envelope: the address is missing');
  }
  return { id, workspaceId, missionId, message: decodeMessage(fields.message) };
}

function hintOf({ due, entries }: Readonly<Record<string, unknown>>): DueHint {
  if (!Number.isSafeInteger(due) || !Array.isArray(entries) || !entries.every(isEntry)) {
    throw new UnreadableRecord('envelope: the hint is damaged');
  }
  const instant: Instant = instantOf(Number(due));
  return { due: instant, entries };
}

function deliveryOf(fields: Readonly<Record<string, unknown>>): QueuedDelivery {
  const workspaceId = parseWorkspaceId(String(fields.workspaceId));
  const id = String(fields.id);
  if (!workspaceId || !parseDeliveryId(id)) throw new UnreadableRecord('envelope: the delivery is missing');
  const { crowdedCount } = fields;
  const isCounted = typeof crowdedCount === 'number' && Number.isSafeInteger(crowdedCount);
  return { workspaceId, id: id as DeliveryId, ...(isCounted ? { crowdedCount } : {}) };
}

function isEntry(value: unknown): value is string {
  return typeof value === 'string' && isDueIndexSort(value);
}

function fieldsOf(body: string): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw new UnreadableRecord('envelope: not JSON');
  }
  if (typeof parsed !== 'object' || parsed === null) throw new UnreadableRecord('envelope: not an object');
  return parsed as Record<string, unknown>;
}
