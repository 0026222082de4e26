import { createHash } from 'node:crypto';
import { KnownMacros } from './known-macros.js';
import type { MacroRoom, MacroValues } from './macro-values.js';
import { atOnce, type Work } from './search/slices.js';

/** Where a macro begins and ends, and names as they were written before there were macros. */
const SIGNS = /\{\{(?!\{)|\}\}|<(?:bot|char|user)>/gi;
/** A macro within so many others is looked at; the braces that open more of them are text. */
const DEEPEST = 16;
/** Stands for what was settled within a macro, so that nothing in it parts options or is settled again. */
const HELD = /\0(\d+)\0/g;

/** A text may grow to twice its length by names, and all that are settled together by so much more, in UTF-16 units. */
const SLACK = 64 * 1024;

/** For texts that are settled together. */
export const macroRoom = (): MacroRoom => ({ left: SLACK });

/** Settles the macros of a short text, without a rest (`settling`). */
export function settleMacros(text: string, values: MacroValues): string {
  return atOnce(settling(text, values));
}

/**
 * Settles the macros of character cards once and for all, in one pass, those within others first: `{{char}}`, `{{user}}`,
 * `<BOT>`, `<USER>`, `{{random:a,b}}` (also `::a::b`, and `pick`), `{{roll:2d6+1}}`, `{{reverse:a}}`, `{{newline}}`,
 * `{{trim}}` (with the line breaks around it), variables (`setvar`, `getvar` and the like), dates and times where it is
 * known what time it is, and comments, which go; so does `{{original}}`, as the frame that it stands for is always
 * there. Case does not matter. Macros that are not known stay as they are, as does what a text may not grow by, and what
 * was settled is not searched for macros again.
 */
export function* settling(text: string, values: MacroValues): Work<string> {
  const settler = new Settler(text, values);
  for (const sign of text.matchAll(SIGNS)) {
    settler.take(sign);
    yield;
  }
  return settler.end();
}

class Settler {
  /** What is open: the text itself, then each macro within the one before. */
  private readonly open: string[][] = [[]];
  private readonly held: string[] = [];
  private readonly room: MacroRoom;
  private readonly macros: KnownMacros;
  private from = 0;
  /** Line breaks that come next go. */
  private trims = false;

  constructor(
    private readonly text: string,
    values: MacroValues,
  ) {
    const { room = macroRoom() } = values;
    room.left += text.length;
    this.room = room;
    this.macros = new KnownMacros(values);
  }

  take({ 0: sign, index }: RegExpExecArray): void {
    this.add(this.text.slice(this.from, index));
    this.from = index + sign.length;
    if (sign === '{{') {
      if (this.open.length > DEEPEST) this.close(1);
      this.open.push([]);
    } else if (sign !== '}}')
      this.hold(sign, this.macros.valueOf(sign.slice(1, -1).replace(/^bot$/i, 'char'))!);
    else if (this.open.length === 1) this.add(sign);
    else this.settle(this.open.pop()!.join(''));
  }

  end(): string {
    this.add(this.text.slice(this.from));
    while (this.open.length > 1) this.close(1);
    return this.told(this.open[0]!.join(''));
  }

  /** A macro has no end: it is text. */
  private close(n: number): void {
    const [parts] = this.open.splice(n, 1);
    this.open[n - 1]!.push('{{', parts!.join(''));
  }

  private settle(body: string): void {
    const macro = `{{${body}}}`;
    if (/^\s*trim\s*$/i.test(body)) return this.trim();
    const value = this.macros.valueOf(body, (part) => this.told(part));
    this.hold(macro, value ?? macro);
  }

  private trim(): void {
    const parts = this.open.at(-1)!;
    while (parts.length && /^\n*$/.test(parts.at(-1)!)) parts.pop();
    if (parts.length) parts.push(parts.pop()!.replace(/\n+$/, ''));
    this.trims = true;
  }

  private add(part: string): void {
    const kept = this.trims ? part.replace(/^\n+/, '') : part;
    if (kept) this.trims = false;
    if (kept) this.open.at(-1)!.push(kept);
  }

  /** @param was what it stood as, which stays where the text would grow too much */
  private hold(was: string, value: string): void {
    const more = Math.max(value.length - was.length, 0);
    const kept = more > this.room.left ? was : value;
    if (kept === value) this.room.left -= more;
    this.trims = false;
    this.open.at(-1)!.push(`\0${this.held.push(kept) - 1}\0`);
  }

  private told(part: string): string {
    return part.replace(HELD, (_, n: string) => this.told(this.held[Number(n)] ?? ''));
  }
}

/** The same numbers for the same seed, so that what was left to chance is settled once. */
export function seeded(seed: string): () => number {
  let n = 0;
  // A seed may be long, and is hashed once.
  const begun = createHash('sha256').update(`${seed}\n`);
  return () => begun.copy().update(String(n++)).digest().readUInt32BE(0) / 2 ** 32;
}
