import type { InboundPicture } from '../running/platform.js';
import { languageOf, type Language } from '../../text/search/language.js';
import { isObject, readJson } from '../core/lossless.js';
import { webAddress } from '../core/web-address.js';

/** A part of a message: OneBot v11, "message segments". */
export interface Segment {
  type: string;
  data: Record<string, unknown>;
}

/** An event that is a message. */
export interface MessageEvent {
  messageId: string;
  selfId: string;
  userId: string;
  /** Null: it is private. */
  groupId: string | null;
  groupName: string | null;
  name: string;
  roles: string[];
  segments: Segment[];
}

/** What a frame holds. */
export type Frame =
  | {
      kind: 'answer';
      echo: string | null;
      ok: boolean;
      pending: boolean;
      retcode: number;
      why: string;
      data: unknown;
    }
  | { kind: 'message'; event: MessageEvent }
  /** A message was taken back by whoever wrote it. */
  | { kind: 'recall'; messageId: string; userId: string; groupId: string | null }
  | { kind: 'other' };

const OTHER: Frame = { kind: 'other' };

/** Reads a frame, whatever it is; ids keep all their digits. */
export function readFrame(text: string): Frame {
  const value = readJson(text);
  if (!isObject(value)) return OTHER;
  if (value['post_type'] === 'message') {
    const event = messageEvent(value);
    return event ? { kind: 'message', event } : OTHER;
  }
  if (value['post_type'] === 'notice') return recallOf(value);
  if ('post_type' in value || !('retcode' in value)) return OTHER;
  return {
    kind: 'answer',
    echo: typeof value['echo'] === 'string' ? value['echo'] : null,
    ok: value['status'] === 'ok',
    pending: value['status'] === 'async',
    retcode: Number(value['retcode']),
    why: [value['wording'], value['message'], value['msg']]
      .filter((part) => typeof part === 'string')
      .join(' '),
    data: value['data'],
  };
}

/** An id of an answer's data, as text. */
export function idIn(data: unknown, name: string): string | null {
  return isObject(data) ? idOf(data[name]) : null;
}

export function textIn(data: unknown, name: string): string {
  const value = isObject(data) ? data[name] : null;
  return typeof value === 'string' ? value : '';
}

function recallOf(value: Record<string, unknown>): Frame {
  const [messageId, userId, groupId] = ['message_id', 'user_id', 'group_id'].map((name) => idOf(value[name]));
  if (!messageId || !userId) return OTHER;
  if (value['notice_type'] === 'friend_recall') return { kind: 'recall', messageId, userId, groupId: null };
  return value['notice_type'] === 'group_recall' && groupId
    ? { kind: 'recall', messageId, userId, groupId }
    : OTHER;
}

function messageEvent(value: Record<string, unknown>): MessageEvent | null {
  const [messageId, selfId, userId] = ['message_id', 'self_id', 'user_id'].map((name) => idOf(value[name]));
  const isGroup = value['message_type'] === 'group';
  const groupId = isGroup ? idOf(value['group_id']) : null;
  if (!messageId || !selfId || !userId || (isGroup && !groupId)) return null;
  if (!isGroup && value['message_type'] !== 'private') return null;
  const sender = isObject(value['sender']) ? value['sender'] : {};
  const name = [sender['card'], sender['nickname']].find(
    (one) => typeof one === 'string' && one.trim() !== '',
  );
  return {
    messageId,
    selfId,
    userId,
    groupId,
    groupName: typeof value['group_name'] === 'string' ? value['group_name'] : null,
    name: typeof name === 'string' ? name : userId,
    roles: typeof sender['role'] === 'string' ? [sender['role']] : [],
    segments: segmentsOf(value['message'] ?? value['raw_message']),
  };
}

/** A message's parts, be it an array, one part, or a text with CQ codes. */
export function segmentsOf(message: unknown): Segment[] {
  if (typeof message === 'string') return fromCodes(message);
  const parts = Array.isArray(message) ? (message as unknown[]) : [message];
  return parts.flatMap((part) => {
    if (!isObject(part) || typeof part['type'] !== 'string') return [];
    return [{ type: part['type'], data: isObject(part['data']) ? part['data'] : {} }];
  });
}

const CODE = /\[CQ:([a-zA-Z0-9_.-]+)((?:,[^,[\]]*)*)\]/g;

/** In UTF-16 units: what is longer is no message of a person's, and not looked through. */
const LONGEST_CODED = 100_000;

