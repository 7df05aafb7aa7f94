/**
 * Records in memory, by partition: what was written and is not in the tables yet, and of what was written or read since,
 * as much as there is room for.
 *
 * U1. A key whose record is here is answered from here, deleted or not.
 * U2. A written record stays until `settle` is told of the journal entry of its last write, or of a later one.
 * U3. Of a complete partition everything is here: the tables have no other record of it.
 * U4. At most `lengthMax` UTF-16 units of JSON are kept of what the tables have too. What was not asked for since it was
 *     written or read, or since the last clearing, goes first.
 */
import type { IndexName, Key, StoredRecord } from '@muster/engine/ports/store';
import type { Writes } from './journal-entry.ts';
import { ListedRecords, type Listing } from './listed-records.ts';

export interface Remembered {
  readonly key: Key;
  readonly partition: Partition;
  /** Undefined when there is none. */
  record: StoredRecord | undefined;
  /** UTF-16 units of its JSON. */
  length: number;
  /** Sequence of the journal entry of its last write; 0 once the tables have it. */
  entry: number;
  /** Number of the clearing before which it was asked for last. */
  usedAt: number;
}

interface Partition {
  readonly records: Map<string, Remembered>;
  /** See U3. */
  isComplete: boolean;
  usedAt: number;
}

interface Write {
  readonly record: StoredRecord | undefined;
  readonly length: number;
  readonly entry: number;
}

export const ABSENT = 'ABSENT';
/** What a key costs beside its record, and a partition beside its records. */
const KEY_LENGTH = 64;
/** Records that are looked through for one page. */
const SMALL_MAX = 256;

