import type { Language } from '../../text/search/language.js';
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
  /** What is spoken there, where neither a text nor a name tells. */
  speaks?: Language;
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
  speaks: 'zh',
};

/**
 * An account of WeChat's that may send 客服消息 (客服消息下发规则): five in the two days after each message of a person's,
 * texts of 2,048 bytes; "typing" is shown for fifteen seconds.
 */
export const WECHAT_SERVICE: Capabilities = {
  maxLen: 2048,
  unit: 'bytes',
  stream: 'none',
  minEditMs: 0,
  maxReplies: 5,
  windowMs: 48 * 60 * 60_000,
  proactive: false,
  typingTtl: 15_000,
  persona: 'none',
  inboundEdits: false,
  nonce: false,
  speaks: 'zh',
};

/** One that may not: each message of a person's is answered once, with the answer of WeChat's call. */
export const WECHAT_ANSWERS: Capabilities = {
  ...WECHAT_SERVICE,
  maxReplies: 1,
  windowMs: null,
  typingTtl: null,
};

/** A bot of WeCom's by its long connection (document 101463): streams of 20,480 bytes, that can be changed until they end. */
export const WECOM: Capabilities = {
  maxLen: 20_000,
  unit: 'bytes',
  stream: 'edit',
  minEditMs: 800,
  maxReplies: null,
  windowMs: null,
  proactive: true,
  typingTtl: null,
  persona: 'none',
  inboundEdits: false,
  nonce: false,
  speaks: 'zh',
};

/**
 * WeChat by iLink. What may be sent is in no document: 24 hours, ten messages and the length are what people report to
 * Tencent/openclaw-weixin (81, 142, 156, 202, 225), a little less of each where clocks and counts may differ.
 */
export const ILINK: Capabilities = {
  maxLen: 3900,
  unit: 'utf-16',
  stream: 'none',
  minEditMs: 0,
  maxReplies: 10,
  windowMs: 24 * 3_600_000 - 5 * 60_000,
  proactive: false,
  typingTtl: 5000,
  persona: 'none',
  inboundEdits: false,
  nonce: false,
  speaks: 'zh',
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
