/**
 * The part of Lambda's event filters that ours use: members that have to be there, and lists of which one has to be
 * equal. https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html (2026-11-21)
 */
export type EventFilter = (event: unknown) => boolean;

export function eventFilter(pattern: string): EventFilter {
  const parsed: unknown = JSON.parse(pattern);
  return (event) => matches(parsed, event);
}

function matches(pattern: unknown, value: unknown): boolean {
  if (Array.isArray(pattern)) {
    if (pattern.some((one) => typeof one === 'object')) {
      throw new Error(`This filter is not known on this machine: ${JSON.stringify(pattern)}`);
    }
    return pattern.includes(value);
  }
  if (typeof pattern !== 'object' || pattern === null) throw new Error('A filter compares with lists only.');
  if (typeof value !== 'object' || value === null) return false;
  const members = new Map(Object.entries(value));
  return Object.entries(pattern).every(([name, wanted]) => matches(wanted, members.get(name)));
}