export class RecordMemory {
  readonly #lengthMax: number;
  readonly #hasRecords: (partition: string) => boolean;
  readonly #partitions = new Map<string, Partition>();
  readonly #listed: Readonly<Record<IndexName, ListedRecords>> = {
    work: new ListedRecords(),
    due: new ListedRecords(),
  };
  /** Each written record once for each entry that wrote it, in the order of the entries. */
  #written: { readonly remembered: Remembered; readonly entry: number }[] = [];
  /** Of what the tables have too. */
  #length = 0;
  #clearing = 1;

  /** `hasRecords` asks the tables: once for each partition, as long as that is remembered. */
  constructor(lengthMax: number, hasRecords: (partition: string) => boolean) {
    this.#lengthMax = lengthMax;
    this.#hasRecords = hasRecords;
  }

  /** Undefined when the tables have to be asked. */
  get(key: Key): Remembered | typeof ABSENT | undefined {
    const known = this.peek(key);
    if (known !== undefined && known !== ABSENT) known.usedAt = this.#clearing;
    return known;
  }

  /** As `get`, by somebody who reads each record once: that is no reason to keep it. See U4. */
  peek(key: Key): Remembered | typeof ABSENT | undefined {
    const partition = this.#partition(key.partition);
    return partition.records.get(key.sort) ?? (partition.isComplete ? ABSENT : undefined);
  }

  /** Whether the tables may show something else of the key. */
  isWritten(key: Key): boolean {
    return (this.#partitions.get(key.partition)?.records.get(key.sort)?.entry ?? 0) > 0;
  }

  /** All records of a small partition, in no order; undefined when the tables have to be asked too. See U3. */
  allOf(name: string): Iterable<Remembered> | undefined {
    const { isComplete, records } = this.#partition(name);
    return isComplete && records.size <= SMALL_MAX ? records.values() : undefined;
  }

  /** Written records of a partition, in no order. */
  writtenOf(name: string): readonly Remembered[] {
    const partition = this.#partition(name);
    if (partition.records.size > SMALL_MAX)
      return this.allWritten().filter((one) => one.partition === partition);
    return [...partition.records.values()].filter(({ entry }) => entry > 0);
  }

  /** Records that stand in a partition of an index: the written ones, or all there are. */
  listedIn(index: IndexName, partition: string): Listing {
    return this.#listed[index].read(partition, this.#clearing);
  }

  /** To be told when the tables have no entry in a partition of an index but such as were written since. */
  completeIndex(index: IndexName, partition: string): void {
    if (!this.#listed[index].complete(partition, this.#clearing)) return;
    this.#length += KEY_LENGTH;
    this.#clearIfFull();
  }

  /** In no order. */
  allWritten(): readonly Remembered[] {
    return this.#written.flatMap(({ remembered, entry }) => (remembered.entry === entry ? [remembered] : []));
  }

  /** What the tables show of a key that nothing was known of. */
  remember(record: StoredRecord, length: number): void {
    const partition = this.#partition(record.partition);
    const key = { partition: record.partition, sort: record.sort };
    const remembered = { key, partition, record, length, entry: 0, usedAt: 0 };
    partition.records.set(record.sort, remembered);
    this.#length += KEY_LENGTH + length;
    this.#clearIfFull();
  }

  /** `entry` is the sequence of the journal entry that will hold the writes. */
  take({ records, texts, deletes }: Writes, entry: number): void {
    records.forEach((record, place) => {
      this.#write(record, { record, length: texts[place]?.length ?? 0, entry });
    });
    for (const key of deletes) this.#write(key, { record: undefined, length: 0, entry });
  }

  /** The tables show all that the journal says up to this entry. */
  settle(entry: number): void {
    let count = 0;
    for (const { remembered, entry: written } of this.#written) {
      if (written > entry) break;
      count += 1;
      if (remembered.entry === written) this.#settleOne(remembered);
    }
    this.#written = this.#written.slice(count);
    this.#clearIfFull();
  }

  #partition(name: string): Partition {
    let partition = this.#partitions.get(name);
    if (partition === undefined) {
      this.#clearIfFull();
      partition = { records: new Map(), isComplete: !this.#hasRecords(name), usedAt: 0 };
      this.#partitions.set(name, partition);
      this.#length += KEY_LENGTH;
    }
    partition.usedAt = this.#clearing;
    return partition;
  }

  #write({ partition: name, sort }: Key, { record, length, entry }: Write): void {
    const partition = this.#partition(name);
    let remembered = partition.records.get(sort);
    if (remembered === undefined) {
      const key = { partition: name, sort };
      remembered = { key, partition, record: undefined, length: 0, entry: 0, usedAt: 0 };
      partition.records.set(sort, remembered);
    } else if (remembered.entry === 0) {
      this.#length -= KEY_LENGTH + remembered.length;
    }
    this.#listed.work.move(remembered, remembered.record?.work, record?.work);
    this.#listed.due.move(remembered, remembered.record?.due, record?.due);
    if (remembered.entry !== entry) this.#written.push({ remembered, entry });
    remembered.record = record;
    remembered.length = length;
    remembered.entry = entry;
  }

  #settleOne(remembered: Remembered): void {
    const { key, partition, record, length } = remembered;
    remembered.entry = 0;
    this.#listed.work.settle(remembered, record?.work);
    this.#listed.due.settle(remembered, record?.due);
    if (record === undefined) partition.records.delete(key.sort);
    else this.#length += KEY_LENGTH + length;
  }

  /** See U4. Makes room for half of what is kept, so that it pays for itself. */
  #clearIfFull(): void {
    if (this.#length <= this.#lengthMax) return;
    this.#clear();
    if (this.#length > this.#lengthMax / 2) this.#clear();
  }

  #clear(): void {
    const { work, due } = this.#listed;
    this.#length = KEY_LENGTH * (work.clear(this.#clearing) + due.clear(this.#clearing));
    for (const [name, partition] of this.#partitions) {
      for (const [sort, remembered] of partition.records) {
        if (remembered.entry > 0) continue;
        if (remembered.usedAt === this.#clearing) this.#length += KEY_LENGTH + remembered.length;
        else this.#forget(partition, sort);
      }
      const isUsed = partition.records.size > 0 || partition.usedAt === this.#clearing;
      if (isUsed) this.#length += KEY_LENGTH;
      else this.#partitions.delete(name);
    }
    this.#clearing += 1;
  }

  #forget(partition: Partition, sort: string): void {
    partition.records.delete(sort);
    partition.isComplete = false;
  }
}
