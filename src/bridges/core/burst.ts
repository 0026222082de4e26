import { MOST_PICTURES } from '../../contracts/message.js';

/** People send a thought in several lines: so long after the last one it is taken as whole, in milliseconds. */
export const IDLE_MS = 1500;
/** Whoever never stops is answered all the same. */
export const MOST_MS = 6000;
/** More than this is a burst of its own. */
const MOST_LINES = 20;
const MOST_TEXT = 20_000;

export interface BurstLine {
  /** Who says it. */
  account: string;
  text: string;
  /** How many it shows. */
  pictures: number;
  /** When it came here, in milliseconds. */
  at: number;
}

/**
 * How many of the lines that wait in a chat belong together, from the first on: those of one person, without more than
 * the idle time between two.
 */
export function burstLength(lines: readonly BurstLine[]): number {
  let [count, size, pictures] = [0, 0, 0];
  for (const line of lines) {
    size += line.text.length;
    pictures += line.pictures;
    const [first, before] = [lines[0]!, lines[count - 1]];
    if (before) {
      if (line.account !== first.account || count >= MOST_LINES || size > MOST_TEXT) break;
      if (pictures > MOST_PICTURES) break;
      if (line.at - before.at > IDLE_MS || line.at - first.at > MOST_MS) break;
    }
    count++;
  }
  return count;
}

/** How long to wait before the first burst of a chat is whole, in milliseconds; 0: it is. */
export function burstWait(lines: readonly BurstLine[], now: number): number {
  const count = burstLength(lines);
  // What follows is somebody else's, or later: no more will come.
  if (count === 0 || count < lines.length || count >= MOST_LINES) return 0;
  const [first, last] = [lines[0]!, lines[count - 1]!];
  return Math.max(0, Math.min(last.at + IDLE_MS, first.at + MOST_MS) - now);
}

/**
 * A message of several lines with another one in the place of one of them; none where that is empty.
 * @param lengths of the lines as they were said, in characters
 * @returns null where they do not stand in the message as they were said
 */
export function withLine(
  message: string,
  lengths: readonly number[],
  at: number,
  text: string,
): string | null {
  if (!lengths[at]) return null;
  const signs = [...message];
  const lines: string[] = [];
  let from = 0;
  for (const length of lengths) {
    const end = from + length;
    // What stands behind the last of them are names of pictures.
    if (length && signs[end] !== (end === signs.length ? undefined : '\n')) return null;
    lines.push(signs.slice(from, end).join(''));
    if (length) from = end + 1;
  }
  lines[at] = text;
  return [...lines, signs.slice(from).join('')].filter((line) => line !== '').join('\n');
}

/** The lines of a burst as one message. */
export function joinedBurst(lines: readonly BurstLine[]): string {
  return lines
    .map(({ text }) => text)
    .filter((text) => text !== '')
    .join('\n');
}
