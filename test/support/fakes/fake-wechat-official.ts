import { randomBytes, randomInt } from 'node:crypto';
import { createServer } from 'node:http';
import { closeServer, listenOnLoopback } from './loopback.js';
import { fieldsOf, Sealing, signatureOf, xmlOf } from './wechat-official/sealing.js';
import { type ServiceMessage, ServiceMessages } from './wechat-official/service-messages.js';
import { Watch } from './watch.js';

export interface FakeOfficialOptions {
  /** Where WeChat pushes what people say. */
  callback?: string;
  /** 明文, 兼容 or 安全模式; secure. */
  mode?: 'plain' | 'both' | 'secure';
  /** 认证: others may not send 客服消息; it is. */
  isVerified?: boolean;
  /** It waits so long for an answer; 5000. */
  waitMs?: number;
}

/** What came of a push. */
export interface Pushed {
  msgId: string;
  /** How often it was pushed, three times at most. */
  attempts: number;
  /** The last status; 0 where nothing came in time. */
  status: number;
  /** What the person was shown: the answer, WeChat's own words that the account is out of order, or nothing. */
  shown?: string;
}

export const OUT_OF_ORDER = '该公众号提供的服务出现故障，请稍后再试';

/**
 * WeChat's platform for 公众号 and 服务号, as far as it pushes messages and takes answers. From 接入指南,
 * 接收普通消息, 被动回复用户消息, 消息加解密说明 and 客服消息 on developers.weixin.qq.com.
 */
