/** What a function is told by its environment, and the platform's parts that the wiring hands on. */
import { setTimeout as sleepFor } from 'node:timers/promises';
import { ENVIRONMENT } from '@muster/infra/environment';

/** Throws when it is not there: the function can't do anything. */
export function told(name: keyof typeof ENVIRONMENT): string {
  const value = perhapsTold(name);
  if (value === undefined) throw new Error(`The function is not told its ${ENVIRONMENT[name]}.`);
  return value;
}

/** Undefined when the stage goes without. */
export function perhapsTold(name: keyof typeof ENVIRONMENT): string | undefined {
  const value = process.env[ENVIRONMENT[name]];
  return value === '' ? undefined : value;
}

/** For trials. */
export function allowsPrivateTargets(): boolean {
  return perhapsTold('allowsPrivate') === '1';
}

/** Told only where AWS is played by engines on loopback. */
export function endpointOf(name: 'dynamodbEndpoint' | 'sqsEndpoint' | 'sesEndpoint'): {
  readonly endpoint?: string;
} {
  const endpoint = process.env[ENVIRONMENT[name]];
  return endpoint === undefined ? {} : { endpoint };
}

export async function sleep(ms: number): Promise<void> {
  await sleepFor(ms);
}

export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
