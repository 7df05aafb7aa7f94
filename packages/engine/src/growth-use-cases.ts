/** Commands that add to an open run. */
import { runIsOver } from '@muster/core/decide/guard';
import { relocated } from '@muster/core/document/shape-problem';
import { type DomainError, invalidArgument, notFound } from '@muster/core/error-table';
import { type NodeKind, type NodeRef, taskIdOf } from '@muster/core/ids';
import { err, ok, type Result } from '@muster/core/result';
import type { AdditionInput } from '@muster/core/run/addition';
import type { EngineContext } from './context.ts';
import type { AddDependency, Grown, GrowthCommands, Idempotent } from './engine.ts';
import { addToRun, type GrowRequest } from './growing.ts';
import { headKey } from './keys.ts';
import { loadHeads, loadNodes } from './loading.ts';
import { onBehalf } from './mission-use-cases.ts';
import type { Principal } from './principal.ts';
import { receiptPut, withReceipt } from './receipts.ts';
import { HEAD } from './records.ts';

export function growthUseCases(context: EngineContext): GrowthCommands {
  return {
    addTasks: (principal, input) =>
      input.tasks.length === 0
        ? Promise.resolve(err(invalidArgument(['tasks'], 'Name at least one task.')))
        : grow(context, principal, {
            command: 'addTasks',
            keyed: input,
            input: async () => ok({ tasks: input.tasks }),
          }),
    addElements: (principal, input) => {
      const { checkpoints = [], qualityGates = [], delays = [] } = input;
      if (checkpoints.length + qualityGates.length + delays.length === 0) {
        const reason = 'Name at least one checkpoint, quality gate or delay.';
        return Promise.resolve(err(invalidArgument(['checkpoints'], reason)));
      }
      const elements = { checkpoints, qualityGates, delays };
      return grow(context, principal, {
        command: 'addElements',
        keyed: input,
        input: async () => ok(elements),
      });
    },
    addDependency: (principal, input) => addDependency(context, principal, input),
  };
}

async function addDependency(
  context: EngineContext,
  principal: Principal,
  input: AddDependency,
): Promise<Result<Grown>> {
  const grown = await grow(context, principal, {
    command: 'addDependency',
    keyed: { ...input, missionId: input.task.missionId },
    input: () => dependencyOf(context, principal, input),
  });
  return grown.ok ? grown : err(aboutTheTasks(grown.error));
}

/** As the caller said it: two tasks, neither their mission nor what is added to its run. */
function aboutTheTasks(error: DomainError): DomainError {
  const path = pathToTask(error.path);
  if (error.code !== 'INVALID_ADDITION') return { ...error, path };
  const problems = error.detail.problems.map((problem) => relocated(problem, pathToTask(problem.path)));
  return { ...error, path: problems[0]?.path ?? path, detail: { problems } };
}

function pathToTask(path: DomainError['path']): DomainError['path'] {
  const [first, , field] = path;
  if (first === 'dependencies') return [field === 'name' ? 'taskId' : 'dependsOnTaskId'];
  return first === 'missionId' ? ['taskId'] : path;
}

/** By the names of both tasks, which have to be of the mission's latest run. */
async function dependencyOf(
  context: EngineContext,
  principal: Principal,
  { task, dependsOn }: AddDependency,
): Promise<Result<AdditionInput>> {
  if (dependsOn.missionId !== task.missionId || dependsOn.runNumber !== task.runNumber) {
    return err(invalidArgument(['dependsOnTaskId'], 'Both tasks have to be of one run.'));
  }
  const [head] = await loadHeads(context, principal.workspaceId, [task.missionId]);
  const { number = 0, nodeCount = 0 } = head?.run ?? {};
  const isFormer = task.runNumber >= 1 && task.runNumber < number;
  if (isFormer) return err(runIsOver(taskIdOf(task), 'task', 'addDependency'));
  const notFoundAs = (ref: NodeRef) =>
    notFound('task', taskIdOf(ref), [ref === task ? 'taskId' : 'dependsOnTaskId']);
  const isThere = (ref: NodeRef) => ref.runNumber === number && ref.index < nodeCount;
  for (const ref of [task, dependsOn]) if (!isThere(ref)) return err(notFoundAs(ref));
  const [waiting, before] = await loadNodes(context, principal.workspaceId, [task, dependsOn]);
  if (waiting?.kind !== 'TASK') return err(notFoundAs(task));
  if (before?.kind !== 'TASK') return err(notFoundAs(dependsOn));
  return ok({ dependencies: [{ kind: 'TASK', name: waiting.name, dependsOn: before.name }] });
}

interface Growing {
  readonly command: GrowRequest['command'];
  readonly keyed: Idempotent & { readonly missionId: NodeRef['missionId'] };
  /** Made once it is known that this is no repeated request. */
  readonly input: () => Promise<Result<AdditionInput>>;
}

/** What a receipt keeps: the nodes are there, and never change their places. */
interface GrownReceipt {
  readonly sequence: number;
  readonly missionId: NodeRef['missionId'];
  readonly runNumber: number;
  readonly firstIndex: number;
  readonly kinds: readonly NodeKind[];
}

function grow(
  context: EngineContext,
  principal: Principal,
  { command, keyed, input }: Growing,
): Promise<Result<Grown>> {
  const { missionId } = keyed;
  return withReceipt<Grown>(context, principal, {
    name: command,
    input: keyed,
    async again(receipt) {
      const first = receipt.answer as GrownReceipt;
      const [stored] = await context.store.get([headKey(principal.workspaceId, first.missionId)]);
      if (!stored) return err(notFound('mission', first.missionId));
      const { runNumber, firstIndex, kinds, sequence } = first;
      const added = kinds.map((kind, offset) => ({
        kind,
        ref: { missionId: first.missionId, runNumber, index: firstIndex + offset },
      }));
      return ok({ mission: HEAD.decode(stored.value), sequence, added });
    },
    async act(request) {
      const made = await input();
      if (!made.ok) return made;
      return addToRun(context, onBehalf(principal, missionId), {
        command,
        input: made.value,
        alsoPut: ({ mission, sequence, added }) =>
          request
            ? [
                receiptPut(context, request, {
                  subject: '-',
                  answer: {
                    sequence,
                    missionId,
                    runNumber: mission.run?.number ?? 0,
                    firstIndex: added[0]?.ref.index ?? 0,
                    kinds: added.map(({ kind }) => kind),
                  },
                }),
              ]
            : [],
      });
    },
  });
}
