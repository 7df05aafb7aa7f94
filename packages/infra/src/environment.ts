/** What a function is told about the others, in variables of its environment. `functions/wiring.ts` reads them. */
export const ENVIRONMENT = {
  stage: 'MUSTER_STAGE',
  table: 'MUSTER_TABLE',
  advanceQueue: 'MUSTER_ADVANCE_QUEUE_URL',
  timersQueue: 'MUSTER_TIMERS_QUEUE_URL',
  notifyQueue: 'MUSTER_NOTIFY_QUEUE_URL',
  /** Where people reach us: HTTPS, without a path of ours. */
  publicUrl: 'MUSTER_PUBLIC_URL',
  /** Address that mail comes from; none is sent without. */
  mailFrom: 'MUSTER_MAIL_FROM',
  /** Signs the links that approve; there are none without. */
  linkKey: 'MUSTER_LINK_KEY',
  /** For trials: notifications may go to private addresses. */
  allowsPrivate: 'MUSTER_ALLOW_PRIVATE_TARGETS',
  /** Where messages are pushed to sockets: HTTPS, without `/@connections`. */
  socketsEndpoint: 'MUSTER_SOCKETS_ENDPOINT',
  /** Only where the services are not AWS's own. */
  dynamodbEndpoint: 'MUSTER_DYNAMODB_ENDPOINT',
  sqsEndpoint: 'MUSTER_SQS_ENDPOINT',
  sesEndpoint: 'MUSTER_SES_ENDPOINT',
} as const;
