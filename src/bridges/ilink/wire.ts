import { isObject, readJson } from '../core/lossless.js';

/*
 * Answers of iLink, as `docs/protocol.md` and `src/api/types.ts` of Tencent/openclaw-weixin describe them. Each reader
 * takes whatever comes, and returns null where it is no such answer.
 */

/** The token is no longer good: somebody has to scan anew. */
export const SESSION_OVER = -14;
/** Too many messages, too often, or too late. */
export const TOO_MANY = -2;

export interface Answer {
  /** 0: it is done. It was seen in `ret` and in `errcode`. */
  code: number;
  body: Record<string, unknown>;
}

export function readAnswer(text: string): Answer | null {
  const body = readJson(text);
  if (!isObject(body)) return null;
  const [ret, errcode] = [body['ret'], body['errcode']].map((code) => code ?? 0);
  const code = ret === 0 ? errcode : ret;
  return typeof code === 'number' && Number.isSafeInteger(code) ? { code, body } : null;
}

/** One part of a message. */
export type Item = Record<string, unknown>;

/** A person's message. */
export interface PersonsMessage {
  id: string;
  from: string;
  items: Item[];
  writtenAt: Date | null;
  /** They have taken it back. */
  isDeleted: boolean;
  contextToken: string | null;
}

export interface Updates {
  messages: PersonsMessage[];
  /** Null: it says nothing of where to go on. */
  cursor: string | null;
  /** How long the next request is held, in milliseconds; null: not said. */
  heldMs: number | null;
}

/** Bytes of what is given back, which is Tencent's own: more is none of theirs. */
const MOST_OF_CURSOR = 64 * 1024;
const MOST_OF_CONTEXT = 4096;
/** Of the items of a message: nobody sends more. */
const MOST_ITEMS = 100;

/** `getupdates`. Null also where it is none of the known forms, so that it is not taken for silence. */
export function readUpdates({ body }: Answer): Updates | null {
  const { msgs, get_updates_buf: cursor, longpolling_timeout_ms: held } = body;
  if (msgs !== undefined && msgs !== null && !Array.isArray(msgs)) return null;
  if (msgs === undefined && cursor === undefined) return null;
  return {
    messages: ((msgs as unknown[] | null | undefined) ?? []).flatMap((message) => messageOf(message) ?? []),
    cursor: textOf(cursor, MOST_OF_CURSOR),
    heldMs: typeof held === 'number' && held > 0 ? held : null,
  };
}

function messageOf(value: unknown): PersonsMessage | null {
  if (!isObject(value)) return null;
  const [id, from] = [idOf(value['message_id']), idOf(value['from_user_id'])];
  // 1 is a person's, 2 a bot's; what is still being made (1) comes again. Groups are in the types alone: no bot is in one.
  if (!id || !from || value['message_type'] !== 1 || value['message_state'] === 1) return null;
  if (typeof value['group_id'] === 'string' && value['group_id'] !== '') return null;
  const items: unknown = value['item_list'];
  return {
    id,
    from,
    items: Array.isArray(items) ? (items as unknown[]).slice(0, MOST_ITEMS).filter(isObject) : [],
    writtenAt: momentOf(value['create_time_ms']),
    isDeleted: momentOf(value['delete_time_ms']) !== null,
    contextToken: textOf(value['context_token'], MOST_OF_CONTEXT),
  };
}

/** `sendmessage`: the message's id; null where it is not told, which was seen to mean that nobody got it. */
export const readSent = ({ body }: Answer): string | null => idOf(body['message_id']);

/** `getconfig`: what typing is told with. */
export const readTicket = ({ body }: Answer): string | null => textOf(body['typing_ticket'], MOST_OF_CONTEXT);

/** `get_bot_qrcode`: what the code is asked for by, and what is drawn. */
export function readCode({ body }: Answer): { qrcode: string; drawn: string } | null {
  const [qrcode, drawn] = [textOf(body['qrcode'], 2000), textOf(body['qrcode_img_content'], 2000)];
  return qrcode && drawn ? { qrcode, drawn } : null;
}

/** What becomes of a code. */
export type CodeStatus =
  | { is: 'wait' | 'scanned' | 'code_needed' | 'blocked' | 'expired' | 'bound' }
  | { is: 'redirect'; host: string | null }
  | { is: 'confirmed'; token: string; botId: string; base: string | null };

const STATUSES = {
  wait: 'wait',
  scaned: 'scanned',
  need_verifycode: 'code_needed',
  verify_code_blocked: 'blocked',
  expired: 'expired',
  binded_redirect: 'bound',
} as const;

/** `get_qrcode_status` */
export function readStatus({ body }: Answer): CodeStatus | null {
  const status = body['status'];
  if (status === 'scaned_but_redirect') return { is: 'redirect', host: textOf(body['redirect_host'], 255) };
  if (status === 'confirmed') {
    const [token, botId] = [textOf(body['bot_token'], 1000), idOf(body['ilink_bot_id'])];
    if (!token || !botId) return null;
    return { is: 'confirmed', token, botId, base: textOf(body['baseurl'], 2000) };
  }
  return typeof status === 'string' && Object.hasOwn(STATUSES, status)
    ? { is: STATUSES[status as keyof typeof STATUSES] }
    : null;
}

/** What is given back as it came, be it in a header or an address: all of it is plain ASCII. */
function textOf(value: unknown, most: number): string | null {
  return typeof value === 'string' && value.length <= most && /^[\x21-\x7e]+$/.test(value) ? value : null;
}

function idOf(value: unknown): string | null {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  return typeof value === 'string' && /^[\w:.@+=-]{1,128}$/.test(value) ? value : null;
}

/** The last moment that JavaScript knows is far beyond any that is meant. */
function momentOf(value: unknown): Date | null {
  const ms = typeof value === 'string' ? Number(value) : value;
  return typeof ms === 'number' && Number.isSafeInteger(ms) && ms > 0 && ms < 8.64e15 ? new Date(ms) : null;
}
