/**
 * One record of every stored shape, with every field that it can have. What is written here is made from it by
 * `node tests/golden/write.ts`, once per version of a shape: a file that was released is never written again.
 */
import type { Actor } from '@muster/core/actor';
import type { DeadLetter } from '@muster/core/dead-letter';
import { addMs } from '@muster/core/instant';
import type { CheckpointNode, Node, NodeSpec } from '@muster/core/run/node';
import { apiKeyCodec } from '@muster/engine/access/api-key-record';
import { headRecord, nodeRecord } from '@muster/engine/indexed-records';
import { deadLetterKey } from '@muster/engine/keys';
import type { StoredRecord } from '@muster/engine/ports/store';
import {
  additionRecord,
  artifactRecord,
  artifactVersionsRecord,
  attemptRecord,
  commitRecord,
  DEAD_LETTER,
  formerRunRecord,
  infoRecord,
  rootsRecord,
  specRecord,
} from '@muster/engine/records';
import { aDocument } from '../support/a-document.ts';
import { MISSION_ID, START, WORKSPACE_ID } from '../support/a-mission.ts';
import { contractSamples } from './contract-samples.ts';
import { notifySamples } from './notify-samples.ts';
import { socketSamples } from './socket-samples.ts';
import { RUN } from './stored-run.ts';
import { LATER_TASKS, TASK } from './stored-tasks.ts';

const PLACE = { workspaceId: WORKSPACE_ID, missionId: MISSION_ID, runNumber: 2 };
const RITA: Actor = { kind: 'USER', name: 'rita' };
const ADA: Actor = { kind: 'AGENT', name: 'ada' };
const LATER = addMs(START, 90_000);
const VERDICT = { actor: RITA, at: LATER, feedback: 'Fine.' };

const CHECKPOINT: CheckpointNode = {
  index: 1,
  kind: 'CHECKPOINT',
  name: 'review',
  status: 'OPEN',
  waitsFor: [],
  openedAt: START,
  expiresAt: LATER,
  approvals: [VERDICT],
  rejection: VERDICT,
  reopened: [0],
  decidedAt: LATER,
};

const NODES: readonly Node[] = [
  TASK,
  CHECKPOINT,
  {
    index: 2,
    kind: 'GATE',
    name: 'quality',
    status: 'FAILED',
    waitsFor: [],
    reasons: ['The mean score is 2.00; at least 3 is needed.'],
    evaluatedAt: LATER,
    averageScore: 2,
    override: VERDICT,
  },
  {
    index: 3,
    kind: 'DELAY',
    name: 'rest',
    status: 'RUNNING',
    waitsFor: [],
    startedAt: START,
    endsAt: LATER,
    isParked: true,
    settledAt: LATER,
    skip: VERDICT,
  },
  {
    index: 4,
    kind: 'MILESTONE',
    name: 'one',
    status: 'DONE',
    waitsFor: [],
    startedAt: START,
    settledAt: LATER,
  },
  { index: 5, kind: 'JUNCTION', name: 'before b', status: 'WAITING', waitsFor: [0], skippedFor: [6] },
];

const DOCUMENT = aDocument({
  tasks: [
    { title: 'A', key: 'a', description: 'Do it.', expectations: [{ type: 'test', command: 'npm test' }] },
  ],
  checkpoints: [{ name: 'review', afterTasks: ['a'], blocksTasks: [], expiresAfter: 'PT1H' }],
  qualityGates: [
    { name: 'quality', afterTasks: ['a'], blocksTasks: [], minScore: 3, condition: 'avgScore > 2.0' },
  ],
  delays: [{ name: 'rest', afterTasks: ['a'], blocksTasks: [], duration: 'P1D' }],
  milestones: [{ name: 'one' }],
});

function specs(): readonly NodeSpec[] {
  const [task, checkpoint, gate, delay, milestone] = [
    DOCUMENT.tasks[0],
    DOCUMENT.checkpoints[0],
    DOCUMENT.qualityGates[0],
    DOCUMENT.delays[0],
    DOCUMENT.milestones[0],
  ];
  if (!task || !checkpoint || !gate || !delay || !milestone) throw new Error('the sample has one of each');
  return [
    { index: 0, kind: 'TASK', successors: [1, 2], definition: task },
    { index: 1, kind: 'CHECKPOINT', successors: [], definition: checkpoint, after: [0] },
    { index: 2, kind: 'GATE', successors: [], definition: gate, after: [0] },
    { index: 3, kind: 'DELAY', successors: [], definition: delay, after: [0] },
    { index: 4, kind: 'MILESTONE', successors: [], definition: milestone },
    { index: 5, kind: 'JUNCTION', successors: [7] },
  ];
}

