import { readFileSync } from 'node:fs';
import {
  CONTRACT_POLICY_SCHEMA,
  ELEMENT_SCHEMAS,
  SETTINGS_SCHEMA,
} from '@muster/core/document/document-schema';
import { PROBLEM_CODES } from '@muster/core/document/problem';
import { ASSERTION_LIFECYCLE, ASSERTION_STATUSES } from '@muster/core/lifecycle/assertion-lifecycle';
import { ATTEMPT_LIFECYCLE, ATTEMPT_STATUSES } from '@muster/core/lifecycle/attempt-lifecycle';
import { CHANNEL_LIFECYCLE, CHANNEL_STATUSES } from '@muster/core/lifecycle/channel-lifecycle';
import { CHECKPOINT_LIFECYCLE, CHECKPOINT_STATUSES } from '@muster/core/lifecycle/checkpoint-lifecycle';
import { DEAD_LETTER_LIFECYCLE, DEAD_LETTER_STATUSES } from '@muster/core/lifecycle/dead-letter-lifecycle';
import { DELAY_LIFECYCLE, DELAY_STATUSES } from '@muster/core/lifecycle/delay-lifecycle';
import { DELIVERY_LIFECYCLE, DELIVERY_STATUSES } from '@muster/core/lifecycle/delivery-lifecycle';
import { GATE_LIFECYCLE, GATE_STATUSES } from '@muster/core/lifecycle/gate-lifecycle';
import { MILESTONE_LIFECYCLE, MILESTONE_STATUSES } from '@muster/core/lifecycle/milestone-lifecycle';
import { MISSION_LIFECYCLE, MISSION_STATUSES } from '@muster/core/lifecycle/mission-lifecycle';
import { PILOT_LIFECYCLE } from '@muster/core/lifecycle/pilot-lifecycle';
import { RUN_LIFECYCLE, RUN_STATUSES } from '@muster/core/lifecycle/run-lifecycle';
import { TASK_LIFECYCLE, TASK_STATUSES } from '@muster/core/lifecycle/task-lifecycle';
import { VALIDATION_LIFECYCLE, VALIDATION_STATUSES } from '@muster/core/lifecycle/validation-lifecycle';
import { SCHEDULE_SCHEMA } from '@muster/core/schedule/parse-schedule';
import { describe, expect, it } from 'vitest';

const README = readFileSync(new URL('../../packages/core/README.md', import.meta.url), 'utf8');

/** FAILED and CANCELLED are no pilot's. */
const PILOT_STATUSES = MISSION_STATUSES.filter((status) => status !== 'FAILED' && status !== 'CANCELLED');

const LIFECYCLES = [
  ['Mission', MISSION_STATUSES, MISSION_LIFECYCLE.moves],
  ['Mission under a pilot', PILOT_STATUSES, PILOT_LIFECYCLE.moves],
  ['Run', RUN_STATUSES, RUN_LIFECYCLE.moves],
  ['Task', TASK_STATUSES, TASK_LIFECYCLE.moves],
  ['Attempt', ATTEMPT_STATUSES, ATTEMPT_LIFECYCLE.moves],
  ['Checkpoint', CHECKPOINT_STATUSES, CHECKPOINT_LIFECYCLE.moves],
  ['Gate', GATE_STATUSES, GATE_LIFECYCLE.moves],
  ['Delay', DELAY_STATUSES, DELAY_LIFECYCLE.moves],
  ['Dead letter', DEAD_LETTER_STATUSES, DEAD_LETTER_LIFECYCLE.moves],
  ['Delivery', DELIVERY_STATUSES, DELIVERY_LIFECYCLE.moves],
  ['Channel', CHANNEL_STATUSES, CHANNEL_LIFECYCLE.moves],
  ['Milestone', MILESTONE_STATUSES, MILESTONE_LIFECYCLE.moves],
  ['Assertion', ASSERTION_STATUSES, ASSERTION_LIFECYCLE.moves],
  ['Validation', VALIDATION_STATUSES, VALIDATION_LIFECYCLE.moves],
] as const;

