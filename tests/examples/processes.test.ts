import { describe, expect, it } from 'vitest';
import { startProcess } from '../../examples/demo/processes.ts';

const SPEAKS_AND_WAITS = "console.log('ready at 42'); setInterval(() => {}, 1000)";

describe('a process of the demo', () => {
  it('is heard, and stopped for good', async () => {
    const started = startProcess('It', ['-e', SPEAKS_AND_WAITS]);

    const heard = await started.says(/at \d+/);
    await started.stop();
    await started.stop();

    expect(heard).toBe('at 42');
  });

  it('is lost, with its last words, when it ends by itself', async () => {
    const started = startProcess('It', ['-e', "console.error('no ink'); process.exitCode = 3"]);

    await expect(started.lost).rejects.toThrow('It ended (3). no ink');
    await expect(started.says(/ready/)).rejects.toThrow('It ended (3).');
  });
});
