/** Thrown where what comes next decides, and has not come yet. */
export class MoreNeeded extends Error {}

/**
 * Reads a text that is still growing. A decision made here rests only on characters that have been read, so it is the
 * same however the text was cut into pieces.
 */
export class Scanner {
  at = 0;

  /** @param final nothing more comes */
  constructor(
    readonly text: string,
    private readonly final: boolean,
  ) {}

  /** The next UTF-16 unit; empty at the end. @throws MoreNeeded */
  peek(ahead = 0): string {
    const unit = this.text.charAt(this.at + ahead);
    if (unit === '' && !this.final) throw new MoreNeeded();
    return unit;
  }

  /** Takes one of some units, where it is next. */
  one(units: string): string {
    const unit = this.peek();
    if (unit === '' || !units.includes(unit)) return '';
    this.at++;
    return unit;
  }

  /** Takes units as long as they match, at most so many. */
  run(matches: (unit: string) => boolean, most: number): string {
    const from = this.at;
    while (this.at - from < most) {
      const unit = this.peek();
      if (unit === '' || !matches(unit)) break;
      this.at++;
    }
    return this.text.slice(from, this.at);
  }

  /** Takes a word, where it is next. */
  word(word: string, anyCase = false): boolean {
    for (let n = 0; n < word.length; n++) {
      const [unit, wanted] = [this.peek(n), word.charAt(n)];
      if (unit !== wanted && !(anyCase && unit.toLowerCase() === wanted.toLowerCase())) return false;
    }
    this.at += word.length;
    return true;
  }

  /** Takes the first of some words that is next. */
  anyOf(words: readonly string[], anyCase = false): string {
    return words.find((word) => this.word(word, anyCase)) ?? '';
  }

  /** Tries to read something; where that fails, nothing was read. */
  attempt<T>(read: () => T | null): T | null {
    const from = this.at;
    const found = read();
    if (found === null) this.at = from;
    return found;
  }
}

export const isBlank = (unit: string): boolean => unit === ' ' || unit === '\t' || unit === '\u3000';
export const isSpace = (unit: string): boolean => /\s/.test(unit);
