/** Where the queues' adapters meet their ports. Apart from wiring.ts, so that it is loaded only where something is sent. */
import type { Queues } from '@muster/engine/ports/queue';
import { tracedQueues } from '@muster/engine/tracing';
import { createClient } from '@muster/sqs/client';
import { openPostpone, type Postpone } from '@muster/sqs/postpone';
import { openSqsQueues, type SqsQueuesOptions } from '@muster/sqs/sqs-queues';
import { log } from './observing.ts';
import { endpointOf, once, sleep, told } from './surroundings.ts';
import { trace } from './tracing.ts';

const clientOf = /* @__PURE__ */ once(() => createClient(endpointOf('sqsEndpoint')));

export function queuesOf(given: Pick<SqsQueuesOptions, 'now' | 'random'>): Queues {
  const urls = { advance: told('advanceQueue'), timers: told('timersQueue'), notify: told('notifyQueue') };
  const queues = openSqsQueues({ client: clientOf(), urls, ...given, sleep });
  return trace ? tracedQueues(queues, trace) : queues;
}

/** How what failed in a batch of a queue comes again before its invisibility ends. */
export function postponeOf(queue: 'advanceQueue' | 'timersQueue' | 'notifyQueue'): Postpone {
  return openPostpone({ client: clientOf(), url: told(queue), random: Math.random, log });
}
