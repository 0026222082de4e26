import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { MESSAGE_TOKENS, Transcript, type PromptMessage } from '../../context/request/transcript.js';
import { inSlices } from '../../text/search/slices.js';
import { ConnectedModels } from '../../connections/connected-models.js';
import { PromptPrefixesRepository } from './prefix/prompt-prefixes.repository.js';
import type { SessionSnapshot } from '../story/session-snapshot.js';
import { PromptMessagesRepository } from './prompt-messages.repository.js';
import { appendStory, asSent } from './scripts/sent-messages.js';
import { SessionBus } from '../bus/session-bus.js';

/** Bytes that all cached transcripts may take together, and how long one is cached that nobody uses. */
const MAX_BYTES = 256 * 1024 * 1024;
const MAX_IDLE_MS = 15 * 60_000;
const LOOK_EVERY_MS = 60_000;

interface CachedTranscript {
  transcript: Transcript;
  /** What it was made of; another value of any of these makes it useless. */
  branchId: string;
  revision: number;
  prefixId: string;
  sees: boolean;
  usedAt: number;
}

/** A transcript without pictures is the same for all models; what is added to it then is as this one sees. */
function saysTheSame(cached: CachedTranscript, sees: boolean): boolean {
  const { sent, told } = cached.transcript.pictures;
  if (cached.sees !== sees && sent + told > 0) return false;
  cached.sees = sees;
  return true;
}

/**
 * Transcripts of the sessions in use: a cache with a bound, of what can always be read again from the database. The
 * least used leave first.
 */
@Injectable()
export class Transcripts implements OnModuleInit, OnModuleDestroy {
  /** No LRU cache of a library: what stands in it grows where it stands, and the only one may be larger than the bound. */
  private readonly cache = new Map<string, CachedTranscript>();
  private looking: NodeJS.Timeout | undefined;

  constructor(
    private readonly messages: PromptMessagesRepository,
    private readonly prefixes: PromptPrefixesRepository,
    private readonly models: ConnectedModels,
    bus: SessionBus,
  ) {
    bus.handle('invalidate', ({ sessionId }) => this.cache.delete(sessionId));
  }

  /**
   * The transcript of a session up to a message's number.
   *
   * @param known messages that the caller has just stored; what else is missing is read
   */
  async upTo(
    snapshot: SessionSnapshot,
    seq: number,
    known: readonly PromptMessage[] = [],
  ): Promise<Transcript> {
    const { id, branchId, revision, prefix } = snapshot;
    const sees = await this.sees(snapshot);
    const how = { ...prefix, sees };
    let cached = this.of(snapshot, sees);
    if (!cached || cached.transcript.lastSeq > seq) {
      const text = await this.prefixes.text(prefix.id);
      const transcript = new Transcript(text, prefix.tokens, snapshot.foldedSeq, prefix.dated);
      await appendStory(transcript, this.messages, branchId, seq, how);
      // The last day may have been named in what is folded.
      if (snapshot.foldedSeq > 0) transcript.lastLabel ||= await this.messages.lastLabel(branchId);
      cached = { transcript, branchId, revision, prefixId: prefix.id, sees, usedAt: 0 };
    }
    const { transcript } = cached;
    if (transcript.lastSeq < seq) {
      const next = known.filter((message) => message.seq > transcript.lastSeq && message.seq <= seq);
      const after = transcript.lastSeq;
      const sent =
        next.length === seq - after && !next.some(({ unread }) => unread)
          ? await asSent(next, prefix.scripts)
          : [];
      if (sent.length && transcript.lastSeq === after) transcript.append(sent);
      while (transcript.lastSeq < seq) {
        const before = transcript.lastSeq;
        await appendStory(transcript, this.messages, branchId, seq, how);
        if (transcript.lastSeq === before) break;
      }
    }
    cached.usedAt = Date.now();
    this.cache.delete(id);
    this.cache.set(id, cached);
    this.shed();
    return transcript;
  }

  /** What a transcript weighs: one that is not cached is not read for that, it may be more than can be sent. */
  async weight(
    snapshot: SessionSnapshot,
    seq = snapshot.lastSeq,
    known: readonly PromptMessage[] = [],
  ): Promise<Pick<Transcript, 'tokens' | 'lastSeq'>> {
    const sees = await this.sees(snapshot);
    const cached = this.of(snapshot, sees)?.transcript;
    if (cached && cached.lastSeq <= seq) return this.upTo(snapshot, seq, known);
    const { prefix, branchId, foldedSeq } = snapshot;
    const tokens =
      prefix.tokens + MESSAGE_TOKENS + (await this.messages.tokens(branchId, foldedSeq, seq, sees));
    return { tokens, lastSeq: cached?.lastSeq ?? seq };
  }

  /** The transcript of all that the snapshot knows of, and maybe more: a turn may have begun since it was read. */
  async latest(snapshot: SessionSnapshot): Promise<Transcript> {
    const cached = this.of(snapshot, await this.sees(snapshot))?.transcript;
    return cached && cached.lastSeq >= snapshot.lastSeq ? cached : this.upTo(snapshot, snapshot.lastSeq);
  }

  onModuleInit(): void {
    this.looking = setInterval(() => this.shed(), LOOK_EVERY_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.looking);
  }

  /** What is cached of a session, when it was put together from the same. */
  private of(
    { id, branchId, revision, prefix }: SessionSnapshot,
    sees: boolean,
  ): CachedTranscript | undefined {
    const cached = this.cache.get(id);
    const same =
      cached?.branchId === branchId && cached.revision === revision && cached.prefixId === prefix.id;
    return same && saysTheSame(cached, sees) ? cached : undefined;
  }

  /** Whether what answers sees pictures. */
  private async sees(snapshot: SessionSnapshot): Promise<boolean> {
    const { model } = await this.models.talking(snapshot);
    return (await model.card()).sees;
  }

  private shed(): void {
    let bytes = 0;
    for (const { transcript } of this.cache.values()) bytes += transcript.bytes;
    const idleSince = Date.now() - MAX_IDLE_MS;
    for (const [id, { transcript, usedAt }] of this.cache) {
      if (usedAt >= idleSince && (bytes <= MAX_BYTES || this.cache.size === 1)) return;
      this.cache.delete(id);
      bytes -= transcript.bytes;
    }
  }
}

/** How much of what a session's last turn sent a transcript begins with, as `ReceiptFacts` has it. */
export async function keptOf(
  transcript: Transcript,
  { sentBytes, sentHash }: SessionSnapshot,
): Promise<number | null> {
  if (!sentHash) return null;
  return (await inSlices(transcript.comparedWith(sentBytes, sentHash))) ? sentBytes : 0;
}
