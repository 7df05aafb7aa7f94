/**
 * Wakes those who watch: the feed of this process is published here once, and each watcher then reads what it needs
 * from the store at its own pace. So a slow watcher holds up nobody and misses nothing.
 *
 * H1. A watcher that registers before it reads can't miss a commit: what comes while it reads wakes it again.
 * H2. Waking is a flag, not a queue: a hundred commits while a watcher is busy wake it once.
 */
import type { MissionId, WorkspaceId } from '@muster/core/ids';
import type { CommitRecord } from './records.ts';

export interface FeedHub {
  /** Commits in order. Those who wait are woken after all of them were told, so that they see them as one. */
  publish(commits: readonly CommitRecord[]): void;
  /** Calls back with each commit of the workspace, or of one mission in it, until `signal` aborts. */
  watch(
    what: { readonly workspaceId: WorkspaceId; readonly missionId?: MissionId; readonly signal: AbortSignal },
    onCommit: (commit: CommitRecord) => void,
  ): void;
}

interface Watcher {
  readonly workspaceId: WorkspaceId;
  readonly onCommit: (commit: CommitRecord) => void;
}

export function createFeedHub(): FeedHub {
  const watchers = new Map<WorkspaceId | MissionId, Set<Watcher>>();

  // Looked up by ids as the commit has them: a text made of both would be made and hashed for each commit.
  function tell(topic: WorkspaceId | MissionId, commit: CommitRecord): void {
    const group = watchers.get(topic);
    if (group === undefined) return;
    for (const watcher of group) if (watcher.workspaceId === commit.workspaceId) watcher.onCommit(commit);
  }

  return {
    publish(commits) {
      for (const commit of commits) {
        tell(commit.workspaceId, commit);
        tell(commit.missionId, commit);
      }
    },
    watch({ workspaceId, missionId, signal }, onCommit) {
      if (signal.aborted) return;
      const topic = missionId ?? workspaceId;
      const watcher = { workspaceId, onCommit };
      const group = watchers.get(topic) ?? new Set();
      watchers.set(topic, group.add(watcher));
      const stop = () => {
        group.delete(watcher);
        if (group.size === 0 && watchers.get(topic) === group) watchers.delete(topic);
      };
      signal.addEventListener('abort', stop, { once: true });
    },
  };
}

/** A flag that one waiter can wait for. Set before it waits, it does not wait. */
export class WakeFlag {
  #isSet = false;
  #wake: (() => void) | undefined;

  set(): void {
    this.#isSet = true;
    this.#wake?.();
  }

  /** Resolves when the flag is set, or at once when `signal` has aborted; clears the flag. */
  async wait(signal: AbortSignal): Promise<void> {
    if (!this.#isSet && !signal.aborted) {
      const onAbort = () => this.#wake?.();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        signal.addEventListener('abort', onAbort, { once: true });
      });
      signal.removeEventListener('abort', onAbort);
      this.#wake = undefined;
    }
    this.#isSet = false;
  }
}
