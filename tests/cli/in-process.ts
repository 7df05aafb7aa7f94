/** The command line without a process of its own: many commands in one test would spend their time on starting. */
import { connect } from '@muster/client/connect';
import { CommanderError } from 'commander';
import { EXIT, explained } from '../../packages/cli/src/cli-failure.ts';
import { createProgram } from '../../packages/cli/src/program.ts';
import type { TestServer } from '../server/support/running-server.ts';
import type { Ended } from './a-terminal.ts';

export type InProcess = (...args: readonly string[]) => Promise<Ended>;

export function inProcess({ url, key }: Pick<TestServer, 'url' | 'key'>): InProcess {
  return async (...args) => {
    const told = { print: '', note: '' };
    const output = {
      print: (text: string) => {
        told.print += `${text}\n`;
      },
      note: (text: string) => {
        told.note += `${text}\n`;
      },
      isTerminal: false,
      width: 100,
      paint: (_style: unknown, text: string) => text,
    };
    const client = connect({ url, key });
    let code = 0;
    const withSession: Parameters<typeof createProgram>[0] = async (options, action) => {
      const isJson = options.json === true;
      const session = { client, output, isJson, signal: new AbortController().signal };
      code = await action(session).catch((error: unknown) => {
        const failure = explained(error, url);
        if (!failure) throw error;
        output.note(failure.message);
        return failure.exitCode;
      });
    };
    const program = createProgram(withSession);
    const commands = [program, ...program.commands];
    for (const command of commands) command.configureOutput({ writeErr: output.note });
    try {
      await program.parseAsync([...args], { from: 'user' });
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error;
      code = EXIT.BAD_INPUT;
    } finally {
      await client.close();
    }
    return { code, stdout: told.print, stderr: told.note };
  };
}
