/** The bars at the foot of a terminal: the lanes with what is worked on, then the whole mission. */
import { createLogUpdate } from 'log-update';
import type { Used } from '../follow-mission.ts';
import { cut, type Output } from '../output.ts';
import type { Lane, MissionBoard } from './mission-board.ts';

const NAME_WIDTH_MAX = 22;
const BAR_WIDTH_MAX = 28;

export class LiveBars {
  readonly #output: Output;
  readonly #board: MissionBoard;
  readonly #foot = createLogUpdate(process.stdout);
  #used: Used | undefined;
  #isStopped = false;

  constructor(output: Output, board: MissionBoard) {
    this.#output = output;
    this.#board = board;
  }

  update(used = this.#used): void {
    this.#used = used;
    if (!this.#isStopped) this.#foot(['', ...this.#texts()].join('\n'));
  }

  /** Writes a line above the bars, and the bars anew. */
  log(text: string): void {
    this.#foot.persist(text);
    this.update();
  }

  /** Leaves the bars as they stand. */
  stop(): void {
    if (this.#isStopped) return;
    this.update();
    this.#isStopped = true;
    this.#foot.done();
  }

  #texts(): readonly string[] {
    const { whole, lanes } = this.#board;
    const nameWidth = Math.min(
      NAME_WIDTH_MAX,
      Math.max(...[whole, ...lanes].map((lane) => lane.name.length)),
    );
    return [
      ...lanes.map((lane) => barText(this.#output, lane, { nameWidth, beside: doing(lane) })),
      this.#output.paint('bold', barText(this.#output, whole, { nameWidth, beside: usedText(this.#used) })),
    ];
  }
}

/** One row, no wider than the terminal: name, bar, percent, count, and what is to be said beside it. */
export function barText(
  output: Output,
  lane: Lane,
  { nameWidth, beside }: { readonly nameWidth: number; readonly beside: string },
): string {
  const { settledCount, totalCount } = lane;
  const share = totalCount === 0 ? 0 : settledCount / totalCount;
  const width = Math.min(BAR_WIDTH_MAX, Math.max(10, Math.floor(output.width / 4)));
  const filled = Math.floor(share * width);
  const head = ` ${cut(lane.name, nameWidth).padEnd(nameWidth)} `;
  const percent = `${Math.floor(share * 100)}`.padStart(3);
  const counts = ` ${percent} %  ${`${settledCount}/${totalCount}`.padStart(5)}  `;
  const room = output.width - head.length - width - counts.length - 1;
  const color = lane.troubledCount > 0 ? 'red' : share === 1 ? 'green' : 'cyan';
  return [
    head,
    output.paint(color, '━'.repeat(filled)),
    output.paint('gray', '─'.repeat(width - filled)),
    counts,
    output.paint('gray', cut(beside, room)),
  ].join('');
}

function doing({ running }: Lane): string {
  return running.map((task) => `${task.agent ?? 'somebody'}: ${task.title}`).join(', ');
}

function usedText(used: Used | undefined): string {
  return used ? `${used.tokens.toLocaleString('en')} tokens, $${used.costUsd.toFixed(2)}` : '';
}
