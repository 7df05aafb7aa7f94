import { BY_ENGINE, type Lifecycle } from './lifecycle.ts';

export const CHANNEL_STATUSES = ['ENABLED', 'DISABLED'] as const;
export type ChannelStatus = (typeof CHANNEL_STATUSES)[number];

export type ChannelCommand = 'update' | 'enable' | 'disable' | 'test' | 'delete' | 'gone';

/** `enable` and `disable` may be repeated. */
export const CHANNEL_LIFECYCLE: Lifecycle<ChannelStatus, ChannelCommand> = {
  subject: 'channel',
  moves: {
    update: ['ENABLED', 'DISABLED'],
    enable: ['ENABLED', 'DISABLED'],
    disable: ['ENABLED', 'DISABLED'],
    test: ['ENABLED'],
    delete: ['ENABLED', 'DISABLED'],
    gone: ['ENABLED'],
  },
  verbs: {
    update: 'updateChannel',
    enable: 'enableChannel',
    disable: 'disableChannel',
    test: 'testChannel',
    delete: 'deleteChannel',
    gone: BY_ENGINE,
  },
};
