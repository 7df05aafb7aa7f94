/** Options of programs that are started by hand. Whoever mistypes one is told what is wrong and what there is. */

/** What the caller wrote is none of what the option takes. */
export class BadOption extends Error {}

/** As of other programs: 1 is for what went wrong, 2 for what was asked wrongly. */
const EXIT_BAD_OPTION = 2;

/** Ends the process when `read` meets an unknown option, one without its value, or throws a `BadOption`. */
export function readOptions<T>(usage: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!isBadOption(error)) throw error;
    process.stderr.write(`${error.message}\n\n${usage.trimEnd()}\n`);
    process.exit(EXIT_BAD_OPTION);
  }
}

/** The number that the text is, all of it. */
export function wholeNumber(
  option: string,
  text: string,
  { min = 0, max = Number.MAX_SAFE_INTEGER }: { readonly min?: number; readonly max?: number } = {},
): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= min && number <= max) return number;
  const range = max === Number.MAX_SAFE_INTEGER ? `from ${min}` : `from ${min} to ${max}`;
  throw new BadOption(`${option} is "${text}": give a whole number ${range}.`);
}

/** What `parseArgs` of Node throws has a code of its own. */
function isBadOption(error: unknown): error is Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return error instanceof BadOption || code.startsWith('ERR_PARSE_ARGS_');
}
