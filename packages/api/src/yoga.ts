/** GraphQL over HTTP in full: negotiation, GET, SSE. The short ways are `direct-answer.ts` and `direct-stream.ts`. */
import { LIMITS } from '@muster/core/limits';
import type { GraphContext } from '@muster/schema/context';
import { schema } from '@muster/schema/schema';
import { execute, GraphQLError, subscribe } from 'graphql';
import { createYoga, isAsyncIterable, type Plugin, type YogaServerOptions } from 'graphql-yoga';
import { hinted, type Mask, UNFIT } from './masking.ts';
import { GRAPHQL_PATH } from './paths.ts';
import { contextFor, principalFrom } from './request-context.ts';
import type { Services } from './services.ts';
import { toldToReader } from './told-to-reader.ts';

export interface YogaOptions {
  /** The page for browsers; none when absent. */
  readonly page?: Pick<YogaServerOptions<object, GraphContext>, 'graphiql' | 'renderGraphiQL'>;
  /** Subscriptions are answered as server-sent events. Not where an answer is sent in one piece. */
  readonly hasStreams?: boolean;
}

export function createGraphqlYoga(services: Services, mask: Mask, options: YogaOptions = {}) {
  const { page = { graphiql: false }, hasStreams = true } = options;
  return createYoga<object, GraphContext>({
    schema,
    graphqlEndpoint: GRAPHQL_PATH,
    logging: false,
    cors: false,
    multipart: false,
    landingPage: false,
    // Texts are parsed and validated once for all ways in, see `document-cache.ts`.
    parserAndValidationCache: false,
    maxRequestBodySize: LIMITS.requestBytesMax,
    maskedErrors: { maskError: mask },
    ...page,
    context: async ({ request }) =>
      contextFor(services, await principalFrom(services, request.headers.get('authorization'))),
    plugins: [
      oneExecutor(),
      documents(services),
      ...(hasStreams ? [] : [onlyAnswersInOnePiece()]),
      requestErrors(),
      unreadableTypes(),
      durableAnswers(services),
    ],
  });
}

/** The same executor on every way in. */
function oneExecutor(): Plugin {
  return {
    onExecute: ({ setExecuteFn }) => setExecuteFn(execute),
    onSubscribe: ({ setSubscribeFn }) => setSubscribeFn(subscribe),
  };
}

function documents({ documents }: Services): Plugin {
  return {
    onParse: ({ setParseFn }) => {
      setParseFn(
        (source: string | { readonly body: string }) =>
          documents.prepare(typeof source === 'string' ? source : source.body).document,
      );
    },
    onValidate: ({ params, setResult }) => {
      setResult(documents.validate(params.documentAST));
    },
  };
}

/** Where nothing can be streamed, a subscription would hang until somebody gives up. */
function onlyAnswersInOnePiece(): Plugin {
  return {
    onSubscribe: () => {
      throw new GraphQLError('Subscriptions are answered over WebSocket here, not over HTTP.', {
        extensions: { code: 'INVALID_ARGUMENT', path: [], http: { status: 400 } },
      });
    },
  };
}

/**
 * Variables that don't fit are refused before anything is executed. The specification wants 400 for that, but 200 for
 * clients that ask for the older media type: that is what `spec` tells yoga.
 */
function requestErrors(): Plugin {
  return {
    onExecutionResult: ({ result, setResult }) => {
      const isRefused = !Array.isArray(result) && !isAsyncIterable(result) && result?.data === undefined;
      if (!isRefused || result?.errors === undefined) return;
      const hint = { ...UNFIT, http: { spec: true, status: 400 } };
      const errors = result.errors.map((error) => hinted(error, hint));
      setResult({ ...result, errors });
    },
  };
}

/** Yoga has no words for a content type that it can't read. */
function unreadableTypes(): Plugin {
  return {
    onResponse: ({ response, setResponse, fetchAPI }) => {
      if (response.status !== 415) return;
      const message = 'A request is sent as JSON, with the header "Content-Type: application/json".';
      const body = JSON.stringify({ errors: [{ message, extensions: UNFIT }] });
      const headers = { 'content-type': 'application/json; charset=utf-8' };
      setResponse(new fetchAPI.Response(body, { status: 415, headers }));
    },
  };
}

/** Nothing leaves before it is durable, neither an answer nor an event; no event to a key that was revoked. */
function durableAnswers(services: Services): Plugin {
  return {
    onExecutionResult: ({ result, request, setResult }) => {
      if (!isAsyncIterable(result)) return services.store.durable();
      return setResult(toldToReader(services, request.headers.get('authorization'), result));
    },
  };
}
