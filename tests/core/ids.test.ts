import {
  artifactIdOf,
  attemptIdOf,
  deadLetterIdOf,
  eventIdOf,
  missionIdOf,
  NODE_KINDS,
  nodeIdOf,
  parseArtifactId,
  parseAttemptId,
  parseDeadLetterId,
  parseEventId,
  parseMissionId,
  parseNodeId,
  parseReportId,
  parseRunId,
  parseTaskId,
  parseWorkspaceId,
  reportIdOf,
  runIdOf,
  standaloneIdOf,
  standaloneTaskRef,
  taskIdOf,
} from '@muster/core/ids';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const BODY = '01JD6Z3Q0000000000000000MS';
const missionId = missionIdOf(BODY);
const number = fc.integer({ min: 0, max: 999_999_999 });
/** Runs count from 1; 0 stands for the container of a standalone task. */
const runs = fc.integer({ min: 1, max: 999_999_999 });

describe('an id', () => {
  it('is read back as what it was made of', () => {
    fc.assert(
      fc.property(runs, number, number, number, (runNumber, index, generation, position) => {
        const ref = { missionId, runNumber, index, generation, position };
        expect(parseRunId(runIdOf(ref))).toEqual({ missionId, runNumber });
        expect(parseReportId(reportIdOf(ref))).toEqual({ missionId, runNumber });
        expect(parseAttemptId(attemptIdOf(ref))).toEqual({ missionId, runNumber, index, generation });
        expect(parseArtifactId(artifactIdOf(ref))).toEqual(ref);
        expect(parseEventId(eventIdOf(missionId, index))).toEqual({ missionId, sequence: index });
        for (const kind of NODE_KINDS) {
          expect(parseNodeId(kind, nodeIdOf(kind, ref))).toEqual({ missionId, runNumber, index });
        }
      }),
    );
  });

  it('of a standalone task is read back too, and never names its container', () => {
    const ref = { ...standaloneTaskRef(standaloneIdOf(BODY)), generation: 3, position: 2 };
    const { position: _, ...attempt } = ref;
    const { generation: __, ...task } = attempt;

    expect(parseTaskId(taskIdOf(ref))).toEqual(task);
    expect(parseAttemptId(attemptIdOf(ref))).toEqual(attempt);
    expect(parseArtifactId(artifactIdOf(ref))).toEqual(ref);
    expect(parseEventId(eventIdOf(ref.missionId, 7))).toEqual({ missionId: ref.missionId, sequence: 7 });
    expect(parseDeadLetterId(deadLetterIdOf({ missionId: ref.missionId, name: 'm-1' }))).toEqual({
      missionId: ref.missionId,
      name: 'm-1',
    });
    expect(parseMissionId(ref.missionId)).toBeUndefined();
    expect(parseRunId(runIdOf(ref))).toBeUndefined();
    expect(parseReportId(reportIdOf(ref))).toBeUndefined();
  });

  it('names what it is by its prefix, and is nothing else', () => {
    const task = taskIdOf({ missionId, runNumber: 1, index: 2 });

    expect(parseTaskId(task)).toBeDefined();
    expect(parseNodeId('CHECKPOINT', task)).toBeUndefined();
    expect(parseRunId(task)).toBeUndefined();
    expect(parseAttemptId(task)).toBeUndefined();
    expect(
      new Set(NODE_KINDS.map((kind) => nodeIdOf(kind, { missionId, runNumber: 1, index: 2 }))),
    ).toHaveLength(NODE_KINDS.length);
  });

  it.each([
    '',
    'tsk_',
    `tsk_${BODY}`,
    `tsk_${BODY}_1`,
    `tsk_${BODY}_1_2_3`,
    `tsk_${BODY}_01_2`,
    `tsk_${BODY}_1_-2`,
    `tsk_${BODY}_1_1e3`,
    `tsk_${BODY}_1_1234567890`,
    `tsk_${BODY.toLowerCase()}_1_2`,
    `tsk_${BODY.slice(1)}_1_2`,
    ` tsk_${BODY}_1_2`,
    `tsk_${BODY}_1_2\n`,
    'toString',
  ])('%j is no task id', (text) => {
    expect(parseTaskId(text)).toBeUndefined();
  });

  it.each(['mis_', `mis_${BODY}0`, `mis_${BODY.replace('J', 'U')}`, `MIS_${BODY}`, `mis_${BODY}\n`])(
    '%j is no mission id',
    (text) => {
      expect(parseMissionId(text)).toBeUndefined();
    },
  );

  it.each(['ws_', 'ws_A', 'ws_a-b', 'ws_a#b', `ws_${'a'.repeat(41)}`, 'ws_a\n'])(
    '%j is no workspace id',
    (text) => {
      expect(parseWorkspaceId(text)).toBeUndefined();
    },
  );

  it('never holds the tenant', () => {
    expect(parseWorkspaceId('ws_local')).toBe('ws_local');
    expect(attemptIdOf({ missionId, runNumber: 1, index: 0, generation: 1 })).toBe(`att_${BODY}_1_0_1`);
  });
});
