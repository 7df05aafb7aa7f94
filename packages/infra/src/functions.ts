/**
 * The functions: how large, how long, and what each may touch. Nothing is granted that is not said here.
 */
import type { QueueName } from './queues.ts';

export type FunctionName =
  | 'graphql'
  | 'socket'
  | 'advance'
  | 'timers'
  | 'notify'
  | 'sweep'
  | 'relay'
  | 'publish'
  | 'deadLetters';

export interface FunctionDefinition {
  /** Of its file in `functions/`. */
  readonly entry: string;
  readonly description: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly access: Access;
}

export interface Access {
  /** Records are read and written, indexes are read. */
  readonly usesTable: boolean;
  readonly sendsTo: readonly QueueName[];
  readonly receivesFrom: readonly QueueName[];
  readonly readsStream: boolean;
  /** Sends to and closes sockets. */
  readonly pushes: boolean;
  /** Sends mail in the name of the stage's address. */
  readonly mails: boolean;
  /** Knows the key that signs the links which approve. */
  readonly knowsLinkKey: boolean;
}

const NOTHING: Access = {
  usesTable: false,
  sendsTo: [],
  receivesFrom: [],
  readsStream: false,
  pushes: false,
  mails: false,
  knowsLinkKey: false,
};
/** Who commits also sends what the commit asks for. */
const COMMITS: Access = { ...NOTHING, usesTable: true, sendsTo: ['advance', 'timers'] };
/** Who answers people may be asked to try a notification at once. */
const ANSWERS: Access = { ...COMMITS, sendsTo: [...COMMITS.sendsTo, 'notify'] };

/** API Gateway waits 29 s for a WebSocket integration, 30 s for an HTTP one: answer before it gives up. */
const ANSWER_SECONDS = 25;
const WORK_SECONDS = 60;
/** One vCPU comes with 1,769 MB: GraphQL is bound by its processor when cold, the others by the network. */
const ANSWER_MB = 1_024;
const WORK_MB = 512;

export const FUNCTIONS: Readonly<Record<FunctionName, FunctionDefinition>> = {
  graphql: {
    entry: 'graphql',
    description: 'GraphQL over HTTP',
    memoryMb: ANSWER_MB,
    timeoutSeconds: ANSWER_SECONDS,
    access: { ...ANSWERS, knowsLinkKey: true },
  },
  socket: {
    entry: 'socket',
    description: 'GraphQL over WebSocket: what clients send',
    memoryMb: ANSWER_MB,
    timeoutSeconds: ANSWER_SECONDS,
    access: { ...ANSWERS, pushes: true },
  },
  advance: {
    entry: 'advance',
    description: 'Does what commits ask for: releases successors, stages launches, writes reports',
    memoryMb: WORK_MB,
    timeoutSeconds: WORK_SECONDS,
    access: { ...COMMITS, receivesFrom: ['advance'] },
  },
  timers: {
    entry: 'timers',
    description: 'Does what has come due',
    memoryMb: WORK_MB,
    timeoutSeconds: WORK_SECONDS,
    access: { ...COMMITS, receivesFrom: ['timers'] },
  },
  notify: {
    entry: 'notify',
    description: 'Sends notifications: webhooks, Slack, mail',
    memoryMb: WORK_MB,
    timeoutSeconds: WORK_SECONDS,
    access: {
      ...NOTHING,
      usesTable: true,
      sendsTo: ['notify'],
      receivesFrom: ['notify'],
      mails: true,
      knowsLinkKey: true,
    },
  },
  sweep: {
    entry: 'sweep',
    description: 'Each minute: sends what comes due soon, and messages that were lost',
    memoryMb: WORK_MB,
    timeoutSeconds: WORK_SECONDS,
    access: ANSWERS,
  },
  relay: {
    entry: 'relay',
    description: 'Sends, from the stream, the messages of commits and the notifications that rules ask for',
    memoryMb: WORK_MB,
    timeoutSeconds: WORK_SECONDS,
    access: { ...COMMITS, sendsTo: ['advance', 'timers', 'notify', 'streamDead'], readsStream: true },
  },
  publish: {
    entry: 'publish',
    description: 'Pushes what was committed to subscribers',
    memoryMb: ANSWER_MB,
    timeoutSeconds: WORK_SECONDS,
    access: { ...NOTHING, usesTable: true, sendsTo: ['streamDead'], readsStream: true, pushes: true },
  },
  deadLetters: {
    entry: 'dead-letters',
    description: 'Records messages that were given up, for the owners of their missions',
    memoryMb: WORK_MB,
    timeoutSeconds: WORK_SECONDS,
    access: { ...COMMITS, receivesFrom: ['advanceDead', 'timersDead'] },
  },
};

export const FUNCTION_NAMES = Object.keys(FUNCTIONS) as readonly FunctionName[];
