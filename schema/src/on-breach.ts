import { enumOf } from './enums.ts';

export const OnBreachEnum = enumOf('OnBreach', 'What a breached deadline does beside being told.', {
  NOTIFY: 'Nothing else.',
  FAIL: 'A run claims nothing new and fails once running attempts have ended; a task fails at once.',
});
