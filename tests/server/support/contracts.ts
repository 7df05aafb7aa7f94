/** Missions with a contract, and what is found out about it, through the API. */
import { aLaunchedMission, claim, complete, until } from './missions.ts';
import type { Answer, TestServer } from './running-server.ts';

type Body = Answer['body'];

/** Names of its own, so that no other test can claim what is made here. */
export interface Crew {
  readonly worker: string;
  readonly validator: string;
}

export function aCrew(name: string): Crew {
  return { worker: `worker-${name}`, validator: `validator-${name}` };
}

/** One milestone of one task; two assertions, of which the task fulfils the first. */
export function contractDocument({ worker, validator }: Crew, more: object = {}): object {
  return {
    team: [{ name: worker }, { name: validator, role: 'validator' }],
    milestones: [{ name: 'Build', validation: 'Look twice.' }],
    tasks: [
      { key: 'write', title: 'Write it', assignTo: worker, milestone: 'Build', fulfills: ['VAL-INK-001'] },
    ],
    contract: [
      {
        id: 'VAL-INK-001',
        title: 'It is written in ink.',
        behaviour: 'Wet it.',
        evidence: 'A photograph.',
        milestone: 'Build',
      },
      { id: 'VAL-INK-002', title: 'It is dry.', milestone: 'Build' },
    ],
    ...more,
  };
}

const CONTRACT = `run { status
  milestones { nodes { name status validation { id } } }
  assertions { nodes { id name title status evidence
    validation { id } tasks { nodes { key } } remediations { nodes { id title status } }
    history { status round evidence actor { name } attempt { id } } } }
  validations { nodes { id name status round roundsUsed roundsMax question { need reason } workers validators guidance
    milestone { name } task { id title status }
    rounds { number outcome task { implementer } asked { nodes { name } } passing { nodes { name } }
      failing { nodes { name } } waived { nodes { name } } } } } }`;

export interface Standing {
  readonly status: string;
  readonly run: Body;
  readonly validation: Body;
  /** By its id in the contract. */
  readonly assertion: (name: string) => Body;
}

export async function standing(server: TestServer, missionId: string): Promise<Standing> {
  const { body, text } = await server.ask(`{ mission(id: "${missionId}") { status ${CONTRACT} } }`);
  if (!body.data?.mission) throw new Error(text);
  const { status, run } = body.data.mission;
  return {
    status,
    run,
    validation: run.validations.nodes[0],
    assertion: (name) => run.assertions.nodes.find((one: Body) => one.name === name),
  };
}

/** Messages are followed a moment behind. */
export function untilStanding(
  server: TestServer,
  missionId: string,
  isReached: (standing: Standing) => boolean,
): Promise<Standing> {
  return until(() => standing(server, missionId), isReached);
}

export interface Validating {
  readonly missionId: string;
  /** Of the validator, at the validation's task. */
  readonly attemptId: string;
  readonly standing: Standing;
}

/** Launched, its work done, and its validation claimed. */
export async function aMissionBeingValidated(
  server: TestServer,
  crew: Crew,
  more: object = {},
): Promise<Validating> {
  const missionId = await aLaunchedMission(server, contractDocument(crew, more));
  await complete(server, await claim(server, crew.worker));
  const attemptId = await claim(server, crew.validator);
  return { missionId, attemptId, standing: await standing(server, missionId) };
}

/** Says of each assertion what it is, PASSING unless told; then the validation's task is done. */
export async function validate(
  server: TestServer,
  { missionId, attemptId }: Pick<Validating, 'missionId' | 'attemptId'>,
  told: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { run } = await standing(server, missionId);
  for (const { id, name, status } of run.assertions.nodes) {
    if (status !== 'PENDING') continue;
    const found = { status: told[name] ?? 'PASSING', evidence: `Seen: ${name}.` };
    const answer = await server.run('reportAssertion', { assertionId: id, attemptId, ...found });
    if (answer.__typename !== 'ReportAssertionSuccess') throw new Error(JSON.stringify(answer));
  }
  await complete(server, attemptId);
}
