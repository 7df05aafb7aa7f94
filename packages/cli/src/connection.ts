/** Which server, and with which key: options first, then the environment, then the folder of a server on this machine. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Client, connect } from '@muster/client/connect';
import { CliFailure } from './cli-failure.ts';

export const URL_DEFAULT = 'http://127.0.0.1:4747/graphql';
export const DATA_DEFAULT = '.muster';

export interface ConnectionOptions {
  readonly url?: string;
  readonly sockets?: string;
  readonly key?: string;
  readonly data?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

export function urlOf(options: ConnectionOptions, environment: Environment): string {
  return options.url ?? environment.MUSTER_URL ?? URL_DEFAULT;
}

/** Without any key it connects with an empty one: the server then says whether it is there at all. */
export async function connectionOf(options: ConnectionOptions, environment: Environment): Promise<Client> {
  const url = urlOf(options, environment);
  const key = options.key ?? environment.MUSTER_KEY ?? (await keyInFolder(options, environment));
  const socketUrl = options.sockets ?? environment.MUSTER_SOCKETS_URL;
  try {
    return connect({ url, key: key.trim(), ...(socketUrl === undefined ? {} : { socketUrl }) });
  } catch {
    throw new CliFailure('USAGE', `"${url}" is no address of a server.`, {
      remedy: `Write it like ${URL_DEFAULT}.`,
    });
  }
}

async function keyInFolder(options: ConnectionOptions, environment: Environment): Promise<string> {
  const path = join(options.data ?? environment.MUSTER_DATA ?? DATA_DEFAULT, 'key');
  try {
    return await readFile(path, 'utf8');
  } catch {
    if (options.data === undefined) return '';
    throw new CliFailure('NO_KEY', `There is no key that could be read at ${path}.`, {
      remedy: 'Name the folder that the server was started with, or give the key with --key.',
    });
  }
}
