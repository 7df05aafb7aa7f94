/** Everything of one stage. Called by `sst.config.ts`. */
import { stageSettings } from '../stage-settings.ts';
import { createAlarms } from './alarms.ts';
import { createHttpApi, createSocketApi, routeHttp, routeSockets } from './apis.ts';
import { joinEventSources } from './event-sources.ts';
import { createFunctions } from './functions.ts';
import { createQueues } from './queues.ts';
import { createTable } from './table.ts';

/** Answers what is shown after a deployment, and kept in `.sst/outputs.json`. */
export function createApplication() {
  const settings = stageSettings($app.stage, {
    alarmEmail: process.env.MUSTER_ALARM_EMAIL,
    mailFrom: process.env.MUSTER_MAIL_FROM,
    publicUrl: process.env.MUSTER_PUBLIC_URL,
  });
  const table = createTable(settings);
  const queues = createQueues();
  const sockets = createSocketApi(settings);
  const api = createHttpApi(settings);
  // Set by `sst secret set LinkKey`; while it is empty there are no links that approve.
  const linkKey = new sst.Secret('LinkKey', '');
  const around = { settings, table, queues, sockets, api, linkKey };
  const functions = createFunctions(around);
  routeHttp(api, functions.graphql);
  routeSockets(sockets, functions.socket);
  joinEventSources(around, functions);
  createAlarms(settings, { queues, functions, api });
  return {
    stage: $app.stage,
    url: $interpolate`${api.url}/graphql`,
    sockets: sockets.url,
    table: table.name,
    advanceQueue: queues.advance.url,
    timersQueue: queues.timers.url,
    notifyQueue: queues.notify.url,
  };
}
