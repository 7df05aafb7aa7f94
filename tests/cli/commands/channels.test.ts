/** Notifications from the command line, against a real server and a real receiver, each command a process of its own. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aReceiver, type Receiver } from '../../notify/a-receiver.ts';
import { aServer, type TestServer } from '../../server/support/running-server.ts';

const ROOT = join(import.meta.dirname, '../../..');
const MAIN = join(ROOT, 'packages/cli/src/main.ts');

describe('channels and deliveries on the command line', () => {
  let server: TestServer;
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await aReceiver();
    server = await aServer({ allowsPrivateTargets: true });
  });
  afterAll(async () => {
    await server.stop();
    await receiver.close();
  });

  function muster(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
    const env = { PATH, HOME, NODE_COMPILE_CACHE, MUSTER_URL: server.url, MUSTER_DATA: server.folder };
    return new Promise((resolve) => {
      execFile(process.execPath, [MAIN, ...args], { cwd: ROOT, env }, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
      });
    });
  }

  /** What one command lists, once there is something. */
  async function listed(): Promise<readonly { id: string; status: string }[]> {
    for (;;) {
      const { stdout } = await muster('--json', 'deliveries', '--channel', 'ops', '--status', 'DELIVERED');
      const { nodes } = JSON.parse(stdout);
      if (nodes.length > 0) return nodes;
    }
  }

  it('add a channel, try it out, and send again what it was told', async () => {
    const added = await muster('add-channel', 'ops', '--webhook', receiver.url);
    const tested = await muster('test-channel', 'ops');
    const [delivery] = await listed();
    const again = await muster('redeliver', delivery?.id ?? '');
    const shown = await muster('channels');

    expect(added.stdout).toMatch(/Added ops .*\n {2}Its secret, shown now and never again: whsec_/);
    expect(tested.stdout).toContain('On its way.');
    expect(again.stdout).toContain(`${delivery?.id} is PENDING`);
    expect(shown.stdout).toContain(`ENABLED  WEBHOOK  ops  ${new URL(receiver.url).origin}/…`);
    expect(receiver.received.length).toBeGreaterThan(0);
  }, 60_000);

  it('disable, enable and delete a channel', async () => {
    await muster('add-channel', 'spare', '--webhook', receiver.url);

    const answers = [
      await muster('disable-channel', 'spare', '--reason', 'holidays'),
      await muster('channels'),
      await muster('enable-channel', 'spare'),
      await muster('delete-channel', 'spare'),
    ];
    const again = await muster('delete-channel', 'spare');

    expect(answers.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(answers[0]?.stdout).toContain('✓ spare is DISABLED');
    expect(answers[1]?.stdout).toMatch(/DISABLED {2}WEBHOOK {2}spare .*holidays/);
    expect(answers[2]?.stdout).toContain('✓ spare is ENABLED');
    expect(answers[3]?.stdout).toContain('✓ spare is deleted');
    expect(again.code).not.toBe(0);
    expect(again.stderr).toContain('There is no channel chn_spare.');
  }, 60_000);

  it('want one place that a channel leads to', async () => {
    const { code, stderr } = await muster('add-channel', 'odd');

    expect(code).toBe(2);
    expect(stderr).toContain('--webhook, --slack or --email');
  });
});
