/** Payloads are read by their selection in the query; the benchmark has no generated types. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is the query's, which stands right beside each use.
export type Payload = any;

export interface Api {
  request(query: string, variables: object): Promise<Payload>;
  subscribe(query: string, variables: object, onData: (data: Payload) => void): { close(): void };
  close(): void;
}

export function createApi(options: { readonly url: string; readonly key: string }): Api;
export function succeeded(payload: Payload): Payload;
