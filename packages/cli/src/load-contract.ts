/** Reads the contract of a mission's current run. */
import type { Client } from '@muster/client/connect';
import {
  type AssertionLineFragment,
  MissionContractDocument,
  type MissionContractQuery,
} from '@muster/client/generated/operations';
import { CliFailure } from './cli-failure.ts';

const ASSERTION_PAGES_MAX = 100;

type Overview = NonNullable<MissionContractQuery['mission']>;

export interface ContractOverview {
  readonly mission: Pick<Overview, 'id' | 'title' | 'coverage'>;
  /** Null before the first launch. */
  readonly run: Pick<NonNullable<Overview['run']>, 'number' | 'status' | 'validations'> | null;
  /** In the order of the contract. */
  readonly assertions: readonly AssertionLineFragment[];
}

/** Throws NOT_FOUND. */
export async function loadContract(client: Client, id: string): Promise<ContractOverview> {
  const mission = await loadPage(client, id, null);
  const assertions = [...(mission.run?.assertions.nodes ?? [])];
  let rest = mission.run?.assertions.pageInfo;
  for (let page = 1; rest?.hasNextPage && page < ASSERTION_PAGES_MAX; page++) {
    const { run } = await loadPage(client, id, rest.endCursor);
    assertions.push(...(run?.assertions.nodes ?? []));
    rest = run?.assertions.pageInfo;
  }
  return { mission, run: mission.run, assertions };
}

async function loadPage(client: Client, id: string, after: string | null): Promise<Overview> {
  const { mission } = await client.request(MissionContractDocument, { id, after });
  if (mission) return mission;
  throw new CliFailure('NOT_FOUND', `There is no mission ${id}.`, {
    remedy: '`npm run muster -- missions` lists what there is.',
    detail: { id },
  });
}
