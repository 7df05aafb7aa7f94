import { createEngine } from '@muster/engine/create-engine';
import { SETTLED_MS, sweepOutbox } from '@muster/engine/outbox';
import type { StoredRecord } from '@muster/engine/ports/store';
import { COMMIT, type CommitRecord } from '@muster/engine/records';
import { describe, expect, it } from 'vitest';
import { aDocumentInput } from '../support/a-document.ts';
import { TOO_WIDE_TO_REPORT_ALONG, workAll } from '../support/a-launched-mission.ts';
import { anEngine, answerOf, type EngineUnderTest, RITA_IN_TESTS } from '../support/an-engine.ts';

/** An engine that keeps an outbox, and what its sweeps have handed over so far. */
function anEngineWithOutbox() {
  const under = anEngine();
  const context = { ...under.context, keepsOutbox: true };
  const engine = createEngine(context, under.hub);
  const sent: CommitRecord[] = [];
  const sweep = () => sweepOutbox(context, async (records) => void sent.push(...commitsOf(records)));
  return { ...under, engine, context, sent, sweep };
}

function commitsOf(records: readonly StoredRecord[]): readonly CommitRecord[] {
  return records.map(({ value }) => COMMIT.decode(value));
}

async function cancelOne(under: EngineUnderTest, title = 'A mission'): Promise<string> {
  const input = { title, document: aDocumentInput(TOO_WIDE_TO_REPORT_ALONG), launch: true };
  const { mission } = answerOf(await under.engine.createMission(RITA_IN_TESTS, input));
  answerOf(await under.engine.cancelMission(RITA_IN_TESTS, { missionId: mission.id, reason: 'No.' }));
  return mission.id;
}

function pass(under: EngineUnderTest, ms: number): void {
  Object.assign(under.clock, { now: under.clock.now + ms });
}

describe('sweepOutbox', () => {
  it('finds commits with messages once they have settled, though no feed ever carried them (X1, X2)', async () => {
    const under = anEngineWithOutbox();
    const missionId = await cancelOne(under);

    pass(under, SETTLED_MS - 1);
    await under.sweep();
    const early = [...under.sent];
    pass(under, 1);
    await under.sweep();

    expect(early).toEqual([]);
    expect(under.sent.map((commit) => commit.missionId)).toContain(missionId);
    expect(under.sent.every(({ messages }) => messages.length > 0)).toBe(true);
  });

  it('hands over each commit once when nothing goes wrong', async () => {
    const under = anEngineWithOutbox();
    await cancelOne(under);
    pass(under, SETTLED_MS);
    await under.sweep();
    const first = under.sent.length;

    await under.sweep();
    await cancelOne(under, 'Another');
    pass(under, SETTLED_MS);
    await under.sweep();

    expect(first).toBeGreaterThan(0);
    expect(under.sent).toHaveLength(first * 2);
    expect(new Set(under.sent.map(({ missionId, sequence }) => `${missionId}/${sequence}`)).size).toBe(
      under.sent.length,
    );
  });

  it('hands over again what could not be sent, and passes nothing (X3)', async () => {
    const under = anEngineWithOutbox();
    await cancelOne(under);
    pass(under, SETTLED_MS);

    const failing = sweepOutbox(under.context, () => Promise.reject(new Error('the queue is away')));
    await expect(failing).rejects.toThrow('the queue is away');
    await under.sweep();

    expect(under.sent.length).toBeGreaterThan(0);
  });

  it('pages through more commits than it reads at once, those of one instant too', async () => {
    const under = anEngineWithOutbox();
    const missionIds = new Set<string>();
    for (let count = 0; count < 230; count++) missionIds.add(await cancelOne(under));
    pass(under, SETTLED_MS);

    await under.sweep();

    expect(new Set(under.sent.map(({ missionId }) => missionId as string))).toEqual(missionIds);
  });

  it('finds nothing where no outbox is kept: the feed of that store loses nothing', async () => {
    const under = anEngine();
    await cancelOne(under);
    await under.settle();
    await workAll(under);
    pass(under, SETTLED_MS);
    const sent: CommitRecord[] = [];

    await sweepOutbox(under.context, async (records) => void sent.push(...commitsOf(records)));

    expect(sent).toEqual([]);
  });
});
