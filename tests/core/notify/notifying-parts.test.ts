import { compile } from '@muster/core/graph/compile';
import { withAddedParts } from '@muster/core/notify/notifying-parts';
import { describe, expect, it } from 'vitest';
import { aDocument, type DocumentInput } from '../../support/a-document.ts';
import { aMission } from '../../support/a-mission.ts';

const RULE = { events: ['TaskStatusChanged:FAILED'], channels: ['ops'] };

function partsOf(input: DocumentInput) {
  return compile(aDocument(input)).notifies;
}

describe('a plan', () => {
  it('that notifies nobody says nothing about it', () => {
    expect(compile(aDocument({ tasks: ['A'] }))).not.toHaveProperty('notifies');
    expect(aMission({ tasks: ['A'] }).head.run).not.toHaveProperty('notifies');
  });

  it('says where it has rules and channels', () => {
    expect(partsOf({ tasks: ['A'], notifications: [RULE] })).toEqual(['MISSION']);
    expect(partsOf({ tasks: [{ title: 'A', notifications: [RULE] }] })).toEqual(['TASKS']);
    expect(partsOf({ tasks: ['A'], qualityGates: [{ name: 'g', notifyChannels: ['ops'] }] })).toEqual([
      'ELEMENTS',
    ]);
  });

  it('hands that to its run', () => {
    expect(aMission({ tasks: ['A'], notifications: [RULE] }).head.run?.notifies).toEqual(['MISSION']);
  });

  it('says it of what is added too', () => {
    const { specs } = compile(aDocument({ tasks: [{ title: 'B', notifications: [RULE] }] }));

    expect(withAddedParts(undefined, specs)).toEqual(['TASKS']);
    expect(withAddedParts(['MISSION'], specs)).toEqual(['MISSION', 'TASKS']);
    expect(withAddedParts(undefined, [])).toBeUndefined();
  });
});
