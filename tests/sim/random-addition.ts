/** Something to add to a run: right in itself, and now and then impossible in that run. */
import type { Node } from '@muster/core/run/node';
import { randomDeadline } from './random-mission.ts';
import type { Randomness } from './randomness.ts';

export type RandomAddition =
  | { readonly command: 'addTasks'; readonly tasks: readonly unknown[] }
  | { readonly command: 'addElements'; readonly elements: Readonly<Record<string, readonly unknown[]>> }
  | { readonly command: 'addDependency'; readonly task: number; readonly dependsOn: number };

const NAMED_MAX = 4;
/** So many that their nodes are written out first. */
const MANY = 60;

export function randomAddition(random: Randomness, nodes: readonly Node[]): RandomAddition {
  const tasks = nodes.filter((node) => node.kind === 'TASK');
  const names = tasks.map((task) => task.name);
  // Nobody else adds at this moment with this number of nodes, or he is refused.
  const fresh = (kind: string, place: number) => `${kind}${nodes.length}-${place}`;
  const toss = random.next();
  if (toss < 0.2 && tasks.length > 1) {
    const [task, dependsOn] = random.shuffled(tasks);
    return { command: 'addDependency', task: task?.index ?? 0, dependsOn: dependsOn?.index ?? 0 };
  }
  const some = () => random.shuffled(names).slice(0, random.between(0, Math.min(NAMED_MAX, names.length)));
  if (toss < 0.5) return { command: 'addElements', elements: randomElements(random, { fresh, some }) };
  const count = random.chance(0.1) ? MANY : random.between(1, 3);
  const keys = Array.from({ length: count }, (_, place) => fresh('x', place));
  return {
    command: 'addTasks',
    tasks: keys.map((key, place) => ({
      key,
      title: `Added ${key}`,
      priority: random.between(1, 5),
      maxAttempts: random.between(1, 2),
      ...(random.chance(0.2) ? randomDeadline(random) : {}),
      onFailure: random.oneOf('FAIL_RUN', 'BLOCK', 'SKIP_DEPENDENTS', 'CONTINUE'),
      dependsOn: [...some(), ...(place > 0 && random.chance(0.4) ? [keys[place - 1]] : [])],
    })),
  };
}

function randomElements(
  random: Randomness,
  of: { readonly fresh: (kind: string, place: number) => string; readonly some: () => readonly string[] },
): Readonly<Record<string, readonly unknown[]>> {
  const element = (kind: string) => ({
    name: of.fresh(kind, 0),
    afterTasks: of.some(),
    blocksTasks: of.some(),
  });
  return {
    ...(random.chance(0.5)
      ? {
          checkpoints: [
            { ...element('ac'), quorum: random.between(1, 2), approvers: randomApprovers(random) },
          ],
        }
      : {}),
    ...(random.chance(0.3) ? { qualityGates: [{ ...element('ag'), minScore: random.between(2, 4) }] } : {}),
    ...(random.chance(0.4)
      ? { delays: [{ ...element('ad'), duration: random.oneOf('PT1S', 'PT10S') }] }
      : {}),
  };
}

/** One person can always be left out: there are three, and two suffice. */
function randomApprovers(random: Randomness): readonly string[] {
  return random.chance(0.3) ? ['!requester'] : [];
}
