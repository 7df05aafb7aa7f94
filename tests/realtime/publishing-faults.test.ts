/**
 * Publishing while things go wrong: the store refuses or forgets to answer, pushes fail, publishers die and come twice.
 * Whatever happens, a client that drops what it has seen and opens a closed socket again sees every event in order.
 */
import type { MissionId } from '@muster/core/ids';
import { type Commit, type Store, StoreUnavailable } from '@muster/engine/ports/store';
import type { CommitRecord } from '@muster/engine/records';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claim, complete, headOf, launchMission } from '../support/a-launched-mission.ts';
import { anEngine } from '../support/an-engine.ts';
import {
  aSocket,
  aSocketServer,
  type SocketServerUnderTest,
  send,
  subscribeTo,
} from './support/a-socket-server.ts';

const TASKS = ['A', 'B', 'C', 'D'];
const RUNS = 40;

/** One fault in how many calls, drawn from what the property was given; none once they are over. */
class Faults {
  readonly #draws: readonly number[];
  #place = 0;
  isOver = false;

  constructor(draws: readonly number[]) {
    this.#draws = draws;
  }

  /** 0 to 99. */
  draw(): number {
    if (this.isOver) return 99;
    this.#place += 1;
    return this.#draws[this.#place % this.#draws.length] ?? 99;
  }
}

/** Refuses 10 % of the writes, forgets to answer 10 % that it has made, and can't make some durable. */
function unreliable(faults: Faults): (store: Store) => Store {
  return (store) => ({
    ...store,
    durable: async () => {
      if (faults.draw() < 5) throw new StoreUnavailable('not durable');
      await store.durable();
    },
    commit: async (commit: Commit) => {
      const drawn = faults.draw();
      if (drawn < 10) throw new StoreUnavailable('cancelled');
      const outcome = await store.commit(commit);
      if (drawn < 20) throw new StoreUnavailable('the answer was lost');
      return outcome;
    },
  });
}

/** What the client has seen of the mission, dropping repeats. */
class Client {
  readonly seen: number[] = [];
  #sockets = 0;
  readonly #on: SocketServerUnderTest;
  readonly #missionId: MissionId;

  constructor(on: SocketServerUnderTest, missionId: MissionId) {
    this.#on = on;
    this.#missionId = missionId;
  }

  /** Opens a socket and goes on after what was seen, until that has worked. */
  async open(): Promise<void> {
    const after = this.seen.at(-1) ?? 0;
    for (let tries = 0; tries < 50; tries += 1) {
      this.#sockets += 1;
      await aSocket(this.#on, this.#id);
      await send(this.#on, this.#id, subscribeTo({ missionId: this.#missionId, after }));
      if (!this.listen()) return;
    }
    throw new Error('no socket could be opened');
  }

  /** Takes in what came. Answers whether the subscription is lost: an error, or the socket was closed. */
  listen(): boolean {
    let isLost = this.#on.push.closed.includes(this.#id);
    for (const frame of this.#on.framesTo(this.#id)) {
      const sequence = frame.payload?.data?.missionEvents?.sequence;
      if (frame.type === 'error' || frame.type === 'ping') isLost = true;
      else if (typeof sequence === 'number' && sequence > (this.seen.at(-1) ?? 0)) this.seen.push(sequence);
    }
    return isLost;
  }

  get #id(): string {
    return `socket-${this.#sockets}`;
  }
}

async function withoutFaults(faults: Faults, act: () => Promise<void>): Promise<void> {
  faults.isOver = true;
  await act();
  faults.isOver = false;
}

/** Two publishers of overlapping parts of a batch, repeated as Lambda repeats a batch that failed. */
async function publishTwice(
  on: SocketServerUnderTest,
  commits: readonly CommitRecord[],
  cut: number,
): Promise<void> {
  const parts = [commits.slice(0, cut % (commits.length + 1)), commits];
  const publishing = parts.map(async (part) => {
    for (let tries = 0; tries < 6; tries += 1) {
      try {
        return await on.server.publish(part);
      } catch {
        // Again.
      }
    }
  });
  await Promise.all(publishing);
}

describe('publishing while things go wrong', () => {
  it('shows a client every event, in order', { timeout: 60_000 }, async () => {
    const draws = fc.array(fc.nat(99), { minLength: 20, maxLength: 200 });

    await fc.assert(
      fc.asyncProperty(draws, fc.array(fc.nat(5), { minLength: 1 }), async (drawn, cuts) => {
        const faults = new Faults(drawn);
        const on = aSocketServer(anEngine(), unreliable(faults));
        const missionId = await launchMission(on.under, { tasks: TASKS });
        const commits = [...(await on.commits())];
        on.push.meanwhile = async (connectionId) => {
          const fault = faults.draw();
          // A publisher that dies holds its claim until that ends by itself.
          if (fault < 4) await new Promise(() => {});
          if (fault < 12) on.push.failing.set(connectionId, 'FAILED');
          else on.push.failing.delete(connectionId);
        };
        const client = new Client(on, missionId);
        await withoutFaults(faults, () => client.open());

        for (let turn = 0; turn < TASKS.length; turn += 1) {
          await complete(on.under, await claim(on.under, { limit: 1 }));
          commits.push(...(await on.commits()));
          const publishing = publishTwice(on, commits, cuts[turn % cuts.length] ?? 0);
          // One that died is not waited for.
          await Promise.race([publishing, new Promise((resolve) => setTimeout(resolve, 20))]);
          if (client.listen()) await withoutFaults(faults, () => client.open());
        }
        // A batch that failed is repeated until it does not.
        await withoutFaults(faults, () => on.server.publish(commits));
        if (client.listen()) await withoutFaults(faults, () => client.open());

        const { sequence } = await headOf(on.under, missionId);
        expect(client.seen).toEqual(Array.from({ length: sequence }, (_, at) => at + 1));
      }),
      { numRuns: RUNS },
    );
  });
});
