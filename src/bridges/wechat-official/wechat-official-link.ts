import { setTimeout as sleep } from 'node:timers/promises';
import { languageOf } from '../../text/search/language.js';
import type { Call, CallbackDoor } from '../callback-door.js';
import { waitAfter } from '../core/backoff.js';
import { WECHAT_ANSWERS, WECHAT_SERVICE } from '../core/capabilities.js';
import { asksForMore } from '../core/commands.js';
import { sizeOf } from '../core/size.js';
import { say } from '../running/bridge-words.js';
import {
  type InboundMessage,
  type LinkWish,
  type PlatformHooks,
  type PlatformLink,
  PlatformRefusal,
  type SendOptions,
} from '../running/platform.js';
import { CallProof } from './call-proof.js';
import { type Exchange, Exchanges, MOST_TRIES } from './exchanges.js';
import { OfficialApi } from './official-api.js';
import { type Push, readPush } from './read-push.js';

/** WeChat waits five seconds for an answer; it has some way to go. */
const ANSWERED_WITHIN_MS = 4400;
/** By then WeChat has ended a call that was not answered, unless something between keeps it open. */
const LEFT_AFTER_MS = 3000;
const SHUT_OUT = ['no_right', 'unauthorized', 'ip_not_listed'];
/** WeChat makes links of this, with whatever words on them: here it is a text. Its length stays. */
const LINK = /<(?=\/?a\b)/gi;
/** What is given back when the address is entered at WeChat. */
const ECHO = /^[\w+/=-]{1,256}$/;

/**
 * An account of WeChat's (公众号, 服务号), which calls us. What is answered within five seconds goes with the answer of the
 * call; what comes later by 客服消息, or where the account has no right to these, when its person asks for it.
 */
export class WechatOfficialLink implements PlatformLink {
  readonly isCalled = true;
  private readonly proof: CallProof;
  private readonly api: OfficialApi | null;
  private readonly exchanges = new Exchanges();
  private here: { hooks: PlatformHooks; signal: AbortSignal } | null = null;
  /** Whether the account may write by itself: once WeChat has said so, and as long as it does. */
  private mayWrite = false;
  private isSigningIn = false;
  /** Whether WeChat knows our address: it has called, also an earlier process. */
  private isKnown: boolean;

  constructor(
    private readonly wish: LinkWish,
    private readonly door: CallbackDoor,
  ) {
    const { settings, secrets, cursor } = wish;
    this.isKnown = cursor !== null;
    const { token = '', encodingAesKey, appSecret } = secrets;
    const appId = settings.appId ?? '';
    this.proof = new CallProof({ appId, token, ...(encodingAesKey && { encodingAesKey }) });
    this.api = appSecret ? new OfficialApi(appId, appSecret, settings.endpoint) : null;
  }

  get caps() {
    return this.mayWrite ? WECHAT_SERVICE : WECHAT_ANSWERS;
  }

