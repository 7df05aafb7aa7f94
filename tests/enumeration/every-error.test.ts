/**
 * Each code of the table of errors, from the plainest call that gets it, with the path to what is wrong; and every stored byte
 * is as it was.
 */
import { readFileSync } from 'node:fs';
import { createMask } from '@muster/api/masking';
import { principalFrom } from '@muster/api/request-context';
import { type DomainError, ERROR_CODES, type ErrorCode } from '@muster/core/error-table';
import { missionIdOf } from '@muster/core/ids';
import { LIMITS } from '@muster/core/limits';
import type { Result } from '@muster/core/result';
import { createAccess } from '@muster/engine/access/create-access';
import { buryMessage } from '@muster/engine/dead-letters';
import { StoreUnavailable } from '@muster/engine/ports/store';
import { describe, expect, it } from 'vitest';
import { aSubmission, WORKSPACE_ID } from '../support/a-mission.ts';
import { ADA_IN_TESTS, BOB_IN_TESTS, RITA_IN_TESTS } from '../support/an-engine.ts';
import { filesOf } from '../tidy/source-files.ts';
import { argumentsOf } from './arguments-of.ts';
import { aDraft, aNode, launched, ONE_TASK, pilotTo, type Standing, work } from './standing.ts';
import { redrive } from './standing-nodes.ts';

interface Refused {
  /** The mutation or subscription that asks for it. */
  readonly of: string;
  readonly path: DomainError['path'];
  readonly standing: () => Promise<Standing>;
  readonly call: (standing: Standing) => Promise<Result<unknown>>;
}

const reason = 'So it is.';
const FIRST = { generation: 1 };
const DRAFT = () => aDraft(ONE_TASK);
const ACTIVE = () => launched(ONE_TASK);
const held = async (task: object) => {
  const standing = await launched({ tasks: [{ title: 'T', ...task }] });
  await work(standing, 'HOLD');
  return standing;
};
const submitted = async (task: object) => {
  const standing = await launched({ tasks: [{ title: 'T', ...task }] });
  await work(standing, 'SUBMIT');
  return standing;
};

function submit(standing: Standing, told: object) {
  const tasks = [{ attempt: { ...aNode(standing), ...FIRST }, submission: aSubmission(told) }];
  return standing.under.engine
    .completeTasks(ADA_IN_TESTS, { tasks })
    .then((answers) => (answers.ok ? (answers.value[0] ?? answers) : answers));
}

function askedBy(...approvers: readonly string[]) {
  return launched({ tasks: [], checkpoints: [{ name: 'C', afterTasks: [], blocksTasks: [], approvers }] });
}

const approve = (standing: Standing) =>
  standing.under.engine.approveCheckpoint(RITA_IN_TESTS, { node: aNode(standing) });

/** The task 0, its assertion 1, the validation 2 and the task of that, 3. The work is done in somebody's name. */
async function toBeValidated(agent: string): Promise<Standing> {
  const contract = [{ id: 'VAL-T-001', title: 'It works.' }];
  const standing = await launched({ tasks: [{ title: 'T', fulfills: ['VAL-T-001'] }], contract });
  const { engine } = standing.under;
  await engine.claimTasks(RITA_IN_TESTS, { agent, limit: 1 });
  const tasks = [{ attempt: { ...aNode(standing), ...FIRST }, submission: aSubmission() }];
  await engine.completeTasks(RITA_IN_TESTS, { tasks });
  await standing.under.settle();
  return standing;
}

