import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  aCrew,
  aMissionBeingValidated,
  contractDocument,
  standing,
  untilStanding,
  validate,
} from '../../server/support/contracts.ts';
import { aDraft, aLaunchedMission } from '../../server/support/missions.ts';
import { aServer, type TestServer } from '../../server/support/running-server.ts';
import { aTerminal, type Terminal } from '../a-terminal.ts';

const CONTRACT = `# What must be true
- **VAL-INK-001**: The letter is written in ink.
- **VAL-INK-002**: It is dry.
`;
const LETTER = { tasks: [{ title: 'write', assignTo: 'nobody', fulfills: ['VAL-INK-001'] }] };
const STRICT = { ...LETTER, contractPolicy: { unclaimed: 'BLOCK' } };

describe('the contract on the command line', () => {
  let server: TestServer;
  let folder: string;
  let muster: Terminal;

  beforeAll(async () => {
    server = await aServer();
    folder = await mkdtemp(join(tmpdir(), 'muster-cli-'));
    muster = aTerminal(server);
  });

  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  async function aFile(name: string, content: unknown): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  }

  it('comes from a file in Markdown beside that of the document, and its coverage is told', async () => {
    const [letter, contract] = [await aFile('letter.json', LETTER), await aFile('contract.md', CONTRACT)];

    const { code, stdout } = await muster(['validate', letter, '--contract', contract]);

    expect(code).toBe(0);
    expect(stdout).toContain(
      'contract: 1 of 2 assertions have a task (50 %)\n  nothing fulfils VAL-INK-002\n',
    );
  });

  it('is launched with gaps under WARN, and says so', async () => {
    const [letter, contract] = [await aFile('letter.json', LETTER), await aFile('contract.md', CONTRACT)];

    const { code, stdout } = await muster(['launch', letter, '--contract', contract]);

    expect(code).toBe(0);
    expect(stdout).toMatch(/Launched Letter.*\n.*1 of 2 assertions have a task \(50 %\)\n.*VAL-INK-002\n/);
  });

  it('is not valid with gaps under BLOCK, and ends with 2', async () => {
    const [strict, contract] = [await aFile('strict.json', STRICT), await aFile('contract.md', CONTRACT)];

    const { code, stdout, stderr } = await muster(['validate', strict, '--contract', contract]);

    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('nothing fulfils VAL-INK-002\n  its policy is to BLOCK');
  });

  it('has its problems told at their place in its own file', async () => {
    const letter = await aFile('letter.json', { tasks: ['no task'] });
    const contract = await aFile('double.md', `${CONTRACT}- **VAL-INK-001**: Again.\n- **VAL-x-1**: Bad.\n`);

    const { code, stderr } = await muster(['launch', letter, '--contract', contract]);

    expect(code).toBe(2);
    expect(stderr).toContain(`${contract}:4:5`);
    expect(stderr).toContain(`${contract}:5:5`);
    expect(stderr).toContain(`${letter}:1:11`);
  });

  it('is refused as unreadable where there is no such file', async () => {
    const letter = await aFile('letter.json', LETTER);

    const { code, stderr } = await muster(['validate', letter, '--contract', join(folder, 'nothing.md')]);

    expect(code).toBe(2);
    expect(stderr).toContain('there is no such file');
    expect(stderr).toContain('VAL-AUTH-001');
  });

  it('lets a mission out of planning by complete-planning, or tells what is missing', async () => {
    const draft = async (document: object) => {
      const missionId = await aDraft(server, { ...document, contract: CONTRACT });
      await server.run('planMission', { missionId });
      return missionId;
    };

    const refused = await muster(['complete-planning', await draft(STRICT)]);
    const launched = await muster(['complete-planning', await draft(LETTER)]);

    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('No task fulfils VAL-INK-002.');
    expect(launched.code).toBe(0);
    expect(launched.stdout).toMatch(/^✓ A draft is ACTIVE\n! contract: 1 of 2/);
  });

  it('is validated by a command, which says what it found in lines of JSON', async () => {
    const crew = aCrew('cli');
    const missionId = await aLaunchedMission(server, contractDocument(crew));
    await muster(['work', '--agent', crew.worker, '--drain', '--exec', 'cat']);
    const findings = ['VAL-INK-001', 'VAL-INK-002'].map((assertion) =>
      JSON.stringify({
        assertion,
        status: assertion.endsWith('1') ? 'BLOCKED' : 'PASSING',
        evidence: 'Wet.',
      }),
    );
    const command = `grep -o '"evidenceWanted":"A photograph."'; printf '%s\\n' ${findings.map((one) => `'${one}'`).join(' ')}`;

    const worked = await muster(['work', '--agent', crew.validator, '--drain', '--exec', command]);
    const shown = await muster(['contract', missionId]);

    expect(worked).toMatchObject({ code: 0, stderr: '' });
    expect(shown.stdout).toMatch(/BLOCKED +VAL-INK-001 +It is written in ink\. +owner, round 1 +Wet\./);
    expect(shown.stdout).toMatch(/PASSING +VAL-INK-002/);
    expect(shown.stdout).toMatch(/Build: ASKING, \d of 3 rounds used\n {2}round 1 .* {2}validator-cli\n/);
    expect(shown.stdout).toContain(`report-assertion ${missionId} <assertion> PASSING --evidence`);
  });

  it('gives a validation back when its command says nothing of an assertion', async () => {
    const crew = aCrew('mute');
    const missionId = await aLaunchedMission(server, contractDocument(crew));
    await muster(['work', '--agent', crew.worker, '--drain', '--exec', 'cat']);

    const { code, stdout } = await muster(['work', '--agent', crew.validator, '--drain', '--exec', 'true']);

    expect(code).toBe(0);
    expect(stdout).toContain('says nothing of VAL-INK-001, VAL-INK-002.');
    expect((await standing(server, missionId)).run.milestones.nodes[0].status).not.toBe('DONE');
  });

  it('is decided about by a person: reported, waived, another round, or failed', async () => {
    const crew = aCrew('person');
    const more = { contractPolicy: { maxRounds: 1 } };
    const validating = await aMissionBeingValidated(server, crew, more);
    const { missionId } = validating;
    await validate(server, validating, { 'VAL-INK-001': 'FAILING', 'VAL-INK-002': 'FAILING' });
    await untilStanding(server, missionId, ({ status }) => status === 'PAUSED');

    const asking = await muster(['contract', missionId]);
    const waived = await muster(['waive-assertion', missionId, 'VAL-INK-001', '--reason', 'Pencil will do.']);
    const unknown = await muster(['waive-assertion', missionId, 'VAL-INK-009', '--reason', 'So.']);
    const granted = await muster(['grant-round', missionId, '--reason', 'Once more.']);
    const told = ['report-assertion', missionId, 'VAL-INK-002', 'PASSING', '--evidence', 'I touched it.'];
    const reported = await muster(told);
    const nothing = await muster(['fail-validation', missionId, '--reason', 'Enough.']);

    expect(asking.stdout).toContain('waits for a person');
    expect(asking.stdout).toContain(`npm run muster -- grant-round ${missionId} --reason`);
    expect(waived).toMatchObject({ code: 0, stdout: '✓ VAL-INK-001 is WAIVED\n' });
    expect(unknown).toMatchObject({ code: 1, stdout: '' });
    expect(granted.stdout).toMatch(/The validation of Build is \w+, 2 rounds at most/);
    expect(reported).toMatchObject({ code: 0, stdout: '✓ VAL-INK-002 is PASSING\n' });
    expect(nothing).toMatchObject({ code: 1 });
    await untilStanding(server, missionId, ({ status }) => status === 'COMPLETED');
  });
});
