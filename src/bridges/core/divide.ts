import { fittingLength, sizeOf, type Unit } from './size.js';

/** The line that opens or closes a block of code. */
const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;
/** What follows a fence is a language's name; more of it is not said again. */
const MOST_OF_FENCE = 40;
/** A part is not cut shorter than this share of its room for the sake of a better place. */
const LEAST = 0.4;
/** Less room than this takes no fence. */
const LEAST_ROOM = 2 * MOST_OF_FENCE;

/** Where a text is best cut, the best first: behind what each of these finds. */
const PLACES = [
  /\n[ \t]*\n/g,
  /\n/g,
  /[.!?…]["'”’)\]*_]*\s|[。！？…]["'”’」』）*]*/g,
  /[,;:]\s|[，；：、]/g,
  /\s/g,
];
const PLACES_IN_CODE = [/\n/g, /\s/g];

/**
 * A reply as messages that a platform takes: cut at paragraphs, lines, sentences, else between words. A block of code
 * that is cut is closed and opened again. Nothing is left out but white space at the cuts.
 *
 * @param most how long a message may be, in `unit`; at least 80
 */
export function divided(text: string, most: number, unit: Unit): string[] {
  const room = Math.max(most, LEAST_ROOM);
  const parts: string[] = [];
  let rest = text.trim();
  let fence = '';
  while (rest !== '') {
    const opening = fence === '' ? '' : `${fence}\n`;
    if (sizeOf(opening, unit) + sizeOf(rest, unit) <= room) {
      parts.push(opening + rest);
      break;
    }
    const left = room - sizeOf(opening, unit) - MOST_OF_FENCE / 2;
    const window = rest.slice(0, Math.max(fittingLength(rest, left, unit), lengthOfFirst(rest)));
    const cut = cutOf(window, fence);
    const head = rest.slice(0, cut);
    const open = fenceAfter(head, fence);
    const part =
      (open === '' ? head.trimEnd() : head.replace(/\n$/, '')) + (open === '' ? '' : closing(open));
    if (part.trim() !== '') parts.push(opening + part);
    rest = open === '' ? rest.slice(cut).trimStart() : rest.slice(cut).replace(/^\n/, '');
    fence = open;
    // What is left of a block is its own end: the block was closed already.
    const first = /^[^\n]*/.exec(rest)![0];
    if (fence !== '' && closes(first, fence)) {
      rest = rest.slice(first.length).trimStart();
      fence = '';
    }
  }
  return parts;
}

const lengthOfFirst = (text: string) => String.fromCodePoint(text.codePointAt(0)!).length;

const closing = (fence: string) => `\n${FENCE.exec(fence)![1]!}`;

/** Where to cut what has room. */
function cutOf(window: string, fence: string): number {
  const least = Math.floor(window.length * LEAST);
  // Code that begins late stays whole where that is possible.
  const before = beginOfLastBlock(window, fence);
  if (before !== null && before >= least) return before;
  const isCode = fenceAfter(window, fence) !== '';
  for (const place of isCode ? PLACES_IN_CODE : PLACES) {
    const last = [...window.matchAll(place)].map(({ index, 0: found }) => index + found.length).at(-1);
    if (last !== undefined && last >= least && last > 0) return last;
  }
  return window.length;
}

/** Where the block of code begins that is open at the end, if it begins in this text. */
function beginOfLastBlock(text: string, fence: string): number | null {
  let [at, open, begin] = [0, fence, null as number | null];
  for (const line of text.split('\n')) {
    const next = step(line, open);
    if (open === '' && next !== '') begin = at;
    if (next === '') begin = null;
    open = next;
    at += line.length + 1;
  }
  return begin;
}

/** The fence that is open after a text, or nothing. */
function fenceAfter(text: string, before: string): string {
  return text.split('\n').reduce((open, line) => step(line, open), before);
}

function step(line: string, open: string): string {
  if (open !== '') return closes(line, open) ? '' : open;
  const found = FENCE.exec(line);
  // A fence that is longer than any that is meant is text.
  if (!found || found[1]!.length > 10 || found[2]!.includes('`')) return '';
  const language = /^[\w+#-]{1,20}$/.exec(found[2]!.trim())?.[0] ?? '';
  return found[1]! + language;
}

function closes(line: string, open: string): boolean {
  const found = FENCE.exec(line);
  const marker = FENCE.exec(open)![1]!;
  return !!found && found[2]!.trim() === '' && found[1]!.startsWith(marker);
}
