/** GraphQL over HTTP. */
import { createAnswerer } from '@muster/api/answer-request';
import { createServices } from '@muster/api/create-services';
import type { APIGatewayProxyHandlerV2 } from 'aws-lambda';
import { requestOf, resultOf } from './gateway-event.ts';
import { committingOf, settled } from './wiring.ts';

// Before the first request comes: starting is faster than answering.
const answer = createAnswerer(createServices(committingOf().context));

export const handler: APIGatewayProxyHandlerV2 = async (event) =>
  resultOf(await settled(answer(requestOf(event))));
