import { addMs } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import { deliveryIdOf } from '@muster/core/notify/notify-ids';
import { createTurns } from '@muster/engine/notify/channel-turns';
import { StoreUnavailable } from '@muster/engine/ports/store';
import { beforeEach, describe, expect, it } from 'vitest';
import { MISSION_ID, WORKSPACE_ID } from '../../support/a-mission.ts';
import { anEngine, type EngineUnderTest } from '../../support/an-engine.ts';

const PLACES = LIMITS.deliveriesPerChannelMax;

let under: EngineUnderTest;
beforeEach(() => {
  under = anEngine();
});

function to(channel: string, sequence = 1) {
  return { workspaceId: WORKSPACE_ID, id: deliveryIdOf({ missionId: MISSION_ID, sequence, channel }) };
}

/** Each a process with a batch of its own. Answers what each of them got. */
function together(count: number, channel: string, work: () => Promise<string>) {
  const processes = Array.from({ length: count }, () => createTurns(under.context));
  return processes.map((turns) => turns.inTurn(to(channel), work));
}

/** Until so many are at it; the rest has been turned away by then. */
async function hanging(count: number, channel: string) {
  let begunCount = 0;
  let release: (answer: string) => void = () => {};
  const released = new Promise<string>((resolve) => {
    release = resolve;
  });
  const all = together(count, channel, () => {
    begunCount++;
    return released;
  });
  const away = await Promise.all(all.map((one) => Promise.race([one, rested()])));
  return { begunCount, awayCount: away.filter((answer) => answer === undefined).length, all, release };
}

async function rested(): Promise<string> {
  for (let turn = 0; turn < 200; turn++) await new Promise(setImmediate);
  return 'still at it';
}

describe('the turns of a channel', () => {
  it('are few at the same time, however many processes want one (H1)', async () => {
    const { begunCount, awayCount } = await hanging(10, 'hangs');

    expect(begunCount).toBe(PLACES);
    expect(awayCount).toBe(10 - PLACES);
  });

  it('hold up no other channel', async () => {
    await hanging(10, 'hangs');

    expect(await Promise.all(together(1, 'ops', async () => 'sent'))).toEqual(['sent']);
  });

  it('are free again when those who had them are done', async () => {
    const { all, release } = await hanging(PLACES, 'slow');
    release('sent');
    await Promise.all(all);

    expect(await Promise.all(together(1, 'slow', async () => 'sent'))).toEqual(['sent']);
  });

  it('are free again a while after their processes died (H3)', async () => {
    await hanging(PLACES, 'hangs');
    expect(await Promise.all(together(1, 'hangs', async () => 'sent'))).toEqual([undefined]);

    under.clock.now = addMs(under.clock.now, LIMITS.deliveryLeaseMs);

    expect(await Promise.all(together(1, 'hangs', async () => 'sent'))).toEqual(['sent']);
  });

  it('take the deliveries of a batch one after the other, and begin none when they have lasted (H2)', async () => {
    const turns = createTurns(under.context);
    const sent: number[] = [];
    const works = [1, 2, 3].map((sequence) =>
      turns.inTurn(to('slow', sequence), async () => {
        under.clock.now = addMs(under.clock.now, LIMITS.deliveryTurnMs / 2);
        return sent.push(sequence);
      }),
    );

    expect(await Promise.all(works)).toEqual([1, 2, undefined]);
    expect(sent).toEqual([1, 2]);
  });

  it('go on after one that could not be looked at', async () => {
    const turns = createTurns(under.context);
    const failing = turns.inTurn(to('ops', 1), () => Promise.reject(new StoreUnavailable('away')));
    const next = turns.inTurn(to('ops', 2), async () => 'sent');

    await expect(failing).rejects.toThrow('away');
    expect(await next).toBe('sent');
  });
});
