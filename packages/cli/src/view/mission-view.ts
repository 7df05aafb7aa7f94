/** Shows a mission while it runs: events above, bars below. Where nobody looks: the events alone, line by line. */
import type { MissionEvent } from '@muster/client/watch-mission';
import type { Used } from '../follow-mission.ts';
import { cut, type Output, type Style } from '../output.ts';
import { type EventLine, eventLine, type Tone } from './event-line.ts';
import { LiveBars } from './live-bars.ts';
import type { MissionBoard } from './mission-board.ts';

export interface MissionView {
  readonly show: (event: MissionEvent) => void;
  /** A line of one's own among the events. */
  readonly say: (text: string) => void;
  /** What is used so far, beside the bar of the whole mission. */
  readonly use: (used: Used) => void;
  /** Leaves the bars as they stand. Repeating it does nothing. */
  readonly close: () => void;
}

export interface ViewOptions {
  readonly board: MissionBoard;
  /** How an instant (RFC 3339) is written before its event. */
  readonly clock: (occurredAt: string) => string;
}

export function missionView(output: Output, { board, clock }: ViewOptions): MissionView {
  const bars = output.isTerminal ? new LiveBars(output, board) : undefined;
  const say = (text: string) => (bars ? bars.log(text) : output.print(text));
  bars?.update();
  return {
    show: (event) => {
      board.apply(event);
      const told = eventLine(event, board);
      if (told) say(formatLine(output, clock(event.occurredAt), told));
      else bars?.update();
    },
    say,
    use: (used) => bars?.update(used),
    close: () => bars?.stop(),
  };
}

const STYLES: Readonly<Record<Tone, Style>> = {
  GOOD: 'green',
  BUSY: 'cyan',
  WAITING: 'yellow',
  BAD: 'red',
  PLAIN: 'gray',
};
const WHAT_WIDTH_MAX = 44;
const WHAT_SHARE = 0.42;

/** Fits the width: what happened in a column of its own, the detail as far as there is room. */
export function formatLine(output: Output, time: string, { mark, tone, what, detail }: EventLine): string {
  const whatWidth = Math.min(WHAT_WIDTH_MAX, Math.floor(output.width * WHAT_SHARE));
  const left = output.width - time.length - whatWidth - 8;
  const padded = cut(what, whatWidth).padEnd(detail === '' ? 0 : whatWidth);
  const style = STYLES[tone];
  return [
    ' ',
    output.paint('gray', time),
    output.paint(style, mark),
    tone === 'PLAIN' ? output.paint('gray', padded) : padded,
    output.paint(tone === 'GOOD' || tone === 'PLAIN' ? 'gray' : style, cut(detail, Math.max(12, left))),
  ]
    .join(' ')
    .trimEnd();
}
