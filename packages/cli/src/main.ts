#!/usr/bin/env node
/** `muster`: reads the command line, runs one command, and ends with an exit code that says how it went. */
import { CommanderError } from 'commander';
import { type CliFailure, EXIT, explained } from './cli-failure.ts';
import { connectionOf, urlOf } from './connection.ts';
import { outputTo } from './output.ts';
import { createProgram, type GlobalOptions } from './program.ts';
import type { Session } from './session.ts';

const output = outputTo(process.stdout, process.stderr);
const interrupted = new AbortController();

// Whoever reads has read enough (`| head`): that is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.OK);
    throw error;
  });
}

const program = createProgram(async (options, action) => {
  let client: Session['client'] | undefined;
  process.once('SIGINT', () => {
    interrupted.abort();
    // A second Ctrl-C, or a command that can't stop, ends at once.
    process.once('SIGINT', () => process.exit(EXIT.INTERRUPTED));
  });
  try {
    client = await connectionOf(options, process.env);
    process.exitCode = await action({
      client,
      output,
      isJson: options.json === true,
      signal: interrupted.signal,
    });
  } catch (error) {
    const failure = explained(error, client?.url ?? urlOf(options, process.env));
    if (!failure) throw error;
    process.exitCode = interrupted.signal.aborted ? EXIT.INTERRUPTED : tell(failure, options);
  } finally {
    await client?.close();
  }
});

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? EXIT.OK : EXIT.BAD_INPUT;
}

function tell(failure: CliFailure, options: GlobalOptions): number {
  const { code, message, remedy, detail } = failure;
  if (options.json) output.note(JSON.stringify({ error: { code, message, ...detail } }, undefined, 2));
  else output.note([message, ...(remedy === undefined ? [] : [remedy])].join('\n'));
  return failure.exitCode;
}
