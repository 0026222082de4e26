import { randomBytes } from 'node:crypto';

/** What the bot sent by 客服消息, and WeChat delivered. */
export interface ServiceMessage {
  to: string;
  text: string;
}

type Body = Record<string, any>;
type Said = Record<string, unknown>;

/** WeChat answers 200 whatever comes of it. */
const refused = (errcode: number, errmsg: string): Said => ({
  errcode,
  errmsg: `${errmsg} rid: ${randomBytes(4).toString('hex')}`,
});

const HOUR = 3_600_000;
/** 客服消息下发规则: how many messages may follow what a person did, and for how long. */
const QUOTAS = { message: { left: 5, ms: 48 * HOUR }, event: { left: 3, ms: 60_000 } };
const MAX_BYTES = 2048;

/** The calls that the bot makes by itself: tokens and 客服消息. */
export class ServiceMessages {
  readonly sent: ServiceMessage[] = [];
  readonly typing: { user: string; command: string }[] = [];
  private readonly tokens = new Map<string, number>();
  private readonly quotas = new Map<string, { left: number; until: number }>();

  constructor(
    private readonly account: { appId: string; appSecret: string; isVerified: boolean },
    private readonly now: () => number,
  ) {}

  /** Somebody wrote, or did something else that may be answered. */
  opened(user: string, how: keyof typeof QUOTAS): void {
    const { left, ms } = QUOTAS[how];
    const known = this.quotas.get(user);
    if (how === 'event' && known && known.until > this.now() && known.left > left) return;
    this.quotas.set(user, { left, until: this.now() + ms });
  }

  /** Every token that was given out is void. */
  revoke(): void {
    this.tokens.clear();
  }

  /** `GET /cgi-bin/token` makes the one before it void after five minutes; `stable_token` gives the same one again. */
  token(params: Body, isStable: boolean): Said {
    if (params['grant_type'] !== 'client_credential') return refused(40002, 'invalid grant_type');
    if (params['appid'] !== this.account.appId) return refused(40013, 'invalid appid');
    if (params['secret'] !== this.account.appSecret)
      return refused(40125, 'invalid appsecret, view more at http://t.cn/RAEkdVq');
    const good = [...this.tokens].filter(([, until]) => until > this.now() + 5 * 60_000).at(-1);
    if (isStable && good && !params['force_refresh'])
      return { access_token: good[0], expires_in: Math.floor((good[1] - this.now()) / 1000) };
    for (const [token, until] of this.tokens)
      this.tokens.set(token, Math.min(until, this.now() + 5 * 60_000));
    const token = `84_${randomBytes(48).toString('base64url')}`;
    this.tokens.set(token, this.now() + 2 * HOUR);
    return { access_token: token, expires_in: 7200 };
  }

  send(accessToken: string | null, text: string): Said {
    return this.withToken(accessToken, text, (body) => {
      const { touser, msgtype } = body;
      if (msgtype !== 'text') return refused(40008, 'invalid message type');
      const content: unknown = body['text']?.['content'];
      if (typeof content !== 'string' || !content) return refused(44004, 'empty content');
      if (Buffer.byteLength(content) > MAX_BYTES) return refused(45002, 'content size out of limit');
      const quota = this.quotas.get(String(touser));
      if (!quota) return refused(40003, 'invalid openid');
      if (this.now() > quota.until)
        return refused(45015, 'response out of time limit or subscription is canceled');
      if (quota.left <= 0) return refused(45047, 'out of response count limit');
      quota.left--;
      this.sent.push({ to: String(touser), text: content });
      return { errcode: 0, errmsg: 'ok' };
    });
  }

  type(accessToken: string | null, text: string): Said {
    return this.withToken(accessToken, text, ({ touser, command }) => {
      if (command !== 'Typing' && command !== 'CancelTyping') return refused(45072, 'command字段取值不对');
      const quota = this.quotas.get(String(touser));
      if (!quota || this.now() > quota.until)
        return refused(45080, '下发输入状态,需要之前30秒内跟用户有过消息交互');
      this.typing.push({ user: String(touser), command });
      return { errcode: 0, errmsg: 'ok' };
    });
  }

  private withToken(accessToken: string | null, text: string, run: (body: Body) => Said): Said {
    if (!accessToken) return refused(41001, 'access_token missing');
    const until = this.tokens.get(accessToken);
    if (until === undefined)
      return refused(40001, 'invalid credential, access_token is invalid or not latest');
    if (this.now() > until) return refused(42001, 'access_token expired');
    if (!this.account.isVerified) return refused(48001, 'api unauthorized');
    try {
      return run(JSON.parse(text) as Body);
    } catch {
      return refused(47001, 'data format error');
    }
  }
}
