/**
 * Every status with everything that the engine tells itself: a message that comes late, or once more, and a timer that
 * comes too early find nothing to do, wherever the mission, the task or the element stands by then.
 */
import { addMs } from '@muster/core/instant';
import { ASSERTION_STATUSES } from '@muster/core/lifecycle/assertion-lifecycle';
import { ATTEMPT_STATUSES } from '@muster/core/lifecycle/attempt-lifecycle';
import { CHECKPOINT_STATUSES } from '@muster/core/lifecycle/checkpoint-lifecycle';
import { DELAY_STATUSES } from '@muster/core/lifecycle/delay-lifecycle';
import { GATE_STATUSES } from '@muster/core/lifecycle/gate-lifecycle';
import { MISSION_STATUSES } from '@muster/core/lifecycle/mission-lifecycle';
import { TASK_STATUSES } from '@muster/core/lifecycle/task-lifecycle';
import { VALIDATION_STATUSES } from '@muster/core/lifecycle/validation-lifecycle';
import type { Message } from '@muster/core/message';
import { handleDue } from '@muster/engine/due';
import { handleMessage } from '@muster/engine/messages';
import { describe, expect, it } from 'vitest';
import { headOf } from '../support/a-launched-mission.ts';
import { START, WORKSPACE_ID } from '../support/a-mission.ts';
import { aMissionAt, type Standing } from './standing.ts';
import * as contract from './standing-contract.ts';
import * as nodes from './standing-nodes.ts';

const runNumber = 1;
type Messages = { readonly [Type in Message['type']]: readonly Extract<Message, { type: Type }>[] };

/** Of each kind, about every node there is; a new kind of message is a type error. */
function messagesAbout(nodeCount: number): readonly Message[] {
  const places = Array.from({ length: nodeCount }, (_, from) => ({ runNumber, from, cursor: 0 }));
  const messages: Messages = {
    // From its START only a launch goes on that took more than one commit.
    RELEASE: places.map((place) => ({ type: 'RELEASE', ...place })),
    SKIP: places.map((place) => ({ type: 'SKIP', ...place })),
    REARM: places.map((place) => ({ type: 'REARM', ...place })),
    UNDO: places.map(({ from }) => {
      return { type: 'UNDO', runNumber, since: 1, indexes: [from], cursor: 0, reason: 'Wrong.' };
    }),
    STAGE: [{ type: 'STAGE', runNumber }],
    CANCEL_TASKS: [{ type: 'CANCEL_TASKS', runNumber: 2, cursor: 0 }],
    // What has failed since it was sent isn't meant.
    RETRY_FAILED: [{ type: 'RETRY_FAILED', runNumber, cursor: 0, before: addMs(START, -1) }],
    OPEN: [{ type: 'OPEN', runNumber, from: 0, to: nodeCount }],
    LENGTHEN: [{ type: 'LENGTHEN', runNumber, paths: [{ index: 0, minutes: 1 }] }],
    VALIDATE: places.map(({ from }) => ({ type: 'VALIDATE', runNumber, index: from })),
    UNPARK: [{ type: 'UNPARK', runNumber }],
    REPORT: [{ type: 'REPORT', runNumber }],
  };
  return Object.values(messages).flat();
}

async function expectNothing(standing: Standing): Promise<void> {
  const { under, missionId, dump } = standing;
  const { run } = await headOf(under, missionId);
  const before = dump();
  for (const message of messagesAbout(run?.nodeCount ?? 1)) {
    await handleMessage(under.context, { workspaceId: WORKSPACE_ID, missionId, message });
    expect(dump(), message.type).toBe(before);
  }
  await handleDue(under.context);
  expect(dump(), 'a timer before its time').toBe(before);
}

describe('what comes late finds nothing to do', () => {
  it.each(MISSION_STATUSES)('in a mission that is %s', async (status) => {
    for (const governance of ['AUTOMATIC', 'PILOT'] as const) {
      // Never by itself, so that nothing was written about its end.
      if (governance === 'PILOT' && status === 'FAILED') continue;
      for (const scheduled of ['NONE', 'SET', 'PAUSED'] as const) {
        const standing = await aMissionAt(status, { governance, scheduled });
        if (standing) await expectNothing(standing);
      }
    }
  });

  it.each(TASK_STATUSES)('at a task that is %s, in a mission or alone', async (status) => {
    await expectNothing(await nodes.aTaskAt(status));
    const alone = await nodes.aStandaloneTaskAt(status);
    if (alone) await expectNothing(alone);
  });

  it.each(ATTEMPT_STATUSES)('at a task whose attempt is %s', async (status) => {
    await expectNothing(await nodes.anAttemptAt(status));
  });

  it.each(CHECKPOINT_STATUSES)('at a checkpoint that is %s', async (status) => {
    await expectNothing(await nodes.aCheckpointAt(status));
  });

  it.each(GATE_STATUSES)('at a quality gate that is %s', async (status) => {
    await expectNothing(await nodes.aGateAt(status));
  });

  it.each(DELAY_STATUSES)('at a delay that is %s', async (status) => {
    await expectNothing(await nodes.aDelayAt(status));
  });

  it.each(ASSERTION_STATUSES)('at an assertion that is %s', async (status) => {
    await expectNothing(await contract.anAssertionAt(status));
  });

  it.each(VALIDATION_STATUSES)('at a validation that is %s', async (status) => {
    await expectNothing(await contract.aValidationAt(status));
  });
});
