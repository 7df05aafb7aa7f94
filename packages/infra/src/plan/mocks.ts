/** Stands in for AWS while the configuration runs: every resource is noted, and "created" with made-up names. */

/** A resource that would be registered. */
export interface PlannedResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: PlannedInputs;
}

export type PlannedInputs = { readonly [name: string]: unknown };

interface Created {
  readonly type: string;
  readonly name: string;
  readonly inputs: PlannedInputs;
}

interface Called {
  readonly token: string;
  readonly inputs: PlannedInputs;
}

const ACCOUNT = '000000000000';
const REGION = 'us-east-1';

export function createMocks() {
  const resources: PlannedResource[] = [];
  return {
    resources,
    newResource: ({ type, name, inputs: wrapped }: Created) => {
      const inputs = opened(wrapped);
      resources.push({ type, name, inputs });
      return { id: `${name}-id`, state: { ...inputs, ...madeUp(type, name, inputs) } };
    },
    call: ({ token, inputs }: Called) => ({ ...inputs, ...(ANSWERS[token]?.(inputs) ?? { id: token }) }),
  };
}

/** How Pulumi marks what holds a secret. Secrets of a stage are not told to a plan: theirs are empty. */
const SECRET_MARK = '4dabf18193072939515e22adb298388d';

function opened(inputs: PlannedInputs): PlannedInputs {
  const entries = Object.entries(inputs).map(([name, input]) => {
    const isMarked = typeof input === 'object' && input !== null && SECRET_MARK in input;
    return [name, isMarked && 'value' in input ? input.value : input];
  });
  return Object.fromEntries(entries);
}

const ANSWERS: Readonly<Record<string, (inputs: PlannedInputs) => PlannedInputs>> = {
  'aws:index/getRegion:getRegion': () => ({ id: REGION, name: REGION, region: REGION }),
  'aws:index/getCallerIdentity:getCallerIdentity': () => ({
    accountId: ACCOUNT,
    arn: `arn:aws:iam::${ACCOUNT}:root`,
  }),
  'aws:index/getPartition:getPartition': () => ({ partition: 'aws', dnsSuffix: 'amazonaws.com' }),
  'aws:iam/getPolicyDocument:getPolicyDocument': (inputs) => ({ json: JSON.stringify(inputs) }),
};

/** What AWS would answer; ARNs have the form of their service, so that policies can be read. */
function madeUp(type: string, name: string, inputs: PlannedInputs): PlannedInputs {
  const given = typeof inputs.name === 'string' ? inputs.name : name;
  const arn = (service: string, path: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${path}`;
  switch (type) {
    case 'aws:dynamodb/table:Table':
      return {
        name: given,
        arn: arn('dynamodb', `table/${given}`),
        streamArn: arn('dynamodb', `table/${given}/stream/2026-11-21T00:00:00.000`),
      };
    case 'aws:sqs/queue:Queue':
      return {
        name: given,
        arn: arn('sqs', given),
        url: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${given}`,
      };
    case 'aws:lambda/function:Function':
      return { name: given, arn: arn('lambda', `function:${given}`), publish: inputs.publish ?? false };
    case 'aws:apigatewayv2/api:Api':
      return {
        id: name.toLowerCase(),
        apiEndpoint: `${inputs.protocolType === 'WEBSOCKET' ? 'wss' : 'https'}://${name.toLowerCase()}.example`,
        executionArn: arn('execute-api', name.toLowerCase()),
      };
    case 'random:index/randomBytes:RandomBytes':
      return { base64: Buffer.alloc(32, 7).toString('base64') };
    default:
      return { name: given, arn: arn(type.split(/[:/]/)[1] ?? 'mock', given) };
  }
}
