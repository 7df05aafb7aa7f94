/**
 * `npm run demo`: a whole mission in well under a minute. A server on a free port with a fresh folder, three agents and
 * one person, each with a key of its own and nothing but the public API; live in this terminal.
 *
 * With `--aws-local` the server is what runs on AWS: functions behind engines that speak the protocols of DynamoDB, SQS
 * and API Gateway.
 *
 * Everything it starts is stopped again, whatever happens, and nothing is left behind.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { isOpenedCheckpoint } from '@muster/cli/commands/watch';
import { followMission } from '@muster/cli/follow-mission';
import { loadBoard } from '@muster/cli/load-board';
import { type Output, outputTo } from '@muster/cli/output';
import { readDocument } from '@muster/cli/read-document';
import { successOf } from '@muster/cli/session';
import { type MissionView, missionView } from '@muster/cli/view/mission-view';
import { type Client, connect } from '@muster/client/connect';
import {
  ApproveCheckpointDocument,
  CreateApiKeyDocument,
  CreateMissionDocument,
  ReportDetailDocument,
  type Role,
} from '@muster/client/generated/operations';
import { type RunningProcess, startProcess } from './processes.ts';
import { reportText } from './report-view.ts';

const TIME_LIMIT_MS = 300_000;
const START_LIMIT_MS = 15_000;
const READING_MS = 1_500;
const INTERRUPTED = 130;

const SERVERS = {
  // No rehearsal: it would take longer than the mission.
  'one machine': [join(import.meta.dirname, '../../packages/server/src/main.ts'), '--cold'],
  'as on AWS': [join(import.meta.dirname, '../../packages/aws-local/src/main.ts')],
} as const;
const AGENT = join(import.meta.dirname, 'agent.ts');
const MISSION = join(import.meta.dirname, '../missions/product-launch.json');
const PERSON = 'ada';

interface DemoAgent {
  readonly name: string;
  readonly specialties: string;
  readonly role?: string;
}
const AGENTS = [
  { name: 'mara', specialties: 'research,writing' },
  { name: 'theo', specialties: 'engineering,design' },
  { name: 'vera', specialties: '', role: 'validator' },
] as const satisfies readonly DemoAgent[];

const values = optionsOrEnd();
const kind = values['aws-local'] ? 'as on AWS' : 'one machine';
const output = outputTo(process.stdout, process.stderr);
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupted.abort());
process.stdout.on('error', () => interrupted.abort());

const started: RunningProcess[] = [];
const clients: Client[] = [];
const folder = await mkdtemp(join(tmpdir(), 'muster-demo-'));

try {
  await Promise.race([demo(), timeLimit(), aborted()]);
} catch (error) {
  process.exitCode = interrupted.signal.aborted ? INTERRUPTED : 1;
  const reason = error instanceof Error ? error.message : String(error);
  output.note(interrupted.signal.aborted ? '\n  Stopped.' : `\n  The demo failed: ${reason}`);
} finally {
  // Those who ask go before the one who answers.
  await Promise.all(clients.map((client) => client.close()));
  await Promise.all(started.slice(1).map((each) => each.stop()));
  await started[0]?.stop();
  await rm(folder, { recursive: true, force: true });
}

function optionsOrEnd() {
  try {
    return parseArgs({ options: { 'aws-local': { type: 'boolean', default: false } } }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${reason}\n\nUsage: npm run demo -- [--aws-local]\n`);
    process.exit(2);
  }
}

async function demo(): Promise<void> {
  output.print(`\n  ${output.paint('bold', 'Muster')}  a mission, three agents, one person\n`);
  const owner = await startServer();
  const person = await connectAs(owner, PERSON, 'MEMBER');
  const missionId = await launch(person);
  for (const agent of AGENTS) await startAgent(owner, agent);
  say(output, 'person ada', 'decides at the checkpoint');
  output.print('');
  await Promise.race([watchUntilEnd(person, missionId), ...started.map((each) => each.lost)]);
  const { mission } = await person.request(ReportDetailDocument, { id: missionId });
  if (!mission?.run?.report) throw new Error('The mission has ended without a report.');
  output.print(`\n${reportText(output, mission.run.report)}\n`);
  if (mission.run.report.status !== 'COMPLETED') throw new Error(`The run is ${mission.run.report.status}.`);
  output.print(
    `  ${output.paint('gray', 'Your own: npm start, then npm run muster -- launch <file> --watch')}\n`,
  );
}

async function startServer(): Promise<Client> {
  const server = startProcess('The server', [...SERVERS[kind], '--port', '0', '--data', folder], {
    LOG_LEVEL: 'warn',
  });
  started.push(server);
  const tooLong = sleep(START_LIMIT_MS, undefined, { ref: false }).then(() =>
    Promise.reject(new Error('The server did not start.')),
  );
  const url = await Promise.race([server.says(/http:\S+\/graphql\b/), tooLong]);
  const owner = connect({ url, key: (await readFile(join(folder, 'key'), 'utf8')).trim() });
  clients.push(owner);
  say(output, 'server', `${url} (${kind})`);
  return owner;
}

async function createKey(owner: Client, name: string, role: Role): Promise<string> {
  const { createApiKey } = await owner.request(CreateApiKeyDocument, { input: { name, role } });
  return successOf(createApiKey).token;
}

async function connectAs(owner: Client, name: string, role: Role): Promise<Client> {
  const client = connect({ url: owner.url, key: await createKey(owner, name, role) });
  clients.push(client);
  return client;
}

async function startAgent(owner: Client, { name, specialties, role }: DemoAgent): Promise<void> {
  const key = await createKey(owner, name, 'AGENT');
  const environment = {
    MUSTER_URL: owner.url,
    MUSTER_KEY: key,
    AGENT_NAME: name,
    AGENT_SPECIALTIES: specialties,
    ...(role === undefined ? {} : { AGENT_ROLE: role }),
  };
  started.push(startProcess(`Agent ${name}`, [AGENT], environment));
  say(output, `agent ${name}`, role ?? specialties.replaceAll(',', ', '));
}

async function launch(person: Client): Promise<string> {
  const { document } = await readDocument(MISSION);
  const input = {
    title: 'Launch our first product',
    objective: 'A stranger understands what we offer, and can buy it.',
    document,
    launch: true,
  };
  const { createMission } = await person.request(CreateMissionDocument, { input });
  const { mission } = successOf(createMission);
  say(output, 'mission', `${mission.title} (examples/missions/product-launch.json)`);
  return mission.id;
}

async function watchUntilEnd(person: Client, missionId: string): Promise<void> {
  const { board, mission } = await loadBoard(person, missionId);
  const view = missionView(output, { board, clock: sinceStart() });
  const decisions: Promise<void>[] = [];
  try {
    const outcome = await followMission(person, missionId, {
      board,
      after: mission.sequence,
      signal: interrupted.signal,
      onUsage: view.use,
      onEvent: (event) => {
        view.show(event);
        if (isOpenedCheckpoint(event)) decisions.push(decide(person, view, event.subject));
      },
    });
    await Promise.all(decisions);
    if (outcome !== 'ENDED') throw new Error('The mission could not be watched to its end.');
  } finally {
    view.close();
  }
}

/** The person reads for a moment, and approves. */
async function decide(person: Client, view: MissionView, checkpointId: string): Promise<void> {
  await sleep(READING_MS);
  view.say(
    output.paint(
      'yellow',
      `          ${PERSON} reads the rehearsal and approves: mutation approveCheckpoint`,
    ),
  );
  const input = { checkpointId, feedback: 'Go.' };
  const { approveCheckpoint } = await person.request(ApproveCheckpointDocument, { input });
  successOf(approveCheckpoint);
}

/** Seconds since the first event. */
function sinceStart(): (occurredAt: string) => string {
  let first: number | undefined;
  return (occurredAt) => {
    const at = Date.parse(occurredAt);
    first ??= at;
    return `${((at - first) / 1_000).toFixed(1)} s`.padStart(6);
  };
}

function say({ print, paint }: Output, what: string, detail: string): void {
  print(`  ${paint('cyan', what.padEnd(11))} ${detail}`);
}

async function timeLimit(): Promise<never> {
  await sleep(TIME_LIMIT_MS, undefined, { ref: false });
  throw new Error('It took longer than five minutes.');
}

function aborted(): Promise<never> {
  return new Promise((_, reject) => {
    interrupted.signal.addEventListener('abort', () => reject(new Error('Interrupted.')));
  });
}
