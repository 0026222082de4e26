/** What stands before a place in a text. */
export interface Around {
  /** It is in a fence of code, or behind an open backtick of its line. */
  inCode: boolean;
  /** It is behind a quotation mark that its line has opened. */
  quoted: boolean;
  /** Nothing but blanks stands before it on its line. */
  blankLine: boolean;
  /** The last letter or mark before it on its line; empty where there is none. */
  last: string;
  /** Blanks stand between. */
  spaced: boolean;
}

const OPENS = '“「『«《';
const CLOSES = '”」』»》';
const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/** Follows a text as it grows, and looks at it only when it is asked: most texts hold nothing to ask about. */
export class Surroundings {
  /** Not looked at yet. */
  #new = '';
  #fence: string | null = null;
  /** The beginning of the line, in which a fence would stand. */
  #head = '';
  #ticks = 0;
  #quotes = 0;
  #straight = 0;
  #last = '';
  #spaced = false;

  push(text: string): void {
    this.#new += text;
  }

  /** How the place after all of the text stands. */
  look(): Around {
    for (const letter of this.#new) this.#pass(letter);
    this.#new = '';
    return {
      inCode: this.#fence !== null || this.#ticks % 2 === 1,
      quoted: this.#quotes > 0 || this.#straight % 2 === 1,
      blankLine: this.#last === '',
      last: this.#last,
      spaced: this.#spaced,
    };
  }

  #pass(letter: string): void {
    if (letter === '\n') {
      this.#endLine();
      return;
    }
    if (this.#head.length < 8) this.#head += letter;
    if (letter.trim() === '') {
      this.#spaced = true;
      return;
    }
    this.#spaced = false;
    this.#last = letter;
    if (letter === '`') this.#ticks++;
    else if (letter === '"') this.#straight++;
    else if (OPENS.includes(letter)) this.#quotes++;
    else if (CLOSES.includes(letter) && this.#quotes > 0) this.#quotes--;
  }

  /** Marks that a line leaves open count for nothing in the next: one forgotten would quote the rest. */
  #endLine(): void {
    const mark = FENCE.exec(this.#head)?.[1]?.slice(0, 3) ?? null;
    if (this.#fence === null) this.#fence = mark;
    else if (mark === this.#fence) this.#fence = null;
    this.#head = '';
    this.#ticks = 0;
    this.#quotes = 0;
    this.#straight = 0;
    this.#last = '';
    this.#spaced = false;
  }
}
