/**
 * Which rules an event is told by.
 *
 * R1. The nearest scope with a rule that names the event counts: the task's, then the mission's, then the workspace's.
 *     What is further out counts only if one of the rules found so far has `inherit`.
 * R2. A condition neither stops nor widens the search: it decides about its own rule alone.
 * R3. What an element's `notifyChannels` ask for comes first and stops nothing.
 */

import { evaluateNotificationCondition } from '../document/condition.ts';
import type { NotificationRule } from '../document/document.ts';
import type { Event } from '../event.ts';
import type { NodeSpec } from '../run/node.ts';
import { namesEvent } from './event-name.ts';

export const RULE_SCOPES = ['ELEMENT', 'TASK', 'MISSION', 'WORKSPACE'] as const;
export type RuleScope = (typeof RULE_SCOPES)[number];

/** Names a link for deciding as what may be done. */
export const APPROVE = 'APPROVE';

export interface RulesInScope {
  readonly scope: RuleScope;
  readonly rules: readonly NotificationRule[];
}

export interface ChosenRule {
  readonly scope: RuleScope;
  readonly rule: NotificationRule;
}

/** `scopes` from near to far. */
export function chooseRules(
  event: Pick<Event, 'type' | 'data'>,
  scopes: readonly RulesInScope[],
): readonly ChosenRule[] {
  const chosen: ChosenRule[] = [];
  for (const { scope, rules } of scopes) {
    const naming = rules.filter((rule) => rule.events.some((name) => namesEvent(name, event)));
    chosen.push(...naming.map((rule) => ({ scope, rule })));
    const isNearest = scope !== 'ELEMENT' && naming.length > 0;
    if (isNearest && !naming.some((rule) => rule.inherit === true)) break;
  }
  return chosen;
}

/** What the `notifyChannels` of a checkpoint, a gate or a delay stand for; undefined when it has none. */
export function ruleOfElement(spec: NodeSpec): NotificationRule | undefined {
  switch (spec.kind) {
    case 'CHECKPOINT':
      return ruleTo(spec.definition, ['CheckpointStatusChanged:OPEN'], { action: APPROVE });
    case 'GATE':
      return ruleTo(spec.definition, ['GateHeld']);
    case 'DELAY':
      return ruleTo(spec.definition, ['DelayStatusChanged:RUNNING', 'DelayStatusChanged:ELAPSED']);
    default:
      return undefined;
  }
}

function ruleTo(
  { notifyChannels: channels }: { readonly notifyChannels: readonly string[] },
  events: readonly string[],
  also: Pick<NotificationRule, 'action'> = {},
): NotificationRule | undefined {
  return channels.length === 0 ? undefined : { events, channels, ...also };
}

/** Whether it fires, or why that can't be told. */
export type RuleVerdict = 'FIRES' | 'HOLDS_BACK' | { readonly reason: string };

export function judgeRule(rule: NotificationRule, event: Event): RuleVerdict {
  if (rule.condition === undefined) return 'FIRES';
  const { type, subject, runNumber = 0, actor, data } = event;
  const result = evaluateNotificationCondition(rule.condition, {
    event: { type, subject, runNumber },
    actor: { ...actor },
    data,
  });
  if (!result.ok) return { reason: `The condition could not be evaluated: ${result.error}` };
  return result.value ? 'FIRES' : 'HOLDS_BACK';
}
