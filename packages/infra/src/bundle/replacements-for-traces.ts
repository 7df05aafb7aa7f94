/** What telling X-Ray about an invocation is done without: the rest of its SDK, which Powertools loads as a whole. */
import type { Replacement } from './replacements.ts';
import { contents } from './replacing.ts';

const SDK = 'aws-xray-sdk-core/dist/lib';
const NOTHING = contents('module.exports = {};');

export const FOR_TRACES: readonly Replacement[] = [
  // Tracing each call over HTTP and each call of AWS: we trace the calls of ports.
  { file: new RegExp(`${SDK}/patchers/(aws|aws3|http|promise)_p\\.js$`), by: NOTHING },
  { file: new RegExp(`${SDK}/segments/attributes/aws\\.js$`), by: NOTHING },
  // Machines of other kinds, databases, requests to servers.
  { file: new RegExp(`${SDK}/segments/plugins/\\w+\\.js$`), by: NOTHING },
  { file: new RegExp(`${SDK}/database/sql_data\\.js$`), by: NOTHING },
  { file: new RegExp(`${SDK}/middleware/incoming_request_data\\.js$`), by: NOTHING },
  // Choosing what is traced: Lambda has done so.
  {
    file: new RegExp(`${SDK}/middleware/mw_utils\\.js$`),
    by: contents('module.exports = { disableCentralizedSampling() {} };'),
  },
  {
    file: /aws-xray-sdk-core\/package\.json$/,
    by: (source) => {
      const { name, version } = JSON.parse(source);
      return `module.exports = ${JSON.stringify({ name, version })};`;
    },
  },
  // Its own traces.
  {
    file: /node_modules\/cls-hooked\/context\.js$/,
    by: (source) =>
      source.replace(/^const DEBUG_CLS_HOOKED = .*$/m, '').replaceAll('DEBUG_CLS_HOOKED', 'false'),
  },
  // Following emitters of events.
  { file: /node_modules\/emitter-listener\/listener\.js$/, by: contents('module.exports = () => {};') },
];
