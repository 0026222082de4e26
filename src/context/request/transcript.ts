import { createHash, type Hash } from 'node:crypto';
import type { MessageRole } from '../../contracts/message.js';
import { fencedMessage } from '../quoting/fence.js';

/** A picture as a model that sees is sent it. */
export interface SentPicture {
  /** `data:image/jpeg;base64,…`: the same at every turn. */
  url: string;
  /** Estimated. */
  tokens: number;
}

/** A message as the context needs it. */
export interface PromptMessage {
  seq: number;
  role: MessageRole;
  /** The member who said it; null for whoever has the role. */
  speaker: string | null;
  /** What stands before the text when it is sent. */
  label: string;
  content: string;
  /** Estimated, label included, pictures left out. */
  tokens: number;
  /** What a model that sees is shown ahead of the text, which names them. */
  pictures?: readonly SentPicture[];
  /** It shows pictures that are not read yet. */
  unread?: true;
}

/** Messages one after another, their fragments put together already. */
export interface MessageRun {
  /** The number of the last message of all that were asked for, whether or not it has text. */
  lastSeq: number;
  /** From within the first message's text to within the last one's. This and the others are null where none has text. */
  text: string | null;
  /** Of the first message, and of the last. */
  first: MessageRole | null;
  role: MessageRole | null;
  firstSpeaker: string | null;
  speaker: string | null;
  /** The last that is not empty. */
  label: string | null;
  messages: number | null;
  tokens: number | null;
}

const OPEN = {
  system: '[{"role":"system","content":"',
  user: '{"role":"user","content":"',
  assistant: '{"role":"assistant","content":"',
};
const BEGINS = '{"role":"';
/** How a message with pictures goes on: OpenAI's content parts, the text last, so that it can be left open. */
const PARTS = {
  open: '{"role":"user","content":[',
  picture: '{"type":"image_url","image_url":{"url":"',
  pictureEnd: '"}},',
  text: '{"type":"text","text":"',
  textEnd: '"}]}',
};
/** So many marks are remembered: the last turn's, and those of a few that did not come to an end. */
const MARKS = 4;
/** Every message costs a few tokens besides its text. */
export const MESSAGE_TOKENS = 4;

/** A message that is not in a transcript yet. */
export type NextMessage = Pick<PromptMessage, 'role' | 'speaker' | 'label' | 'content' | 'pictures'>;

/** Only who asks is shown pictures: no server takes them of an assistant. */
function isShown({ role, pictures }: Pick<PromptMessage, 'role' | 'pictures'>): boolean {
  return role === 'user' && Boolean(pictures?.length);
}

/** A string as it stands between the quotation marks of JSON. */
export function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** The beginning of every request, to the end of the system prompt. */
export function openSystem(pinned: string): string {
  return OPEN.system + escaped(pinned);
}

/**
 * Pinned part and history as the bytes that are sent: the JSON array of messages, from its bracket to the end of the
 * last message's text, which is left open. What follows (the tail, the closing marks) is not part of it, so that
 * telling on only ever appends: the bytes of a later transcript begin with those of every earlier one.
 *
 * Neighbours of one role are one message, since many chat templates refuse a repeated role, but for those that two
 * different members said; a message without text is no part of it. Where pictures come behind a text that is open
 * already, and so cannot become a part beside them, "…" is said between the two.
 */
export class Transcript {
  private readonly parts: Buffer[] = [];
  private readonly hash: Hash = createHash('sha256');
  private role: 'system' | MessageRole = 'system';
  private speaker: string | null = null;
  /** The message that is open has parts. */
  private hasParts = false;
  /** The number of the last message in it, whether or not that had text. */
  lastSeq: number;
  /** Messages that stand in it, word for word. */
  messages = 0;
  tokens: number;
  bytes = 0;
  /** Pictures of the messages in it: those that are shown with what they weigh, and those that are only named. */
  readonly pictures = { sent: 0, told: 0, tokens: 0 };
  /** The last label that a message had, told or not. */
  lastLabel = '';
  /** Where the text of the message that is still open begins, in bytes. */
  lastTextFrom = Buffer.byteLength(OPEN.system);
  /** Where the prompt prefix ends, in bytes. */
  readonly prefixBytes: number;
  /** The last few that were marked, the newest first. */
  private sent: { bytes: number; hash: Buffer }[] = [];

