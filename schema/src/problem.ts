import type { ProblemCode, Problem as ProblemShape } from '@muster/core/document/problem';
import { builder } from './builder.ts';
import { enumOf } from './enums.ts';

const PROBLEM_CODE_TEXT: Record<ProblemCode, string> = {
  UNKNOWN_KEY: 'A key that the document does not know.',
  MISSING: 'A required key is not there.',
  WRONG_TYPE: 'A value of the wrong JSON type.',
  OUT_OF_RANGE: 'A value outside its range or set.',
  DUPLICATE_NAME: 'Two elements of one kind share a name.',
  UNKNOWN_NAME: 'No element has this name.',
  AMBIGUOUS_NAME: 'Several elements answer to this name.',
  SELF_DEPENDENCY: 'An element depends on itself.',
  CYCLE: 'Elements depend on each other in a circle.',
  BAD_DURATION: 'Not an ISO 8601 duration, or longer than 366 days.',
  BAD_INSTANT: 'Not an RFC 3339 instant.',
  BAD_CONDITION: 'Not a valid CEL condition.',
  UNKNOWN_AGENT: 'Nobody of this name is in the team.',
  UNKNOWN_ASSERTION: 'The contract lacks this assertion.',
  BAD_ASSERTION_ID: 'An assertion id of the wrong form.',
  DUPLICATE_SEQUENCE: 'Two milestones have one sequence.',
  SETTLED: 'What it is to hold back has begun or settled.',
  LIMIT_EXCEEDED: 'More than a limit allows.',
  BAD_CRON: 'Not a cron expression of five fields.',
  UNKNOWN_ZONE: 'No time zone of the IANA.',
  INSTANT_PAST: 'An instant that has passed.',
  NO_OCCURRENCE: 'A schedule that would never launch anything.',
};

const ProblemCodeEnum = enumOf(
  'ProblemCode',
  'What kind of problem a document or a schedule has.',
  PROBLEM_CODE_TEXT,
);

export const Problem = builder.objectRef<ProblemShape>('Problem').implement({
  description: 'One thing that is wrong with a document or a schedule.',
  fields: (t) => ({
    code: t.expose('code', { type: ProblemCodeEnum, description: 'What kind of problem it is.' }),
    path: t.stringList({
      description: 'Where it is, from the root of the document or schedule: keys, and positions from 0.',
      resolve: (problem) => problem.path.map(String),
    }),
    message: t.exposeString('message', { description: 'What is wrong and how to mend it.' }),
    value: t.field({
      type: 'JSON',
      nullable: true,
      description: 'The offending value; for a cycle its names in order; null for what is missing.',
      resolve: (problem) => problem.value,
    }),
  }),
});
