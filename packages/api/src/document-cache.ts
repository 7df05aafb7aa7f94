/**
 * Requests are few texts sent many times: each is parsed and validated once. Bounded in number, and in the length of
 * what is kept, so that generated texts can't fill the memory.
 */
import { LIMITS } from '@muster/core/limits';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  Lexer,
  OperationTypeNode,
  parse,
  Source,
  TokenKind,
  validate,
} from 'graphql';
import { hinted } from './masking.ts';

const ENTRIES_MAX = 1_000;
const KEPT_TEXT_LENGTH_MAX = 20_000;

export interface PreparedDocument {
  readonly document: DocumentNode;
  /** What validation says; empty when it can be executed. */
  readonly errors: readonly GraphQLError[];
}

export class DocumentCache {
  readonly #schema: GraphQLSchema;
  readonly #prepared = new Map<string, PreparedDocument>();
  readonly #errors = new WeakMap<DocumentNode, readonly GraphQLError[]>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  /** Throws a GraphQLError when the text can't be parsed. */
  prepare(text: string): PreparedDocument {
    const known = this.#prepared.get(text);
    if (known !== undefined) return known;
    const document = parseBounded(text);
    const prepared = { document, errors: this.validate(document) };
    if (text.length <= KEPT_TEXT_LENGTH_MAX) this.#keep(text, prepared);
    return prepared;
  }

  /** As `validate` of graphql-js, with a code on each error; asks it once for each document. */
  validate(document: DocumentNode): readonly GraphQLError[] {
    const known = this.#errors.get(document);
    if (known !== undefined) return known;
    const hint = { code: 'GRAPHQL_VALIDATION_FAILED' };
    const errors = validate(this.#schema, document).map((error) => hinted(error, hint));
    this.#errors.set(document, errors);
    return errors;
  }

  #keep(text: string, prepared: PreparedDocument): void {
    this.#prepared.set(text, prepared);
    if (this.#prepared.size <= ENTRIES_MAX) return;
    const [oldest] = this.#prepared.keys();
    if (oldest !== undefined) this.#prepared.delete(oldest);
  }
}

/** Whether the operation that would be executed answers once; undefined when there is no such operation. */
export function isAnsweredOnce(
  document: DocumentNode,
  operationName: string | undefined,
): boolean | undefined {
  const operation = getOperationAST(document, operationName);
  return operation ? operation.operation !== OperationTypeNode.SUBSCRIPTION : undefined;
}

function parseBounded(text: string): DocumentNode {
  if (hasTooManyTokens(text)) {
    const max = LIMITS.queryTokensMax;
    throw new GraphQLError(`A request has at most ${max} tokens. Send large values as variables.`, {
      extensions: { code: 'LIMIT_EXCEEDED', limit: 'queryTokensMax', max, http: { status: 400 } },
    });
  }
  try {
    return parse(text);
  } catch (error) {
    throw error instanceof GraphQLError ? hinted(error, { code: 'GRAPHQL_PARSE_FAILED' }) : error;
  }
}

/** The parser has such a limit of its own, but says it in words only. */
function hasTooManyTokens(text: string): boolean {
  // A token has at least one character.
  if (text.length <= LIMITS.queryTokensMax) return false;
  const lexer = new Lexer(new Source(text));
  for (let count = 0; count < LIMITS.queryTokensMax; count += 1) {
    if (lexer.advance().kind === TokenKind.EOF) return false;
  }
  return true;
}