  /**
   * @param prefix the prompt prefix: system prompt and chronicle
   * @param tokens estimated, of the prompt prefix
   * @param foldedSeq the messages up to this number are the chronicle's
   * @param dated labels are told
   */
  constructor(
    prefix: string,
    tokens: number,
    foldedSeq = 0,
    private readonly dated = true,
  ) {
    this.lastSeq = foldedSeq;
    this.tokens = tokens + MESSAGE_TOKENS;
    this.push(openSystem(prefix));
    this.prefixBytes = this.bytes;
  }

  /** The role of the message that is still open. */
  get openRole(): 'system' | MessageRole {
    return this.role;
  }

  /** Appends messages in their order; many at once cost one copy. */
  append(messages: readonly PromptMessage[]): void {
    let text = '';
    let opened = -1;
    for (const message of messages) {
      this.lastSeq = message.seq;
      if (message.content === '') continue;
      const begins = this.begins(message);
      const before = this.before(message);
      if (begins || isShown(message)) opened = text.length + before.length;
      text += before + this.textOf(message);
      this.hasParts = isShown(message) || (this.hasParts && !begins);
      for (const { tokens } of isShown(message) ? message.pictures! : []) {
        this.pictures.sent++;
        this.pictures.tokens += tokens;
        this.tokens += tokens;
      }
      this.role = message.role;
      this.speaker = message.speaker;
      this.messages++;
      this.lastLabel = message.label || this.lastLabel;
      this.tokens += message.tokens + MESSAGE_TOKENS;
    }
    if (opened >= 0) this.lastTextFrom = this.bytes + Buffer.byteLength(text.slice(0, opened));
    if (text !== '') this.push(text);
  }

  /** Appends what was put together elsewhere, with one copy. */
  appendRuns(runs: readonly MessageRun[]): void {
    const texts: string[] = [];
    for (const { lastSeq, text, first, firstSpeaker, role, speaker, label, messages, tokens } of runs) {
      this.lastSeq = lastSeq;
      if (!text || !first || !role) continue;
      const opening = { role: first, speaker: firstSpeaker };
      const goesOn = this.hasParts && !this.begins(opening);
      texts.push(
        this.before(opening),
        // Quotation marks are escaped within a text, so that nothing else looks like this.
        goesOn ? text.replace(`"},${BEGINS}`, `${PARTS.textEnd},${BEGINS}`) : text,
      );
      this.hasParts = goesOn && !text.includes(`"},${BEGINS}`);
      this.role = role;
      this.speaker = speaker;
      this.lastLabel = label ?? this.lastLabel;
      this.messages += messages ?? 0;
      this.tokens += (tokens ?? 0) + (messages ?? 0) * MESSAGE_TOKENS;
    }
    if (!texts.length || this.role === 'system') return;
    const before = this.bytes;
    this.push(...texts);
    const beginning = `},${OPEN[this.role]}`;
    const last = this.parts[this.parts.length - 1]!;
    const found = last.lastIndexOf(beginning);
    const from = this.bytes - last.length + found;
    if (found >= 0 && from >= before) this.lastTextFrom = from + beginning.length;
  }

  /** What telling this message next would append. */
  fragment(message: NextMessage): string {
    return message.content === '' ? '' : this.before(message) + this.textOf(message);
  }

  /** What ends the message that is open. @param next one that was added to it by `fragment` */
  ending(next?: NextMessage): string {
    const hasParts = next && this.begins(next) ? isShown(next) : this.hasParts;
    return hasParts ? PARTS.textEnd : '"}';
  }

