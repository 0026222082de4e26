import type { FinishReason } from './finish-reason.js';

export const PREFIX_MOVES = [
  'sheet',
  'fold',
  'edit',
  'branch',
  'rule',
  'source',
  'persona',
  'clock',
  'upgrade',
  'prompt',
  'pictures',
  'unfold',
] as const;
export type PrefixMoved = (typeof PREFIX_MOVES)[number];

/** A passage of a source that was recalled. */
export interface SourceRecalled {
  sourceId: string;
  passageId: string;
  /** Of the chapter that it stands in, shortened; older receipts lack it. */
  sectionTitle?: string;
  /** The words that it was found by; none where it only stands beside what was found. */
  why: string[];
}

/** Why a lorebook entry was told, or was not though it was called. */
export interface LoreReason {
  name: string;
  outcome: 'told' | 'no_room' | 'group' | 'chance';
  /** `sticky`: it is told on from before. */
  why: 'key' | 'constant' | 'sticky';
  /** The key that was found, as the entry has it. */
  key?: string;
  /** The number of the message that it was found in, or the entry that says it. */
  seq?: number;
  by?: string;
}

/** What a turn sent, and what is known of it since. Sizes in bytes of UTF-8 JSON, amounts in tokens. */
export interface Receipt {
  turnId: string | null;
  sheetVersion: number;
  /** The text of the character's source stood in it, word for word. */
  sourcePinned: boolean;
  model: string;
  /** By which it was reached; absent where none is needed, and in older receipts. */
  connection?: { id: string; name: string };
  window: number;
  promptTokensEstimated: number;
  promptTokensReported: number | null;
  cachedTokens: number | null;
  completionTokens: number | null;
  messagesTotal: number;
  messagesVerbatim: number;
  messagesFolded: number;
  /** Numbers of the messages that were recalled into the tail. */
  recalled: number[];
  /** Why each of them was, by number: the words or dates that it was found by, `meaning`: it was said in other words, `neighbour`, or `fact`: it tells what holds now. */
  recalledFor?: Record<number, string[]>;
  /** Passages of the sources that were recalled into the tail, in their order. */
  sourceRecalled?: SourceRecalled[];
  /** How long finding all of them took. */
  recallMs?: number;
  /** Numbers of pinned messages that stood beside the history, and of those that there was no room for. */
  pinned?: number[];
  pinsLeftOut?: number[];
  /** Names of the lorebook entries that stood in the tail, and of those that were called and had no room. */
  lore?: string[];
  loreLeftOut?: string[];
  /** Names of entries that were not called, and might have been: their keys are too many or too costly to be looked for all. */
  loreMissed?: string[];
  /** Why each entry was told, or was not though it was called; older receipts lack it. */
  loreReasons?: LoreReason[];
  /** Pictures that were shown with what they weigh, or only named to a model that does not see; absent without any. */
  pictures?: { sent: number; told: number; tokens: number };
  /** How much of the serialised `messages` equals, from the first byte on, the last turn's without its tail. */
  keptPrefixBytes: number;
  tailBytes: number;
  promptBytes: number;
  /** The author's note that was for this reply only. */
  noteOnce?: string;
  prefixMovedBy?: PrefixMoved;
  /** The server seems to have read less than it was sent. */
  truncatedByServer: boolean;
  /** How the reply ended, where that is known, and how long was thought before and within it. */
  finishReason?: FinishReason;
  thinkingMs?: number;
  /** As reported by the provider, or by its prices; in its currency. */
  cost?: number;
  /** Where the server holds the conversation: bytes of input that this turn put on the wire. */
  sentBytes?: number;
  /** There, too: bytes of old tails that the server still holds. */
  heldTailBytes?: number;
}
