/** The two ways in: HTTP and WebSocket. Neither has an authorizer: keys are looked at where they are known. */
import type { StageSettings } from '../stage-settings.ts';

export function createHttpApi(settings: StageSettings): sst.aws.ApiGatewayV2 {
  return new sst.aws.ApiGatewayV2('Api', {
    // Credentials travel in a header that scripts set, never in a cookie: any origin may ask.
    cors: {
      allowOrigins: ['*'],
      allowMethods: ['GET', 'POST'],
      allowHeaders: ['authorization', 'content-type', 'accept'],
      maxAge: '1 day',
    },
    accessLog: { retention: settings.logRetention },
    transform: { stage: { defaultRouteSettings: throttling(settings) } },
  });
}

export function createSocketApi(settings: StageSettings): sst.aws.ApiGatewayWebSocket {
  return new sst.aws.ApiGatewayWebSocket('Sockets', {
    accessLog: { retention: settings.logRetention },
    transform: { stage: { defaultRouteSettings: throttling(settings) } },
  });
}

function throttling({ requestRateMax, requestBurstMax }: StageSettings) {
  return { throttlingRateLimit: requestRateMax, throttlingBurstLimit: requestBurstMax };
}

/** Posting to a socket and closing it, of this API and its one stage. */
export function socketArnsOf(sockets: sst.aws.ApiGatewayWebSocket) {
  const { executionArn } = sockets.nodes.api;
  return ['POST', 'DELETE'].map((method) => $interpolate`${executionArn}/$default/${method}/@connections/*`);
}

export function routeHttp(api: sst.aws.ApiGatewayV2, graphql: sst.aws.Function): void {
  api.route('GET /health', graphql.arn, { name: 'Health' });
  api.route('GET /graphql', graphql.arn, { name: 'Get' });
  api.route('POST /graphql', graphql.arn, { name: 'Post' });
  api.route('GET /approve', graphql.arn, { name: 'AskApproval' });
  api.route('POST /approve', graphql.arn, { name: 'Approve' });
}

export function routeSockets(sockets: sst.aws.ApiGatewayWebSocket, socket: sst.aws.Function): void {
  for (const route of ['$connect', '$default', '$disconnect']) sockets.route(route, socket.arn);
}
