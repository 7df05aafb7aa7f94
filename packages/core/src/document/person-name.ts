/**
 * People where a document names somebody: `user:anna`. There are no records of them that a name could be checked against,
 * and an agent's name that is misspelt must not pass for a person's.
 */
const PREFIX = 'user:';

/** The name of the person, which their credential has; undefined where an agent is named, or nobody. */
export function personNamed(text: string): string | undefined {
  if (!text.startsWith(PREFIX)) return undefined;
  const name = text.slice(PREFIX.length).trim();
  return name === '' ? undefined : name;
}
