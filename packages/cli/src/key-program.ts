/** The commands of the command line that are about keys. */
import { type Command, Option } from 'commander';
import { addKey, keys, type NewKeyOptions, ROLES, revokeKey } from './commands/keys.ts';
import type { Run } from './program-parts.ts';

export function addKeys(program: Command, run: Run): void {
  program
    .command('keys')
    .description('list who has a key')
    .action(() => run((session) => keys(session)));
  program
    .command('add-key')
    .description(
      'make a key and print it, once: an agent has one of its own, so that others can review its work',
    )
    .argument('<name>', 'under which its owner acts; the agent’s, for the role AGENT')
    .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).default('AGENT'))
    .option('--expires <instant>', 'when it stops working, 2026-12-01T06:30:00+01:00; never unless told')
    .action((name: string, options: NewKeyOptions) => run((session) => addKey(session, name, options)));
  program
    .command('revoke-key')
    .description('take a key back')
    .argument('<key>', 'id, key_…')
    .action((id: string) => run((session) => revokeKey(session, id)));
}