const DEAD_LETTER_SAMPLE: DeadLetter = {
  missionId: MISSION_ID,
  name: 'm-12-40-0',
  status: 'REDRIVEN',
  origin: 'MESSAGE',
  content: { type: 'RELEASE', runNumber: 2, from: 7, cursor: 90 },
  reason: 'head: version 99 is not known',
  deathCount: 2,
  diedAt: START,
  redrivenAt: LATER,
  redrivenBy: RITA,
};

/** From these files on they stand in the index of what waits for a person. */
const FILE_VERSIONS: Readonly<Partial<Record<Node['kind'], number>>> = { CHECKPOINT: 3, GATE: 2 };

/** By the name of the file. */
export function samples(): Readonly<Record<string, StoredRecord>> {
  return {
    'dead-letter-v1': {
      ...deadLetterKey(WORKSPACE_ID, DEAD_LETTER_SAMPLE),
      revision: 3,
      value: DEAD_LETTER.encode(DEAD_LETTER_SAMPLE),
    },
    ...notifySamples(),
    ...socketSamples(),
    ...contractSamples(PLACE),
    'head-v1': headRecord(
      {
        workspaceId: WORKSPACE_ID,
        id: MISSION_ID,
        title: 'A mission',
        status: 'PAUSED',
        governance: 'AUTOMATIC',
        sequence: 42,
        documentVersion: 3,
        runCount: 2,
        run: RUN,
        staging: { runNumber: 3, documentVersion: 3, actor: RITA, sequence: 41 },
        maxConcurrent: 5,
        createdAt: START,
        updatedAt: LATER,
      },
      7,
    ),
    'head-scheduled-v1': headRecord(
      {
        workspaceId: WORKSPACE_ID,
        id: MISSION_ID,
        title: 'A mission',
        status: 'PAUSED',
        governance: 'AUTOMATIC',
        sequence: 40,
        documentVersion: 3,
        runCount: 2,
        run: {
          ...RUN,
          slot: START,
          deadline: { at: LATER, onBreach: 'FAIL', warnedAt: START, breachedAt: LATER },
        },
        staging: { runNumber: 3, documentVersion: 3, actor: RITA, sequence: 41, slot: LATER },
        schedule: {
          rule: { kind: 'CRON', cron: '0 6 * * MON', timeZone: 'Europe/Berlin' },
          overlap: 'QUEUE_ONE',
          catchUp: 'ALL',
          endDate: addMs(START, 86_400_000),
          maxRuns: 9,
          jitterMs: 60_000,
          sequence: 4,
          next: LATER,
          waiting: [{ first: START, last: LATER }],
          launchCount: 1,
          isPaused: true,
          before: { status: 'PLANNING', runCount: 1 },
        },
        createdAt: START,
        updatedAt: LATER,
      },
      41,
    ),
    'head-piloted-v1': headRecord(
      {
        workspaceId: WORKSPACE_ID,
        id: MISSION_ID,
        title: 'A mission',
        status: 'PLANNING',
        governance: 'PILOT',
        pilot: 'rita',
        progress: 40,
        sequence: 3,
        documentVersion: 1,
        runCount: 0,
        createdAt: START,
        updatedAt: LATER,
      },
      2,
    ),
    'info-v1': infoRecord(WORKSPACE_ID, {
      id: MISSION_ID,
      title: 'A mission',
      objective: 'A site that sells.',
      pilot: 'rita',
      tags: ['web'],
      createdAt: START,
      createdBy: RITA,
    }),
    'commit-v1': commitRecord(
      {
        ...PLACE,
        sequence: 42,
        at: LATER,
        actor: ADA,
        events: [
          { sequence: 42, type: 'TaskStatusChanged', subject: 'tsk_x', runNumber: 2, data: { to: 'DONE' } },
        ],
        messages: [{ type: 'RELEASE', runNumber: 2, from: 0, cursor: 90 }],
      },
      7,
    ),
    'commit-due-v1': commitRecord(
      {
        ...PLACE,
        sequence: 43,
        at: LATER,
        actor: ADA,
        events: [
          {
            sequence: 43,
            type: 'DelayStatusChanged',
            subject: 'dly_x',
            runNumber: 2,
            data: { to: 'RUNNING' },
          },
        ],
        messages: [],
        comingDue: [`000001763726400000#${WORKSPACE_ID}#${MISSION_ID}#2#7`],
      },
      8,
    ),
    'run-v1': formerRunRecord(PLACE, RUN),
    'run-v2': formerRunRecord(PLACE, { ...RUN, failureCount: 1 }),
    'run-v3': formerRunRecord(PLACE, {
      ...RUN,
      qualityThreshold: 3.5,
      agents: [{ name: 'ada', max: 2, running: 1 }],
    }),
    'run-v4': formerRunRecord(PLACE, {
      ...RUN,
      pausedFor: 7,
      finalValidation: { index: 7, isBegun: true },
    }),
    'run-v5': formerRunRecord(PLACE, { ...RUN, undoing: { since: 41, left: 7, cursor: 2 } }),
    'run-v6': formerRunRecord(PLACE, { ...RUN, askingCount: 2 }),
    'run-v7': formerRunRecord(PLACE, { ...RUN, parkedElementCount: 2 }),
    'run-v8': formerRunRecord(PLACE, { ...RUN, isReportLong: true }),
    'run-v9': formerRunRecord(PLACE, {
      ...RUN,
      retrying: {
        since: 41,
        cursor: 20,
        phase: 'RESET',
        before: LATER,
        belowScore: 3,
        by: ADA,
      },
    }),
    ...Object.fromEntries(
      Object.entries(LATER_TASKS).map(([name, task]) => [name, nodeRecord(PLACE, task, 7)]),
    ),
    'attempt-v1': attemptRecord(PLACE, anAttempt(), 7),
    'attempt-v2': attemptRecord(
      PLACE,
      {
        ...anAttempt(),
        reviews: [{ ...VERDICT, scores: [{ position: 0, dimension: 'truth', score: 4 }] }],
      },
      7,
    ),
    'attempt-v3': attemptRecord(PLACE, { ...anAttempt(), fixRound: 2, isEscalated: true }, 7),
    'artifact-v1': artifactRecord(PLACE, {
      runNumber: 2,
      taskIndex: 0,
      generation: 3,
      position: 0,
      createdAt: LATER,
      name: 'plan',
      kind: 'RESEARCH',
      mediaType: 'text/plain',
      text: 'A plan.',
      url: 'https://example.org',
      json: { pages: 3 },
    }),
    'artifact-v2': artifactRecord(PLACE, {
      runNumber: 2,
      taskIndex: 0,
      generation: 3,
      position: 0,
      version: 2,
      createdAt: LATER,
      name: 'plan',
      kind: 'RESEARCH',
      mediaType: 'text/plain',
      text: 'A plan.',
      url: 'https://example.org',
      json: { pages: 3 },
    }),
    'artifact-versions-v1': artifactVersionsRecord(PLACE, {
      taskIndex: 0,
      versions: [
        ['plan', 2],
        ['sketch.svg', 1],
      ],
    }),
    'addition-v1': additionRecord(PLACE, {
      number: 3,
      firstIndex: 12,
      addedAt: LATER,
      addedBy: RITA,
      input: {
        tasks: [{ title: 'B', dependsOn: ['a'] }],
        checkpoints: [{ name: 'second look', afterTasks: ['B'] }],
        dependencies: [{ kind: 'TASK', name: 'a', dependsOn: 'B' }],
      },
    }),
    'roots-v1': rootsRecord(PLACE, [0, 3]),
    'api-key-v1': {
      partition: 'W#ws_tests#APIKEYS',
      sort: 'key_01JD6Z3Q0000000000000000MS',
      revision: 1,
      value: apiKeyCodec.encode({
        id: 'key_01JD6Z3Q0000000000000000MS',
        name: 'ada',
        role: 'AGENT',
        tokenDigest: 'f00d',
        createdAt: START,
        createdBy: 'rita',
        expiresAt: LATER,
        revokedAt: LATER,
      }),
    },
    ...Object.fromEntries(
      NODES.map((node) => [
        `${node.kind.toLowerCase()}-v${FILE_VERSIONS[node.kind] ?? 1}`,
        nodeRecord(PLACE, node, 7),
      ]),
    ),
    ...Object.fromEntries(
      specs().map((spec) => [`${spec.kind.toLowerCase()}-spec-v1`, specRecord(PLACE, spec)]),
    ),
  };
}

function anAttempt(): Parameters<typeof attemptRecord>[1] {
  return {
    taskIndex: 0,
    generation: 3,
    status: 'REJECTED',
    agent: 'ada',
    actor: ADA,
    claimedAt: START,
    expiresAt: LATER,
    endedAt: LATER,
    failure: { reason: 'REVIEW', message: 'Too short.' },
    review: { actor: RITA, at: LATER, feedback: 'Too short.', score: 2 },
    submission: {
      evidence: 'It was looked at.',
      summary: 'Did it.',
      outcomes: ['A page'],
      filesCreated: ['a.ts'],
      filesEdited: ['b.ts'],
      expectationResults: [{ position: 0, hasPassed: true, output: 'ok' }],
      issues: [{ severity: 'SUGGESTION', title: 'Faster', description: 'It could be faster.' }],
      usage: { tokens: 1_200, costUsd: 0.25, model: 'large' },
      selfScore: 4,
    },
    artifactCount: 1,
    settledSequence: 40,
  };
}
