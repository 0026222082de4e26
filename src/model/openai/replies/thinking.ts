import { Surroundings } from './surroundings.js';

/**
 * What a model thinks and what it says, told apart in its text. A reply that is fine is never changed, so a tag is one
 * only where it cannot be what somebody says of it:
 *
 * - a block (`<think>…</think>`, `<thinking>…</thinking>`) at the very beginning of a reply;
 * - a block further on that begins a line outside code and is closed; in a reply that has thought before, also one that
 *   follows the end of a sentence on its line. One that is never closed is text again, unless the reply was cut for
 *   its length;
 * - a closing tag alone (the template opened the block), where nothing was thought before: outside code and
 *   quotation marks, at the beginning or the end of a line or between two sentences, and with text behind it. Then all
 *   that came before was thinking. Whoever has written like this once is expected to do so again.
 *
 * In code, in quotation marks, or as a word of a sentence, tags are text.
 */
const BLOCK = /^<(think|thinking)>/i;
const OPENINGS = ['<think>', '<thinking>'];
const CLOSING = /<\/think(?:ing)?>/i;
const CLOSES = /^<\/think(?:ing)?>/i;
const CLOSINGS = ['</think>', '</thinking>'];
/** Other models' tags, which stand at the beginning only: Magistral's, Kimi's, Seed's. */
const OTHERS: readonly (readonly [opening: string, closing: string])[] = [
  ['[THINK]', '[/THINK]'],
  ['◁think▷', '◁/think▷'],
  ['<seed:think>', '</seed:think>'],
];
const LEADING = [...OPENINGS, ...CLOSINGS, ...OTHERS.map(([opening]) => opening)];
const ANY = [...OPENINGS, ...CLOSINGS];

/** So much blank space waits for what follows. */
const LONGEST_BLANK = 100;

const ENDS_SENTENCE = /[.!?…。！？～~*)）"”」』]/u;
const BEGINS_SENTENCE = /[\p{Lu}*“「『—]/u;

/** What is known of a model from its earlier replies. */
export interface ThinkingHabit {
  /** So many of its replies, one after another, began in a block that its template had opened. */
  openedUnseen: number;
}

/** Is told what a reply says, and what was thought. */
export interface SplitReply {
  say(text: string): void;
  /** A block of thinking begins. */
  beginThinking(): void;
  think(thought: string): void;
  /** All that was said so far was thought. */
  wasThought(text: string): void;
  /** The last block was none: this is all that was said. */
  wasSaid(text: string): void;
}

type State = 'start' | 'unseen' | 'leading' | 'middle' | 'after' | 'text';

/** Divides a reply as it streams. */
export class ThinkingSplitter {
  #state: State = 'start';
  #held = '';
  /** All that was said. */
  #text = '';
  /** Of a block that may turn out to be none, all of it as it came. */
  #block = '';
  #closing: RegExp = CLOSING;
  #closings: readonly string[] = CLOSINGS;
  #hasThought = false;
  #around = new Surroundings();

  constructor(
    private readonly reply: SplitReply,
    private readonly habit: ThinkingHabit = { openedUnseen: 0 },
  ) {}

  /** The server tells thinking by itself. */
  thinksElsewhere(): void {
    this.#hasThought = true;
  }

  push(piece: string): void {
    // Nearly all of what ever comes.
    if (this.#state === 'text' && this.#held === '' && !piece.includes('<')) {
      this.#say(piece);
      return;
    }
    this.#held += piece;
    while (this.#step()) {
      // one decision after another
    }
  }

