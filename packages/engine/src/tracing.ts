/**
 * Where time goes: each call of a port as a span of whatever trace its caller is in.
 *
 * T1. A span changes nothing: what was answered is answered, what was rejected is rejected, and told of in the span.
 */
import type { Queues } from './ports/queue.ts';
import type { Commit, Store } from './ports/store.ts';

export interface Span {
  readonly name: string;
  /** What traces can be searched by. Names are letters. */
  readonly annotations: Readonly<Record<string, string | number | boolean>>;
}

/** Does the work, and keeps how long it took and whether it was rejected. */
export type Trace = <T>(span: Span, work: () => Promise<T>) => Promise<T>;

export function tracedStore(store: Store, trace: Trace): Store {
  return {
    get: (keys) => trace(spanOf('store', 'get', { count: keys.length }), () => store.get(keys)),
    query: (range) => trace(spanOf('store', 'query', {}), () => store.query(range)),
    list: (index, range) => trace(spanOf('store', 'list', { index }), () => store.list(index, range)),
    commit: (commit) => trace(spanOf('store', 'commit', aboutCommit(commit)), () => store.commit(commit)),
    feed: (position, signal) => store.feed(position, signal),
    durable: () => store.durable(),
  };
}

export function tracedQueues(queues: Queues, trace: Trace): Queues {
  return {
    sendMessages(messages) {
      const [first] = messages;
      const about = { count: messages.length, ...(first && { missionId: first.missionId }) };
      return trace(spanOf('queues', 'sendMessages', about), () => queues.sendMessages(messages));
    },
    sendHints: (hints) =>
      trace(spanOf('queues', 'sendHints', { count: hints.length }), () => queues.sendHints(hints)),
    sendDeliveries: (deliveries, delayMs) =>
      trace(spanOf('queues', 'sendDeliveries', { count: deliveries.length }), () =>
        queues.sendDeliveries(deliveries, delayMs),
      ),
  };
}

function spanOf(port: string, operation: string, about: Span['annotations']): Span {
  return { name: `${port}.${operation}`, annotations: { operation, ...about } };
}

/** The mission is told by what the feed is to carry: a commit record names it. */
function aboutCommit({ puts, deletes = [], feed }: Commit): Span['annotations'] {
  const fed =
    feed && puts.find(({ record }) => record.partition === feed.partition && record.sort === feed.sort);
  const missionId = fed?.record.value.missionId;
  const count = puts.length + deletes.length;
  return typeof missionId === 'string' ? { count, missionId } : { count };
}
