/**
 * Sees every commit the moment others could, sorts its records by mission, and lets each mission's view check them.
 *
 * V1. After a crash all views are put together anew from what the store still holds: nothing acknowledged may be
 *     missing, and what is there is what was there before.
 * V2. A message is under way from the commit that sent it until somebody has handled it, durably, once.
 */

import { messagesOf } from '@muster/engine/outgoing';
import type { Commit, Store, StoredRecord } from '@muster/engine/ports/store';
import type { MessageType } from './event-fold.ts';
import type { Verdict } from './invariant.ts';
import { MissionView, type MissionWrite, type Timing } from './mission-view.ts';

/** The container of a standalone task is kept like a mission. */
const MISSION = /^W#(ws_[a-z0-9]+)#M#((?:mis|sta)_\w+?)(?:#R#(\d+))?$/;

interface UnderWay {
  readonly missionId: string;
  readonly type: MessageType;
}

export class Observer {
  readonly views = new Map<string, MissionView>();
  readonly partitions = new Set<string>();
  readonly #verdict: Verdict;
  readonly #timing: () => Timing;
  readonly #underWay = new Map<string, UnderWay>();
  readonly #handled = new Set<string>();
  readonly #acknowledged = new Map<string, number>();

  constructor(verdict: Verdict, timing: () => Timing) {
    this.#verdict = verdict;
    this.#timing = timing;
  }

  get underWayCount(): number {
    return this.#underWay.size;
  }

  onCommit(commit: Commit): void {
    const records = commit.puts.map((put) => put.record);
    for (const [missionId, write] of this.#sorted(records)) {
      if (write.commit) this.#expect(write.commit);
      this.#viewOf(missionId, write).apply(write);
    }
  }

  /** A caller was told that the mission had come this far. */
  acknowledge(missionId: string, sequence: number): void {
    this.#acknowledged.set(missionId, Math.max(sequence, this.#acknowledged.get(missionId) ?? 0));
  }

  handled(messageId: string): void {
    this.#handled.add(messageId);
    this.#underWay.delete(messageId);
  }

  isUnderWay(missionId: string, types?: readonly MessageType[]): boolean {
    for (const message of this.#underWay.values())
      if (message.missionId === missionId && (types?.includes(message.type) ?? true)) return true;
    return false;
  }

  /** See V1. */
  async rebuild(store: Store): Promise<void> {
    const formers = new Map(this.views);
    this.views.clear();
    this.#underWay.clear();
    const records: StoredRecord[] = [];
    for (const partition of this.partitions) records.push(...(await recordsOf(store, partition)));
    for (const [missionId, write] of this.#sorted(records)) {
      if (!write.head) continue;
      const commits = records.filter(
        (record) => record.sort.startsWith('C#') && MISSION.exec(record.partition)?.[2] === missionId,
      );
      for (const commit of commits) this.#expect(commit);
      const view = this.#viewOf(missionId, write);
      view.restore(write, commits);
      this.#compare(view, formers.get(missionId));
    }
    for (const [missionId, sequence] of this.#acknowledged)
      this.#verdict.check(
        (this.views.get(missionId)?.events.length ?? 0) >= sequence,
        'ACKNOWLEDGED_IS_DURABLE',
        () => `${missionId} had been acknowledged up to ${sequence}`,
      );
  }

  #compare(view: MissionView, former: MissionView | undefined): void {
    const place = view.events.findIndex((event, index) => event !== former?.events[index]);
    this.#verdict.check(
      place < 0,
      'ACKNOWLEDGED_IS_DURABLE',
      () => `${view.place.id}: event ${place + 1} changed in a crash`,
    );
  }

  #expect(record: StoredRecord): void {
    for (const { id, missionId, message } of messagesOf(record))
      if (!this.#handled.has(id)) this.#underWay.set(id, { missionId, type: message.type });
  }

  #viewOf(missionId: string, write: MissionWrite & { workspaceId: string }): MissionView {
    let view = this.views.get(missionId);
    if (!view) {
      const place = { id: missionId, workspaceId: write.workspaceId };
      view = new MissionView(place, this.#verdict, {
        pending: (types) => this.isUnderWay(missionId, types),
        timing: this.#timing,
      });
      this.views.set(missionId, view);
    }
    const { workspaceId } = view.place;
    this.#verdict.check(
      workspaceId === write.workspaceId,
      'ONE_WORKSPACE',
      () => `${missionId} is written in ${write.workspaceId}`,
    );
    return view;
  }

  #sorted(records: readonly StoredRecord[]) {
    const writes = new Map<string, Collected>();
    for (const record of records) {
      this.partitions.add(record.partition);
      const [, workspaceId = '', missionId, runNumber] = MISSION.exec(record.partition) ?? [];
      if (missionId === undefined) continue;
      const write = writes.get(missionId) ?? nothing(workspaceId);
      writes.set(missionId, write);
      collect(write, record, runNumber);
    }
    return writes;
  }
}

interface Collected {
  readonly workspaceId: string;
  head: StoredRecord | undefined;
  commit: StoredRecord | undefined;
  readonly documentParts: StoredRecord[];
  readonly reports: StoredRecord[];
  readonly ofRuns: { readonly runNumber: number; readonly record: StoredRecord }[];
}

function nothing(workspaceId: string): Collected {
  return { workspaceId, head: undefined, commit: undefined, documentParts: [], reports: [], ofRuns: [] };
}

function collect(write: Collected, record: StoredRecord, runNumber: string | undefined): void {
  if (runNumber !== undefined) write.ofRuns.push({ runNumber: Number(runNumber), record });
  else if (record.sort === 'HEAD') write.head = record;
  else if (record.sort.startsWith('C#')) write.commit = record;
  else if (record.sort.startsWith('D#')) write.documentParts.push(record);
  else if (record.sort.startsWith('P#')) write.reports.push(record);
}

export async function recordsOf(store: Store, partition: string): Promise<readonly StoredRecord[]> {
  const records: StoredRecord[] = [];
  let after: string | undefined;
  do {
    const page = await store.query({ partition, limit: 1_000, ...(after === undefined ? {} : { after }) });
    records.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return records;
}
