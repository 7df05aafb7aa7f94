import { ENVIRONMENT } from '../environment.ts';
import { FUNCTION_NAMES, FUNCTIONS, type FunctionName } from '../functions.ts';
import { type Resources, statementsFor, TRACING } from '../grants.ts';
import type { QueueName } from '../queues.ts';
import type { StageSettings } from '../stage-settings.ts';
import { socketArnsOf } from './apis.ts';
import { mailArnsOf } from './mail.ts';
import type { Queues } from './queues.ts';
import { indexArnsOf } from './table.ts';

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

export type Functions = Readonly<Record<FunctionName, sst.aws.Function>>;

/** What functions are told of, and may touch. */
export interface Around {
  readonly settings: StageSettings;
  readonly table: sst.aws.Dynamo;
  readonly queues: Queues;
  readonly sockets: sst.aws.ApiGatewayWebSocket;
  readonly api: sst.aws.ApiGatewayV2;
  readonly linkKey: sst.Secret;
}

export function createFunctions(around: Around): Functions {
  const resources = resourcesOf(around);
  const { isTraced } = around.settings;
  const environment = environmentOf(around);
  const entries = FUNCTION_NAMES.map((name) => {
    const { entry, description, memoryMb, timeoutSeconds, access } = FUNCTIONS[name];
    const created = new sst.aws.Function(resourceName(name), {
      description,
      // What `npm run bundle` measured is what is sent, byte for byte.
      bundle: `dist/functions/${entry}`,
      handler: 'index.handler',
      runtime: 'nodejs24.x',
      architecture: 'arm64',
      memory: `${memoryMb} MB`,
      timeout: `${timeoutSeconds} seconds`,
      environment: access.knowsLinkKey
        ? { ...environment, [ENVIRONMENT.linkKey]: around.linkKey.value }
        : environment,
      permissions: [...statementsFor(access, resources), ...(isTraced ? [TRACING] : [])],
      logging: { retention: around.settings.logRetention, format: 'json' },
      // SST would let every principal of the account take the role, as its live mode needs it.
      transform: {
        role: { assumeRolePolicy: TRUST },
        function: { tracingConfig: { mode: isTraced ? 'Active' : 'PassThrough' } },
      },
    });
    return [name, created] as const;
  });
  return Object.fromEntries(entries) as Functions;
}

function resourcesOf({ settings, table, queues, sockets }: Around): Resources<$util.Output<string>> {
  const queueArns = Object.fromEntries(Object.entries(queues).map(([name, queue]) => [name, queue.arn]));
  return {
    tableArn: table.arn,
    indexArns: indexArnsOf(table),
    streamArn: table.nodes.table.streamArn,
    queueArns: queueArns as Record<QueueName, $util.Output<string>>,
    socketArns: socketArnsOf(sockets),
    mailArns: mailArnsOf(settings),
  };
}

function environmentOf({ settings, table, queues, sockets, api }: Around) {
  return {
    [ENVIRONMENT.stage]: $app.stage,
    [ENVIRONMENT.table]: table.name,
    [ENVIRONMENT.advanceQueue]: queues.advance.url,
    [ENVIRONMENT.timersQueue]: queues.timers.url,
    [ENVIRONMENT.notifyQueue]: queues.notify.url,
    [ENVIRONMENT.publicUrl]: settings.publicUrl ?? api.url,
    ...(settings.mailFrom === undefined ? {} : { [ENVIRONMENT.mailFrom]: settings.mailFrom }),
    [ENVIRONMENT.socketsEndpoint]: sockets.managementEndpoint,
    NODE_OPTIONS: '--enable-source-maps',
    POWERTOOLS_SERVICE_NAME: 'muster',
    POWERTOOLS_METRICS_NAMESPACE: 'Muster',
    POWERTOOLS_TRACE_ENABLED: String(settings.isTraced),
  };
}

function resourceName(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