  /** Pictures of messages in it that a model without eyes is only told of. */
  tellPictures(count: number): void {
    this.pictures.told += count;
  }

  private textOf({ label, content }: Pick<PromptMessage, 'label' | 'content'>): string {
    return escaped((this.dated ? label : '') + fencedMessage(content));
  }

  /** What stands between the text that is open and the next one. */
  private before(message: Pick<PromptMessage, 'role' | 'speaker' | 'pictures'>): string {
    const begins = this.begins(message);
    if (!isShown(message)) return begins ? `${this.ending()},${OPEN[message.role]}` : '\\n\\n';
    const pictures = message.pictures!.map(({ url }) => PARTS.picture + escaped(url) + PARTS.pictureEnd);
    const shown = pictures.join('') + PARTS.text;
    if (!begins) return `"},${shown}`;
    const between = this.goesOn(message) ? `${OPEN.assistant}…"},` : '';
    return `${this.ending()},${between}${PARTS.open}${shown}`;
  }

  /** Whether the next text is a message of its own. */
  private begins(message: Pick<PromptMessage, 'role' | 'speaker' | 'pictures'>): boolean {
    return !this.goesOn(message) || (isShown(message) && !this.hasParts);
  }

  /** Whether the same member goes on. Where either speaker is unknown, the two are one. */
  private goesOn({ role, speaker }: Pick<PromptMessage, 'role' | 'speaker'>): boolean {
    return role === this.role && (speaker === null || this.speaker === null || speaker === this.speaker);
  }

  /** The bytes so far, in parts, not to be changed. */
  get buffers(): readonly Uint8Array[] {
    return this.parts;
  }

  /** Remembers that all of it so far was sent: how much it is and its SHA-256, which does not read it again. */
  markSent(): { bytes: number; hash: Buffer } {
    const mark = { bytes: this.bytes, hash: this.hash.copy().digest() };
    this.sent = [mark, ...this.sent].slice(0, MARKS);
    return mark;
  }

  /** All of it so far, for whoever keeps it; unlike `markSent` it is not taken for sent. */
  keptPrefix(): { bytes: number; hash: Buffer } & Pick<Transcript, 'prefixBytes' | 'lastTextFrom'> & {
      beginsWith(earlier: { bytes: number; hash: Buffer }): boolean;
    } {
    return {
      bytes: this.bytes,
      hash: this.hash.copy().digest(),
      prefixBytes: this.prefixBytes,
      lastTextFrom: this.lastTextFrom,
      beginsWith: (earlier) => this.beginsWith(earlier.bytes, earlier.hash),
    };
  }

  /** Whether this begins with those bytes that were sent: as remembered, or else by reading them. */
  beginsWith(bytes: number, hash: Buffer): boolean {
    if (this.sent.some((mark) => mark.bytes === bytes && mark.hash.equals(hash))) return true;
    if (bytes > this.bytes) return false;
    const again = createHash('sha256');
    let left = bytes;
    for (const part of this.parts) {
      again.update(part.subarray(0, left));
      left -= Math.min(left, part.length);
      if (left === 0) break;
    }
    return again.digest().equals(hash);
  }

  /** Parts that are no larger than about what is added become one with it, so that there are never more than a few dozen. */
  private push(...texts: string[]): void {
    const added = texts.reduce((sum, text) => sum + Buffer.byteLength(text, 'utf8'), 0);
    let size = added;
    let kept = this.parts.length;
    while (kept > 0 && this.parts[kept - 1]!.length < 2 * size) size += this.parts[--kept]!.length;
    // Of the very size, and written once: nothing is left to tidy away.
    const part = Buffer.allocUnsafeSlow(size);
    let at = 0;
    for (const old of this.parts.splice(kept)) at += old.copy(part, at);
    for (const text of texts) at += part.write(text, at, 'utf8');
    this.hash.update(part.subarray(size - added));
    this.bytes += added;
    this.parts.push(part);
  }
}
