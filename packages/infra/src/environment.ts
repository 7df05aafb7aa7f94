/** What a function is told about the others, in variables of its environment. `functions/wiring.ts` reads them. */
export const ENVIRONMENT = {
  stage: 'MUSTER_STAGE',
  table: 'MUSTER_TABLE',
  advanceQueue: 'MUSTER_ADVANCE_QUEUE_URL',
  timersQueue: 'MUSTER_TIMERS_QUEUE_URL',
  /** Where messages are pushed to sockets: HTTPS, without `/@connections`. */
  socketsEndpoint: 'MUSTER_SOCKETS_ENDPOINT',
  /** Only where the services are not AWS's own. */
  dynamodbEndpoint: 'MUSTER_DYNAMODB_ENDPOINT',
  sqsEndpoint: 'MUSTER_SQS_ENDPOINT',
} as const;
