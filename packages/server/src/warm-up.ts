/**
 * A fresh process is slow: its code is interpreted until it has run a few hundred times. So the server rehearses, beside
 * its real work: a second one on a throw-away folder runs small missions through the same code, over the same protocol,
 * until it has seen enough of them or the time is up (see `rehearsal.ts`). The first real missions are then two to three
 * times as fast (`npm run bench`). What counts is how often the code ran, so a slow machine rehearses for longer.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Logger } from '@muster/engine/context';
import { openStage, playScene } from './rehearsal.ts';
import { type RunningServer, startServer } from './start-server.ts';

export interface WarmUpOptions {
  /** Tasks to run, about. */
  readonly tasks: number;
  /** When to stop even if they have not run, ms. */
  readonly timeMaxMs: number;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Never rejects: a server that could not rehearse is a slower one, no worse. */
export async function warmUp(options: WarmUpOptions): Promise<void> {
  const { log } = options;
  try {
    const folder = await mkdtemp(join(tmpdir(), 'muster-warm-up-'));
    try {
      const server = await startServer({ folder: join(folder, 'data'), port: 0, log });
      try {
        log.debug({ tasks: await rehearse(server, options) }, 'warmed up');
      } finally {
        await server.close();
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  } catch (error) {
    log.warn({ err: error }, 'warming up failed; the first requests will be slower');
  }
}

async function rehearse(server: RunningServer, { tasks, timeMaxMs, signal }: WarmUpOptions): Promise<number> {
  const stage = openStage(server);
  const until = performance.now() + timeMaxMs;
  let count = 0;
  try {
    for (let round = 0; count < tasks && performance.now() < until && !signal.aborted; round++) {
      count += await playScene(stage, round);
      await nextTurn();
    }
  } finally {
    stage.close();
  }
  return count;
}
