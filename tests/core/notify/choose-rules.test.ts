import type { NotificationRule } from '@muster/core/document/document';
import { compile } from '@muster/core/graph/compile';
import { chooseRules, judgeRule, ruleOfElement } from '@muster/core/notify/choose-rules';
import { describe, expect, it } from 'vitest';
import { aDocument } from '../../support/a-document.ts';
import { anEvent } from '../../support/an-event.ts';

const FAILED = 'TaskStatusChanged:FAILED';

function aRule(to: string, told: Partial<NotificationRule> = {}): NotificationRule {
  return { events: [FAILED], channels: [to], ...told };
}

/** Channels of the rules that are chosen, in order. */
function chosen(...scopes: Parameters<typeof chooseRules>[1]): readonly string[] {
  return chooseRules(anEvent(), scopes).flatMap(({ rule }) => rule.channels);
}

describe('of the rules that name an event', () => {
  const task = { scope: 'TASK', rules: [aRule('task')] } as const;
  const mission = { scope: 'MISSION', rules: [aRule('mission')] } as const;
  const workspace = { scope: 'WORKSPACE', rules: [aRule('workspace')] } as const;
  const inherits = aRule('heir', { inherit: true });

  it('those of the nearest scope count, and no others (R1)', () => {
    expect(chosen(task, mission, workspace)).toEqual(['task']);
    expect(chosen(mission, workspace)).toEqual(['mission']);
    expect(chosen(workspace)).toEqual(['workspace']);
  });

  it('a scope that names other events alone is passed over (R1)', () => {
    const other = { scope: 'TASK', rules: [aRule('other', { events: ['GateHeld'] })] } as const;

    expect(chosen(other, mission, workspace)).toEqual(['mission']);
  });

  it('the next scope counts too when one of them inherits (R1)', () => {
    const both = { scope: 'TASK', rules: [aRule('task'), inherits] } as const;
    const heir = { scope: 'MISSION', rules: [inherits] } as const;

    expect(chosen(both, mission, workspace)).toEqual(['task', 'heir', 'mission']);
    expect(chosen(both, heir, workspace)).toEqual(['task', 'heir', 'heir', 'workspace']);
  });

  it('one without channels keeps the event from those further out', () => {
    const silent = { scope: 'MISSION', rules: [{ events: [FAILED], channels: [] }] } as const;

    expect(chosen(silent, workspace)).toEqual([]);
  });

  it('a condition that does not hold keeps the event from those further out too (R2)', () => {
    const never = { scope: 'TASK', rules: [aRule('task', { condition: 'false' })] } as const;

    expect(chosen(never, workspace)).toEqual(['task']);
  });

  it('what an element asks for comes first and stops nothing (R3)', () => {
    const element = { scope: 'ELEMENT', rules: [aRule('element')] } as const;

    expect(chosen(element, mission, workspace)).toEqual(['element', 'mission']);
  });
});

describe('the channels of an element', () => {
  const { specs } = compile(
    aDocument({
      tasks: ['A'],
      checkpoints: [{ name: 'ok', notifyChannels: ['ops'] }, { name: 'quiet' }],
      qualityGates: [{ name: 'good', notifyChannels: ['ops'] }],
      delays: [{ name: 'rest', duration: 'PT1S', notifyChannels: ['ops'] }],
    }),
  );

  it('are told of what it waits for', () => {
    expect(specs.map(ruleOfElement)).toEqual([
      undefined,
      { events: ['CheckpointStatusChanged:OPEN'], channels: ['ops'], action: 'APPROVE' },
      undefined,
      { events: ['GateHeld'], channels: ['ops'] },
      { events: ['DelayStatusChanged:RUNNING', 'DelayStatusChanged:ELAPSED'], channels: ['ops'] },
    ]);
  });
});

describe('a rule', () => {
  it('fires when its condition holds for what the event carries, or it has none', () => {
    expect(judgeRule(aRule('ops'), anEvent())).toBe('FIRES');
    expect(judgeRule(aRule('ops', { condition: 'data.name == "A"' }), anEvent())).toBe('FIRES');
    expect(judgeRule(aRule('ops', { condition: 'data.name == "B"' }), anEvent())).toBe('HOLDS_BACK');
  });

  it('tells why when its condition can not be evaluated', () => {
    expect(judgeRule(aRule('ops', { condition: 'data.score > 3.0' }), anEvent())).toEqual({
      reason: expect.stringContaining('could not be evaluated'),
    });
  });
});
