/** `npm run dev:aws`: a stage of AWS on this machine until SIGINT or SIGTERM. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createOwnerKey } from '@muster/api/owner-key';
import { readOptions, wholeNumber } from '@muster/api/program-options';
import { createAccess } from '@muster/engine/access/create-access';
import { startLocalCloud } from './local-cloud.ts';

const PORT_DEFAULT = 4748;
const WORKSPACE = 'ws_local';
const USAGE = `Usage: npm run dev:aws -- [--data <folder>] [--port <number>] [--allow-private-targets]

  --data  where the table and your key are kept; ./.muster/aws. Queues are in memory.
  --port  1–65535, or 0 for a free one; ${PORT_DEFAULT}
  --allow-private-targets  notifications may lead to this machine and its network, by HTTP too
`;

const { values, port } = readOptions(USAGE, () => {
  const parsed = parseArgs({
    options: {
      data: { type: 'string', default: join('.muster', 'aws') },
      port: { type: 'string', default: String(PORT_DEFAULT) },
      'allow-private-targets': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  return { ...parsed, port: wholeNumber('--port', parsed.values.port, { max: 65_535 }) };
});

async function main(folder: string): Promise<void> {
  const cloud = await startLocalCloud({
    folder,
    port,
    allowsPrivate: values['allow-private-targets'],
    onError: complain,
  });
  const keyPath = await ensureKey(folder);
  process.stdout.write(`
  Muster is running as on AWS: functions, DynamoDB, SQS and API Gateway on loopback

    GraphQL                ${cloud.url}
    WebSocket              ${cloud.url.replace(/^http/, 'ws')}
    Data                   ${folder}
    Your key               ${keyPath}

  Ctrl+C stops it.
`);
  const stop = () => {
    cloud.close().catch((error: unknown) => {
      complain(error);
      process.exitCode = 1;
    });
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

async function ensureKey(folder: string): Promise<string> {
  const path = join(folder, 'key');
  const known = await readFile(path, 'utf8').catch(() => undefined);
  if (known !== undefined) return path;
  const { readingOf } = await import('@muster/functions/wiring');
  const token = await createOwnerKey(createAccess(readingOf()), WORKSPACE);
  await mkdir(folder, { recursive: true });
  await writeFile(path, `${token}\n`, { mode: 0o600 });
  return path;
}

function complain(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}

if (values.help === true) {
  process.stdout.write(USAGE);
} else {
  try {
    await main(values.data);
  } catch (error) {
    process.stderr.write(`This can't start: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
