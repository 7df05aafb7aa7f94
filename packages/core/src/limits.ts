/**
 * Every bound of the product, named. Reaching one is a `LIMIT_EXCEEDED` that says which; nothing is cut silently.
 * Counts are counts, sizes are bytes of UTF-8, times are milliseconds.
 */
export const LIMITS = {
  /** One run. */
  tasksPerRunMax: 10_000,
  /** Checkpoints, quality gates and delays together. */
  elementsPerRunMax: 10_000,
  edgesPerRunMax: 100_000,
  documentBytesMax: 1_048_576,
  milestonesMax: 50,
  /** Rounds of validating one milestone, or the end of a run, before a person is asked. */
  validationRoundsDefault: 3,
  validationRoundsMax: 10,
  /** Agents of one team with a `maxConcurrent` of their own: they are counted in the head of the mission. */
  limitedAgentsMax: 20,
  titleLengthMax: 200,
  nameLengthMax: 100,
  textLengthMax: 20_000,
  conditionLengthMax: 2_000,
  /** Approvals that one checkpoint can ask for. */
  approversMax: 100,
  /** One task or element as it is stored, JSON bytes; leaves room in a record for a wide fan-out. */
  definitionBytesMax: 250_000,
  /** Problems of one document that are spelled out; one more tells that there are others. */
  problemsMax: 1_000,
  durationMsMax: 366 * 24 * 3_600_000,

  /** Graph compilation: a join wider than this becomes a tree of junctions. */
  joinWidthMax: 64,

  /** One commit, the smaller of what the two stores allow: DynamoDB takes 100 items and 4 MB in a transaction. */
  commitRecordsMax: 100,
  commitBytesMax: 3_500_000,
  /** Head, commit record, run record and receipt; the rest of a commit is for nodes and attempts. */
  commitRecordsReserved: 6,
  /** A launch of up to this many nodes is one commit; more are staged. */
  launchNodesMax: 40,
  /** Characters of the documents whose plans a process remembers, all together. */
  plansRememberedLengthMax: 500_000,
  commitConflictRetriesMax: 12,
  /** A run of up to so many nodes, and so many attempts, is reported in the commit that ends it; any other soon after. */
  reportAlongNodesMax: 20,
  reportAlongAttemptsMax: 40,

  /**
   * One addition to an open run: its nodes, its JSON bytes, and nodes of the run that it is joined to. These have to fit
   * into one commit together.
   */
  additionNodesMax: 500,
  additionBytesMax: 300_000,
  additionReachMax: 80,
  additionsPerRunMax: 1_000,
  /** Edges that the event of an addition names. */
  edgesToldMax: 100,
  /** Groups of nodes of one kind that a run may come to: they stand in its head. */
  rangesPerRunMax: 100,
  /** What a node of an open run may wait for at once when something is put before it. */
  grownJoinWidthMax: 2_000,

  recordBytesMax: 350_000,

  /** Messages and timers: tries on one machine before it is a dead letter; AWS counts deliveries (packages/sqs). */
  deliveriesMax: 5,
  /** As long as a queue can wait with a hint. */
  hintAheadMsMax: 900_000,
  hintEntriesMax: 100,
  /** That a last try has begun is known for longer than a queue keeps what is dead. */
  lastTryTtlMs: 15 * 24 * 3_600_000,
  /** A dead letter that was sent again and did not come back. */
  redrivenLetterTtlMs: 30 * 24 * 3_600_000,
  /** What is kept of the content of a dead letter: more is cut, and can't be sent again. */
  deadContentBytesMax: 200_000,
  /** What has no owner to be laid before, for whoever runs the stage. */
  unaddressedTtlMs: 90 * 24 * 3_600_000,

  /** Work. */
  leaseMsDefault: 60_000,
  leaseMsMin: 1_000,
  leaseMsMax: 3_600_000,
  attemptsDefault: 3,
  /** Fix rounds in a row before an attempt is spent. */
  fixRoundsMax: 2,
  /** Time to review a submission before it escalates, unless the document says otherwise. */
  reviewMsDefault: 24 * 3_600_000,
  /** Reviewers whose scores count for one submission. */
  reviewersMax: 20,
  /** Of what one of them says, and of what is handed on of all they say. */
  reviewFeedbackLengthMax: 4_000,
  /** For how long a task that came back from its reviewers is kept for its implementer. */
  fixKeptMs: 600_000,
  /** Wait before the attempt after expectations that were not met, doubled each time up to the maximum. */
  retryBackoffMsDefault: 10_000,
  retryBackoffMsDefaultMax: 300_000,
  attemptsMax: 100,
  claimTasksMax: 100,
  completeTasksMax: 100,
  /** Tasks that one rejection of a checkpoint sends back. */
  reopenTasksMax: 50,
  /** Tasks that one piece of a retried run opens: leaves room in its commit for telling those behind them. */
  retriedTogetherMax: 20,
  claimScanRowsMax: 1_000,
  /** Entries looked at for one page of what waits for people. */
  approvalScanRowsMax: 5_000,
  /** What one look at what needs somebody lists, and from when on a task that nobody takes is among it. */
  attentionItemsMax: 100,
  unclaimedMsMin: 15 * 60_000,
  evidenceLengthMax: 20_000,
  artifactsPerAttemptMax: 50,
  /** Of all attempts at a task in one run: their latest versions stand in one record. */
  artifactNamesPerTaskMax: 500,
  /** Issues that one submission tells of; the blocking ones become tasks in its commit. */
  issuesPerAttemptMax: 10,
  artifactBytesMax: 100_000,

  /**
   * The contract: assertions of one milestone or of the run's end, tasks that say they fulfil one, what is remembered of
   * an assertion and of rounds, and of who worked at what is validated.
   */
  assertionsPerValidationMax: 1_000,
  fulfillingTasksMax: 500,
  assertionHistoryMax: 20,
  /** JSON bytes; the longest evidence there can be, and so little that a commit can change as many as it has room for. */
  assertionHistoryBytesMax: 32_000,
  assertionEvidenceLengthMax: 4_000,
  roundsKeptMax: 10,
  workersKeptMax: 300,
  /** For how long one of several validators is offered a validation before the next one is. */
  validatorOfferMs: 600_000,

  /** Schedules: what is caught up with, and how much of it a mission remembers; lateness that is not a missed slot. */
  catchUpSlotsMax: 100,
  waitingStretchesMax: 4,
  slotLatenessMsMax: 5 * 60_000,
  scheduleJitterMsMax: 24 * 3_600_000,
  scheduleRunsMax: 1_000_000,
  cronLengthMax: 200,
  previewSlotsDefault: 10,

  /** The API. */
  pageSizeDefault: 20,
  pageSizeMax: 100,
  requestBytesMax: 1_572_864,
  /** One GraphQL request: tokens of its text, nesting, fields in all, and fields times page sizes. */
  queryTokensMax: 5_000,
  queryDepthMax: 16,
  queryFieldsMax: 500,
  queryComplexityMax: 50_000,
  receiptTtlMs: 48 * 3_600_000,
  idempotencyKeyLengthMax: 200,
  subscriptionLagEventsMax: 10_000,
  /** Running on one socket at a time. */
  subscriptionsPerSocketMax: 100,

  /** Sockets behind a gateway that keeps them for us: one message, and events that one push can catch up on. */
  socketMessageBytesMax: 131_072,
  /** An answer that was larger can be fetched for so long. */
  largeAnswerTtlMs: 3_600_000,
  /** Records that one is kept in, of 110,000 characters each: what a query answers at once. */
  largeAnswerPartsMax: 100,
  /** An answer over HTTP where it goes in one piece: Lambda's 6 MB, as it counts them, and something for its frame. */
  httpAnswerBytesMax: 6_000_000,
  socketBacklogEventsMax: 1_000,
  /** For this long after connecting a socket may show its credential. */
  socketInitMsMax: 60_000,
  /** Longer than any socket lives. */
  socketTtlMs: 8_100_000,
  /** Pushes of one process at a time. */
  pushesMax: 32,
  /** Missions of a workspace of which a watcher remembers how far it was told. */
  watchToldMissionsMax: 32,

  /** Ways out: one try of a delivery, what is read of an answer, and the longest wait that an answer may ask for. */
  deliveryMsMax: 15_000,
  deliveryAnswerBytesMax: 8_192,
  deliveryReasonLengthMax: 500,
  retryAfterMsMax: 24 * 3_600_000,
  targetUrlLengthMax: 2_000,
  /** A link that approves a checkpoint, from its opening on; ends with the checkpoint when that is sooner. */
  approveLinkMsMax: 7 * 24 * 3_600_000,

  /** Notifications: rules of a mission or a workspace, and of one task; channels of one rule, and of a workspace. */
  notificationRulesMax: 50,
  taskNotificationRulesMax: 10,
  ruleChannelsMax: 20,
  channelsPerWorkspaceMax: 100,
  notificationActionLengthMax: 500,
  channelAddressesMax: 20,
  /** What an event carries, as a notification tells it; longer texts in it are cut, and in the end all is left out. */
  notificationDataBytesMax: 8_000,
  notificationTextLengthMax: 500,
  /** Tries of one delivery, and how many of them all are remembered when it was sent again. */
  deliveryTriesMax: 10,
  deliveryTriesKept: 20,
  /** Longer than one try takes: one that has not answered by then is taken for lost. */
  deliveryLeaseMs: 60_000,
  deliveryTtlMs: 30 * 24 * 3_600_000,
  /** Under way at once on one machine, all together. */
  deliveriesAtOnceMax: 32,
  /** Under way at once to one channel, wherever they are sent. */
  deliveriesPerChannelMax: 4,
  /** How long a process goes on beginning deliveries to one channel: with its last it ends before its function has to. */
  deliveryTurnMs: 5_000,
  /** How long what found no place for its channel waits in its queue, at first and later. */
  crowdedWaitMsMin: 5_000,
  crowdedWaitMsMax: 120_000,
  /** For how long, and for how many workspaces and documents, a process remembers rules. */
  notificationCacheMsMax: 5_000,
  notificationCacheEntriesMax: 500,
  /** Entries looked at for one page of deliveries. */
  deliveryScanRowsMax: 5_000,
  /** Entries found by one sweep of what is due, and looked at: it goes on past those that nobody could take now. */
  deliverySweepRowsMax: 20_000,
  deliverySweepLookedMax: 50_000,

  /** Credentials. */
  apiKeysPerWorkspaceMax: 500,
  /** For how long, and for how many keys, a process remembers whose a key is. */
  apiKeyCacheMsMax: 5_000,
  apiKeyCacheEntriesMax: 1_000,
} as const;

export type LimitName = keyof typeof LIMITS;
