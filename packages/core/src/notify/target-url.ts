/**
 * Which addresses people may have notifications sent to. What can be told from the text is told when it is saved; where
 * a name leads is looked at on every connection (packages/notify), since that can change.
 */
import { LIMITS } from '../limits.ts';

export interface TargetRules {
  /** For trying things out: plain HTTP, and hosts that only this network knows. */
  readonly allowsPrivate: boolean;
}

const PORT_HTTPS = 443;
const PORT_HTTP = 80;
/** Below it listen the services of machines, and none that takes notifications. */
const PORT_FREE_MIN = 1_024;

/** What is wrong with it, as a sentence; undefined when nothing is. */
export function targetUrlProblem(text: string, { allowsPrivate }: TargetRules): string | undefined {
  if (text.length > LIMITS.targetUrlLengthMax) {
    return `An address has at most ${LIMITS.targetUrlLengthMax} characters.`;
  }
  const url = parse(text);
  if (url === undefined) return 'This is no address of the web.';
  if (url.protocol !== 'https:' && !(allowsPrivate && url.protocol === 'http:')) {
    return 'The address has to begin with https.';
  }
  if (url.username !== '' || url.password !== '') return 'The address must not hold a name or a password.';
  if (url.hash !== '') return 'The address must not hold a fragment.';
  if (!isPortAllowed(url)) return 'The port has to be 443, or 1024 and above.';
  if (!allowsPrivate && !isPublicName(url.hostname))
    return 'The host has to be a name that all the world knows.';
  return undefined;
}

function parse(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function isPortAllowed({ protocol, port }: URL): boolean {
  const number = port === '' ? (protocol === 'https:' ? PORT_HTTPS : PORT_HTTP) : Number(port);
  return number === (protocol === 'https:' ? PORT_HTTPS : PORT_HTTP) || number >= PORT_FREE_MIN;
}

/** Names that resolve on one machine or in one network only, and numbers in all their spellings, are none. */
function isPublicName(hostname: string): boolean {
  const name = hostname.replace(/\.$/, '');
  const isNumber = name.startsWith('[') || /^[\d.]+$/.test(name);
  return (
    !isNumber && name.includes('.') && !/\.(localhost|local|internal|localdomain|home\.arpa)$/.test(name)
  );
}
