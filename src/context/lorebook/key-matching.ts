/** Whether the keys of lorebook entries stand in a text: words, or expressions between slashes. */
import {
  expressionOf,
  idOfExpression,
  isExact,
  type KeyExpression,
  type Unrun,
} from '../../characters/lorebook/lorebook-expressions.js';
import { settleMacros } from '../../text/macros.js';
import type { Lorebook } from '../../contracts/sheet.js';
import {
  isByPattern,
  type MatchingSource,
  type TavernRules,
} from '../../characters/lorebook/tavern-rules.js';
import { asExpression, searchExpression, wordsOf } from '../../text/search/expressions.js';
import { Haystack } from '../../text/search/haystack.js';
import { compatible } from '../../text/encoding/normalized.js';

/** In characters: of a longer text its end is searched, of longer keys none is. */
const LONGEST = 8000;
const LONGEST_KEY = 200;
/** Of what is added, each and all together. */
const LONGEST_ADDED = 2000;
const MOST_ADDED = 16_000;
/** What all keys together may take: instructions of expressions times characters, half a second of them. */
const MOST_STEPS = 100_000_000;
/** After so many it may rest, a fraction of a millisecond later. */
const STEPS_A_SLICE = 50_000;
/** In those steps: to look for words at all, in so many characters, and whether they are a word of its own. */
const STEPS_EACH = 20;
const CHARACTERS_A_STEP = 8;
const STEPS_A_TRY = 60;
const MOST_TRIES = 50;

/** A key, ready to be looked for. */
export interface EntryKey {
  /** As the entry has it. */
  text: string;
  /** Words of which one has to stand in the text, none where it is an expression; in lower case where case does not count. */
  words: readonly string[];
  /** There may be macros in it, which are settled when it is looked for. */
  hasMacros: boolean;
  expression: KeyExpression | null;
  /** The expression is not run as the book has too many, or it is too large. */
  unrun: 'beyond' | 'too large' | null;
  /** Case counts. */
  exact: boolean;
  /** It has to stand as a word of its own; what is several words does not, as in SillyTavern. */
  wholeWords: boolean;
}

/** Who `{{char}}` and `{{user}}` in keys are. */
export interface MacroNames {
  char: string;
  user: string;
}

/** Where a key is looked for: in so many of the newest messages, and in what its entry asks for besides. */
export interface Scope {
  depth: number;
  alsoIn: readonly MatchingSource[];
}

interface Text {
  /** As it was said: expressions are looked for in it. */
  said: string;
  exact: Haystack;
  lower: Haystack;
}