export class FakeOfficial {
  /** Of the API, instead of `https://api.weixin.qq.com`. */
  url = '';
  readonly account = {
    /** 原始 ID: whom people write to. */
    id: `gh_${randomBytes(6).toString('hex')}`,
    appId: `wx${randomBytes(8).toString('hex')}`,
    appSecret: randomBytes(16).toString('hex'),
    token: randomBytes(8).toString('hex'),
    encodingAesKey: randomBytes(40).toString('hex').slice(0, 43),
    isVerified: true,
  };
  readonly service: ServiceMessages;
  private aheadMs = 0;
  private nextId = 24_000_000_000_000_000n + BigInt(randomInt(1_000_000));
  private readonly sealing = new Sealing(this.account.encodingAesKey, this.account.appId);
  private readonly pictures = new Map<string, Buffer>();
  private readonly watch = new Watch();
  private readonly http = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const picture = this.pictures.get(request.url ?? '');
      if (picture) return void response.setHeader('content-type', 'image/jpeg').end(picture);
      const said = this.answer(
        request.method!,
        new URL(request.url ?? '/', this.url),
        Buffer.concat(chunks).toString(),
      );
      this.watch.look();
      if (!said) return void response.writeHead(404).end();
      response.setHeader('content-type', 'application/json; encoding=utf-8').end(JSON.stringify(said));
    })().catch(() => response.destroy());
  });

  constructor(readonly options: FakeOfficialOptions) {
    this.account.isVerified = options.isVerified ?? true;
    this.service = new ServiceMessages(this.account, () => this.now());
  }

  /** By 客服消息, in order. */
  get sent(): ServiceMessage[] {
    return this.service.sent;
  }

  /** Whether the callback proves itself, as when its address is saved: it gives `echostr` back. */
  async verify(more: Record<string, string> = {}): Promise<boolean> {
    const echostr = String(randomInt(1e12));
    const url = this.address({ echostr, ...more });
    const response = await fetch(url);
    return response.ok && (await response.text()) === echostr;
  }

  /** Somebody writes; once it is settled what he is shown. */
  say(user: string, text: string): Promise<Pushed> {
    return this.push(user, { MsgType: 'text', Content: text });
  }

  /** He sends a picture (接收普通消息, 图片消息): `PicUrl` is where it is, for everybody. */
  show(user: string, bytes: Buffer): Promise<Pushed> {
    const path = `/mmbiz_jpg/${randomBytes(8).toString('hex')}/0`;
    this.pictures.set(path, bytes);
    const media = randomBytes(16).toString('base64url');
    return this.push(user, { MsgType: 'image', PicUrl: this.url + path, MediaId: media });
  }

  /** He comes (`subscribe`), goes, or presses something. */
  event(user: string, event: string, key = ''): Promise<Pushed> {
    return this.push(user, { MsgType: 'event', Event: event, EventKey: key });
  }

  /** Any message, pushed as WeChat does: again after five seconds of silence, three times in all. */
  async push(user: string, fields: Record<string, string | number>): Promise<Pushed> {
    if (fields['Event'] !== 'unsubscribe')
      this.service.opened(user, fields['MsgType'] === 'event' ? 'event' : 'message');
    const msgId = String(this.nextId++);
    const xml = xmlOf({
      ToUserName: this.account.id,
      FromUserName: user,
      CreateTime: Math.floor(this.now() / 1000),
      ...fields,
      // An id of 64 bits stands bare; XmlOf writes numbers bare, and a number would not hold it.
    }).replace('</xml>', fields['MsgType'] === 'event' ? '</xml>' : `<MsgId>${msgId}</MsgId>\n</xml>`);
    const pushed: Pushed = { msgId, attempts: 0, status: 0 };
    while (pushed.attempts < 3) {
      pushed.attempts++;
      const said = await this.post(xml);
      pushed.status = said.status;
      if (said.status !== 200) continue;
      return { ...pushed, shown: this.shown(said.text, user) };
    }
    return { ...pushed, shown: OUT_OF_ORDER };
  }

  /** One push, with whatever in its address instead of what would be right; 0 where nothing came in time. */
  async post(xml: string, more: Record<string, string> = {}): Promise<{ status: number; text: string }> {
    const { mode = 'secure', waitMs = 5000 } = this.options;
    const sealed = this.sealing.seal(xml);
    const envelope = xmlOf({ ToUserName: this.account.id, Encrypt: sealed });
    const body =
      mode === 'plain'
        ? xml
        : mode === 'secure'
          ? envelope
          : xml.replace('</xml>', `${envelope.split('\n')[2]}\n</xml>`);
    const url = this.address(
      { openid: fieldsOf(xml)?.['FromUserName'] ?? '', ...more },
      mode === 'plain' ? undefined : sealed,
    );
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'text/xml' },
        body,
        signal: AbortSignal.timeout(waitMs),
      });
      return { status: response.status, text: await response.text() };
    } catch {
      return { status: 0, text: '' };
    }
  }

  /** Seals with another app's id, as somebody would who has the key and is another. */
  sealedFor(appId: string, xml: string): string {
    return xmlOf({ ToUserName: this.account.id, Encrypt: this.sealing.seal(xml, appId) });
  }

  /** The address of the callback with its signatures, for `sealed` if there is something; `more` comes last. */
  address(more: Record<string, string>, sealed?: string): string {
    const url = new URL(this.options.callback!);
    const { token } = this.account;
    const timestamp = String(Math.floor(this.now() / 1000));
    const nonce = String(randomInt(1e9));
    const own = {
      signature: signatureOf(token, timestamp, nonce),
      timestamp,
      nonce,
      ...(sealed && { encrypt_type: 'aes', msg_signature: signatureOf(token, timestamp, nonce, sealed) }),
    };
    for (const [key, value] of Object.entries({ ...own, ...more })) url.searchParams.set(key, value);
    return url.href;
  }

  /** The clock of WeChat goes forward. */
  later(ms: number): void {
    this.aheadMs += ms;
  }

  async received(count: number): Promise<ServiceMessage> {
    await this.until(() => this.sent.length >= count);
    return this.sent[count - 1]!;
  }

  /** Once this is so; looked at whenever something was asked. */
  until(is: () => boolean): Promise<void> {
    return this.watch.until(is);
  }

  async listen(): Promise<void> {
    this.url = `http://${await listenOnLoopback(this.http)}`;
  }

  close(): Promise<void> {
    return closeServer(this.http);
  }

  private now(): number {
    return Date.now() + this.aheadMs;
  }

  /** 被动回复用户消息: nothing at all, `success`, or XML; sealed where the push was. */
  private shown(text: string, user: string): string | undefined {
    if (text === '' || text === 'success') return undefined;
    let fields = fieldsOf(text);
    if (
      fields &&
      this.options.mode !== 'plain' &&
      (fields['Encrypt'] || (this.options.mode ?? 'secure') === 'secure')
    ) {
      const { Encrypt = '', MsgSignature, TimeStamp = '', Nonce = '' } = fields;
      const isSigned = MsgSignature === signatureOf(this.account.token, TimeStamp, Nonce, Encrypt);
      fields = isSigned ? fieldsOf(this.sealing.open(Encrypt) ?? '') : undefined;
    }
    const isGood =
      fields?.['ToUserName'] === user &&
      fields['FromUserName'] === this.account.id &&
      /^\d+$/.test(fields['CreateTime'] ?? '') &&
      fields['MsgType'] === 'text' &&
      !!fields['Content'] &&
      Buffer.byteLength(fields['Content']) <= 2048;
    return isGood ? fields!['Content'] : OUT_OF_ORDER;
  }

  private answer(method: string, { pathname, searchParams }: URL, text: string): object | undefined {
    const token = searchParams.get('access_token');
    switch (`${method} ${pathname}`) {
      case 'GET /cgi-bin/token':
        return this.service.token(Object.fromEntries(searchParams), false);
      case 'POST /cgi-bin/stable_token':
        return this.service.token(JSON.parse(text) as Record<string, unknown>, true);
      case 'POST /cgi-bin/message/custom/send':
        return this.service.send(token, text);
      case 'POST /cgi-bin/message/custom/typing':
        return this.service.type(token, text);
      default:
        return undefined;
    }
  }
}

/** Listens on a free port of loopback. */
export async function startFakeOfficial(options: FakeOfficialOptions = {}): Promise<FakeOfficial> {
  const fake = new FakeOfficial(options);
  await fake.listen();
  return fake;
}
