/** The commands of the command line that are about contracts. */
import type { AssertionResult } from '@muster/client/generated/operations';
import { Argument, type Command } from 'commander';
import {
  ASSERTION_RESULTS,
  failValidation,
  grantRound,
  type OnValidation,
  reportAssertion,
  waiveAssertion,
} from './commands/assertions.ts';
import { contract } from './commands/contract.ts';
import { missionArgument, type Run } from './program-parts.ts';

export function addContract(program: Command, run: Run): void {
  const assertion = () => new Argument('<assertion>', 'its id in the contract, VAL-AUTH-001');
  program
    .command('contract')
    .description('show the contract of a mission: what is covered, what is true, what came of each round')
    .addArgument(missionArgument())
    .action((id: string) => run((session) => contract(session, id)));
  program
    .command('report-assertion')
    .description('say whether an assertion is true')
    .addArgument(missionArgument())
    .addArgument(assertion())
    .addArgument(new Argument('<status>', 'what was found').choices(ASSERTION_RESULTS))
    .requiredOption('--evidence <text>', 'what was seen')
    .action(
      (missionId: string, name: string, status: AssertionResult, options: { readonly evidence: string }) =>
        run((session) => reportAssertion(session, { missionId, assertion: name }, { status, ...options })),
    );
  program
    .command('waive-assertion')
    .description('say that an assertion need not be true')
    .addArgument(missionArgument())
    .addArgument(assertion())
    .requiredOption('--reason <text>', 'why')
    .action((missionId: string, name: string, options: { readonly reason: string }) =>
      run((session) => waiveAssertion(session, { missionId, assertion: name }, options)),
    );
  withValidation(program.command('grant-round'))
    .description('give a validation that has used up its rounds another one')
    .action((id: string, options: OnValidation) => run((session) => grantRound(session, id, options)));
  withValidation(program.command('fail-validation'))
    .description('say that a validation will not be passed any more; the run fails')
    .action((id: string, options: OnValidation) => run((session) => failValidation(session, id, options)));
}

function withValidation(command: Command): Command {
  return command
    .addArgument(missionArgument())
    .requiredOption('--reason <text>', 'why')
    .option('--milestone <name>', 'whose; "run" for the end of the run; the one that asks unless told');
}
