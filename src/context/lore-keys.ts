/** Whether the keys of lorebook entries stand in a text: words, or expressions between slashes. */
import { settleMacros } from '../characters/macros.js';
import { asExpression, Expressions, wordsOf } from '../text/expressions.js';
import { truncate } from '../text/truncate.js';

/** In characters: of a longer text its end is searched, of longer keys none is. */
const LONGEST = 8000;
const LONGEST_KEY = 200;
/** Of what is added, each and all together. */
const LONGEST_ADDED = 2000;
const MOST_ADDED = 16_000;
/** So many keys are looked for at most. */
const MOST_KEYS = 50_000;
const MOST_TRIES = 50;

/** How a key is to be looked for. */
export interface KeyWays {
  /** It is an expression, whether it stands between slashes or not. */
  byPattern: boolean;
  /** Case counts. */
  exact: boolean;
  /** It has to stand as a word of its own. */
  wholeWords: boolean;
}

/** Who `{{char}}` and `{{user}}` in keys are. */
export interface Names {
  char: string;
  user: string;
}

interface Text {
  exact: string;
  lower: string;
}

/** Looks for many keys in the same messages, within bounds for all of them together. */
export class KeySearch {
  private keys = 0;
  private readonly expressions = new Expressions();
  private readonly texts = new Map<number, Text>();
  private added = '';

  /** @param messages the newest first */
  constructor(
    private readonly messages: readonly string[],
    private readonly names?: Names,
  ) {}

  /** From now on this is searched, too, whatever the depth. */
  add(text: string): void {
    this.added = truncate(`${this.added}\n${truncate(text, LONGEST_ADDED)}`, MOST_ADDED);
    this.texts.clear();
  }

  /** Whether a key stands in so many of the newest messages. */
  finds(key: string, depth: number, ways: KeyWays): boolean {
    if (this.keys++ >= MOST_KEYS) return false;
    const text = this.text(depth);
    const expression = asExpression(key, ways.byPattern);
    if (!expression) return holds(this.named(key).trim(), ways, text);
    const flags = expression.flags ?? (ways.exact ? '' : 'i');
    const pattern = this.named(expression.pattern, escaped);
    const words = wordsOf(pattern);
    if (words.length === 0) return this.expressions.find(pattern, flags, text.exact);
    if (flags.includes('i')) return words.some((word) => text.lower.includes(word.toLowerCase()));
    return words.some((word) => text.exact.includes(word));
  }

  private named(key: string, as = (name: string) => name): string {
    if (!this.names || !/[{<]/.test(key)) return key;
    return settleMacros(key, { char: as(this.names.char), user: as(this.names.user), random: () => 0 });
  }

  private text(depth: number): Text {
    let text = this.texts.get(depth);
    if (!text) {
      const said = this.messages.slice(0, depth).reverse().join('\n').slice(-LONGEST);
      const exact = said + this.added;
      this.texts.set(depth, (text = { exact, lower: exact.toLowerCase() }));
    }
    return text;
  }
}

function escaped(name: string): string {
  return name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** Whether a key stands in a text: as words of their own in scripts that part words by spaces, anywhere in others. */
function holds(key: string, { exact, wholeWords }: KeyWays, texts: Text): boolean {
  const text = exact ? texts.exact : texts.lower;
  const word = exact ? key : key.toLowerCase();
  if (word === '' || word.length > LONGEST_KEY) return false;
  if (!wholeWords) return text.includes(word);
  const apart = { before: STARTS.test(word), after: ENDS.test(word) };
  let at = text.indexOf(word);
  for (let tries = 0; at >= 0 && tries < MOST_TRIES; tries++) {
    const end = at + word.length;
    const after = text.slice(end, end + 4);
    const inside =
      (apart.before && ENDS.test(text.slice(Math.max(0, at - 2), at))) ||
      (apart.after && STARTS.test(word.length > 2 ? after.replace(/^e?s(?!\p{L})/u, '') : after));
    if (!inside) return true;
    at = text.indexOf(word, at + 1);
  }
  return false;
}

/** A letter or digit of a script that parts words by spaces, at a text's start or end. */
const SPACED = String.raw`(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{N}_]`;
const STARTS = new RegExp(`^${SPACED}`, 'u');
const ENDS = new RegExp(`${SPACED}$`, 'u');
