/**
 * Stands in for the middleware with which an SDK client tries again, in bundles: ours never do, since the store and the
 * senders try again in their own way. It keeps the place to which others are relative.
 */
interface Stack {
  add(middleware: <Next>(next: Next) => Next, options: object): void;
}

export const retryMiddlewareOptions = {
  name: 'retryMiddleware',
  tags: ['RETRY'],
  step: 'finalizeRequest',
  priority: 'high',
  override: true,
};

export const bindRetryMiddleware = () => () => once;

export function bindGetRetryPlugin() {
  return () => ({ applyToStack: (stack: Stack) => stack.add(once, retryMiddlewareOptions) });
}

function once<Next>(next: Next): Next {
  return next;
}
