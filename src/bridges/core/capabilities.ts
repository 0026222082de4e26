import type { Unit } from './size.js';

/** What a platform can do, and what it refuses. */
export interface Capabilities {
  /** The longest text of one message, in `unit`. */
  maxLen: number;
  unit: Unit;
  /** How a reply is shown while it grows: by edits of one message, or not at all. */
  stream: 'edit' | 'none';
  /** The least time between two edits, in milliseconds. */
  minEditMs: number;
  /** Messages that may answer one of a person's; null: as many as one likes. */
  maxReplies: number | null;
  /** How long after a person's message it may be answered, in milliseconds; null: for ever. */
  windowMs: number | null;
  /** Whether a message may be sent that answers none. */
  proactive: boolean;
  /** How long "is typing" is shown after it was told, in milliseconds; null: it cannot be told. */
  typingTtl: number | null;
  /** Whether a reply can carry the character's own name and picture. */
  persona: 'webhook' | 'none';
  /** Whether the platform tells of edits and deletions of a person's message. */
  inboundEdits: boolean;
  /** Whether what may or may not have arrived can be sent again without coming twice. */
  nonce: boolean;
}

/** NapCat, Lagrange and others cut or refuse longer ones; QQ itself takes some 4,500 characters. */
export const ONEBOT: Capabilities = {
  maxLen: 4000,
  unit: 'code points',
  stream: 'none',
  minEditMs: 0,
  maxReplies: null,
  windowMs: null,
  proactive: true,
  typingTtl: null,
  persona: 'none',
  inboundEdits: true,
  nonce: false,
};

/** By Discord's documents: 2,000 characters, some five requests in five seconds for a channel, typing for ten seconds. */
export const DISCORD: Capabilities = {
  maxLen: 1900,
  unit: 'code points',
  stream: 'edit',
  minEditMs: 1300,
  maxReplies: null,
  windowMs: null,
  proactive: true,
  typingTtl: 8000,
  persona: 'webhook',
  inboundEdits: true,
  nonce: true,
};

/** By Telegram's documents: 4,096 units of UTF-16, a message a second in a chat (twenty a minute in groups), typing for five seconds. */
export const TELEGRAM: Capabilities = {
  maxLen: 4096,
  unit: 'utf-16',
  stream: 'edit',
  minEditMs: 1100,
  maxReplies: null,
  windowMs: null,
  proactive: true,
  typingTtl: 4000,
  persona: 'none',
  inboundEdits: true,
  nonce: false,
};
