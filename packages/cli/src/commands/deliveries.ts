/** `muster deliveries`, `muster redeliver`: what channels were to be told, and telling it again. */
import {
  DeliveriesDocument,
  type DeliveryLineFragment,
  type DeliveryStatus,
  RedeliverDocument,
} from '@muster/client/generated/operations';
import { EXIT, type ExitCode } from '../cli-failure.ts';
import { columns, counted } from '../output.ts';
import { printJson, type Session, successOf } from '../session.ts';

export const DELIVERY_STATUSES = [
  'PENDING',
  'DELIVERED',
  'FAILED',
] as const satisfies readonly DeliveryStatus[];

export interface DeliveriesOptions {
  readonly status?: readonly DeliveryStatus[];
  /** By name. */
  readonly channel?: string;
  readonly mission?: string;
  /** 1–100. */
  readonly first: number;
}

export async function deliveries(session: Session, options: DeliveriesOptions): Promise<ExitCode> {
  const { status, channel, mission, first } = options;
  const channelId = channel === undefined ? undefined : `chn_${channel}`;
  const variables = { first, status, channelId, missionId: mission };
  const { deliveries: page } = await session.client.request(DeliveriesDocument, variables);
  if (session.isJson) printJson(session, page);
  else if (page.nodes.length === 0) session.output.print('There are no such deliveries.');
  else session.output.print(columns(page.nodes.map(deliveryRow)));
  return EXIT.OK;
}

export async function redeliver(session: Session, deliveryId: string): Promise<ExitCode> {
  const { redeliver: again } = await session.client.request(RedeliverDocument, { input: { deliveryId } });
  const { delivery } = successOf(again);
  const { output } = session;
  if (session.isJson) printJson(session, delivery);
  else output.print(`${output.paint('green', '✓')} ${delivery.id} is ${delivery.status}`);
  return EXIT.OK;
}

function deliveryRow(delivery: DeliveryLineFragment): readonly string[] {
  const { id, status, channelName, eventType, occurredAt, tries, failureReason } = delivery;
  const said = failureReason ?? tries.at(-1)?.reason ?? '';
  return [status, channelName, eventType, occurredAt, counted(tries.length, 'try', 'tries'), id, said];
}
