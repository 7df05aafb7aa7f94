/** Runs something with real time and chance out of reach: touching them throws, so that a seed can't depend on them. */
const FORBIDDEN = [
  [Math, 'random'],
  [Date, 'now'],
  [globalThis, 'setTimeout'],
  [globalThis, 'setInterval'],
  [globalThis.performance, 'now'],
  [globalThis.crypto, 'randomUUID'],
  [globalThis.crypto, 'getRandomValues'],
] as const;

export async function withoutPlatform<T>(act: () => Promise<T>): Promise<T> {
  const restores = FORBIDDEN.map(([owner, name]) => forbid(owner, name));
  try {
    return await act();
  } finally {
    for (const restore of restores) restore();
  }
}

function forbid(owner: object, name: string): () => void {
  const own = Object.getOwnPropertyDescriptor(owner, name);
  const value = () => {
    throw new Error(`a simulation used ${name}`);
  };
  Object.defineProperty(owner, name, { value, configurable: true, writable: true });
  return () => {
    if (own) Object.defineProperty(owner, name, own);
    else Reflect.deleteProperty(owner, name);
  };
}
