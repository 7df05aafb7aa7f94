import { readFileSync } from 'node:fs';
import { ATTEMPT_LIFECYCLE } from '@muster/core/lifecycle/attempt-lifecycle';
import { CHANNEL_LIFECYCLE } from '@muster/core/lifecycle/channel-lifecycle';
import { CHECKPOINT_LIFECYCLE } from '@muster/core/lifecycle/checkpoint-lifecycle';
import { DEAD_LETTER_LIFECYCLE } from '@muster/core/lifecycle/dead-letter-lifecycle';
import { DELAY_LIFECYCLE } from '@muster/core/lifecycle/delay-lifecycle';
import { DELIVERY_LIFECYCLE } from '@muster/core/lifecycle/delivery-lifecycle';
import { GATE_LIFECYCLE } from '@muster/core/lifecycle/gate-lifecycle';
import { MILESTONE_LIFECYCLE } from '@muster/core/lifecycle/milestone-lifecycle';
import { MISSION_LIFECYCLE } from '@muster/core/lifecycle/mission-lifecycle';
import { PILOT_LIFECYCLE } from '@muster/core/lifecycle/pilot-lifecycle';
import { RUN_LIFECYCLE } from '@muster/core/lifecycle/run-lifecycle';
import { TASK_LIFECYCLE } from '@muster/core/lifecycle/task-lifecycle';
import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';

const SDL = readFileSync(new URL('../../../schema/schema.graphql', import.meta.url), 'utf8');

const LIFECYCLES = [
  ATTEMPT_LIFECYCLE,
  CHANNEL_LIFECYCLE,
  CHECKPOINT_LIFECYCLE,
  DEAD_LETTER_LIFECYCLE,
  DELAY_LIFECYCLE,
  DELIVERY_LIFECYCLE,
  GATE_LIFECYCLE,
  MILESTONE_LIFECYCLE,
  MISSION_LIFECYCLE,
  PILOT_LIFECYCLE,
  RUN_LIFECYCLE,
  TASK_LIFECYCLE,
];

describe('the verbs that a refusal offers', () => {
  it('are mutations of the API, every one (C1)', () => {
    const mutations = Object.keys(buildSchema(SDL).getMutationType()?.getFields() ?? {});

    const verbs = LIFECYCLES.flatMap(({ verbs }) => Object.values<string | undefined>(verbs));

    expect(mutations).toEqual(expect.arrayContaining(verbs.filter((verb) => verb !== undefined)));
  });
});
