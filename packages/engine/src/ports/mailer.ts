/**
 * Electronic mail, whoever takes it on.
 *
 * E1. As the notifier's: `send` answers in every case and in time, and never rejects.
 * E2. A mail that was taken may come twice when it is sent twice: what it is about can be told by its id.
 */
import type { DeliveryOutcome } from './notifier.ts';

export interface Mailer {
  send(mail: Mail): Promise<DeliveryOutcome>;
}

export interface Mail {
  /** The same for every try: letters, digits and `_.-`. */
  readonly id: string;
  /** One address each, without a name. */
  readonly to: readonly string[];
  /** One line. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}
