/** `npm start`: serves one folder on this machine until SIGINT or SIGTERM. */
import { enableCompileCache } from 'node:module';
import { parseArgs } from 'node:util';

const startedAt = performance.now();
// Types are erased on every start; what was compiled is kept between starts.
enableCompileCache();
// Read by graphql as it is loaded: without this, it looks at whatever is no type of its own twice.
process.env.NODE_ENV ??= 'production';
const { pino } = await import('pino');
const { BadOption, readOptions, wholeNumber } = await import('@muster/api/program-options');
const { PORT_DEFAULT, startServer } = await import('./start-server.ts');
const { warmUp } = await import('./warm-up.ts');

/** Rehearsing goes on beside the first requests until this many tasks ran: five seconds or so, at most four times that. */
const WARM_UP = { tasks: 8_000, timeMaxMs: 20_000 };

const USAGE = `Usage: npm start -- [--data <folder>] [--port <number>] [--host <address>]

  --data  where everything is kept; MUSTER_DATA, or ./.muster
  --port  1–65535, or 0 for a free one; PORT, or ${PORT_DEFAULT}
  --host  127.0.0.1 unless told; anything else opens the server to the network
  --public-url  where people reach this server from outside, for links; MUSTER_PUBLIC_URL
  --allow-private-targets  let notifications go to this machine and its networks, without TLS:
          for trying things out; MUSTER_ALLOW_PRIVATE_TARGETS=1
  --cold  don't run a rehearsal on a throw-away folder at the start
  MUSTER_SMTP_URL, MUSTER_MAIL_FROM  how mail is sent: smtps://name:password@host, and from whom
  LOG_LEVEL  trace, debug, info, warn, error or silent; info unless told
`;

interface StartOptions {
  readonly folder: string;
  readonly port: number;
  readonly host: string;
  readonly isCold: boolean;
  readonly publicUrl?: string;
  readonly allowsPrivateTargets: boolean;
  readonly smtp?: { readonly url: string; readonly from: string };
}

/** Undefined when only its usage was asked for. */
function optionsOf(args: readonly string[]): StartOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      port: { type: 'string' },
      host: { type: 'string' },
      'public-url': { type: 'string' },
      'allow-private-targets': { type: 'boolean' },
      cold: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return undefined;
  const [option, text] = values.port === undefined ? ['PORT', process.env.PORT] : ['--port', values.port];
  const port = wholeNumber(option, text ?? String(PORT_DEFAULT), { max: 65_535 });
  const folder = values.data ?? process.env.MUSTER_DATA ?? '.muster';
  const publicUrl = values['public-url'] ?? process.env.MUSTER_PUBLIC_URL;
  if (publicUrl !== undefined && !/^https?:\/\//.test(publicUrl))
    throw new BadOption(`--public-url is "${publicUrl}": it begins with https://.`);
  const smtp = smtpOf(process.env);
  return {
    folder,
    port,
    host: values.host ?? '127.0.0.1',
    isCold: values.cold,
    ...(publicUrl === undefined ? {} : { publicUrl: publicUrl.replace(/\/+$/, '') }),
    allowsPrivateTargets: values['allow-private-targets'] ?? process.env.MUSTER_ALLOW_PRIVATE_TARGETS === '1',
    ...(smtp === undefined ? {} : { smtp }),
  };
}

/** Throws when half of it is missing: mail that nobody gets is noticed when it is needed. */
function smtpOf({ MUSTER_SMTP_URL: url = '', MUSTER_MAIL_FROM: from = '' }: NodeJS.ProcessEnv) {
  if (url === '' && from === '') return undefined;
  if (from === '') throw new BadOption('MUSTER_SMTP_URL is set, MUSTER_MAIL_FROM is not: mail needs both.');
  if (url === '') throw new BadOption('MUSTER_MAIL_FROM is set, MUSTER_SMTP_URL is not: mail needs both.');
  return { url, from };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

async function main(): Promise<void> {
  const options = readOptions(USAGE, () => optionsOf(process.argv.slice(2)));
  if (options === undefined) {
    process.stdout.write(USAGE);
    return;
  }
  const log = pino({ level: process.env.LOG_LEVEL ?? 'info' }, pino.destination(2));
  if (!isLoopback(options.host)) {
    log.warn(
      { host: options.host },
      'listening beyond this machine, without TLS: put a proxy with TLS in front',
    );
  }
  let isWarm = options.isCold;
  const server = await startServer({ ...options, log, isWarm: () => isWarm });
  const startMs = Math.round(performance.now() - startedAt);
  process.stdout.write(`
  Muster is running (started in ${startMs} ms)

    GraphQL and GraphiQL   ${server.url}
    WebSocket              ${server.url.replace(/^http/, 'ws')}
    Health                 ${new URL('/health', server.url)}
    Data                   ${options.folder}
    Your key               ${server.keyPath}

  Try it:
    curl -s ${server.url} -H 'content-type: application/json' \\
      -H "authorization: Bearer $(cat ${server.keyPath})" \\
      -d '{"query":"{ missions { nodes { id title status } } }"}'

  Ctrl+C stops it.
`);
  const stopping = new AbortController();
  if (!options.isCold) {
    void warmUp({ ...WARM_UP, log, signal: stopping.signal }).then(() => {
      isWarm = true;
    });
  }
  const stop = (signal: NodeJS.Signals) => {
    stopping.abort();
    log.info({ signal }, 'stopping');
    server.close().then(
      () => log.info({}, 'stopped'),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed');
        process.exitCode = 1;
      },
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`Muster can't start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
