import { createHash } from 'node:crypto';
import { atOnce, type Work } from './search/slices.js';

/** How many UTF-16 units texts may still grow by. */
export interface MacroRoom {
  left: number;
}

export interface MacroValues {
  /** The character's name. */
  char: string;
  /** The persona's name. */
  user: string;
  /** 0 ≤ x < 1; Math.random unless given. */
  random?: () => number;
  /** What texts may grow by together; each by itself unless given. */
  room?: MacroRoom;
  /** What macros stand for that only this kind of text has, by their names in small letters. */
  more?: Readonly<Record<string, string>>;
}

const NAME = String.raw`\{\{\s*(?:char|user)\s*\}\}|<(?:bot|char|user)>`;
const NAMES = new RegExp(NAME, 'gi');
// The braces of a macro hold no braces but those of a name, so no two attempts read the same stretch.
const MACROS = new RegExp(String.raw`${NAME}|\{\{((?:[^{}]|\{\{(?:char|user)\}\})*)\}\}`, 'gi');

/** A text may grow to twice its length by names, and all that are settled together by so much more, in UTF-16 units. */
const SLACK = 64 * 1024;

/** For texts that are settled together. */
export const macroRoom = (): MacroRoom => ({ left: SLACK });

/** Settles the macros of a short text, without a rest (`settling`). */
export function settleMacros(text: string, values: MacroValues): string {
  return atOnce(settling(text, values));
}

/**
 * Settles the macros of character cards once and for all, in one pass: `{{char}}`, `{{user}}`, `<BOT>`,
 * `<USER>`, `{{random:a,b}}` (also `::a::b`, and `pick`), `{{roll:6}}`, `{{reverse:a}}`, and comments, which go;
 * so does `{{original}}`, as the frame that it stands for is always there. Case does not matter. Macros that are not
 * known stay as they are, as do names beyond what a text may grow by, and names are not searched for macros again.
 */
export function* settling(
  text: string,
  { char, user, random = Math.random, room = macroRoom(), more = {} }: MacroValues,
): Work<string> {
  room.left += text.length;
  const grown = (macro: string, value: string) => {
    const by = Math.max(value.length - macro.length, 0);
    if (by > room.left) return macro;
    room.left -= by;
    return value;
  };
  const named = (name: string) => grown(name, name.toLowerCase().includes('user') ? user : char);
  const settleNames = (part: string) => replacing(part, NAMES, ([name]) => named(name));

  return yield* replacing(text, MACROS, function* ([macro, body]) {
    if (body === undefined) return named(macro);
    if (body.trimStart().startsWith('//')) return '';
    const name = body.trim().toLowerCase();
    if (name === 'original') return '';
    if (Object.hasOwn(more, name)) return grown(macro, more[name]!);
    const colon = body.indexOf(':');
    const argument = body.slice(colon + 1);
    switch (colon < 0 ? '' : body.slice(0, colon).trim().toLowerCase()) {
      case 'comment':
      case 'hidden_key':
        return '';
      case 'random':
      case 'pick':
        return yield* settleNames(optionOf(argument, random()));
      case 'reverse':
        return reversed(yield* settleNames(argument));
      case 'roll': {
        const sides = Number(/^\s*d?(\d{1,9})\s*$/i.exec(argument)?.[1] ?? 0);
        return sides > 0 ? String(1 + Math.floor(random() * sides)) : macro;
      }
      default:
        return yield* settleNames(macro);
    }
  });
}

/** What `replaceAll` does, with a rest after each match. */
function* replacing(
  text: string,
  pattern: RegExp,
  replacement: (match: RegExpExecArray) => string | Work<string>,
): Work<string> {
  const parts: string[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    const settled = replacement(match);
    parts.push(text.slice(from, match.index), typeof settled === 'string' ? settled : yield* settled);
    from = match.index + match[0].length;
    yield;
  }
  parts.push(text.slice(from));
  return parts.join('');
}

/**
 * One of the options `a,b`, with `\,` for a comma, or `:a::b`. They are counted and not listed: there may be millions.
 *
 * @param chance 0 ≤ x < 1
 */
function optionOf(argument: string, chance: number): string {
  const colons = argument.startsWith(':');
  const text = colons ? argument.slice(1) : argument;
  const next = colons ? (from: number) => text.indexOf('::', from) : (from: number) => plainComma(text, from);
  const length = colons ? 2 : 1;
  let count = 1;
  for (let at = next(0); at >= 0; at = next(at + length)) count++;
  const chosen = Math.floor(chance * count);
  let from = 0;
  for (let n = 0; n < chosen; n++) from = next(from) + length;
  const end = next(from);
  const option = text.slice(from, end < 0 ? undefined : end);
  return colons ? option : option.replaceAll('\\,', ',').trim();
}

/** The next comma without a backslash before it, or -1. */
function plainComma(text: string, from: number): number {
  let at = text.indexOf(',', from);
  while (at > 0 && text[at - 1] === '\\') at = text.indexOf(',', at + 1);
  return at;
}

/** Character by character, without a list of them: there may be a million. */
function reversed(text: string): string {
  const units = new Uint16Array(text.length);
  for (let n = 0; n < text.length; n++) units[text.length - 1 - n] = text.charCodeAt(n);
  for (let n = 1; n < units.length; n++) {
    const [second, first] = [units[n - 1]!, units[n]!];
    if ((first & 0xfc00) !== 0xd800 || (second & 0xfc00) !== 0xdc00) continue;
    units[n - 1] = first;
    units[n] = second;
    n++;
  }
  return Buffer.from(units.buffer).toString('utf16le');
}

/** The same numbers for the same seed, so that what was left to chance is settled once. */
export function seeded(seed: string): () => number {
  let n = 0;
  // A seed may be long, and is hashed once.
  const begun = createHash('sha256').update(`${seed}\n`);
  return () => begun.copy().update(String(n++)).digest().readUInt32BE(0) / 2 ** 32;
}