  async run(hooks: PlatformHooks, signal: AbortSignal): Promise<void> {
    this.here = { hooks, signal };
    const close = this.door.open(this.wish.bridgeId, (call) => this.take(call, hooks));
    if (this.api) void this.signIn();
    else if (this.isKnown) hooks.up(this.wish.settings.appId ?? '');
    try {
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        else signal.addEventListener('abort', () => resolve());
      });
    } finally {
      close();
      this.here = null;
      // What is not answered is pushed again, to whoever is here then.
      for (const exchange of this.exchanges.all()) exchange.call?.drop();
      this.api?.close();
    }
  }

  async send(chat: string, text: string, { nonce }: SendOptions): Promise<{ platformId: string | null }> {
    const whole = await this.withWord(chat, text.replace(LINK, '('));
    for (let exchange = this.exchanges.next(chat); exchange; exchange = this.exchanges.next(chat)) {
      if (await this.give(exchange, whole)) return { platformId: `answer ${exchange.push.id}` };
      // Pushed again, it gets the same answer; whether it is, nobody knows.
      if (!this.mayWrite) return { platformId: null };
      this.exchanges.give(exchange, null);
    }
    if (this.api && this.mayWrite) {
      try {
        await this.api.send(chat, whole);
        return { platformId: `service ${nonce}` };
      } catch (error) {
        if (!this.isShutOut(error)) throw error;
      }
    }
    throw new PlatformRefusal('window', 'The person has to write first.');
  }

  async typing(chat: string): Promise<void> {
    if (!this.mayWrite) return;
    try {
      await this.api!.type(chat);
    } catch (error) {
      this.isShutOut(error);
    }
  }

  /** Tries until WeChat knows the account: what is to be sent goes out then, before anybody calls. */
  private async signIn(): Promise<void> {
    if (!this.api || this.isSigningIn) return;
    this.isSigningIn = true;
    for (let failures = 0; this.here; failures++) {
      const { hooks, signal } = this.here;
      try {
        this.mayWrite = await this.api.mayWrite();
        hooks.up(this.wish.settings.appId ?? '', this.isKnown);
        break;
      } catch (error) {
        hooks.failed(error instanceof PlatformRefusal ? error.code : 'unreachable');
      }
      await sleep(waitAfter(failures), undefined, { signal }).catch(() => undefined);
    }
    this.isSigningIn = false;
  }

  /** @returns whether the call is WeChat's */
  private async take(call: Call, hooks: PlatformHooks): Promise<boolean> {
    const { query } = call;
    const fault = this.proof.faultOf(query);
    if (fault === 'stale') hooks.failed('clock');
    if (fault) return false;
    if (call.method === 'GET') {
      const echo = query.get('echostr') ?? '';
      if (!ECHO.test(echo)) return false;
      this.proof.hear(query);
      await this.called(hooks);
      await call.answer(echo, 'text/plain; charset=utf-8');
      return true;
    }
    const came = Date.now();
    const fields = this.proof.read(query, await call.body());
    if (typeof fields === 'string') return false;
    await this.called(hooks);
    const push = readPush(fields);
    if (!push || push.kind === 'other') await call.answer('success', 'text/plain; charset=utf-8');
    else await this.converse(push, call, hooks, { came, at: Number(query.get('timestamp')) });
    return true;
  }

  private async called(hooks: PlatformHooks): Promise<void> {
    hooks.up(this.wish.settings.appId ?? '');
    if (this.isKnown) return;
    this.isKnown = true;
    await hooks.reached('called');
  }

  private async converse(
    push: Push,
    call: Call,
    hooks: PlatformHooks,
    { came, at }: { came: number; at: number },
  ): Promise<void> {
    const isFull = this.exchanges.isFull;
    const exchange = this.exchanges.begin(push, call, at);
    if (exchange.given !== undefined) return void (await this.answer(exchange, exchange.given));
    const timer = setTimeout(
      () => void this.late(exchange, call, hooks),
      Math.max(0, came + ANSWERED_WITHIN_MS - Date.now()),
    );
    call.ended(() => clearTimeout(timer));
    if (!exchange.isHeard) await this.hear(push, hooks);
    exchange.isHeard = true;
    const isWaited = !isFull && (await this.isOwed(push.from, hooks));
    if (exchange.isOpen && !isWaited) await this.give(exchange, null);
  }

  private async hear(push: Push, hooks: PlatformHooks): Promise<void> {
    const message: InboundMessage = {
      messageId: push.id,
      chat: push.from,
      kind: 'direct',
      author: { account: push.from, name: push.from, roles: [] },
      text: push.text,
      pictures: push.pictures,
      addressed: true,
    };
    if (push.kind === 'come') return hooks.arrived(message);
    const isWaiting = !this.mayWrite && asksForMore(push.text) && (await hooks.owed(push.from)).writing;
    // They were told to ask for a reply that is still being written.
    return isWaiting ? hooks.asked(message) : hooks.message(message);
  }

  /** There is no answer yet, and hardly any time. */
  private async late(exchange: Exchange, call: Call, hooks: PlatformHooks): Promise<void> {
    const left = setTimeout(() => call.drop(), LEFT_AFTER_MS);
    call.ended(() => clearTimeout(left));
    // Nobody may be told that it was taken before it is.
    if (!exchange.isHeard) return;
    const isOwed = await this.isOwed(exchange.push.from, hooks);
    if (!exchange.isOpen || exchange.call !== call) return;
    if (this.mayWrite || !isOwed) return void (await this.give(exchange, null));
    // Pushed again, it can be answered then.
    if (exchange.tries < MOST_TRIES) return;
    await this.give(exchange, say(languageOf(exchange.push.text), 'writing'));
  }

  /** Whether something is being written or sent to somebody. */
  private async isOwed(person: string, hooks: PlatformHooks): Promise<boolean> {
    const owed = await hooks.owed(person).catch(() => null);
    return owed === null || owed.writing || owed.sending;
  }

  /** @returns whether it went out */
  private give(exchange: Exchange, text: string | null): Promise<boolean> {
    this.exchanges.give(exchange, text);
    return this.answer(exchange, text);
  }

  private async answer({ push, call }: Exchange, text: string | null): Promise<boolean> {
    if (!call) return false;
    if (text === null) return call.answer('success', 'text/plain; charset=utf-8');
    const xml = this.proof.answer({
      ToUserName: push.from,
      FromUserName: push.to,
      CreateTime: Math.floor(Date.now() / 1000),
      MsgType: 'text',
      Content: text,
    });
    return call.answer(xml, 'application/xml; charset=utf-8');
  }

  /** Where nothing else can be sent, and more is being written, its person has to know how to get it. */
  private async withWord(chat: string, text: string): Promise<string> {
    const { maxLen, unit } = this.caps;
    const more = `\n\n${say(languageOf(text), 'more')}`;
    if (
      this.mayWrite ||
      text.endsWith(more) ||
      !(await this.here?.hooks.owed(chat).catch(() => null))?.writing
    )
      return text;
    return sizeOf(text + more, unit) <= maxLen ? text + more : text;
  }

  /** Whether it says that the account may not write, or not from here: then it only answers, until it may again. */
  private isShutOut(error: unknown): boolean {
    if (!(error instanceof PlatformRefusal) || !SHUT_OUT.includes(error.code)) return false;
    this.mayWrite = false;
    if (error.code === 'no_right') return true;
    this.here?.hooks.failed(error.code);
    void this.signIn();
    return true;
  }
}