export function keyOf(
  key: string,
  entry: Lorebook['entries'][number],
  rules: TavernRules,
  unrun: Unrun,
): EntryKey {
  const found = asExpression(key, isByPattern(entry));
  const expression = found && expressionOf(key, entry, rules);
  const exact = found?.flags === undefined ? isExact(entry, rules) : !found.flags.includes('i');
  const words = (expression ? [] : found ? wordsOf(found.pattern) : [key.trim()].filter(isSearched)).map(
    spelled,
  );
  return {
    text: key,
    words: exact ? words : words.map((word) => word.toLowerCase()),
    hasMacros: /\{\{|</.test(key),
    expression,
    unrun: expression && (unrun.get(idOfExpression(expression)) ?? null),
    exact,
    wholeWords: !found && rules.wholeWords && !/\s/.test(key.trim()),
  };
}

function isSearched(word: string): boolean {
  return word !== '' && word.length <= LONGEST_KEY;
}

/** Looks for many keys in the same messages, within bounds for all of them together. */
export class KeySearch {
  private steps = 0;
  /** For each scope what was said, and what was added since. */
  private readonly texts = new Map<string, Text>();
  private readonly added: Text[] = [];
  /** Messages one by one. */
  private readonly single = new Map<number, Text>();
  private addedText = '';
  /** Both together, as long as nothing is added. */
  private readonly wholes = new Map<string, Text>();
  /** Up to which addition a key is known not to be there; Infinity: it is. */
  private readonly known = new Map<EntryKey, number>();
  private restedAt = 0;
  /** A key was not looked for everywhere since this was last set back: there were too many, or it is too large. */
  missed = false;

  /** @param messages the newest first */
  constructor(
    private readonly messages: readonly string[],
    private readonly names?: MacroNames,
    private readonly sources: Readonly<Partial<Record<MatchingSource, string>>> = {},
  ) {}

  /** From now on this is searched, too, whatever the depth. @returns whether it is not too much */
  add(text: string): boolean {
    const part = `\n${this.named(text.slice(0, LONGEST_ADDED))}`.slice(0, MOST_ADDED - this.addedText.length);
    if (part.length < 2) return false;
    this.addedText += part;
    this.wholes.clear();
    this.added.push(textOf(part));
    return true;
  }

  /** Whether it is time for a rest: so much was done since the last one. */
  isDue(): boolean {
    if (this.steps - this.restedAt < STEPS_A_SLICE) return false;
    this.restedAt = this.steps;
    return true;
  }

  /**
   * Whether a key stands in its scope, or in what was added; the same scope for the same key. Who reads no message hears
   * nothing else.
   */
  finds(key: EntryKey, scope: Scope): boolean {
    if (scope.depth <= 0) return false;
    const from = this.known.get(key);
    if (from === Infinity) return true;
    if (from === this.added.length) return false;
    if (this.steps >= MOST_STEPS || key.unrun) {
      this.missed ||= key.unrun !== 'too large';
      return false;
    }
    const found = key.expression
      ? this.matches(key.expression, key.hasMacros, this.whole(scope).said)
      : this.hasWord(key, scope, from);
    this.known.set(key, found ? Infinity : this.added.length);
    return found;
  }

  /** Where a key that was found stands: in one of so many messages, or in one of those texts that were added. */
  where(key: EntryKey, depth: number): { message: number } | { added: number } | undefined {
    const isIn = (text: Text) =>
      key.expression
        ? this.matches(key.expression, key.hasMacros, text.said)
        : (key.hasMacros ? this.settled(key) : key.words).some((word) => this.holds(word, key, text));
    const message = this.messages.slice(0, depth).findIndex((_, n) => isIn(this.message(n)));
    if (message >= 0) return { message };
    const added = this.added.findIndex(isIn);
    return added < 0 ? undefined : { added };
  }

  private message(n: number): Text {
    let text = this.single.get(n);
    if (!text) this.single.set(n, (text = textOf(this.messages[n]!.slice(-LONGEST))));
    return text;
  }

  private matches({ pattern, flags }: KeyExpression, hasMacros: boolean, text: string): boolean {
    const named = hasMacros ? this.named(pattern, escaped) : pattern;
    const { found, cut, steps } = searchExpression(named, flags, text);
    this.steps += steps;
    if (cut && !found) this.missed = true;
    return found;
  }

  /** @param from which addition is the first that was not searched; undefined: neither was what was said */
  private hasWord(key: EntryKey, scope: Scope, from: number | undefined): boolean {
    for (const word of key.hasMacros ? this.settled(key) : key.words) {
      // A word of several lines may begin in one part and end in the next.
      if (word.includes('\n')) {
        if (this.holds(word, key, this.whole(scope))) return true;
        continue;
      }
      if (from === undefined && this.holds(word, key, this.text(scope))) return true;
      for (let n = from ?? 0; n < this.added.length; n++)
        if (this.holds(word, key, this.added[n]!)) return true;
    }
    return false;
  }

  private settled({ words, exact, wholeWords }: EntryKey): string[] {
    const named = words.map((word) => {
      const name = spelled(this.named(word));
      return exact ? name : name.toLowerCase();
    });
    return wholeWords ? named.map((word) => word.trim()).filter(isSearched) : named;
  }

  /** Whether a word stands in a text: as a word of its own in scripts that part words by spaces, anywhere in others. */
  private holds(word: string, { exact, wholeWords }: EntryKey, texts: Text): boolean {
    const { text } = exact ? texts.exact : texts.lower;
    this.steps += STEPS_EACH;
    if (!(exact ? texts.exact : texts.lower).mayHold(word)) return false;
    this.steps += text.length / CHARACTERS_A_STEP;
    if (!wholeWords) return text.includes(word);
    const apart = { before: STARTS.test(word), after: ENDS.test(word) };
    let at = text.indexOf(word);
    for (let tries = 0; at >= 0 && tries < MOST_TRIES; tries++) {
      this.steps += STEPS_A_TRY;
      if (isApart(text, at, word, apart)) return true;
      at = text.indexOf(word, at + 1);
    }
    return false;
  }

  private named(key: string, as = (name: string) => name): string {
    if (!this.names || !/\{\{|</.test(key)) return key;
    return settleMacros(key, { char: as(this.names.char), user: as(this.names.user), random: () => 0 });
  }

  private whole(scope: Scope): Text {
    if (this.addedText === '') return this.text(scope);
    const id = idOf(scope);
    let whole = this.wholes.get(id);
    if (!whole) this.wholes.set(id, (whole = textOf(this.text(scope).said + this.addedText)));
    return whole;
  }

  private text(scope: Scope): Text {
    const id = idOf(scope);
    let text = this.texts.get(id);
    if (!text) {
      const parts: string[] = [];
      let length = 0;
      for (const message of this.messages.slice(0, scope.depth)) {
        if (length > LONGEST) break;
        parts.unshift(message.slice(-LONGEST));
        length += message.length + 1;
      }
      const also = scope.alsoIn.map((source) => this.named((this.sources[source] ?? '').slice(0, LONGEST)));
      const said = [parts.join('\n').slice(-LONGEST), ...also.filter(Boolean)];
      this.texts.set(id, (text = textOf(said.join('\n'))));
    }
    return text;
  }
}

const idOf = ({ depth, alsoIn }: Scope) => [depth, ...alsoIn].join();

function textOf(said: string): Text {
  const text = spelled(said);
  return { said, exact: new Haystack(text), lower: new Haystack(text.toLowerCase()) };
}

/** One spelling of what looks alike: letters composed, full width as half, apostrophes straight. */
function spelled(text: string): string {
  return compatible(text).replace(/[‘’ʼ]/g, "'");
}

function isApart(
  text: string,
  at: number,
  word: string,
  apart: { before: boolean; after: boolean },
): boolean {
  const end = at + word.length;
  const after = text.slice(end, end + 4);
  const inside =
    (apart.before && ENDS.test(text.slice(Math.max(0, at - 2), at))) || (apart.after && STARTS.test(after));
  return !inside;
}

function escaped(name: string): string {
  return name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** A letter or digit of a script that parts words by spaces and hangs nothing on them, at a text's start or end. */
const UNSPACED = ['Han', 'Hiragana', 'Katakana', 'Hangul', 'Thai', 'Lao', 'Khmer', 'Myanmar', 'Tibetan'];
const SPACED = String.raw`(?![${UNSPACED.map((script) => String.raw`\p{Script=${script}}`).join('')}])[\p{L}\p{M}\p{N}_]`;
const STARTS = new RegExp(`^${SPACED}`, 'u');
const ENDS = new RegExp(`${SPACED}$`, 'u');
