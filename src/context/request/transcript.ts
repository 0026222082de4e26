import { createHash, type Hash } from 'node:crypto';
import type { MessageRole } from '../../contracts/message.js';
import { atOnce, type Work } from '../../text/search/slices.js';
import { fencedMessage } from '../quoting/fence.js';
import {
  before,
  BEGINS,
  begins,
  endOf,
  escaped,
  isShown,
  OPEN,
  type OpenMessage,
  PARTS,
} from './open-message.js';
import { joinedOf, LARGE, written } from './written-texts.js';

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

/** So many marks are remembered: the last turn's, and those of a few that did not come to an end. */
const MARKS = 4;
/** Every message costs a few tokens besides its text. */
export const MESSAGE_TOKENS = 4;

/** A message that is not in a transcript yet. */
export type NextMessage = Pick<PromptMessage, 'role' | 'speaker' | 'label' | 'content' | 'pictures'>;

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
  private hash: Hash = createHash('sha256');
  private open: OpenMessage = { role: 'system', speaker: null, hasParts: false };
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
    return this.open.role;
  }

  /** Appends messages in their order; many at once cost one copy. */
  append(messages: readonly PromptMessage[]): void {
    let text = '';
    let opened = -1;
    for (const message of messages) {
      this.lastSeq = message.seq;
      if (message.content === '') continue;
      const isNew = begins(this.open, message);
      const ahead = before(this.open, message);
      if (isNew || isShown(message)) opened = text.length + ahead.length;
      text += ahead + this.textOf(message);
      const { role, speaker } = message;
      this.open = { role, speaker, hasParts: isShown(message) || (this.open.hasParts && !isNew) };
      for (const { tokens } of isShown(message) ? message.pictures! : []) {
        this.pictures.sent++;
        this.pictures.tokens += tokens;
        this.tokens += tokens;
      }
      this.messages++;
      this.lastLabel = message.label || this.lastLabel;
      this.tokens += message.tokens + MESSAGE_TOKENS;
    }
    if (opened >= 0) this.lastTextFrom = this.bytes + Buffer.byteLength(text.slice(0, opened));
    if (text !== '') this.push(text);
  }

  /** Appends what was put together elsewhere, in slices, all at once in the end; nothing where another did so meanwhile. */
  *appendRuns(runs: readonly MessageRun[]): Work<void> {
    const after = this.lastSeq;
    const texts: string[] = [];
    let { open } = this;
    for (const { text, first, firstSpeaker, role, speaker } of runs) {
      if (!text || !first || !role) continue;
      const opening = { role: first, speaker: firstSpeaker };
      const goesOn = open.hasParts && !begins(open, opening);
      texts.push(
        before(open, opening),
        // Quotation marks are escaped within a text, so that nothing else looks like this.
        goesOn ? text.replace(`"},${BEGINS}`, `${PARTS.textEnd},${BEGINS}`) : text,
      );
      open = { role, speaker, hasParts: goesOn && !text.includes(`"},${BEGINS}`) };
    }
    const hash = this.hash.copy();
    const parts = yield* written(texts, hash);
    if (this.lastSeq !== after) return;
    this.open = open;
    for (const { lastSeq, text, label, messages, tokens } of runs) {
      this.lastSeq = lastSeq;
      if (!text) continue;
      this.lastLabel = label ?? this.lastLabel;
      this.messages += messages ?? 0;
      this.tokens += (tokens ?? 0) + (messages ?? 0) * MESSAGE_TOKENS;
    }
    if (!texts.length) return;
    this.keep(parts, hash);
    const length = lengthOfLast(texts, `},${OPEN[open.role]}`);
    if (length !== null) this.lastTextFrom = this.bytes - length;
  }

  /** What telling this message next would append. */
  fragment(message: NextMessage): string {
    return message.content === '' ? '' : before(this.open, message) + this.textOf(message);
  }

  /** What ends the message that is open. @param next one that was added to it by `fragment` */
  ending(next?: NextMessage): string {
    return endOf(next && begins(this.open, next) ? isShown(next) : this.open.hasParts);
  }

  /** Pictures of messages in it that a model without eyes is only told of. */
  tellPictures(count: number): void {
    this.pictures.told += count;
  }

  private textOf({ label, content }: Pick<PromptMessage, 'label' | 'content'>): string {
    return escaped((this.dated ? label : '') + fencedMessage(content));
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
    return atOnce(this.comparedWith(bytes, hash));
  }

  /** The same in slices: reading ten million tokens holds everybody up. More may be appended meanwhile. */
  *comparedWith(bytes: number, hash: Buffer): Work<boolean> {
    if (this.sent.some((mark) => mark.bytes === bytes && mark.hash.equals(hash))) return true;
    if (bytes > this.bytes) return false;
    const again = createHash('sha256');
    let left = bytes;
    for (const part of [...this.parts]) {
      again.update(part.subarray(0, left));
      left -= Math.min(left, part.length);
      if (left === 0) break;
      yield;
    }
    return again.digest().equals(hash);
  }

  private push(text: string): void {
    const part = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
    part.write(text);
    this.keep([part], this.hash.update(part));
  }

  /** Small parts that are no larger than about what is added become one with it, so that there are never more than some dozens. */
  private keep(added: readonly Buffer[], hash: Hash): void {
    this.hash = hash;
    for (const part of added) {
      let size = part.length;
      let kept = this.parts.length;
      while (kept > 0 && size < LARGE && this.parts[kept - 1]!.length < Math.min(2 * size, LARGE))
        size += this.parts[--kept]!.length;
      const joined = [...this.parts.splice(kept), part];
      this.parts.push(joined.length > 1 ? joinedOf(joined, size) : part);
      this.bytes += part.length;
    }
  }
}

/** How many bytes stand behind the last place where a message begins; null where none does. Quotation marks are escaped within a text, so that nothing else looks like this. */
function lengthOfLast(texts: readonly string[], beginning: string): number | null {
  let length = 0;
  for (const text of texts.toReversed()) {
    const found = text.lastIndexOf(beginning);
    if (found >= 0) return length + Buffer.byteLength(text.slice(found + beginning.length));
    length += Buffer.byteLength(text);
  }
  return null;
}
