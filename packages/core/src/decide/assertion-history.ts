/** What is remembered of an assertion: its record has to hold it, and a commit changes many of them. */
import { jsonBytes } from '../document/json-bytes.ts';
import { LIMITS } from '../limits.ts';
import type { AssertionChange } from '../run/contract.ts';

/** With the change at its end. The oldest lose their evidence first, then themselves; the events still tell of both. */
export function withChange(
  history: readonly AssertionChange[],
  change: AssertionChange,
): readonly AssertionChange[] {
  const kept = [...history, change].slice(-LIMITS.assertionHistoryMax);
  let bytes = kept.reduce((sum, one) => sum + bytesOf(one), 0);
  for (const [place, one] of kept.slice(0, -1).entries()) {
    if (bytes <= LIMITS.assertionHistoryBytesMax) break;
    const { evidence: _, ...rest } = one;
    kept[place] = rest;
    bytes -= bytesOf(one) - bytesOf(rest);
  }
  while (bytes > LIMITS.assertionHistoryBytesMax && kept.length > 1) {
    const [oldest] = kept.splice(0, 1);
    bytes -= bytesOf(oldest);
  }
  return kept;
}

function bytesOf(value: unknown): number {
  return jsonBytes(value, LIMITS.recordBytesMax);
}
