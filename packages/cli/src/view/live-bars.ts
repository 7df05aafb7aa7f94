/** The bars at the foot of a terminal: the lanes with what is worked on, then the whole mission. */
import { createLogUpdate } from 'log-update';
import { cut, type Output } from '../output.ts';
import type { Lane, MissionBoard } from './mission-board.ts';

const NAME_WIDTH_MAX = 22;
const BAR_WIDTH_MAX = 28;

export class LiveBars {
  readonly #output: Output;
  readonly #board: MissionBoard;
  readonly #foot = createLogUpdate(process.stdout);
  #isStopped = false;

  constructor(output: Output, board: MissionBoard) {
    this.#output = output;
    this.#board = board;
  }

  update(): void {
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
      ...lanes.map((lane) => barText(this.#output, lane, { nameWidth, isWhole: false })),
      barText(this.#output, whole, { nameWidth, isWhole: true }),
    ];
  }
}

/** One row, no wider than the terminal: name, bar, percent, count, and who works on what. */
export function barText(
  output: Output,
  lane: Lane,
  { nameWidth, isWhole }: { readonly nameWidth: number; readonly isWhole: boolean },
): string {
  const { settledCount, totalCount } = lane;
  const share = totalCount === 0 ? 0 : settledCount / totalCount;
  const width = Math.min(BAR_WIDTH_MAX, Math.max(10, Math.floor(output.width / 4)));
  const filled = Math.floor(share * width);
  const head = ` ${cut(lane.name, nameWidth).padEnd(nameWidth)} `;
  const percent = `${Math.floor(share * 100)}`.padStart(3);
  const counts = ` ${percent} %  ${`${settledCount}/${totalCount}`.padStart(5)} `;
  const room = output.width - head.length - width - counts.length - 2;
  const color = lane.troubledCount > 0 ? 'red' : share === 1 ? 'green' : 'cyan';
  return [
    isWhole ? output.paint('bold', head) : head,
    output.paint(color, '━'.repeat(filled)),
    output.paint('gray', '─'.repeat(width - filled)),
    counts,
    output.paint('gray', isWhole ? '' : cut(doing(lane), room)),
  ].join('');
}

function doing({ running }: Lane): string {
  return running.map((task) => `${task.agent ?? 'somebody'}: ${task.title}`).join(', ');
}