/** Through the engine. */
const REFUSED: { readonly [Code in ErrorCode]?: Refused } = {
  ASSERTIONS_UNREPORTED: {
    of: 'completeTask',
    path: ['attemptId'],
    async standing() {
      const standing = await toBeValidated('ada');
      await standing.under.engine.claimTasks(BOB_IN_TESTS, { agent: 'bob', limit: 1 });
      return standing;
    },
    async call(standing) {
      const tasks = [{ attempt: { ...aNode(standing, 3), ...FIRST }, submission: aSubmission() }];
      const answers = await standing.under.engine.completeTasks(BOB_IN_TESTS, { tasks });
      return answers.ok ? (answers.value[0] ?? answers) : answers;
    },
  },
  IMPLEMENTER_CANNOT_VALIDATE: {
    of: 'reportAssertion',
    path: ['assertionId'],
    standing: () => toBeValidated(RITA_IN_TESTS.actor.name),
    call: (standing) => {
      const node = aNode(standing, 1);
      const input = { node, status: 'PASSING', evidence: 'I say so.' } as const;
      return standing.under.engine.reportAssertion(RITA_IN_TESTS, input);
    },
  },
  NOT_FOUND: {
    of: 'planMission',
    path: ['missionId'],
    standing: DRAFT,
    call: ({ under }) =>
      under.engine.planMission(RITA_IN_TESTS, { missionId: missionIdOf('7ZZZZZZZZZZZZZZZZZZZZZZZZZ') }),
  },
  ILLEGAL_MOVE: {
    of: 'resumeMission',
    path: ['missionId'],
    standing: DRAFT,
    call: ({ under, missionId }) => under.engine.resumeMission(RITA_IN_TESTS, { missionId }),
  },
  INVALID_DOCUMENT: {
    of: 'launchMission',
    path: ['missionId', 'document'],
    standing: () => aDraft({ tasks: [{ title: 'T', dependsOn: ['X'] }] }),
    call: ({ under, missionId }) => under.engine.launchMission(RITA_IN_TESTS, { missionId }),
  },
  CONTRACT_NOT_COVERED: {
    of: 'launchMission',
    path: ['missionId', 'document', 'contract'],
    standing: () =>
      aDraft({
        tasks: [{ title: 'T' }],
        contract: [{ id: 'VAL-AUTH-001', title: 'It works.' }],
        contractPolicy: { unclaimed: 'BLOCK' },
      }),
    call: ({ under, missionId }) => under.engine.launchMission(RITA_IN_TESTS, { missionId }),
  },
  INVALID_ADDITION: {
    of: 'addTasks',
    path: ['tasks'],
    standing: ACTIVE,
    call: ({ under, missionId }) =>
      under.engine.addTasks(RITA_IN_TESTS, { missionId, tasks: [{ title: 'New', dependsOn: ['X'] }] }),
  },
  INVALID_SCHEDULE: {
    of: 'scheduleMission',
    path: ['schedule', 'cron'],
    standing: DRAFT,
    call: ({ under, missionId }) =>
      under.engine.scheduleMission(RITA_IN_TESTS, {
        missionId,
        schedule: { cron: 'daily', timeZone: 'UTC' },
      }),
  },
  INVALID_RULES: {
    of: 'setNotificationRules',
    path: ['rules'],
    standing: DRAFT,
    call: ({ under }) =>
      under.engine.setNotificationRules(RITA_IN_TESTS, { rules: [{ events: [], channels: ['ops'] }] }),
  },
  INVALID_ARGUMENT: {
    of: 'cancelMission',
    path: ['reason'],
    standing: ACTIVE,
    call: ({ under, missionId }) => under.engine.cancelMission(RITA_IN_TESTS, { missionId, reason: ' ' }),
  },
  STALE_ATTEMPT: {
    of: 'completeTask',
    path: ['attemptId'],
    standing: () => submitted({}),
    call: (standing) => submit(standing, { evidence: 'Another word.' }),
  },
  EVIDENCE_REQUIRED: {
    of: 'completeTask',
    path: ['submission', 'evidence'],
    standing: () => held({}),
    call: (standing) => submit(standing, { evidence: ' ' }),
  },
  RESULTS_REQUIRED: {
    of: 'completeTask',
    path: ['submission', 'expectationResults'],
    standing: () => held({ expectations: [{ type: 'test', command: 'npm test' }] }),
    call: (standing) => submit(standing, {}),
  },
  IMPLEMENTER_CANNOT_REVIEW: {
    of: 'acceptTask',
    path: ['taskId'],
    standing: () => submitted({ review: 'REQUIRED' }),
    call: (standing) => standing.under.engine.acceptTask(ADA_IN_TESTS, { task: aNode(standing) }),
  },
  WORK_NOT_SETTLED: {
    of: 'setMissionStatus',
    path: ['status'],
    standing: async () => {
      const standing = await launched(ONE_TASK, 'PILOT');
      await pilotTo(standing, 'VALIDATING');
      return standing;
    },
    call: ({ under, missionId }) =>
      under.engine.setMissionStatus(RITA_IN_TESTS, { missionId, status: 'COMPLETED', reason }),
  },
  NOT_A_REVIEWER: {
    of: 'acceptTask',
    path: ['taskId'],
    standing: () => submitted({ review: 'REQUIRED', reviewers: ['cyd'] }),
    call: (standing) => standing.under.engine.acceptTask(BOB_IN_TESTS, { task: aNode(standing) }),
  },
  NOT_AN_APPROVER: {
    of: 'approveCheckpoint',
    path: ['checkpointId'],
    standing: () => askedBy('cyd'),
    call: approve,
  },
  REQUESTER_CANNOT_APPROVE: {
    of: 'approveCheckpoint',
    path: ['checkpointId'],
    standing: () => askedBy('!requester'),
    call: approve,
  },
  UNREADABLE_MESSAGE: {
    of: 'redriveDeadLetter',
    path: ['deadLetterId'],
    standing: async () => {
      const standing = await ACTIVE();
      const { under, missionId } = standing;
      const message: object = { type: 'NEW', runNumber: 1 };
      const queued = { id: `${missionId}#4#5#0`, workspaceId: WORKSPACE_ID, missionId, message };
      await buryMessage(under.context, queued, new Error('a fault'));
      await under.settle();
      return standing;
    },
    call: redrive,
  },
  CURSOR_AHEAD: {
    of: 'missionEvents',
    path: ['after'],
    standing: DRAFT,
    call: ({ under, missionId }) =>
      under.engine.listEvents(RITA_IN_TESTS, { missionId, after: 1_000, first: 1 }),
  },
  LIMIT_EXCEEDED: {
    of: 'addTasks',
    path: ['tasks'],
    standing: ACTIVE,
    call: ({ under, missionId }) => {
      const tasks = Array.from({ length: LIMITS.additionNodesMax + 1 }, (_, at) => ({ title: `N${at}` }));
      return under.engine.addTasks(RITA_IN_TESTS, { missionId, tasks });
    },
  },
  IDEMPOTENCY_KEY_REUSED: {
    of: 'pauseMission',
    path: ['idempotencyKey'],
    standing: async () => {
      const standing = await ACTIVE();
      const { under, missionId } = standing;
      await under.engine.pauseMission(RITA_IN_TESTS, { missionId, idempotencyKey: 'k' });
      return standing;
    },
    call: ({ under, missionId }) =>
      under.engine.pauseMission(RITA_IN_TESTS, { missionId, reason, idempotencyKey: 'k' }),
  },
  FORBIDDEN: {
    of: 'claimTasks',
    path: ['agent'],
    standing: ACTIVE,
    call: ({ under }) => under.engine.claimTasks(ADA_IN_TESTS, { agent: 'bob', limit: 1 }),
  },
  CONFLICT: {
    of: 'pauseMission',
    path: [],
    standing: ACTIVE,
    call: ({ under, missionId }) => {
      under.conflicts.left = 1_000;
      return under.engine.pauseMission(RITA_IN_TESTS, { missionId });
    },
  },
};

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const mask = createMask({ log: silent, nextId: () => 'cor_1' });

