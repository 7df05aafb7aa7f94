/** Where the ways out meet their port: only the function that sends loads them. */
import type { Mailer } from '@muster/engine/ports/mailer';
import type { Notifier } from '@muster/engine/ports/notifier';
import { createNotifier } from '@muster/notify/create-notifier';
import { createClient } from '@muster/ses/client';
import { createSesMailer } from '@muster/ses/ses-mailer';
import { linksOf } from './link-wiring.ts';
import { allowsPrivateTargets, endpointOf, perhapsTold } from './surroundings.ts';

export function notifierOf(): Notifier {
  const mailer = mailerOf();
  const links = linksOf();
  return createNotifier({
    now: Date.now,
    allowsPrivate: allowsPrivateTargets(),
    ...(mailer === undefined ? {} : { mailer }),
    ...(links === undefined ? {} : { links }),
  });
}

function mailerOf(): Mailer | undefined {
  const from = perhapsTold('mailFrom');
  return from === undefined
    ? undefined
    : createSesMailer({ client: createClient(endpointOf('sesEndpoint')), from });
}
