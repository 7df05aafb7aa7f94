import { DEAD_LETTER_LIFECYCLE } from '@muster/core/lifecycle/dead-letter-lifecycle';
import { describeLifecycle } from './a-table.ts';

describeLifecycle(DEAD_LETTER_LIFECYCLE, {
  commands: ['redrive', 'die'],
  allowed: { DEAD: ['redrive'], REDRIVEN: ['die'] },
  offered: { DEAD: ['redriveDeadLetter'], REDRIVEN: [] },
});
