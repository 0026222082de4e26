import { isObject, readJson } from '../core/lossless.js';
import { languageOf, type Language } from '../../text/search/language.js';
import type { InboundPicture } from '../running/platform.js';
import { pictureOf } from './pictures.js';

/** A frame of the long connection (document 101463), as far as somebody can be answered to it. */
export type Frame =
  | { kind: 'answer'; reqId: string; errcode: number; why: string }
  | { kind: 'message'; reqId: string; message: Message }
  /** Somebody has opened the chat with the bot. */
  | { kind: 'come'; reqId: string; message: Message }
  /** Another connection has taken the place of this one. */
  | { kind: 'replaced' }
  | { kind: 'other' };

export interface Message {
  id: string;
  user: string;
  /** Null: it is private. */
  group: string | null;
  text: string;
  pictures: InboundPicture[];
}

const OTHER: Frame = { kind: 'other' };
/** Nobody sends more. */
const MOST_PARTS = 100;
const ID = /^[\x21-\x7e]{1,200}$/;
/** What stands for that which is no text. */
const NAMED: Record<string, Record<Language, string>> = {
  image: { en: 'picture', zh: '图片' },
  voice: { en: 'voice message', zh: '语音' },
  file: { en: 'file', zh: '文件' },
  video: { en: 'video', zh: '视频' },
};

/** Reads a frame, whatever it is. */
export function readFrame(text: string): Frame {
  const value = readJson(text);
  if (!isObject(value)) return OTHER;
  const reqId = idOf(objectIn(value, 'headers')['req_id']) ?? '';
  if (value['cmd'] === 'aibot_msg_callback' || value['cmd'] === 'aibot_event_callback')
    return callback(value['cmd'], reqId, objectIn(value, 'body'));
  if (value['cmd'] !== undefined || typeof value['errcode'] !== 'number') return OTHER;
  const why = value['errmsg'];
  return { kind: 'answer', reqId, errcode: value['errcode'], why: typeof why === 'string' ? why : '' };
}

function callback(cmd: string, reqId: string, body: Record<string, unknown>): Frame {
  const event = cmd === 'aibot_event_callback' ? objectIn(body, 'event')['eventtype'] : null;
  if (event === 'disconnected_event') return { kind: 'replaced' };
  const [id, user] = [idOf(body['msgid']), idOf(objectIn(body, 'from')['userid'])];
  const isGroup = body['chattype'] === 'group';
  const group = isGroup ? idOf(body['chatid']) : null;
  if (!id || !user || reqId === '' || (isGroup && !group)) return OTHER;
  if (event === 'enter_chat')
    return { kind: 'come', reqId, message: { id, user, group, text: '', pictures: [] } };
  if (event !== null) return OTHER;
  const parts = partsOf(body);
  const [written, pictures] = [textOf(parts), parts.flatMap(shown)];
  const words = isGroup ? withoutMention(written) : written;
  const text = words === '' && pictures.length === 0 ? written.trim() : words;
  return { kind: 'message', reqId, message: { id, user, group, text, pictures } };
}

type Part = Record<string, unknown>;

/** What a message is made of: itself, unless it is of several kinds. */
function partsOf(body: Part): Part[] {
  if (body['msgtype'] !== 'mixed') return [body];
  const items = objectIn(body, 'mixed')['msg_item'];
  return Array.isArray(items) ? items.slice(0, MOST_PARTS).filter(isObject) : [];
}

/** The text of a message, with what is no text named in it. Of a voice message, WeCom writes down what was said. */
function textOf(parts: readonly Part[]): string {
  const plain = parts.map((part) => said(part) ?? '').join('');
  return parts
    .map((part) => said(part) ?? (shown(part).length ? '' : named(part['msgtype'], plain)))
    .filter((part) => part !== '')
    .join('\n');
}

/** What it shows, where it says where that is; the rest is named in the text. */
function shown(part: Part): InboundPicture[] {
  const picture = part['msgtype'] === 'image' ? pictureOf(objectIn(part, 'image')) : null;
  return picture ? [picture] : [];
}

function said(part: Part): string | null {
  const type = part['msgtype'];
  if (type !== 'text' && type !== 'voice') return null;
  const { content } = objectIn(part, type);
  return typeof content === 'string' && content.trim() !== '' ? content : null;
}

/** Where nothing tells, whoever uses WeCom reads Chinese. */
function named(type: unknown, beside: string): string {
  if (typeof type !== 'string' || !Object.hasOwn(NAMED, type)) return '';
  return `[${NAMED[type]![/\p{L}/u.test(beside) ? languageOf(beside) : 'zh']}]`;
}

/** In groups, only what mentions the bot is told, by whatever name it has there; that name alone is a call. */
const withoutMention = (text: string) => text.trim().replace(/^@\S+(?:\s+|$)/u, '');

function idOf(value: unknown): string | null {
  return typeof value === 'string' && ID.test(value) ? value : null;
}

function objectIn(value: Record<string, unknown>, name: string): Record<string, unknown> {
  const found = value[name];
  return isObject(found) ? found : {};
}
