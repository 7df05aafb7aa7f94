/** GraphQL over HTTP, and the page of links that approve. */
import { createAnswerer } from '@muster/api/answer-request';
import { createServices } from '@muster/api/create-services';
import type { APIGatewayProxyHandlerV2 } from 'aws-lambda';
import { requestOf, resultOf } from './gateway-event.ts';
import { linksOf } from './link-wiring.ts';
import { committingOf, settled } from './wiring.ts';

// Before the first request comes: starting is faster than answering.
const answer = createAnswerer(createServices(committingOf().context, { links: linksOf() }));

export const handler: APIGatewayProxyHandlerV2 = async (event) =>
  resultOf(await settled(answer(requestOf(event))));
