import { truncate } from '../../../text/encoding/truncate.js';
import type { ReplyEvent } from '../../model.js';
import type { SplitReply } from './thinking.js';
import { StreamedText } from './streamed-text.js';

/** UTF-16 units of thinking that are told and kept; what a model thinks beyond that is of no use to anybody. */
const LONGEST_THINKING = 200_000;
/** So much blank space within it is kept. */
const LONGEST_GAP = 100;

/** Gathers what a reply says and what was thought, and tells it as events. */
export class ReplyCollector implements SplitReply {
  hasText = false;
  #said = new StreamedText();
  readonly #thinking = new StreamedText();
  /** Not told yet. */
  #text = '';
  #thought = '';
  /** All of the thinking, and how much of it there was when its last block began. */
  #thoughts = '';
  #before = 0;
  /** Blank space of the thinking that waits for what follows; before the first of a block, what sets it apart. */
  #gap = '';
  #begins = true;
  #revised = false;

  get length(): number {
    return this.#said.length;
  }

  get thoughtLength(): number {
    return this.#thoughts.length;
  }

  say(piece: string): void {
    const text = this.#said.push(piece);
    this.#text += text;
    this.hasText ||= text.trim() !== '';
  }

  beginThinking(): void {
    this.#before = this.#thoughts.length;
    this.#gap = this.#thoughts === '' ? '' : '\n\n';
    this.#begins = true;
  }

  think(piece: string): void {
    if (this.#thoughts.length >= LONGEST_THINKING) return;
    const all = this.#gap + (this.#begins ? piece.trimStart() : piece);
    const end = all.trimEnd();
    if (end !== '') this.#begins = false;
    if (!this.#begins) this.#gap = all.slice(end.length, end.length + LONGEST_GAP);
    const thought = truncate(this.#thinking.push(end), LONGEST_THINKING - this.#thoughts.length);
    this.#thought += thought;
    this.#thoughts += thought;
  }

  wasThought(text: string): void {
    this.#text = '';
    this.#said = new StreamedText();
    this.hasText = false;
    this.beginThinking();
    this.think(text);
    this.#revised = true;
  }

  wasSaid(text: string): void {
    this.#text = '';
    this.#said = new StreamedText();
    this.#thoughts = this.#thoughts.slice(0, this.#before);
    this.#revised = true;
    this.say(text);
  }

  /** Nothing more comes. */
  end(): void {
    this.#text += this.#said.end();
    this.think(this.#thinking.end());
  }

  /** What has come since it was last asked for. */
  told(): ReplyEvent[] {
    const [text, thought, revised] = [this.#text, this.#thought, this.#revised];
    this.#text = '';
    this.#thought = '';
    this.#revised = false;
    if (revised) return [{ type: 'revised', thinking: this.#thoughts, text }];
    const events: ReplyEvent[] = [];
    if (thought) events.push({ type: 'thinking', text: thought });
    if (text) events.push({ type: 'delta', text });
    return events;
  }
}
