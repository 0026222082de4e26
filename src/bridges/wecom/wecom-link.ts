import { LRUCache } from 'lru-cache';
import { openOwnersSocket, SocketRefused } from '../../network/owners-socket.js';
import { WECOM } from '../core/capabilities.js';
import { MOST_PADDING, sealedIn } from '../core/sealed-picture.js';
import {
  type InboundMessage,
  type LinkWish,
  type PictureLimits,
  type PlatformHooks,
  type PlatformLink,
  PlatformRefusal,
  type SendOptions,
} from '../running/platform.js';
import { opened } from './pictures.js';
import type { Message } from './wire.js';
import { MOST_OF_FRAME, WecomSocket } from './wecom-socket.js';

const WECOM_ADDRESS = 'wss://openws.work.weixin.qq.com';
/** A message may be answered for a day, a word of welcome is taken for five seconds, and a stream grows for six minutes. */
const ANSWERED_WITHIN_MS = 24 * 60 * 60_000;
const STREAMS_FOR_MS = 6 * 60_000;
const MOST_KNOWN = 10_000;
/** WeCom calls people by this. */
const CALLED = /<@/g;
/** It looks the same, and calls nobody. */
const UNCALLED = '<\u2060@';

/** By what a message can be answered. */
interface Opening {
  reqId: string;
  isWelcome: boolean;
}

/** A bot of WeCom's (企业微信智能机器人), by the long connection that it opens. */
export class WecomLink implements PlatformLink {
  readonly caps = WECOM;
  private socket: WecomSocket | null = null;
  /** By chat and message. */
  private readonly openings = new LRUCache<string, Opening>({ max: MOST_KNOWN, ttl: ANSWERED_WITHIN_MS });
  /** Streams whose end was sent, and not confirmed. */
  private readonly ending = new LRUCache<string, true>({ max: MOST_KNOWN, ttl: STREAMS_FOR_MS });

  constructor(private readonly wish: LinkWish) {}

  async run(hooks: PlatformHooks, signal: AbortSignal): Promise<void> {
    const { settings, secrets } = this.wish;
    const socket = new WecomSocket(await dial(settings.endpoint ?? WECOM_ADDRESS, signal), {
      message: (reqId, message) => {
        const given = this.inbound(message, { reqId, isWelcome: false });
        return hooks.message(given);
      },
      come: (reqId, message) => {
        const given = this.inbound(message, { reqId, isWelcome: true });
        return hooks.arrived(given);
      },
    });
    this.socket = socket;
    try {
      const bot = { bot_id: settings.botId ?? '', secret: secrets['secret'] ?? '' };
      await socket.serve(bot, (account) => hooks.up(account), signal);
    } finally {
      this.socket = null;
    }
  }

  async send(
    chat: string,
    text: string,
    { nonce, replyTo, isGrowing = false }: SendOptions,
  ): Promise<{ platformId: string | null }> {
    const opening = replyTo === null ? undefined : this.openings.get(`${chat} ${replyTo}`);
    const id = nonce.replaceAll(' ', '_');
    const content = text.replace(CALLED, UNCALLED);
    try {
      if (opening?.isWelcome) {
        this.openings.delete(`${chat} ${replyTo}`);
        await this.ask('aibot_respond_welcome_msg', opening.reqId, { msgtype: 'text', text: { content } });
        return { platformId: `welcome ${id}` };
      }
      if (opening) {
        await this.stream(opening.reqId, id, content, !isGrowing);
        return { platformId: `${opening.reqId} ${id}` };
      }
    } catch (error) {
      // Too late to be an answer: it is a message of its own.
      if (!(error instanceof PlatformRefusal) || error.code !== 'gone' || isGrowing) throw error;
    }
    if (isGrowing) throw new PlatformRefusal('unsupported', 'Only an answer can grow.');
    const message = { chatid: idOf(chat), msgtype: 'markdown', markdown: { content } };
    await this.ask('aibot_send_msg', `send_${id}`, message);
    return { platformId: `message ${id}` };
  }

  async edit(
    _chat: string,
    platformId: string,
    text: string,
    _isLast: boolean,
    isGrowing = false,
  ): Promise<void> {
    const [reqId, stream] = platformId.split(' ');
    // What was no stream stays as it is.
    if (!stream || ['welcome', 'message'].includes(reqId!))
      throw new PlatformRefusal('gone', 'It is no stream.');
    await this.stream(reqId!, stream, text.replace(CALLED, UNCALLED), !isGrowing);
  }

  async picture(source: string, { maxBytes, fetch }: PictureLimits): Promise<Uint8Array> {
    const { url, key } = sealedIn(source);
    const bytes = await fetch(url, maxBytes + MOST_PADDING);
    return key ? opened(bytes, key) : bytes;
  }

  /** The whole text so far each time. */
  private async stream(reqId: string, id: string, content: string, finish: boolean): Promise<void> {
    const known = this.ending.get(id);
    if (finish) this.ending.set(id, true);
    try {
      await this.ask('aibot_respond_msg', reqId, { msgtype: 'stream', stream: { id, finish, content } });
    } catch (error) {
      if (error instanceof PlatformRefusal && ['ended', 'refused'].includes(error.code)) {
        // It did end when that was sent before; else it is too old, or no answer any more.
        if (known && error.code === 'ended') return;
        throw new PlatformRefusal('gone', error.message);
      }
      // The same stream with the same text once more is the same message.
      if (finish && !(error instanceof PlatformRefusal))
        throw new PlatformRefusal('not_connected', 'Nobody has said whether it arrived.', 1000);
      throw error;
    }
    this.ending.delete(id);
  }

  private async ask(cmd: string, reqId: string, body: object): Promise<void> {
    if (!this.socket) throw new PlatformRefusal('not_connected', 'Not connected.', 1000);
    await this.socket.ask(cmd, reqId, body);
  }

  private inbound({ id, user, group, text, pictures }: Message, opening: Opening): InboundMessage {
    const chat = group === null ? PRIVATE + user : group;
    this.openings.set(`${chat} ${id}`, opening);
    return {
      messageId: id,
      chat,
      kind: group === null ? 'direct' : 'shared',
      ...(group !== null && { room: group }),
      // WeCom tells nobody's name.
      author: { account: user, name: user, roles: [] },
      text,
      pictures,
      // In groups, nothing else is told.
      addressed: true,
    };
  }
}

const PRIVATE = 'private:';

/** A chat as WeCom numbers it: that with a person by the person. */
const idOf = (chat: string) => (chat.startsWith(PRIVATE) ? chat.slice(PRIVATE.length) : chat);

async function dial(address: string, signal: AbortSignal) {
  try {
    return await openOwnersSocket(address, { maxPayload: MOST_OF_FRAME }, signal);
  } catch (error) {
    if (error instanceof SocketRefused) throw new PlatformRefusal('unreachable', error.message);
    throw error;
  }
}
