import { DELIVERY_LIFECYCLE } from '@muster/core/lifecycle/delivery-lifecycle';
import { describeLifecycle } from './a-table.ts';

describeLifecycle(DELIVERY_LIFECYCLE, {
  commands: ['try', 'deliver', 'fail', 'redeliver'],
  allowed: { PENDING: ['try', 'deliver', 'fail'], DELIVERED: ['redeliver'], FAILED: ['redeliver'] },
  offered: { PENDING: [], DELIVERED: ['redeliver'], FAILED: ['redeliver'] },
});
