/** Requests as API Gateway's HTTP API hands them over (payload 2.0), and the answers it takes. */
import type { PlainAnswer, PlainRequest } from '@muster/api/answer-request';
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
  return { statusCode: status, headers: { ...headers }, body };
}
