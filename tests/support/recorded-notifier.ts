/** Ways out that write down what is sent and answer what a test wants. */
import type { DeliveryOutcome, Notifier, OutgoingDelivery } from '@muster/engine/ports/notifier';

export interface RecordedNotifier extends Notifier {
  /** In the order of their tries. */
  readonly sent: OutgoingDelivery[];
  /** What the next tries are answered, in order; then DELIVERED. */
  readonly answers: DeliveryOutcome[];
  /** Called during each try. */
  readonly meanwhile: { act?: (delivery: OutgoingDelivery) => Promise<void> };
}

export function recordedNotifier(): RecordedNotifier {
  const sent: OutgoingDelivery[] = [];
  const answers: DeliveryOutcome[] = [];
  const meanwhile: RecordedNotifier['meanwhile'] = {};
  return {
    sent,
    answers,
    meanwhile,
    async deliver(delivery) {
      sent.push(delivery);
      await meanwhile.act?.(delivery);
      return answers.shift() ?? { kind: 'DELIVERED', status: 204 };
    },
  };
}
