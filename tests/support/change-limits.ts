/** Other limits for a while, for what would have to be enormous to reach those there are. */
import { LIMITS, type LimitName } from '@muster/core/limits';

/** Answers what puts them back as they were. */
export function changeLimits(changed: Readonly<Partial<Record<LimitName, number>>>): () => void {
  const former = { ...LIMITS };
  for (const [name, value] of Object.entries(changed)) Reflect.set(LIMITS, name, value);
  return () => {
    for (const name of Object.keys(changed)) Reflect.set(LIMITS, name, Reflect.get(former, name));
  };
}
