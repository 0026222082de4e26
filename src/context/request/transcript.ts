import { createHash, type Hash } from 'node:crypto';
import type { MessageRole } from '../../contracts/message.js';
import { boundaryBefore } from '../../text/encoding/truncate.js';
import type { Work } from '../../text/search/slices.js';
import { fencedMessage } from '../quoting/fence.js';

/** A message as the context needs it. */
export interface PromptMessage {
  seq: number;
  role: MessageRole;
  /** The member who said it; null for whoever has the role. */
  speaker: string | null;
  /** What stands before the text when it is sent. */
  label: string;
  content: string;
  /** Estimated, label included. */
  tokens: number;
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
/** So many marks are remembered: the last turn's, and those of a few that did not come to an end. */
const MARKS = 4;
/** In UTF-16 units: so much is written at once. */
const STRETCH = 128 * 1024;
/** In bytes: a part that is not joined with others any more. */
const LARGE = 4 * 1024 * 1024;
/** Every message costs a few tokens besides its text. */
export const MESSAGE_TOKENS = 4;

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
 * different members said; a message without text is no part of it.
 */
export class Transcript {
  private readonly parts: Buffer[] = [];
  private hash: Hash = createHash('sha256');
  private role: 'system' | MessageRole = 'system';
  private speaker: string | null = null;
  /** The number of the last message in it, whether or not that had text. */
  lastSeq: number;
  /** Messages that stand in it, word for word. */
  messages = 0;
  tokens: number;
  bytes = 0;
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
      const fragment = this.fragment(message);
      if (
        fragment !== '' &&
        begins({ role: this.role, speaker: this.speaker }, message.role, message.speaker)
      )
        opened = text.length;
      text += fragment;
      this.lastSeq = message.seq;
      if (message.content === '') continue;
      this.role = message.role;
      this.speaker = message.speaker;
      this.messages++;
      this.lastLabel = message.label || this.lastLabel;
      this.tokens += message.tokens + MESSAGE_TOKENS;
    }
    if (opened >= 0) {
      this.lastTextFrom =
        this.bytes + Buffer.byteLength(text.slice(0, opened)) + `"},${OPEN[this.role]}`.length;
    }
    if (text !== '') this.push(text);
  }

  /** Appends what was put together elsewhere, in slices, all at once in the end; nothing where another did so meanwhile. */
  *appendRuns(runs: readonly MessageRun[]): Work<void> {
    const after = this.lastSeq;
    const texts: string[] = [];
    let open: OpenMessage = { role: this.role, speaker: this.speaker };
    for (const { text, first, firstSpeaker, role, speaker } of runs) {
      if (!text || !first || !role) continue;
      texts.push(before(open, first, firstSpeaker), text);
      open = { role, speaker };
    }
    const hash = this.hash.copy();
    const parts = yield* written(texts, hash);
    if (this.lastSeq !== after) return;
    for (const { lastSeq, text, role, speaker, label, messages, tokens } of runs) {
      this.lastSeq = lastSeq;
      if (!text || !role) continue;
      this.role = role;
      this.speaker = speaker;
      this.lastLabel = label ?? this.lastLabel;
      this.messages += messages ?? 0;
      this.tokens += (tokens ?? 0) + (messages ?? 0) * MESSAGE_TOKENS;
    }
    if (!texts.length || this.role === 'system') return;
    this.keep(parts, hash);
    const length = lengthOfLast(texts, `"},${OPEN[this.role]}`);
    if (length !== null) this.lastTextFrom = this.bytes - length;
  }

  /** What telling this message next would append. */
  fragment(message: Pick<PromptMessage, 'role' | 'speaker' | 'label' | 'content'>): string {
    if (message.content === '') return '';
    const text = escaped((this.dated ? message.label : '') + fencedMessage(message.content));
    return this.before(message.role, message.speaker) + text;
  }

  /** What stands between the text that is open and the next one. */
  private before(role: MessageRole, speaker: string | null): string {
    return before({ role: this.role, speaker: this.speaker }, role, speaker);
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

/** The message that is still open. */
interface OpenMessage {
  role: 'system' | MessageRole;
  speaker: string | null;
}

/** What stands between the text that is open and the next one. */
function before(open: OpenMessage, role: MessageRole, speaker: string | null): string {
  return begins(open, role, speaker) ? `"},${OPEN[role]}` : '\\n\\n';
}

/** Whether the next text is a message of its own. Where either speaker is unknown, the two are one. */
function begins(open: OpenMessage, role: MessageRole, speaker: string | null): boolean {
  if (role !== open.role) return true;
  return speaker !== null && open.speaker !== null && speaker !== open.speaker;
}

/** Texts as bytes, in parts of some size, which the hash has read. */
function* written(texts: readonly string[], hash: Hash): Work<Buffer[]> {
  const parts: Buffer[] = [];
  let open: Buffer[] = [];
  let size = 0;
  const close = () => {
    if (size > 0) parts.push(joinedOf(open, size));
    [open, size] = [[], 0];
  };
  for (const text of texts) {
    for (let at = 0; at < text.length;) {
      const end = at + STRETCH < text.length ? boundaryBefore(text, at + STRETCH) : text.length;
      const piece = Buffer.from(text.slice(at, end));
      hash.update(piece);
      open.push(piece);
      size += piece.length;
      if (size >= LARGE) close();
      if (piece.length >= STRETCH) yield;
      at = end;
    }
  }
  close();
  return parts;
}

/** Of the very size, and written once: nothing is left to tidy away. */
function joinedOf(parts: readonly Buffer[], size: number): Buffer {
  const joined = Buffer.allocUnsafeSlow(size);
  let at = 0;
  for (const part of parts) at += part.copy(joined, at);
  return joined;
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
