/**
 * What pages go on from. A cursor comes back from outside: what no page of a list has given out is refused. Searched for,
 * it would look like the end of the list, or lead out of it.
 */
import { parseContainerId } from '@muster/core/ids';

/** The shapes of cursors. Those that are sort keys follow their templates in `keys.ts`. */
export type CursorKind = keyof typeof RECOGNISED;

const RECOGNISED = {
  /** A number of an item, or its place in a list, in decimal. */
  NUMBER: (text: string) => /^\d{1,15}$/.test(text),
  /** A mission, or the container of a standalone task. */
  CONTAINER: (text: string) => parseContainerId(text) !== undefined,
  ARTIFACT: (text: string) => /^F#\d{5}#\d{9}#\d{4}$/.test(text),
  ADDITION: (text: string) => /^G#\d{6}$/.test(text),
  APPROVAL: (text: string) => hasParts(text, [/^\d{15}$/, 'CONTAINER', /^\d+$/, /^\d+$/]),
  DEAD_LETTER: (text: string) => hasParts(text, ['CONTAINER', /./]),
  /** Of one mission. */
  MISSION_DELIVERY: (text: string) => hasParts(text, [/^\d{12}$/, /./]),
  DELIVERY: (text: string) => hasParts(text, [/^\d{15}$/, 'CONTAINER', /^\d{12}$/, /./]),
} as const;

export function isCursor(kind: CursorKind, text: string): boolean {
  return RECOGNISED[kind](text);
}

/** Whether there is a part for each shape. The last one takes the rest: names may hold anything. */
function hasParts(text: string, shapes: readonly (RegExp | 'CONTAINER')[]): boolean {
  const parts = text.split('#');
  const last = shapes.length - 1;
  const fitting = [...parts.slice(0, last), parts.slice(last).join('#')];
  return shapes.every((shape, place) => {
    const part = fitting[place] ?? '';
    return shape === 'CONTAINER' ? parseContainerId(part) !== undefined : shape.test(part);
  });
}
