import type { LoreReason, PrefixMoved, Receipt } from '../../contracts/receipt.js';
import { shortTitle } from '../recall/source/section-heading.js';
import type { ComposedMessages } from './composed-messages.js';
import type { Transcript } from './transcript.js';

/** What is known of a turn's request before it is sent. */
export interface ReceiptFacts {
  turnId: string | null;
  transcript: Transcript;
  composed: ComposedMessages;
  sheetVersion: number;
  sourcePinned: boolean;
  model: string;
  connection: { id: string; name: string } | null;
  window: number;
  /** Estimated, of the whole request. */
  tokens: number;
  /** Messages besides those in the transcript. */
  moreMessages: number;
  /** Messages that the chronicle stands for. */
  folded: number;
  recalled: readonly { seq: number; why: string[] }[];
  /** Passages of the sources. */
  passages: readonly { sourceId: string; n: number; section: number; title: string; why: string[] }[];
  recallMs: number;
  /** Numbers of pinned messages that stand beside the history, and of those that there is no room for. */
  pinned: readonly number[];
  pinsLeftOut: readonly number[];
  /** Lorebook entries in the tail, those that there is no room for, and those not looked for whole, by name. */
  lore: readonly string[];
  loreLeftOut: readonly string[];
  loreMissed: readonly string[];
  loreReasons: readonly LoreReason[];
  /** What the session's last turn sent, its tail left out, in bytes: 0 where this does not begin with it; null where there was none. */
  kept: number | null;
  movedBy: PrefixMoved | null;
  noteOnce: string;
}

/** The receipt of a request, as far as it is known when it is sent. */
export function receiptOf(sending: ReceiptFacts): Receipt {
  const { transcript, composed, kept } = sending;
  const { pictures } = transcript;
  const hasPictures = pictures.sent + pictures.told > 0;
  // Nothing was changed by anybody: another model answers, which sees where the other did not, or the other way round.
  const moved = hasPictures ? 'pictures' : 'edit';
  const movedBy = sending.movedBy ?? (kept === 0 ? moved : null);
  const messages = transcript.messages + sending.moreMessages;
  return {
    turnId: sending.turnId,
    sheetVersion: sending.sheetVersion,
    sourcePinned: sending.sourcePinned,
    model: sending.model,
    ...(sending.connection ? { connection: sending.connection } : {}),
    window: sending.window,
    promptTokensEstimated: sending.tokens,
    promptTokensReported: null,
    cachedTokens: null,
    completionTokens: null,
    messagesTotal: messages + sending.folded,
    messagesVerbatim: messages,
    messagesFolded: sending.folded,
    recalled: sending.recalled.map(({ seq }) => seq),
    ...(sending.recalled.length
      ? { recalledFor: Object.fromEntries(sending.recalled.map(({ seq, why }) => [seq, why])) }
      : {}),
    ...(sending.passages.length
      ? {
          sourceRecalled: sending.passages.map(({ sourceId, n, section, title, why }) => ({
            sourceId,
            passageId: `p${n}`,
            sectionTitle: shortTitle(title, section),
            why,
          })),
        }
      : {}),
    ...(sending.recalled.length || sending.passages.length
      ? { recallMs: Math.round(sending.recallMs * 100) / 100 }
      : {}),
    ...(sending.pinned.length ? { pinned: [...sending.pinned] } : {}),
    ...(sending.pinsLeftOut.length ? { pinsLeftOut: [...sending.pinsLeftOut] } : {}),
    ...(sending.lore.length ? { lore: [...sending.lore] } : {}),
    ...(sending.loreLeftOut.length ? { loreLeftOut: [...sending.loreLeftOut] } : {}),
    ...(sending.loreMissed.length ? { loreMissed: [...sending.loreMissed] } : {}),
    ...(sending.loreReasons.length ? { loreReasons: [...sending.loreReasons] } : {}),
    ...(hasPictures ? { pictures: { ...pictures } } : {}),
    keptPrefixBytes: kept ?? 0,
    tailBytes: composed.tailBytes,
    promptBytes: composed.promptBytes,
    ...(sending.noteOnce ? { noteOnce: sending.noteOnce } : {}),
    ...(movedBy ? { prefixMovedBy: movedBy } : {}),
    truncatedByServer: false,
  };
}

/** The tokens that a request and its reply took: as the server reported them, else as they were estimated. */
export function tokensTaken(receipt: Receipt): number {
  return (receipt.promptTokensReported ?? receipt.promptTokensEstimated) + (receipt.completionTokens ?? 0);
}

/**
 * Adds what the server reported, and what went over the wire where the server holds the conversation. A prompt that it counted far shorter than it was sent has been
 * cut by it.
 */
export function withUsage(
  receipt: Receipt,
  usage: {
    promptTokens: number | null;
    cachedTokens: number | null;
    completionTokens: number | null;
    cost?: number;
  },
  over?: { sentBytes: number; heldTailBytes: number },
): Receipt {
  const { promptTokens, cachedTokens, completionTokens } = usage;
  // What a picture counts for differs from server to server: without them it is the words that are missing.
  const words = receipt.promptTokensEstimated - (receipt.pictures?.tokens ?? 0);
  const missing = promptTokens === null ? 0 : words - promptTokens;
  return {
    ...receipt,
    promptTokensReported: promptTokens,
    cachedTokens,
    completionTokens,
    ...(usage.cost === undefined ? {} : { cost: usage.cost }),
    ...over,
    truncatedByServer: missing > 1000 && missing > 0.4 * receipt.promptTokensEstimated,
  };
}
