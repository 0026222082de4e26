import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { compose, type ComposedMessages } from '../../../context/request/composed-messages.js';
import { readReceipt } from '../../../context/request/read-receipt.js';
import { escaped } from '../../../context/request/open-message.js';
import { openSystem, Transcript } from '../../../context/request/transcript.js';
import { settledScriptSchema } from '../../../contracts/regex-script.js';
import { Problem } from '../../../contracts/problem.js';
import { estimateTokens } from '../../../text/search/tokens.js';
import type { Page } from '../../../contracts/paging.js';
import type { Receipt } from '../../../contracts/receipt.js';
import type { RequestPart, SentView, TurnView } from '../../../contracts/turn.js';
import { PromptMessagesRepository } from '../../prompt/prompt-messages.repository.js';
import { appendStory } from '../../prompt/scripts/sent-messages.js';
import { type SentRequestRow, SentRequestsRepository } from './sent-requests.repository.js';

const scriptsSchema = z.array(settledScriptSchema);

interface RebuiltRequest {
  row: SentRequestRow;
  receipt: Receipt;
  composed: ComposedMessages;
  prefix: string;
  historyBytes: number;
  historyTokens: number;
  messages: number;
  exact: boolean;
}

/** What turns sent: read back, and rebuilt to the byte from the database alone. */
@Injectable()
export class SentRequestsService {
  constructor(
    private readonly requests: SentRequestsRepository,
    private readonly messages: PromptMessagesRepository,
  ) {}

  /** Turns with a receipt, newest first. @param before a turn's cursor */
  async turns(
    ownerId: string,
    sessionId: string,
    before: string | null,
    limit: number,
  ): Promise<Page<TurnView>> {
    const rows = await this.requests.turns(ownerId, sessionId, before, limit + 1);
    const shown = rows.slice(0, limit);
    const items = shown.flatMap(({ id, kind, status, created_at, receipt }): TurnView[] => {
      const read = readReceipt(receipt);
      return read ? [{ turnId: id, kind, status, at: created_at.toISOString(), receipt: read }] : [];
    });
    return { items, ...(rows.length > limit ? { next: shown[shown.length - 1]!.id } : {}) };
  }

  /** @throws Problem not_found */
  async view(ownerId: string, sessionId: string, turnId: string): Promise<SentView> {
    const built = await this.rebuild(ownerId, sessionId, turnId);
    const { row, receipt, composed } = built;
    const end = row.chronicle_end ?? row.text.length;
    // Of an older one it is not known where the source ends and the rules begin: all of that is the frame.
    const hasSource = row.text.slice(end, row.frame_at ?? end).trim() !== '';
    const frameAt = hasSource ? row.frame_at! : end;
    const rulesAt = row.rules_at ?? row.text.length;
    const textPart = (kind: RequestPart['kind'], text: string) => ({
      kind,
      text,
      bytes: Buffer.byteLength(escaped(text)),
      tokens: estimateTokens(text),
    });
    const pinned = row.text.slice(0, row.chronicle_at);
    const pinnedBytes = Buffer.byteLength(openSystem(pinned));
    const parts: Omit<RequestPart, 'keptBytes'>[] = [
      { kind: 'pinned', text: pinned, bytes: pinnedBytes, tokens: estimateTokens(pinned) },
      ...[
        textPart('chronicle', row.text.slice(row.chronicle_at, end)),
        textPart('source', row.text.slice(end, frameAt)),
        textPart('frame', row.text.slice(frameAt, rulesAt)),
        textPart('rules', row.text.slice(rulesAt)),
      ].filter(({ text }) => text !== ''),
      {
        kind: 'history',
        bytes: built.historyBytes,
        tokens: built.historyTokens,
        fromSeq: row.after_seq + 1,
        toSeq: row.upto_seq,
        messages: built.messages,
      },
      { kind: 'tail', text: row.tail, bytes: composed.tailBytes, tokens: estimateTokens(row.tail) },
    ];
    let kept = receipt.keptPrefixBytes;
    return {
      turnId,
      exact: built.exact,
      parts: parts.map((part) => {
        const keptBytes = part.kind === 'tail' ? 0 : Math.min(kept, part.bytes);
        kept -= keptBytes;
        return { ...part, keptBytes };
      }),
      receipt,
    };
  }

  /** The JSON array of messages, in parts. @throws Problem not_found */
  async bytes(ownerId: string, sessionId: string, turnId: string): Promise<readonly Uint8Array[]> {
    return (await this.rebuild(ownerId, sessionId, turnId)).composed.messages;
  }

  private async rebuild(ownerId: string, sessionId: string, turnId: string): Promise<RebuiltRequest> {
    const row = await this.requests.find(ownerId, sessionId, turnId);
    const receipt = row && readReceipt(row.receipt);
    if (!row || !receipt) {
      throw new Problem(
        'not_found',
        'What this turn sent is not on record: it has sent nothing yet, or is not yours.',
      );
    }
    const transcript = new Transcript(row.text, row.tokens, row.after_seq, row.dated);
    const prefixBytes = transcript.bytes;
    const prefixTokens = transcript.tokens;
    const scripts = scriptsSchema.safeParse(row.scripts).data ?? [];
    await appendStory(transcript, this.messages, row.branch_id, row.upto_seq, {
      dated: row.dated,
      scripts,
      sees: (receipt.pictures?.sent ?? 0) > 0,
    });
    const base =
      row.base === null
        ? undefined
        : { role: 'assistant' as const, speaker: null, label: '', content: row.base };
    const composed = compose(transcript, row.tail, base);
    return {
      row,
      receipt,
      composed,
      prefix: row.text,
      historyBytes: composed.promptBytes - composed.tailBytes - prefixBytes,
      historyTokens: transcript.tokens - prefixTokens + estimateTokens(row.base ?? ''),
      messages: transcript.messages,
      exact: transcript.markSent().hash.equals(row.sent_hash),
    };
  }
}
