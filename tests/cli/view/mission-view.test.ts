import { describe, expect, it } from 'vitest';
import type { Output } from '../../../packages/cli/src/output.ts';
import { barText } from '../../../packages/cli/src/view/live-bars.ts';
import { formatLine, missionView } from '../../../packages/cli/src/view/mission-view.ts';
import { aBoard, anEvent, aTask } from '../a-board.ts';

function anOutput(width: number): Output & { readonly lines: readonly string[] } {
  const lines: string[] = [];
  return {
    lines,
    width,
    isTerminal: false,
    paint: (_style, text) => text,
    print: (text) => void lines.push(text),
    note: () => undefined,
  };
}

const LONG = 'a text that is far too long for any terminal that somebody would want to work with '.repeat(2);

describe('the view of a mission', () => {
  it('prints a line for each event worth one, where nobody looks', () => {
    const output = anOutput(80);
    const view = missionView(output, { board: aBoard(aTask('tsk_1')), clock: () => '1.0 s' });

    view.show(anEvent('TASK_STATUS_CHANGED', { from: 'WAITING', to: 'READY' }));
    view.show(anEvent('TASK_STATUS_CHANGED', { from: 'READY', to: 'IN_PROGRESS', agent: 'theo' }));
    view.say('said in between');
    view.close();

    expect(output.lines).toEqual([
      expect.stringMatching(/1\.0 s ▸ Title of tsk_1 +theo$/),
      'said in between',
    ]);
  });

  it.each([60, 80, 120])('keeps every line within %i columns', (width) => {
    const output = anOutput(width);
    const line = formatLine(output, '12.3 s', { mark: '▸', tone: 'BUSY', what: LONG, detail: LONG });
    const lane = aBoard(aTask('a', { title: LONG, status: 'IN_PROGRESS', agent: 'theo' })).whole;
    const bar = barText(output, { ...lane, name: LONG }, { nameWidth: 22, beside: LONG });

    expect(line.length).toBeLessThanOrEqual(width);
    expect(bar.length).toBeLessThanOrEqual(width);
  });

  it('fills a bar to the share that is settled, and to the end only when all is', () => {
    const output = anOutput(80);
    const tasks = ['a', 'b', 'c'].map((id) => aTask(id, { status: 'DONE' }));
    const options = { nameWidth: 9, beside: '' };

    const all = barText(output, aBoard(...tasks).whole, options);
    const most = barText(output, aBoard(...tasks, aTask('d')).whole, options);

    expect(all).toContain(`${'━'.repeat(20)} 100 %`);
    expect(most).toContain(`${'━'.repeat(15)}${'─'.repeat(5)}  75 %`);
    expect(most).toContain('3/4');
  });
});
