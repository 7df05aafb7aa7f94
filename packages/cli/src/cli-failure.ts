/**
 * What ends a command early. Each failure says what to do about it, and the exit code says which kind it was; nobody
 * at a terminal is shown a stack.
 */
import { TransportError } from '@muster/client/transport-error';

export const EXIT = {
  OK: 0,
  /** The server said no, or the mission did not end well. */
  REFUSED: 1,
  /** The command line, a file or a key is wrong. */
  BAD_INPUT: 2,
  NO_SERVER: 3,
  INTERRUPTED: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export type CliFailureCode =
  | 'USAGE'
  | 'FILE_UNREADABLE'
  | 'BROKEN_JSON'
  | 'INVALID_DOCUMENT'
  | 'CONTRACT_NOT_COVERED'
  | 'INVALID_SCHEDULE'
  | 'INVALID_RULES'
  | 'NO_SERVER'
  | 'NO_KEY'
  | 'REFUSED'
  | 'NOT_FOUND';

const EXIT_CODES: Readonly<Record<CliFailureCode, ExitCode>> = {
  USAGE: EXIT.BAD_INPUT,
  FILE_UNREADABLE: EXIT.BAD_INPUT,
  BROKEN_JSON: EXIT.BAD_INPUT,
  INVALID_DOCUMENT: EXIT.BAD_INPUT,
  CONTRACT_NOT_COVERED: EXIT.BAD_INPUT,
  INVALID_SCHEDULE: EXIT.BAD_INPUT,
  INVALID_RULES: EXIT.BAD_INPUT,
  NO_SERVER: EXIT.NO_SERVER,
  NO_KEY: EXIT.BAD_INPUT,
  REFUSED: EXIT.REFUSED,
  NOT_FOUND: EXIT.REFUSED,
};

export class CliFailure extends Error {
  override readonly name = 'CliFailure';
  readonly code: CliFailureCode;
  /** What to do about it; shown on lines of its own. */
  readonly remedy: string | undefined;
  /** For `--json`: whatever else a program may want to know. */
  readonly detail: Readonly<Record<string, unknown>>;

  constructor(
    code: CliFailureCode,
    message: string,
    more: { readonly remedy?: string; readonly detail?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message);
    this.code = code;
    this.remedy = more.remedy;
    this.detail = more.detail ?? {};
  }

  get exitCode(): ExitCode {
    return EXIT_CODES[this.code];
  }
}

/** Whatever was thrown, as a failure that can be shown; undefined for what is a defect of ours. */
export function explained(error: unknown, url: string): CliFailure | undefined {
  if (error instanceof CliFailure) return error;
  if (!(error instanceof TransportError)) return undefined;
  switch (error.failure) {
    case 'UNREACHABLE':
    case 'TIMEOUT':
      return new CliFailure('NO_SERVER', `No Muster server answers at ${url}.`, {
        remedy: 'Start one with `npm start`, or name another with --url or MUSTER_URL.',
      });
    case 'UNAUTHENTICATED':
      return new CliFailure('NO_KEY', `The server at ${url} does not know this key.`, {
        remedy:
          'Give a key with --key or MUSTER_KEY, or name the server’s folder with --data: its key lies there.',
      });
    case 'BAD_ANSWER':
      return new CliFailure('NO_SERVER', `What answers at ${url} is no Muster server.`, {
        remedy: 'Check --url or MUSTER_URL.',
      });
    case 'REFUSED':
    case 'ABORTED':
      return new CliFailure('REFUSED', error.message, error.code ? { detail: { code: error.code } } : {});
  }
}
