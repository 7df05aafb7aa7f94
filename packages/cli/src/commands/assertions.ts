/** `muster report-assertion`, `waive-assertion`, `grant-round`, `fail-validation`: what a person says about a contract. */
import {
  type AssertionLineFragment,
  type AssertionResult,
  FailValidationDocument,
  GrantRoundDocument,
  ReportAssertionDocument,
  type ValidationLineFragment,
  WaiveAssertionDocument,
} from '@muster/client/generated/operations';
import { CliFailure, EXIT, type ExitCode } from '../cli-failure.ts';
import { loadContract } from '../load-contract.ts';
import { printJson, type Session, successOf } from '../session.ts';

export const ASSERTION_RESULTS = [
  'PASSING',
  'FAILING',
  'BLOCKED',
] as const satisfies readonly AssertionResult[];

/** An assertion of a mission, by its id in the contract. */
export interface OfMission {
  readonly missionId: string;
  readonly assertion: string;
}

export async function reportAssertion(
  session: Session,
  of: OfMission,
  told: { readonly status: AssertionResult; readonly evidence: string },
): Promise<ExitCode> {
  const input = { assertionId: await idOf(session, of), ...told };
  const { reportAssertion: answer } = await session.client.request(ReportAssertionDocument, { input });
  return tellAssertion(session, successOf(answer));
}

export async function waiveAssertion(
  session: Session,
  of: OfMission,
  { reason }: { readonly reason: string },
): Promise<ExitCode> {
  const input = { assertionId: await idOf(session, of), reason };
  const { waiveAssertion: answer } = await session.client.request(WaiveAssertionDocument, { input });
  return tellAssertion(session, successOf(answer));
}

export interface OnValidation {
  readonly reason: string;
  /** Name of the milestone, `run` for the end of the run; the one that asks a person unless told. */
  readonly milestone?: string;
}

export async function grantRound(
  session: Session,
  missionId: string,
  { reason, milestone }: OnValidation,
): Promise<ExitCode> {
  const input = { validationId: await validationOf(session, missionId, milestone), reason };
  const { grantRound: answer } = await session.client.request(GrantRoundDocument, { input });
  return tellValidation(session, successOf(answer));
}

export async function failValidation(
  session: Session,
  missionId: string,
  { reason, milestone }: OnValidation,
): Promise<ExitCode> {
  const input = { validationId: await validationOf(session, missionId, milestone), reason };
  const { failValidation: answer } = await session.client.request(FailValidationDocument, { input });
  return tellValidation(session, successOf(answer));
}

async function idOf({ client }: Session, { missionId, assertion }: OfMission): Promise<string> {
  const { assertions } = await loadContract(client, missionId);
  const found = assertions.find(({ name, id }) => name === assertion || id === assertion);
  if (found) return found.id;
  throw new CliFailure('NOT_FOUND', `The contract of ${missionId} has no assertion ${assertion}.`, {
    remedy: `\`npm run muster -- contract ${missionId}\` lists what it has.`,
  });
}

async function validationOf(
  { client }: Session,
  missionId: string,
  milestone: string | undefined,
): Promise<string> {
  const { run } = await loadContract(client, missionId);
  const validations = run?.validations.nodes ?? [];
  const found = validations.find(({ name, question }) =>
    milestone === undefined ? question !== null : name === milestone,
  );
  if (found) return found.id;
  const which = milestone === undefined ? 'that asks a person' : `of ${milestone}`;
  throw new CliFailure('NOT_FOUND', `There is no validation ${which} in ${missionId}.`, {
    remedy: `\`npm run muster -- contract ${missionId}\` lists what there is.`,
  });
}

function tellAssertion(
  session: Session,
  { assertion, sequence }: { readonly assertion: AssertionLineFragment; readonly sequence: number },
): ExitCode {
  if (session.isJson) printJson(session, { assertion, sequence });
  else session.output.print(`${session.output.paint('green', '✓')} ${assertion.name} is ${assertion.status}`);
  return EXIT.OK;
}

function tellValidation(
  session: Session,
  { validation, sequence }: { readonly validation: ValidationLineFragment; readonly sequence: number },
): ExitCode {
  if (session.isJson) printJson(session, { validation, sequence });
  else {
    const { name, status, roundsMax } = validation;
    session.output.print(
      `${session.output.paint('green', '✓')} The validation of ${name} is ${status}, ${roundsMax} rounds at most`,
    );
  }
  return EXIT.OK;
}
