/**
 * A process of its own that completes what is claimed of a specialty, and is killed once that is committed and before
 * anything of it is sent. Told of the stage by its environment, as functions are.
 */
import { engineContext } from '@muster/api/engine-context';
import { parseWorkspaceId } from '@muster/core/ids';
import { createClient } from '@muster/dynamodb/client';
import { openDynamoStore } from '@muster/dynamodb/dynamo-store';
import { createEngine } from '@muster/engine/create-engine';
import { createFeedHub } from '@muster/engine/feed-hub';
import type { Principal } from '@muster/engine/principal';
import { ENVIRONMENT } from '@muster/infra/environment';
import { aSubmission } from '../support/a-mission.ts';

const [, , workspace = '', specialty = ''] = process.argv;
const { [ENVIRONMENT.dynamodbEndpoint]: endpoint = '', [ENVIRONMENT.table]: tableName = '' } = process.env;
const silent = () => {};
const log = { debug: silent, info: silent, warn: silent, error: silent };
const store = openDynamoStore({
  client: createClient({ endpoint }),
  tableName,
  now: Date.now,
  random: Math.random,
  sleep: async () => {},
});
const workspaceId = parseWorkspaceId(workspace);
if (workspaceId === undefined) throw new Error(`no workspace: ${workspace}`);
const principal: Principal = { workspaceId, actor: { kind: 'USER', name: 'ann' }, role: 'OWNER' };
const armed = { isCompleting: false };
const context = engineContext({
  store,
  log,
  keepsOutbox: true,
  onCommitted: () => {
    if (armed.isCompleting) process.kill(process.pid, 'SIGKILL');
  },
});
const engine = createEngine(context, createFeedHub());
const claimed = await engine.claimTasks(principal, { agent: 'ann', specialties: [specialty], limit: 1 });
const [claim] = claimed.ok ? claimed.value : [];
if (!claim) throw new Error(`nothing to claim: ${JSON.stringify(claimed)}`);
armed.isCompleting = true;
const complete = { attempt: claim.ref, submission: aSubmission() };
await engine.completeTasks(principal, { tasks: [complete] });
throw new Error('It was not killed.');