function fromCodes(text: string): Segment[] {
  if (text.length > LONGEST_CODED) return [{ type: 'text', data: { text } }];
  const segments: Segment[] = [];
  let at = 0;
  const plain = (until: number) => {
    if (until > at) segments.push({ type: 'text', data: { text: unescaped(text.slice(at, until)) } });
  };
  for (const code of text.matchAll(CODE)) {
    plain(code.index);
    at = code.index + code[0].length;
    const pairs = code[2]!.split(',').slice(1);
    const data = pairs.map((pair): [string, string] => {
      const cut = pair.indexOf('=');
      return cut < 0 ? [pair, ''] : [pair.slice(0, cut), unescaped(pair.slice(cut + 1))];
    });
    segments.push({ type: code[1]!, data: Object.fromEntries(data) });
  }
  plain(text.length);
  return segments;
}

const unescaped = (text: string) =>
  text.replaceAll('&#91;', '[').replaceAll('&#93;', ']').replaceAll('&#44;', ',').replaceAll('&amp;', '&');

/** What stands for that which is no text. */
const NAMED: Record<string, Record<Language, string>> = {
  image: { en: 'picture', zh: '图片' },
  face: { en: 'sticker', zh: '表情' },
  mface: { en: 'sticker', zh: '表情' },
  record: { en: 'voice message', zh: '语音' },
  video: { en: 'video', zh: '视频' },
  file: { en: 'file', zh: '文件' },
  forward: { en: 'forwarded messages', zh: '转发的消息' },
  share: { en: 'link', zh: '分享' },
  json: { en: 'card', zh: '卡片' },
  xml: { en: 'card', zh: '卡片' },
  location: { en: 'place', zh: '位置' },
};

/** The text of a message, with what is no text named in it; the bot's own mention is left out where there is more. */
export function textOf(segments: readonly Segment[], selfId: string, name: string): string {
  const plain = segments.map(({ type, data }) => (type === 'text' ? asText(data['text']) : '')).join('');
  const language = languageOf(plain.trim() === '' ? name : plain);
  const called = ({ data }: Segment) => `@${asText(data['name']) || (idOf(data['qq']) ?? '')} `;
  const text = segments
    .map(({ type, data }) => {
      if (type === 'text') return asText(data['text']);
      if (type === 'at') return idOf(data['qq']) === selfId ? '' : called({ type, data });
      if (pictureIn({ type, data })) return '';
      const named = Object.hasOwn(NAMED, type) ? NAMED[type]![language] : null;
      return named === null ? '' : `[${named}]`;
    })
    .join('')
    .trim();
  const own = segments.find((segment) => isOf(segment, selfId));
  return text === '' && own && !picturesOf(segments).length ? called(own).trim() : text;
}

/** What a message shows, where it says where that is; the rest is named in the text. */
export function picturesOf(segments: readonly Segment[]): InboundPicture[] {
  return segments.flatMap((segment) => pictureIn(segment) ?? []);
}

/** Of `sub_type` (`subType`, by go-cqhttp's documents): pictures that QQ shows as stickers. */
const AS_STICKERS = [1, 2, 3, 4, 7];

/**
 * `image` of OneBot v11, and a sticker from QQ's shop: `mface`, or, as NapCat tells of it, `image` with an `emoji_id`.
 * NapCat and Lagrange give an address in `url`, and in `summary` what QQ shows in a list, such as `[动画表情]`; a file's
 * name is a hash there.
 */
function pictureIn({ type, data }: Segment): InboundPicture | null {
  if (type !== 'image' && type !== 'mface') return null;
  const source = webAddress(data['url']) ?? webAddress(data['file']);
  if (source === null) return null;
  const summary = asText(data['summary']).replace(/^\[|\]$/g, '');
  const isSticker =
    type === 'mface' ||
    !!data['emoji_id'] ||
    AS_STICKERS.includes(Number(data['sub_type'] ?? data['subType']));
  const file = asText(data['file']);
  const name = summary || (/^[\w-]{1,20}\.\w{1,5}$/.test(file) ? file : '');
  return { kind: isSticker ? 'sticker' : 'picture', name, source };
}

/** Whether a message mentions an account. */
export function mentions(segments: readonly Segment[], selfId: string): boolean {
  return segments.some((segment) => isOf(segment, selfId));
}

const isOf = ({ type, data }: Segment, selfId: string) => type === 'at' && idOf(data['qq']) === selfId;

/** The message that one answers, as its platform numbers it. */
export function repliedTo(segments: readonly Segment[]): string | null {
  const reply = segments.find(({ type }) => type === 'reply');
  return reply ? idOf(reply.data['id']) : null;
}

/** An id as a frame has it: a number where all its digits fit one. */
export function idOut(id: string): number | string {
  return Number.isSafeInteger(Number(id)) ? Number(id) : id;
}

function idOf(value: unknown): string | null {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  return typeof value === 'string' && /^-?[\w:.-]{1,64}$/.test(value) ? value : null;
}

const asText = (value: unknown) => (typeof value === 'string' ? value : '');
