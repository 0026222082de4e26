import { withMarks } from '../text/instructions/kept-out.js';
import { namePattern } from '../text/search/name-pattern.js';
import { estimateTokens } from '../text/search/tokens.js';
import type { Text } from '../text/speakers/reading.js';
import { boundaryBefore } from '../text/encoding/truncate.js';

/** In estimated tokens: what the model reads at once of a text that does not fit as a whole, from half to twice of it. */
const PART = 8000;
/** Passages on either side of one that names the character. */
const NEAR = 2;
/** What is less than this is no easier to answer in halves. */
const LEAST_HALVED = 400;
/** What estimates may be off by; other tokenizers count otherwise. */
const SURE = 0.8;
/** What a schema and the notes take beside instructions, passages and answer. */
const BESIDE = 2000;

/** Some passages with their ids, in order, as the model reads them. */
export interface SourcePart {
  lines: string[];
  /** Estimated. */
  tokens: number;
}

export interface WritingPlan {
  /** Everything is in one part. */
  whole: boolean;
  /** Some passage names the character. */
  isNamed: boolean;
  parts: SourcePart[];
}

/** What a model has room for, in tokens as we estimate them. */
export interface PartRoom {
  /** Of passages, at once. */
  whole: number;
  part: number;
  /** Of an answer. */
  answer: number;
}

export function roomOf(window: number): PartRoom {
  const answer = Math.min(8192, Math.max(512, Math.floor(window / 4)));
  const beside = Math.min(BESIDE, window / 4);
  const whole = Math.max(500, Math.floor((window - answer - beside) * SURE));
  return { whole, part: Math.min(PART, Math.floor(whole / 2)), answer };
}

interface Line extends SourcePart {
  names: boolean;
  /** Differs where another section begins. */
  section: string;
}

/**
 * What the model reads of some sources to write of a character: all of it in one part where that fits; else the
 * passages near the character's names, in parts that end with sections where they can.
 *
 * @param names all that the character goes by
 */
export function planParts(names: readonly string[], readings: readonly Text[], room: PartRoom): WritingPlan {
  const named = namePattern(names);
  const lines = readings.flatMap((reading, n) =>
    reading.passages.flatMap((passage): Line[] => {
      const text = withoutIds(withMarks(reading.text.slice(passage.start, passage.end)));
      if (text === '') return [];
      const id = `[${readings.length > 1 ? `${n + 1}:` : ''}p${passage.n}] `;
      const section = `${n}:${passage.section}`;
      const names = named.test(text);
      return fitting(text, room.part).map((piece) => ({
        lines: [id + piece],
        tokens: estimateTokens(id + piece) + 2,
        names,
        section,
      }));
    }),
  );
  const isNamed = lines.some((one) => one.names);
  if (sum(lines) <= room.whole) return { whole: true, isNamed, parts: [joined(lines)] };
  const near = lines.filter((_, n) =>
    lines.slice(Math.max(0, n - NEAR), n + NEAR + 1).some((one) => one.names),
  );
  return { whole: false, isNamed, parts: divided(isNamed ? near : lines, room.part) };
}

/** Two parts where one is too much at once; none where it cannot be less. */
export function halves(part: SourcePart): SourcePart[] {
  const middle = part.lines.length >> 1;
  if (middle === 0 || part.tokens < LEAST_HALVED) return [];
  return [part.lines.slice(0, middle), part.lines.slice(middle)].map((lines) => ({
    lines,
    tokens: lines.reduce((tokens, line) => tokens + estimateTokens(line) + 2, 0),
  }));
}

export function textOf({ lines }: SourcePart): string {
  return lines.join('\n\n');
}

/** A text cannot give itself ids of passages. */
function withoutIds(text: string): string {
  return text.replace(/\[(\s*(?:\d+\s*:\s*)?p\s*\d+\s*)\]/gi, '($1)');
}

/** A passage is longer than a part only in the smallest windows. */
function fitting(text: string, tokens: number): string[] {
  if (text.length < tokens / 2 || estimateTokens(text) <= tokens) return [text];
  const middle = text.length >> 1;
  const blank = text.indexOf(' ', middle);
  const at = blank > 0 && blank < middle + 40 ? blank : boundaryBefore(text, middle);
  return [...fitting(text.slice(0, at), tokens), ...fitting(text.slice(at), tokens)];
}

/** Sections together until they are a part; a long one in even pieces. */
function divided(lines: readonly Line[], target: number): SourcePart[] {
  const blocks: Line[][] = [];
  for (const line of lines) {
    const block = blocks.at(-1);
    if (block?.[0]!.section === line.section) block.push(line);
    else blocks.push([line]);
  }
  const parts: Line[][] = [];
  for (const block of blocks.flatMap((one) => even(one, target))) {
    const open = parts.at(-1);
    const tokens = open ? sum(open) : Infinity;
    if (open && (tokens + sum(block) <= target || tokens < target / 2)) open.push(...block);
    else parts.push([...block]);
  }
  const [before, last] = [parts.at(-2), parts.at(-1)];
  if (before && last && sum(last) < target / 2 && sum(before) + sum(last) <= 2 * target)
    parts.splice(-2, 2, [...before, ...last]);
  return parts.map(joined);
}

/** A section in pieces of a like size, where it is much longer than a part. */
function even(block: readonly Line[], target: number): Line[][] {
  const tokens = sum(block);
  if (tokens <= 1.5 * target) return [[...block]];
  const size = tokens / Math.ceil(tokens / target);
  const pieces: Line[][] = [];
  let taken = 0;
  for (const line of block) {
    const n = Math.min(Math.floor(taken / size), Math.ceil(tokens / target) - 1);
    (pieces[n] ??= []).push(line);
    taken += line.tokens;
  }
  return pieces.filter(Boolean);
}

function sum(some: readonly { tokens: number }[]): number {
  return some.reduce((total, { tokens }) => total + tokens, 0);
}

function joined(some: readonly SourcePart[]): SourcePart {
  return { lines: some.flatMap(({ lines }) => lines), tokens: sum(some) };
}
