/**
 * Rules as they are needed for every event: remembered for a while, so that a workspace without any costs one small read
 * now and then.
 *
 * M1. A workspace's rules are at most `LIMITS.notificationCacheMsMax` old; a change by this process is seen at once.
 * M2. What is remembered is bounded in number.
 * M3. A workspace whose rules can't be read has none, which is logged again and again: those of its missions hold.
 */
import type { NotificationRule } from '@muster/core/document/document';
import { listAt } from '@muster/core/document/sections';
import type { MissionId, WorkspaceId } from '@muster/core/ids';
import { addMs, type Instant } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import { parseRules } from '@muster/core/notify/parse-rules';
import { UnreadableRecord } from '../codec.ts';
import type { EngineContext } from '../context.ts';
import { rulesKey } from '../keys.ts';
import type { StoredRecord } from '../ports/store.ts';
import { loadDocument } from '../stored-documents.ts';
import { RULES } from './notify-records.ts';

export type Rules = readonly NotificationRule[];

type RulesContext = Pick<EngineContext, 'store' | 'now' | 'log'>;

export class RememberedRules {
  readonly #context: RulesContext;
  readonly #workspaces = new Map<WorkspaceId, { readonly rules: Rules; readonly until: Instant }>();
  readonly #documents = new Map<string, Rules>();

  constructor(context: RulesContext) {
    this.#context = context;
  }

  forget(workspaceId: WorkspaceId): void {
    this.#workspaces.delete(workspaceId);
  }

  /** Undefined when they have to be asked for. */
  known(workspaceId: WorkspaceId): Rules | undefined {
    const entry = this.#workspaces.get(workspaceId);
    return entry !== undefined && entry.until > this.#context.now() ? entry.rules : undefined;
  }

  async ofWorkspace(workspaceId: WorkspaceId): Promise<Rules> {
    const known = this.known(workspaceId);
    if (known) return known;
    const until = addMs(this.#context.now(), LIMITS.notificationCacheMsMax);
    const [stored] = await this.#context.store.get([rulesKey(workspaceId)]);
    const rules = stored ? this.#read(stored) : [];
    remember(this.#workspaces, workspaceId, { rules, until });
    return rules;
  }

  /** M3. */
  #read({ partition, sort, value }: StoredRecord): Rules {
    try {
      return RULES.decode(value).rules;
    } catch (error) {
      if (!(error instanceof UnreadableRecord)) throw error;
      this.#context.log.error({ err: error, partition, sort }, 'the rules of a workspace can not be read');
      return [];
    }
  }

  /** A version never changes: what is known of it stays true. */
  async ofDocument(place: {
    readonly workspaceId: WorkspaceId;
    readonly missionId: MissionId;
    readonly version: number;
  }): Promise<Rules> {
    const name = `${place.workspaceId}/${place.missionId}/${place.version}`;
    const known = this.#documents.get(name);
    if (known) return known;
    const parsed = parseRules(listAt(await loadDocument(this.#context, place), 'notifications'));
    const rules = parsed.ok ? parsed.value : [];
    remember(this.#documents, name, rules);
    return rules;
  }
}

function remember<Name, Value>(entries: Map<Name, Value>, name: Name, value: Value): void {
  entries.delete(name);
  entries.set(name, value);
  if (entries.size <= LIMITS.notificationCacheEntriesMax) return;
  const [oldest] = entries.keys();
  if (oldest !== undefined) entries.delete(oldest);
}
