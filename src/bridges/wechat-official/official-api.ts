import { Agent, request } from 'undici';
import { notMetadata } from '../../network/owners-address.js';
import { PlatformRefusal } from '../running/platform.js';

const WECHAT = 'https://api.weixin.qq.com';
const ANSWERS_WITHIN_MS = 10_000;
/** Bytes of an answer. */
const MOST_OF_ANSWER = 64 * 1024;
/** A token is asked for anew so long before it ends, in milliseconds. */
const EARLY_MS = 5 * 60_000;
/** What undici says of a connection that never stood: nothing was sent. */
const NOT_SENT = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/;

/** 全局返回码: what they mean for us, and where waiting helps, for how long in milliseconds. */
const MEANINGS: Record<string, [code: string, retryAfterMs?: number]> = {
  [-1]: ['unreachable', 2000],
  40001: ['unauthorized'],
  40003: ['not_allowed'],
  40013: ['unauthorized'],
  40014: ['unauthorized'],
  40125: ['unauthorized'],
  40164: ['ip_not_listed'],
  40243: ['unauthorized'],
  41001: ['unauthorized'],
  41002: ['unauthorized'],
  41004: ['unauthorized'],
  42001: ['unauthorized'],
  43004: ['not_allowed'],
  45002: ['too_long'],
  45009: ['rate_limited'],
  45011: ['rate_limited', 30_000],
  45015: ['window'],
  45047: ['window'],
  48001: ['no_right'],
  48004: ['no_right'],
  89501: ['ip_not_listed'],
  89503: ['ip_not_listed'],
  89506: ['ip_not_listed'],
  89507: ['ip_not_listed'],
};
/** The token is not good, or no longer. */
const OF_TOKEN = [40001, 40014, 41001, 42001];

interface Answer {
  errcode?: unknown;
  access_token?: unknown;
  expires_in?: unknown;
}

/** What an account asks of WeChat: a token, messages by 客服消息, and to show that it is typing. */
export class OfficialApi {
  private readonly agent = new Agent({
    connect: { timeout: ANSWERS_WITHIN_MS, lookup: notMetadata() },
    headersTimeout: ANSWERS_WITHIN_MS,
    bodyTimeout: ANSWERS_WITHIN_MS,
    maxResponseSize: MOST_OF_ANSWER,
  });
  private token: { text: string; until: number } | null = null;
  private asking: Promise<string> | null = null;

  constructor(
    private readonly appId: string,
    private readonly secret: string,
    private readonly root: string = WECHAT,
  ) {}

  /** @throws PlatformRefusal; anything else: it is not known whether it was sent */
  async send(openId: string, text: string): Promise<void> {
    await this.ask('custom/send', { touser: openId, msgtype: 'text', text: { content: text } });
  }

  /** @throws PlatformRefusal */
  async type(openId: string): Promise<void> {
    await this.ask('custom/typing', { touser: openId, command: 'Typing' });
  }

  /**
   * Whether the account may write to people by itself, as it is let in: asked for nobody, WeChat says either who is meant,
   * or that nobody may be.
   * @throws PlatformRefusal; anything else: nobody is there
   */
  async mayWrite(): Promise<boolean> {
    await this.access(null);
    try {
      await this.type('nobody');
    } catch (error) {
      if (!(error instanceof PlatformRefusal) || error.code === 'unauthorized') throw error;
      return error.code !== 'no_right';
    }
    return true;
  }

  close(): void {
    void this.agent.destroy();
  }

  private async ask(path: string, body: object): Promise<void> {
    let token = await this.access(null);
    for (let tries = 1; ; tries++) {
      const errcode = await this.post(
        `/cgi-bin/message/${path}?access_token=${encodeURIComponent(token)}`,
        body,
      );
      if (errcode.errcode === 0) return;
      // Whatever that is, it may have been sent.
      if (typeof errcode.errcode !== 'number') throw new Error('WeChat says nothing of what became of it.');
      if (!OF_TOKEN.includes(Number(errcode.errcode)) || tries > 1) throw refusalOf(errcode);
      token = await this.access(token);
    }
  }

  /** @param refused a token that was not good: another one is asked for */
  private access(refused: string | null): Promise<string> {
    const { token } = this;
    if (token && token.text !== refused && token.until > Date.now()) return Promise.resolve(token.text);
    // One that is asked for already is another than the refused one, or is refused in its turn.
    this.asking ??= this.newToken(refused)
      .catch((error: unknown) => {
        // Without one, nothing was sent.
        if (error instanceof PlatformRefusal) throw error;
        throw new PlatformRefusal('unreachable', 'WeChat gave no token.', 5000);
      })
      .finally(() => (this.asking = null));
    return this.asking;
  }

  /** By 稳定版接口调用凭据, which takes no other program its token away, unless that is asked for. */
  private async newToken(refused: string | null): Promise<string> {
    const credentials = { grant_type: 'client_credential', appid: this.appId, secret: this.secret };
    for (const force of [false, true]) {
      const answer = await this.post('/cgi-bin/stable_token', {
        ...credentials,
        ...(force && { force_refresh: true }),
      });
      const { access_token: text, expires_in: seconds } = answer;
      if (typeof text !== 'string' || text === '' || text.length > 4096) throw refusalOf(answer);
      const lasts = typeof seconds === 'number' && seconds > 0 ? seconds * 1000 : 0;
      this.token = { text, until: Date.now() + Math.max(lasts - EARLY_MS, 60_000) };
      if (text !== refused) break;
    }
    return this.token!.text;
  }

  private async post(path: string, body: object): Promise<Answer> {
    try {
      const answer = await request(this.root + path, {
        method: 'POST',
        dispatcher: this.agent,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
      });
      const said: unknown = await answer.body.json();
      if (typeof said !== 'object' || said === null || Array.isArray(said))
        throw new Error('This is no answer of WeChat.');
      return said;
    } catch (error) {
      const { code } = error as { code?: unknown };
      if (NOT_SENT.test(String(code))) throw new PlatformRefusal('unreachable', String(code), 5000);
      throw error;
    }
  }
}

function refusalOf({ errcode }: Answer): PlatformRefusal {
  const [code, retryAfterMs] = MEANINGS[String(errcode)] ?? ['refused'];
  return new PlatformRefusal(code, `WeChat answered ${String(errcode).slice(0, 20)}.`, retryAfterMs ?? null);
}
