/**
 * Doing what a commit's messages ask for. Each is decided on the state as it is now, so that handling one twice, late or
 * out of order does nothing wrong; handling it never leads nowhere, since what is left over is a new message.
 */
import { SYSTEM_ACTOR } from '@muster/core/actor';
import { advance } from '@muster/core/decide/advance';
import { isOneHidden, NOTHING_PARKED } from '@muster/core/decide/unpark';
import type { MissionId, WorkspaceId } from '@muster/core/ids';
import type { Message } from '@muster/core/message';
import { ok, type Result } from '@muster/core/result';
import { commitDecision } from './commit-loop.ts';
import type { EngineContext } from './context.ts';
import { resumeStaging } from './launching.ts';
import { decodeMessage } from './message-codec.ts';
import { NotHandled } from './not-handled.ts';
import { loadParked } from './parked.ts';
import { writeReport } from './reporting.ts';

export interface AddressedMessage {
  readonly workspaceId: WorkspaceId;
  readonly missionId: MissionId;
  readonly message: Message;
}

/**
 * Rejects with what stood in the way when it can't be handled now: deliver it again later. A message that a newer release
 * has left is refused, not passed over.
 */
export async function handleMessage(context: EngineContext, addressed: AddressedMessage): Promise<void> {
  const { workspaceId, missionId } = addressed;
  const message = decodeMessage(addressed.message);
  switch (message.type) {
    case 'STAGE':
      return insist(await resumeStaging(context, { workspaceId, missionId }));
    case 'REPORT':
      return insist(await writeReport(context, { workspaceId, missionId, runNumber: message.runNumber }));
    default: {
      const { runNumber } = message;
      const place = { workspaceId, missionId, runNumber };
      const parked = message.type === 'UNPARK' ? await loadParked(context, place, message) : NOTHING_PARKED;
      const done = await commitDecision(
        context,
        { workspaceId, missionId, actor: SYSTEM_ACTOR },
        {
          *decide(draft) {
            const isHiding = message.type === 'UNPARK' && (yield* isOneHidden(draft, message, parked));
            const advanced = yield* advance(draft, message, parked);
            return advanced.ok ? ok(isHiding) : advanced;
          },
        },
      );
      // Where indexes lag, what was put aside a moment ago is there when the message comes again.
      if (insist(done).value && context.keepsOutbox) throw new NotHandled(LAGGING);
    }
  }
}

const LAGGING = { code: 'CONFLICT', path: [], detail: { attempts: 1 } } as const;

function insist<T>(done: Result<T>): T {
  if (!done.ok) throw new NotHandled(done.error);
  return done.value;
}
