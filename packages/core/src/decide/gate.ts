/** Whether a quality gate lets its tasks pass. The reasons are for people: one sentence each. */
import { evaluateCondition } from '../document/condition.ts';
import type { GateDefinition } from '../document/document.ts';
import type { Run } from '../run/mission.ts';
import type { TaskNode } from '../run/node.ts';

export interface GateVerdict {
  readonly reasons: readonly string[];
  /** Weighted mean of the scored tasks; absent when none is scored. */
  readonly averageScore?: number;
}

/** Passed exactly when there are no reasons. */
export function judgeGate(gate: GateDefinition, tasks: readonly TaskNode[], run: Run): GateVerdict {
  const averageScore = weightedMean(tasks);
  const reasons = [
    ...scoreReasons(gate, averageScore),
    ...passReasons(gate, tasks),
    ...conditionReasons(gate, tasks, { run, averageScore }),
  ];
  return { reasons, ...(averageScore === undefined ? {} : { averageScore }) };
}

function scoreReasons(gate: GateDefinition, averageScore: number | undefined): readonly string[] {
  if (gate.minScore === undefined) return [];
  if (averageScore === undefined) return [`No task has a score; at least ${gate.minScore} is needed.`];
  // A mean that equals the score may miss it by a rounding error.
  if (averageScore >= gate.minScore - 1e-9) return [];
  return [`The mean score is ${averageScore.toFixed(2)}; at least ${gate.minScore} is needed.`];
}

function passReasons(gate: GateDefinition, tasks: readonly TaskNode[]): readonly string[] {
  if (!gate.requireAllPassed) return [];
  const others = tasks.filter((task) => task.status !== 'DONE');
  const named = others
    .slice(0, TASKS_NAMED_MAX)
    .map((task) => `The task "${task.name}" is ${task.status}; all have to be DONE.`);
  const rest = others.length - named.length;
  return rest > 0 ? [...named, `${rest} more of its tasks are not DONE either.`] : named;
}

/** Reasons stand in the record of the gate, which has to stay small however many tasks there are. */
const TASKS_NAMED_MAX = 20;

function conditionReasons(
  gate: GateDefinition,
  tasks: readonly TaskNode[],
  facts: { readonly run: Run; readonly averageScore: number | undefined },
): readonly string[] {
  if (gate.condition === undefined) return [];
  const outcome = evaluateCondition(gate.condition, {
    tasks: tasks.map(taskFacts),
    scores: tasks.flatMap((task) => task.score ?? []),
    avgScore: facts.averageScore ?? 0,
    run: { number: facts.run.number, attemptCount: facts.run.attemptCount },
    budget: { tokens: facts.run.usage.tokens, costUsd: facts.run.usage.costUsd },
  });
  if (!outcome.ok) return [`The condition could not be evaluated: ${outcome.error}`];
  return outcome.value ? [] : [`The condition is false: ${gate.condition}`];
}

function taskFacts(task: TaskNode) {
  return {
    key: task.name,
    title: task.title,
    status: task.status,
    score: task.score ?? 0,
    attempts: task.generation,
  };
}

function weightedMean(tasks: readonly TaskNode[]): number | undefined {
  let weighted = 0;
  let weight = 0;
  for (const task of tasks) {
    if (task.score === undefined) continue;
    weighted += task.score * task.weight;
    weight += task.weight;
  }
  return weight === 0 ? undefined : weighted / weight;
}
