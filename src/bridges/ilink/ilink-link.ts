import { setTimeout as sleep } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { ILINK } from '../core/capabilities.js';
import { MOST_PADDING, sealedIn } from '../core/sealed-picture.js';
import {
  type LinkWish,
  type PictureLimits,
  type PlatformHooks,
  type PlatformLink,
  PlatformRefusal,
  type SendOptions,
} from '../running/platform.js';
import { botBase } from './hosts.js';
import { ILinkApi, Nonsense } from './ilink-api.js';
import { opened } from './pictures.js';
import { inboundOf } from './read-message.js';
import { readSent, readTicket, readUpdates, type Updates } from './wire.js';

const SEND_WITHIN_MS = 20_000;
const SMALL_WITHIN_MS = 10_000;
/** A poll is held so long unless iLink says otherwise, and so much longer is waited for its answer. */
const HELD_MS = 35_000;
const LONGEST_HELD_MS = 120_000;
const MORE_MS = 10_000;
/** The least time between two polls of which the first brought nothing new: whoever does not hold them is not asked at once. */
const PACE_MS = 1000;
/** After -2: the first pause, how it grows, and the longest. Half an hour of it was seen (openclaw-weixin 270). */
const [PAUSE_MS, GROWS, LONGEST_PAUSE_MS] = [10_000, 4, 20 * 60_000];
const TICKETS = { max: 500, ttl: 60 * 60_000 };

/** WeChat by iLink: messages are asked for by a long poll, and answers are sent one by one. */
export class ILinkLink implements PlatformLink {
  readonly caps = ILINK;
  private readonly api: ILinkApi;
  private readonly tickets = new LRUCache<string, string>(TICKETS);
  private readonly typed = new Set<string>();
  private cursor: string;
  private heldMs = HELD_MS;
  /** How often it was -2 since a message last went through. */
  private refused = 0;
  /** Ends the poll, since the token was refused elsewhere. */
  private end: ((refusal: PlatformRefusal) => void) | null = null;

  constructor(private readonly wish: LinkWish) {
    this.api = new ILinkApi(botBase(wish.settings), wish.secrets['token'] ?? null);
    this.cursor = wish.cursor ?? '';
  }

  async run(hooks: PlatformHooks, signal: AbortSignal): Promise<void> {
    const ending = new AbortController();
    let refusal: PlatformRefusal | null = null;
    const stop = () => ending.abort();
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    this.end = (found) => {
      refusal = found;
      stop();
    };
    try {
      await this.greet(hooks, ending.signal);
      for (;;) await this.poll(hooks, ending.signal);
    } catch (error) {
      if (!signal.aborted) throw refusal ?? reasonOf(error);
      await this.leave();
    } finally {
      this.end = null;
      signal.removeEventListener('abort', stop);
    }
  }

  async send(
    chat: string,
    text: string,
    { nonce, replyWith }: SendOptions,
  ): Promise<{ platformId: string | null }> {
    const msg = {
      from_user_id: '',
      to_user_id: chat,
      client_id: nonce,
      message_type: 2,
      message_state: 2,
      item_list: [{ type: 1, text_item: { text } }],
      ...(replyWith !== undefined && { context_token: replyWith }),
    };
    try {
      const answer = await this.api.post('sendmessage', { msg }, { withinMs: SEND_WITHIN_MS });
      this.refused = 0;
      return { platformId: readSent(answer) };
    } catch (error) {
      if (!(error instanceof PlatformRefusal)) throw error;
      if (error.code === 'session_over') {
        // It is sent once somebody has scanned anew.
        this.end?.(error);
        throw new PlatformRefusal('not_connected', error.message, PACE_MS);
      }
      if (error.code !== 'rate_limited') throw error;
      const pause = Math.min(PAUSE_MS * GROWS ** this.refused++, LONGEST_PAUSE_MS);
      throw new PlatformRefusal('rate_limited', error.message, pause);
    }
  }

  /** Shown to one person at a time: where the last word of it has not arrived, none is added. */
  async typing(chat: string): Promise<void> {
    if (this.typed.has(chat)) return;
    this.typed.add(chat);
    const asked = { withinMs: SMALL_WITHIN_MS };
    try {
      const known = this.tickets.get(chat);
      const ticket = known ?? readTicket(await this.api.post('getconfig', { ilink_user_id: chat }, asked));
      if (!ticket) return;
      this.tickets.set(chat, ticket);
      await this.api.post('sendtyping', { ilink_user_id: chat, typing_ticket: ticket, status: 1 }, asked);
    } catch (error) {
      this.tickets.delete(chat);
      throw error;
    } finally {
      this.typed.delete(chat);
    }
  }

  async picture(source: string, { maxBytes, fetch }: PictureLimits): Promise<Uint8Array> {
    const { url, key } = sealedIn(source);
    const bytes = await fetch(url, maxBytes + MOST_PADDING);
    return key ? opened(bytes, key) : bytes;
  }

  /** Tells that a client has begun, which also shows whether the token is good: the first poll may be held for long. */
  private async greet(hooks: PlatformHooks, signal: AbortSignal): Promise<void> {
    try {
      await this.api.post('msg/notifystart', {}, { withinMs: SMALL_WITHIN_MS, signal });
      hooks.up(this.wish.settings.botId ?? '');
    } catch (error) {
      // A server that knows no such word is polled all the same.
      if (!(error instanceof PlatformRefusal) || error.code !== 'refused') throw error;
    }
  }

  private async leave(): Promise<void> {
    await this.api.post('msg/notifystop', {}, { withinMs: PACE_MS }).catch(() => undefined);
    this.api.close();
  }

  private async poll(hooks: PlatformHooks, signal: AbortSignal): Promise<void> {
    const began = Date.now();
    const { messages, cursor, heldMs } = await this.updates(signal);
    hooks.up(this.wish.settings.botId ?? '');
    this.heldMs = heldMs === null ? this.heldMs : Math.min(heldMs, LONGEST_HELD_MS);
    for (const message of messages) {
      if (signal.aborted) return;
      if (message.isDeleted) await hooks.edited({ chat: message.from }, message.id, null);
      else await hooks.message(inboundOf(message));
    }
    // All of it is stored: only now is iLink told so, by the next poll.
    const isNew = cursor !== null && cursor !== this.cursor;
    if (isNew && !signal.aborted) {
      await hooks.reached(cursor);
      this.cursor = cursor;
    }
    const rest = PACE_MS - (Date.now() - began);
    if (!(isNew && messages.length) && rest > 0) await sleep(rest, undefined, { signal });
  }

  private async updates(signal: AbortSignal): Promise<Updates> {
    const body = { get_updates_buf: this.cursor };
    const answer = await this.api.post('getupdates', body, { withinMs: this.heldMs + MORE_MS, signal });
    const updates = readUpdates(answer);
    if (!updates) throw new Nonsense('iLink tells of nothing that is known.');
    return updates;
  }
}

/** Why a poll ended, as the page tells it. */
function reasonOf(error: unknown): unknown {
  if (error instanceof Nonsense) return new PlatformRefusal('nonsense', error.message);
  if (error instanceof PlatformRefusal && error.code === 'not_connected')
    return new PlatformRefusal('unreachable', error.message);
  return error;
}