  /** Nothing more comes. @param cut the reply was ended for its length */
  end(cut: boolean): void {
    const held = this.#held;
    this.#held = '';
    if (this.#state === 'start' || this.#state === 'text') this.#say(held);
    else if (this.#state === 'leading' || (cut && this.#isSure())) this.#think(held);
    else if (this.#state !== 'after') {
      // It was no thinking at all, and is not expected again.
      if (this.#state === 'unseen') this.habit.openedUnseen = 0;
      this.reply.wasSaid(this.#text + this.#block + held);
    }
  }

  /** Decides about the beginning of what is held. @returns whether there is more to decide */
  #step(): boolean {
    switch (this.#state) {
      case 'start':
      case 'after':
        return this.#begin();
      case 'text':
        return this.#speak();
      default:
        return this.#ponder();
    }
  }

  /** At the beginning of the reply, or after a block. */
  #begin(): boolean {
    const first = this.#state === 'start';
    const lead = this.#held.trimStart();
    if (!first) this.#held = lead;
    if (lead === '' ? !first || this.#held.length < LONGEST_BLANK : beginsOneOf(lead, LEADING)) return false;
    const block = BLOCK.exec(lead)?.[0];
    const other = first ? OTHERS.find(([opening]) => lead.startsWith(opening)) : undefined;
    // A model that was told not to think leaves the closing tag at times.
    const closing = first ? CLOSES.exec(lead)?.[0] : undefined;
    if (closing) {
      this.#held = lead.slice(closing.length);
      this.#state = 'after';
    } else if (block) {
      this.#open(this.#text === '' ? 'leading' : 'middle', block, lead);
    } else if (other) {
      this.#open('leading', other[0], lead);
      this.#closing = new RegExp(other[1].replace(/[[\]]/g, '\\$&'));
      this.#closings = [other[1]];
    } else if (first && this.habit.openedUnseen > 0 && !this.#hasThought) {
      this.#open('unseen', '', lead);
    } else {
      this.#state = 'text';
    }
    return true;
  }

  /** Goes into a block, at the beginning of what is held. */
  #open(state: 'leading' | 'middle' | 'unseen', tag: string, held: string): void {
    this.#state = state;
    this.#block = tag;
    this.#held = held.slice(tag.length);
    this.#closing = CLOSING;
    this.#closings = CLOSINGS;
    this.reply.beginThinking();
  }

  /** Within a block. */
  #ponder(): boolean {
    const close = this.#closing.exec(this.#held);
    const end = close?.index ?? partialAt(this.#held, this.#closings);
    this.#think(this.#held.slice(0, end));
    this.#held = this.#held.slice(end + (close?.[0].length ?? 0));
    if (!close) return false;
    this.#hasThought = true;
    if (this.#state === 'unseen') this.habit.openedUnseen++;
    this.#state = 'after';
    return true;
  }

  /** Whether a block that was cut was one: having begun so once is no habit. */
  #isSure(): boolean {
    return this.#state !== 'unseen' || this.habit.openedUnseen > 1;
  }

  /** Within the text. */
  #speak(): boolean {
    const at = this.#held.indexOf('<');
    const plain = at < 0 ? this.#held.length : at;
    this.#say(this.#held.slice(0, plain));
    this.#held = this.#held.slice(plain);
    if (at < 0 || beginsOneOf(this.#held, ANY)) return false;
    const block = BLOCK.exec(this.#held)?.[0];
    if (block && this.#mayThinkHere()) {
      this.#open('middle', block, this.#held);
      return true;
    }
    const closing = this.#hasThought ? undefined : CLOSES.exec(this.#held)?.[0];
    if (closing) {
      const rest = this.#held.slice(closing.length);
      if (rest.length < LONGEST_BLANK && rest.trim() === '') return false;
      if (this.#mayCloseHere(rest)) {
        this.#wasThought(rest);
        return true;
      }
    }
    // A tag that is text, or none.
    this.#say('<');
    this.#held = this.#held.slice(1);
    return true;
  }

  #mayThinkHere(): boolean {
    const { inCode, quoted, blankLine, last } = this.#around.look();
    return !inCode && !quoted && (blankLine || (this.#hasThought && ENDS_SENTENCE.test(last)));
  }

  #mayCloseHere(rest: string): boolean {
    const { inCode, quoted, blankLine, last, spaced } = this.#around.look();
    if (inCode || quoted) return false;
    const endsLine = /^[^\S\n]*\n/.test(rest);
    const endsSentence = ENDS_SENTENCE.test(last);
    if (spaced) return blankLine || (endsSentence && endsLine);
    return blankLine || endsSentence || endsLine || BEGINS_SENTENCE.test(rest[0]!);
  }

  #wasThought(rest: string): void {
    this.habit.openedUnseen++;
    this.#hasThought = true;
    this.reply.wasThought(this.#text);
    this.#text = '';
    this.#around = new Surroundings();
    this.#held = rest;
    this.#state = 'after';
  }

  #say(text: string): void {
    this.#text += text;
    this.#around.push(text);
    this.reply.say(text);
  }

  #think(thought: string): void {
    if (this.#state !== 'leading') this.#block += thought;
    this.reply.think(thought);
  }
}

/** Whether a text is how one of these begins. */
function beginsOneOf(text: string, tags: readonly string[]): boolean {
  return tags.some((tag) => text.length < tag.length && isHead(text, tag));
}

/** From where on the end of a text may be how one of these begins; its length where it is not. */
function partialAt(text: string, tags: readonly string[]): number {
  for (let at = Math.max(0, text.length - LONGEST_TAG); at < text.length; at++)
    if (tags.some((tag) => isHead(text.slice(at), tag))) return at;
  return text.length;
}

const LONGEST_TAG = 12;
const isHead = (text: string, tag: string) => tag.toLowerCase().startsWith(text.toLowerCase());

/** A whole answer without the thinking before it; some templates leave the opening tag to the prompt. */
export function withoutThinking(answer: string): string {
  const close = CLOSING.exec(answer);
  if (!close) return answer;
  const brace = answer.indexOf('{');
  const leads = BLOCK.test(answer.trimStart()) || brace < 0 || close.index < brace;
  return leads ? answer.slice(close.index + close[0].length) : answer;
}
