import { builder } from './builder.ts';

/** An enum of values that core knows by the same names, each with its description. */
export function enumOf<const Value extends string>(
  name: string,
  description: string,
  values: Readonly<Record<Value, string>>,
) {
  const entries = Object.entries<string>(values).map(([value, text]) => [
    value,
    { value, description: text },
  ]);
  return builder.enumType(name, {
    description,
    // `fromEntries` forgets which keys went in.
    values: Object.fromEntries(entries) as Record<Value, { value: Value; description: string }>,
  });
}