describe('the diagram of a lifecycle in the README', () => {
  it.each(LIFECYCLES)('names every status of the %s, and no other', (title, statuses) => {
    const drawn = edgesUnder(title).flatMap(({ from, to }) => [from, to]);

    expect(new Set(drawn)).toEqual(new Set(['[*]', ...statuses]));
  });

  it.each(LIFECYCLES)(
    'draws each command of the %s from exactly the statuses of its table',
    (title, _, moves) => {
      const drawn = edgesUnder(title).flatMap(({ from, commands }) =>
        commands.map((command) => `${from} ${command}`),
      );
      const legal = Object.entries<readonly string[]>(moves).flatMap(([command, statuses]) =>
        statuses.map((status) => `${status} ${command}`),
      );

      expect(new Set(drawn)).toEqual(new Set(legal));
    },
  );
});

describe('the map from phases to statuses in the README', () => {
  it('has a place for every status of a mission, and only one', () => {
    const placed = tableUnder('The plain words for it').flatMap((row) => namesIn(row.at(1) ?? ''));

    expect([...placed].sort()).toEqual([...MISSION_STATUSES].sort());
  });
});

describe('the table of problems in the README', () => {
  it('has a row for every code, and no other', () => {
    expect(tableUnder('Problems').flatMap((row) => namesIn(row[0] ?? ''))).toEqual(PROBLEM_CODES);
  });
});

describe('the table of a schedule in the README', () => {
  it('names every field', () => {
    const fields = Object.keys(SCHEDULE_SCHEMA.shape);
    const named = tableUnder('Schedules').flatMap((row) => namesIn(row[0] ?? ''));

    expect(named.slice(0, fields.length).sort()).toEqual(fields.sort());
  });
});

describe('the tables of the document in the README', () => {
  const elements = '`checkpoints`, `qualityGates`, `delays`';

  it.each(['tasks', 'milestones', 'contract', 'team', 'notifications'] as const)(
    'name every field of %s',
    (section) => {
      const named = tableUnder(`\`${section}\``).flatMap((row) => namesIn(row[0] ?? ''));

      expect(named.sort()).toEqual(Object.keys(ELEMENT_SCHEMAS[section].shape).sort());
    },
  );

  it('name every field beside the sections', () => {
    const named = tableUnder('Beside the sections').flatMap((row) => namesIn(row[0] ?? ''));

    expect(named.sort()).toEqual(Object.keys(SETTINGS_SCHEMA.shape).sort());
  });

  it('name every field of the contractPolicy', () => {
    const named = tableUnder('`contractPolicy`').flatMap((row) => namesIn(row[0] ?? ''));

    expect(named.sort()).toEqual(Object.keys(CONTRACT_POLICY_SCHEMA.shape).sort());
  });

  it('name every field of checkpoints, quality gates and delays', () => {
    const named = tableUnder(elements).flatMap((row) => namesIn(row[0] ?? ''));
    const { checkpoints, qualityGates, delays } = ELEMENT_SCHEMAS;
    const fields = [checkpoints, qualityGates, delays].flatMap((schema) => Object.keys(schema.shape));

    expect(new Set(named)).toEqual(new Set(fields));
  });
});

interface DrawnEdge {
  readonly from: string;
  readonly to: string;
  /** None for what the engine does by itself, which stands in parentheses. */
  readonly commands: readonly string[];
}

function edgesUnder(title: string): readonly DrawnEdge[] {
  const lines = sectionUnder(title).matchAll(/^ {2}(\S+) --> (\S+?)(?:: (.*))?$/gm);
  return [...lines].map(([, from = '', to = '', label = '(start)']) => ({
    from,
    to,
    commands: label.startsWith('(') ? [] : label.split(', '),
  }));
}

/** The rows of all tables of a section, without their heads. */
function tableUnder(title: string): readonly (readonly string[])[] {
  return sectionUnder(title)
    .replaceAll(/^\|.*\n\|[-|]+\n/gm, '')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').slice(1, -1));
}

/** From a heading to the next one. */
function sectionUnder(title: string): string {
  const heading = README.split('\n').findIndex(
    (line) => /^#{2,3} /.test(line) && line.replace(/^#+ /, '') === title,
  );
  expect(heading, `a heading ${title}`).toBeGreaterThan(-1);
  const rest = README.split('\n').slice(heading + 1);
  const end = rest.findIndex((line) => /^#{1,3} /.test(line));
  return rest.slice(0, end === -1 ? undefined : end).join('\n');
}

function namesIn(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
}
