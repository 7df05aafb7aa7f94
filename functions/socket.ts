/** GraphQL over WebSocket: what clients do. What they are told comes from `publish`. */
import { createServices } from '@muster/api/create-services';
import type { GatewayAnswer, GatewayEvent } from '@muster/realtime/gateway-event';
import { createSocketServer } from '@muster/realtime/socket-server';
import { committingOf, pushOf, settled } from './wiring.ts';

const { context } = committingOf();
const sockets = createSocketServer({ services: createServices(context), context, push: pushOf() });

export async function handler(event: GatewayEvent & RoutedEvent): Promise<GatewayAnswer> {
  switch (event.requestContext.routeKey) {
    case '$connect':
      return sockets.connect(event);
    case '$disconnect':
      return sockets.disconnect(event);
    default:
      return settled(sockets.message(event));
  }
}

interface RoutedEvent {
  readonly requestContext: { readonly routeKey: string };
}
