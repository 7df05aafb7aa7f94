import { StoreUnavailable } from '@muster/engine/ports/store';
import { type Span, type Trace, tracedQueues, tracedStore } from '@muster/engine/tracing';
import { describe, expect, it } from 'vitest';
import { headOf, launchMission } from '../support/a-launched-mission.ts';
import { anEngine } from '../support/an-engine.ts';
import { RecordedQueues } from '../support/recorded-queues.ts';

function aTrace() {
  const spans: (Span & { readonly failure?: unknown })[] = [];
  const trace: Trace = async (span, work) => {
    try {
      const done = await work();
      spans.push(span);
      return done;
    } catch (failure) {
      spans.push({ ...span, failure });
      throw failure;
    }
  };
  return { spans, trace };
}

describe('a traced port', () => {
  it('tells each call, with the mission of a commit', async () => {
    const { spans, trace } = aTrace();
    const under = anEngine();
    const traced = anEngine(() => tracedStore(under.store, trace));

    const missionId = await launchMission(traced);
    await headOf(traced, missionId);

    expect(spans.map(({ name }) => name)).toContain('store.get');
    expect(spans.find(({ name }) => name === 'store.commit')?.annotations).toMatchObject({
      operation: 'commit',
      missionId,
    });
  });

  it('answers what it was answered, and rejects with what it was rejected with (T1)', async () => {
    const { spans, trace } = aTrace();
    const away = { ...anEngine().store, get: () => Promise.reject(new StoreUnavailable('away')) };
    const queues = new RecordedQueues();

    const found = await tracedStore(anEngine().store, trace).get([{ partition: 'p', sort: 's' }]);
    await tracedQueues(queues, trace).sendHints([]);

    expect(found).toEqual([undefined]);
    await expect(tracedStore(away, trace).get([])).rejects.toThrow(StoreUnavailable);
    expect(spans.map(({ name }) => name)).toEqual(['store.get', 'queues.sendHints', 'store.get']);
    expect(spans.at(-1)?.failure).toBeInstanceOf(StoreUnavailable);
  });
});
