import { BY_ENGINE, type Lifecycle } from './lifecycle.ts';

export const DELIVERY_STATUSES = ['PENDING', 'DELIVERED', 'FAILED'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

export type DeliveryCommand = 'try' | 'deliver' | 'fail' | 'redeliver';

export const DELIVERY_LIFECYCLE: Lifecycle<DeliveryStatus, DeliveryCommand> = {
  subject: 'delivery',
  moves: {
    try: ['PENDING'],
    deliver: ['PENDING'],
    fail: ['PENDING'],
    redeliver: ['DELIVERED', 'FAILED'],
  },
  verbs: {
    try: BY_ENGINE,
    deliver: BY_ENGINE,
    fail: BY_ENGINE,
    redeliver: 'redeliver',
  },
};
