/** GraphQL says null for what a caller leaves out on purpose; the engine knows only presence and absence. */
type Optional<T> = { [K in keyof T]: null extends T[K] ? K : undefined extends T[K] ? K : never }[keyof T];

export type Given<T> = { readonly [K in Exclude<keyof T, Optional<T>>]: T[K] } & {
  readonly [K in Optional<T>]?: NonNullable<T[K]>;
};

/** The input without the keys that are null or undefined. Looks at the first level only. */
export function given<T extends object>(input: T): Given<T> {
  const entries = Object.entries(input).filter(([, value]) => value !== null && value !== undefined);
  // `fromEntries` forgets which keys went in.
  return Object.fromEntries(entries) as Given<T>;
}
