import { CHANNEL_LIFECYCLE } from '@muster/core/lifecycle/channel-lifecycle';
import { describeLifecycle } from './a-table.ts';

const ALWAYS = ['update', 'enable', 'disable', 'delete'] as const;
const OFFERED_ALWAYS = ['updateChannel', 'enableChannel', 'disableChannel', 'deleteChannel'];

describeLifecycle(CHANNEL_LIFECYCLE, {
  commands: ['update', 'enable', 'disable', 'test', 'delete', 'gone'],
  allowed: { ENABLED: [...ALWAYS, 'test', 'gone'], DISABLED: ALWAYS },
  offered: { ENABLED: [...OFFERED_ALWAYS, 'testChannel'], DISABLED: OFFERED_ALWAYS },
});