/** What only the edge knows. */
const AT_THE_EDGE: { readonly [Code in ErrorCode]?: () => Promise<unknown> } = {
  UNAUTHENTICATED: async () => {
    const { under } = await DRAFT();
    const asked = principalFrom(
      { access: createAccess({ ...under.context, newSecret: () => 'a-secret' }) },
      'Bearer mk_wrong',
    );
    return asked.catch((error: unknown) => error);
  },
  UNAVAILABLE: async () => mask(new StoreUnavailable('the disk is full')),
  INTERNAL: async () => mask(new Error('a mistake of ours')),
};

/** No argument is to blame for these, and why. */
const BLAMELESS: { readonly [Code in ErrorCode]?: string } = {
  CONFLICT: 'others were faster; the same call can succeed',
  UNAUTHENTICATED: 'the credential stands in a header',
  UNAVAILABLE: 'the store is out of reach',
  INTERNAL: 'a mistake of ours',
};

/** One that no source gives yet is announced by whoever is about to. */
function isGiven(code: ErrorCode): boolean {
  const given = new RegExp(`'${code}'`);
  const sources = filesOf('packages/{core,engine,api}/src/**/*.ts');
  return sources.some(({ path, text }) => !path.endsWith('error-table.ts') && given.test(text));
}

describe('the table of errors', () => {
  it('has no code that nobody meets', () => {
    const met = [...Object.keys(REFUSED), ...Object.keys(AT_THE_EDGE)];

    expect(ERROR_CODES.filter(isGiven).filter((code) => !met.includes(code))).toEqual([]);
  });

  it('is the list of codes that the API knows', () => {
    const schema = readFileSync(new URL('../../schema/schema.graphql', import.meta.url), 'utf8');

    expect(ERROR_CODES.filter((code) => !schema.includes(`  ${code}\n`))).toEqual([]);
  });
});

describe('a refusal', () => {
  it.each(Object.entries(REFUSED))(
    '%s leads to an argument, unless none is to blame',
    (code, { of, path }) => {
      if (Object.hasOwn(BLAMELESS, code)) expect(path).toEqual([]);
      else expect(argumentsOf(of)).toContain(path[0]);
    },
  );

  it.each(Object.entries(REFUSED))('%s says where, and leaves nothing behind', async (code, refused) => {
    const standing = await refused.standing();
    const before = standing.dump();

    const result = await refused.call(standing);

    expect(result).toMatchObject({ ok: false, error: { code, path: refused.path } });
    expect(standing.dump()).toBe(before);
  });

  it.each(Object.entries(AT_THE_EDGE))('%s is told at the edge', async (code, act) => {
    expect(await act()).toMatchObject({ extensions: { code, path: [] } });
    expect(Object.keys(BLAMELESS)).toContain(code);
  });
});
