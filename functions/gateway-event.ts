/** Requests as API Gateway's HTTP API hands them over (payload 2.0), and the answers it takes. */
import type { PlainAnswer, PlainRequest } from '@muster/api/answer-request';
import { tooLargeAnswer } from '@muster/api/too-large';
import { LIMITS } from '@muster/core/limits';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

export function requestOf(event: APIGatewayProxyEventV2): PlainRequest {
  const { requestContext, rawPath, rawQueryString, headers, body = '', isBase64Encoded } = event;
  const query = rawQueryString === '' ? '' : `?${rawQueryString}`;
  return {
    method: requestContext.http.method,
    url: `https://${requestContext.domainName}${rawPath}${query}`,
    headers: Object.fromEntries(
      Object.entries(headers).flatMap(([name, value]) =>
        value === undefined ? [] : [[name.toLowerCase(), value]],
      ),
    ),
    body: isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body,
  };
}

export function resultOf({ status, headers, body }: PlainAnswer): APIGatewayProxyStructuredResultV2 {
  // Lambda counts the JSON that it is handed over in: quotes and what is not ASCII take more room there.
  const actual = body.length * 6 > LIMITS.httpAnswerBytesMax ? Buffer.byteLength(JSON.stringify(body)) : 0;
  if (actual <= LIMITS.httpAnswerBytesMax) return { statusCode: status, headers: { ...headers }, body };
  return { statusCode: 200, headers: { ...headers }, body: tooLargeAnswer(actual) };
}
