import { reportAssertion } from '@muster/core/decide/assertion-commands';
import { LIMITS } from '@muster/core/limits';
import { describe, expect, it } from 'vitest';
import {
  aRunContract,
  assertion,
  claimAs,
  remediation,
  roundTask,
  submitAs,
  VERA,
} from '../../support/a-contract.ts';
import { complete, RITA } from '../../support/a-mission.ts';
import type { MissionUnderTest } from '../../support/mission-under-test.ts';

/** Each character of it is six bytes of JSON. */
const LONGEST = '\u0001'.repeat(LIMITS.assertionEvidenceLengthMax);

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** More of them than one commit has room for. */
function aWideContract(): { readonly mission: MissionUnderTest; readonly ids: readonly string[] } {
  const ids = Array.from({ length: 40 }, (_, place) => `VAL-BIG-${String(place).padStart(3, '0')}`);
  const mission = aRunContract({
    tasks: [{ title: 'A', fulfills: ids }],
    contract: ids.map((id) => ({ id, title: 'It works.' })),
    team: [],
  }).checkingAtTheEnd();
  complete(mission, ['A']);
  return { mission: mission.settle(), ids };
}

function allFail({ mission, ids }: ReturnType<typeof aWideContract>, evidence: string): void {
  const task = roundTask(mission, 'run');
  claimAs(mission, VERA, task);
  const attempt = mission.attemptRef(task.name);
  for (const id of ids) {
    const told = { status: 'FAILING', evidence, attempt, mayDecide: false } as const;
    mission.must(VERA, (draft) =>
      reportAssertion(draft, { ...told, assertion: mission.ref('ASSERTION', id) }),
    );
  }
  submitAs(mission, VERA, task);
}

describe('mending what fails, where what was seen is long', () => {
  it.each([
    ['control characters', LONGEST],
    ['characters of three bytes', '漢'.repeat(LIMITS.assertionEvidenceLengthMax)],
  ])('makes each task with the whole of it, in additions that a record can hold: %s', (_, evidence) => {
    const wide = aWideContract();
    const { mission, ids } = wide;

    allFail(wide, evidence);

    const made = ids.map((id) => remediation(mission, id));
    expect(new Set(made.map(({ index }) => index)).size).toBe(ids.length);
    const descriptions = made
      .map(({ index }) => mission.specs[index])
      .map((spec) => spec?.kind === 'TASK' && spec.definition.description);
    expect(new Set(descriptions)).toEqual(new Set([evidence]));
    for (const addition of mission.additions)
      expect(bytesOf(addition)).toBeLessThanOrEqual(LIMITS.recordBytesMax);
  });

  it('goes in as few additions as there is room for: short evidence is not held up', () => {
    const wide = aWideContract();
    const before = wide.mission.additions.length;

    allFail(wide, 'Seen.');

    expect(wide.mission.additions.length - before).toBe(2);
  });
});

describe('the history of an assertion', () => {
  it('stays small enough for its record and for a commit of many, however long the evidence', () => {
    const { mission, ids } = aWideContract();
    const [id = ''] = ids;
    const told = { assertion: mission.ref('ASSERTION', id), mayDecide: true };

    for (let turn = 0; turn < LIMITS.assertionHistoryMax + 5; turn++) {
      const status = turn % 2 === 0 ? 'FAILING' : 'PASSING';
      mission.must(RITA, (draft) => reportAssertion(draft, { ...told, status, evidence: LONGEST }));
    }

    const node = assertion(mission, id);
    expect(bytesOf(node.history)).toBeLessThanOrEqual(LIMITS.assertionHistoryBytesMax + 100);
    expect(bytesOf(node) * LIMITS.commitRecordsMax).toBeLessThan(LIMITS.commitBytesMax);
  });

  it('keeps what was said last whole, and of the oldest that it was said', () => {
    const { mission, ids } = aWideContract();
    const [id = ''] = ids;
    const told = { assertion: mission.ref('ASSERTION', id), mayDecide: true };

    for (const status of ['FAILING', 'PASSING', 'BLOCKED'] as const)
      mission.must(RITA, (draft) => reportAssertion(draft, { ...told, status, evidence: LONGEST }));

    const { history } = assertion(mission, id);
    expect(history.map(({ status }) => status)).toEqual(['FAILING', 'PASSING', 'BLOCKED']);
    expect(history.map(({ evidence }) => evidence)).toEqual([undefined, undefined, LONGEST]);
  });
});
