import type { Report } from '@muster/core/report';
import { formatDuration, renderReport } from '@muster/core/report-markdown';
import { describe, expect, it } from 'vitest';
import { ADA, MISSION_ID, RITA, START } from '../support/a-mission.ts';

function aReport(told: Partial<Report> = {}): Report {
  return {
    missionId: MISSION_ID,
    runNumber: 1,
    title: 'A mission',
    status: 'COMPLETED',
    hasAllPassed: true,
    startedAt: START,
    endedAt: START,
    wallClockMs: 90_000,
    workingMs: 5_200,
    usage: { tokens: 1_200, costUsd: 0.5 },
    filesCreated: [],
    filesEdited: [],
    tasks: [],
    checkpoints: [],
    gates: [],
    ...told,
  };
}

describe('renderReport', () => {
  it('tells how often work was done again, which deadlines were met, and what turned up', () => {
    const task = { status: 'DONE', attemptCount: 4, workingMs: 0, outcomes: [] } as const;
    const deadline = { at: START, isBreached: true };
    const work = { retryCount: 1, fixRoundCount: 2, escalatedTo: 'bob', deadline };
    const markdown = renderReport(
      aReport({
        tasks: [
          { ...task, index: 0, key: 'a', title: 'Sink', work },
          { ...task, index: 1, key: 'b', title: 'Tap', work: { retryCount: 0, fixRoundCount: 0 } },
        ],
        deadline: { at: START, isBreached: false },
        issues: [
          {
            severity: 'BLOCKING',
            title: 'It leaks.',
            description: 'Badly.',
            foundAt: 0,
            foundAtKey: 'a',
            became: 1,
          },
        ],
        checkpoints: [
          {
            name: 'Go',
            status: 'APPROVED',
            decidedBy: [RITA],
            decidedAt: START,
            verdicts: [{ actor: RITA, at: START }],
          },
        ],
      }),
    );

    expect(markdown).toContain('- Done again: 1 retry, 2 fix rounds, 1 escalation\n');
    expect(markdown).toContain('- Deadline: 2026-11-21T08:00:00.000Z met\n');
    expect(markdown).toContain('- Deadlines of tasks: 0 met, 1 breached\n');
    expect(markdown).toContain(
      '| 1 retry; 2 fix rounds; escalated to bob; deadline 2026-11-21T08:00:00.000Z breached |',
    );
    expect(markdown).toContain('| It leaks. | BLOCKING | Sink | a task | Badly. |');
    expect(markdown).toContain('| Go | APPROVED | rita | 2026-11-21T08:00:00.000Z |');
  });

  it('opens with what happened, and leaves out what there is not', () => {
    expect(renderReport(aReport())).toBe(
      [
        '# A mission: run 1 COMPLETED',
        '',
        '- All passed: yes',
        '- Wall-clock time: 1 min 30 s',
        '- Working time: 5.2 s',
        '- Usage: 1200 tokens, $0.50',
        '',
      ].join('\n'),
    );
  });

  it('tells the whole contract, its rounds, and where the time went', () => {
    const markdown = renderReport(
      aReport({
        contract: {
          assertions: [
            {
              index: 3,
              name: 'VAL-A-001',
              title: 'It works.',
              status: 'PASSING',
              tasks: ['a', 'b'],
              remediationCount: 1,
              evidence: 'Seen | twice.',
              decidedBy: RITA,
              round: 2,
            },
            {
              index: 4,
              name: 'VAL-A-002',
              title: 'It is fast.',
              status: 'PENDING',
              tasks: [],
              remediationCount: 0,
            },
          ],
          validations: [
            {
              name: 'one',
              status: 'RUNNING',
              rounds: [
                {
                  number: 1,
                  validator: 'vera',
                  outcome: 'FAILING',
                  tookMs: 61_000,
                  asked: ['VAL-A-001'],
                  passing: [],
                  failing: ['VAL-A-001'],
                  waived: [],
                },
                { number: 2, asked: ['VAL-A-001'], passing: [], failing: [], waived: [] },
              ],
            },
          ],
        },
        time: { implementingMs: 6_000, validatingMs: 3_000, waitingForPeopleMs: 1_000 },
      }),
    );

    for (const line of [
      '- Contract: 2 assertions, 1 PENDING, 1 PASSING',
      '- Time: 60 % implementing, 30 % validating, 10 % waiting for people',
      '| VAL-A-001 | It works. | PASSING | a, b | rita | Seen \\| twice. |',
      '| VAL-A-002 | It is fast. | PENDING | none |  |  |',
      '| one | 1 | FAILING | vera | 1 min 01 s |  | VAL-A-001 |  |',
      '| one | 2 |  |  |  |  |  |  |',
    ]) {
      expect(markdown.split('\n')).toContain(line);
    }
  });

  it('has a table of tasks, checkpoints and gates', () => {
    const markdown = renderReport(
      aReport({
        averageScore: 4.125,
        reason: 'Because.',
        tasks: [
          {
            index: 0,
            key: 'a',
            title: 'A',
            status: 'DONE',
            attemptCount: 2,
            agent: ADA.name,
            workingMs: 5,
            score: 4,
            outcomes: ['x', 'y'],
          },
        ],
        checkpoints: [{ name: 'C', status: 'APPROVED', decidedBy: [RITA], waitedMs: 61_000 }],
        gates: [{ name: 'G', status: 'OVERRIDDEN', averageScore: 2, reasons: [], overriddenBy: RITA }],
        filesCreated: ['a.ts'],
      }),
    );

    expect(markdown).toContain('- Reason: Because.');
    expect(markdown).toContain('- Average score: 4.13');
    expect(markdown).toContain('| A | DONE | 2 | 5 ms | 4 | ada | x; y |');
    expect(markdown).toContain('| C | APPROVED | rita |  | 1 min 01 s |  |');
    expect(markdown).toContain('| G | OVERRIDDEN | 2.00 | overridden by rita |');
    expect(markdown).toContain('## Files created\n\n- a.ts');
  });

  it('escapes what would break the tables or become a heading, a link or markup', () => {
    const markdown = renderReport(aReport({ title: 'a | b\n# c <script> [x](y) `z` *w*' }));

    expect(markdown.split('\n')[0]).toBe(
      '# a \\| b \\# c \\<script\\> \\[x\\](y) \\`z\\` \\*w\\*: run 1 COMPLETED',
    );
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [1_000, '1.0 s'],
    [59_940, '59.9 s'],
    [60_000, '1 min 00 s'],
    [184_000, '3 min 04 s'],
    [3_600_000, '1 h 00 min'],
    [3_720_000, '1 h 02 min'],
  ])('%i ms is %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it('never says 60 seconds', () => {
    expect(formatDuration(59_960)).toBe('1 min 00 s');
    expect(formatDuration(119_600)).toBe('2 min 00 s');
  });
});
