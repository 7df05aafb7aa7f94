/**
 * Conditions of quality gates and notification rules: expressions in CEL. This file is the only one that knows the
 * library.
 *
 * C1. Neither checking nor evaluating throws: what can't be evaluated gives a reason.
 * C2. A condition that passes the check costs at most about the size of its input times a constant: patterns (which can
 *     take exponential time here), loops over `tasks` (or an event's `data`) inside loops, and deep nesting are refused.
 */
import { Environment } from '@marcbachmann/cel-js';
import { LIMITS } from '../limits.ts';
import { err, ok, type Result } from '../result.ts';

/** What a gate's condition can see. Numbers are doubles: compare them freely, add with `1.0` rather than `1`. */
export interface ConditionVariables {
  /** The gate's afterTasks, each {key, title, status, score, attempts}; the score is 0 when there is none. */
  readonly tasks: readonly Readonly<Record<string, unknown>>[];
  /** Scores of the scored ones among them, 1–5. */
  readonly scores: readonly number[];
  /** Weighted mean of the scores, 0 when none is scored. */
  readonly avgScore: number;
  readonly run: Readonly<Record<string, unknown>>;
  readonly budget: Readonly<Record<string, unknown>>;
}

/** What the condition of a notification rule can see: what the event carries. */
export interface NotificationVariables {
  /** {type, subject, runNumber}: the id of what it is about; 0 when it is of no run. */
  readonly event: Readonly<Record<string, unknown>>;
  /** Who did it: {kind, name}. */
  readonly actor: Readonly<Record<string, unknown>>;
  readonly data: Readonly<Record<string, unknown>>;
}

const BOUNDS = {
  maxAstNodes: 400,
  maxDepth: 40,
  maxListElements: 50,
  maxMapEntries: 50,
  maxCallArguments: 8,
};

const GATE_ENVIRONMENT = new Environment({ limits: BOUNDS })
  .registerVariable('tasks', 'list<map>')
  .registerVariable('scores', 'list<double>')
  .registerVariable('avgScore', 'double')
  .registerVariable('run', 'map')
  .registerVariable('budget', 'map');

const NOTIFICATION_ENVIRONMENT = new Environment({ limits: BOUNDS })
  .registerVariable('event', 'map')
  .registerVariable('actor', 'map')
  .registerVariable('data', 'map');

/** Why the text is no condition over {@link ConditionVariables}; undefined when it is one. */
export function checkCondition(source: string): string | undefined {
  return check(GATE_ENVIRONMENT, source);
}

/** As {@link checkCondition}, over {@link NotificationVariables}. */
export function checkNotificationCondition(source: string): string | undefined {
  return check(NOTIFICATION_ENVIRONMENT, source);
}

/** True or false, or the reason why it is neither: a field that isn't there, a result that is no truth value. */
export function evaluateCondition(source: string, variables: ConditionVariables): Result<boolean, string> {
  return evaluate(GATE_ENVIRONMENT, source, variables);
}

/** As {@link evaluateCondition}. */
export function evaluateNotificationCondition(
  source: string,
  variables: NotificationVariables,
): Result<boolean, string> {
  return evaluate(NOTIFICATION_ENVIRONMENT, source, variables);
}

function evaluate(environment: Environment, source: string, variables: object): Result<boolean, string> {
  const problem = check(environment, source);
  if (problem !== undefined) return err(problem);
  try {
    const value: unknown = environment.evaluate(source, { ...variables });
    return typeof value === 'boolean' ? ok(value) : err('it gives neither true nor false');
  } catch (error) {
    return err(reasonOf(error));
  }
}

function check(environment: Environment, source: string): string | undefined {
  if (source.length > LIMITS.conditionLengthMax) {
    return `it is longer than the limit conditionLengthMax of ${LIMITS.conditionLengthMax} characters`;
  }
  try {
    const parsed = environment.parse(source);
    const refused = refusal(parsed.ast, 0);
    if (refused !== undefined) return refused;
    const checked = parsed.check();
    if (!checked.valid) return reasonOf(checked.error);
    return checked.type === 'bool' || checked.type === 'dyn'
      ? undefined
      : `it gives a value of type ${checked.type}, not true or false`;
  } catch (error) {
    // Anything the library trips over, exhausted stack included, is a text that is no condition (C1).
    return reasonOf(error);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof RangeError) return 'it is nested too deeply';
  if (error instanceof Error && 'summary' in error && typeof error.summary === 'string') return error.summary;
  return error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : 'it can not be evaluated';
}

const LOOPS = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);
const LOOP_DEPTH_MAX = 2;

/** C2, by the shape of the expression. At most `maxAstNodes` deep, so recursion is safe here. */
function refusal(node: unknown, loopDepth: number): string | undefined {
  if (Array.isArray(node)) return firstRefusal(node, loopDepth);
  if (typeof node !== 'object' || node === null || !('op' in node) || !('args' in node)) return undefined;
  switch (node.op) {
    case 'value':
      return undefined;
    case 'id':
      return identifierRefusal(node.args, loopDepth);
    case 'rcall':
      return Array.isArray(node.args) ? methodRefusal(node.args, loopDepth) : undefined;
    default:
      return Array.isArray(node.args) ? firstRefusal(node.args, loopDepth) : undefined;
  }
}

function firstRefusal(nodes: readonly unknown[], loopDepth: number): string | undefined {
  for (const node of nodes) {
    const found = refusal(node, loopDepth);
    if (found !== undefined) return found;
  }
  return undefined;
}

function identifierRefusal(identifier: unknown, loopDepth: number): string | undefined {
  const isList = identifier === 'tasks' || identifier === 'scores' || identifier === 'data';
  return isList && loopDepth > 0 ? `${identifier} can not be used again inside a loop` : undefined;
}

function methodRefusal(parts: readonly unknown[], loopDepth: number): string | undefined {
  const [name, receiver, callArguments] = parts;
  if (name === 'matches') return 'matches is not available: use contains, startsWith or endsWith';
  if (name === 'bind') return 'bind is not available: write the expression out';
  const isLoop = typeof name === 'string' && LOOPS.has(name);
  if (isLoop && loopDepth === LOOP_DEPTH_MAX) return 'its loops are nested too deeply';
  return refusal(receiver, loopDepth) ?? refusal(callArguments, isLoop ? loopDepth + 1 : loopDepth);
}
