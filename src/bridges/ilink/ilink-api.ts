import { randomInt } from 'node:crypto';
import { Agent, request } from 'undici';
import { notMetadata } from '../../network/owners-address.js';
import { PlatformRefusal } from '../running/platform.js';
import { type Answer, readAnswer, SESSION_OVER, TOO_MANY } from './wire.js';

/** The version of the protocol that is spoken, as its own client numbers it. */
const VERSION = [2, 4, 9] as const;
const BASE_INFO = { channel_version: VERSION.join('.'), bot_agent: 'Keepsake/0.1' };
/** `docs/protocol.md`, "Request headers": 0x00MMNNPP. */
const APP = {
  'ilink-app-id': 'bot',
  'ilink-app-clientversion': String((VERSION[0] << 16) | (VERSION[1] << 8) | VERSION[2]),
};

const CONNECTS_WITHIN_MS = 10_000;
/** Of an answer, in bytes, as it is read. */
const MOST_OF_ANSWER = 4 * 1024 * 1024;
/** The request has surely not been sent: it can be sent again. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
/** How long a token that is no longer good is left alone, as WeChat's own client does. */
const STALE_MS = 60 * 60_000;

/** An answer that is none of iLink's: what became of the request is not known. */
export class Nonsense extends Error {}

export interface Asked {
  /** For all of it, to the last byte of the answer, in milliseconds. */
  withinMs: number;
  signal?: AbortSignal;
}

/** Asks iLink, one server of WeChat's. What it answers is bounded in size and time, and may be nonsense. */
export class ILinkApi {
  private readonly agent = new Agent({
    connect: { timeout: CONNECTS_WITHIN_MS, lookup: notMetadata() },
    // Our own deadline holds for all.
    headersTimeout: 0,
    bodyTimeout: 0,
  });

  /** @param token of the bot; null: nobody has signed in yet */
  constructor(
    private readonly base: string,
    private readonly token: string | null,
  ) {}

  /** @throws PlatformRefusal where it is refused; anything else: it is not known whether it was done */
  post(name: string, body: object, asked: Asked): Promise<Answer> {
    return this.ask('POST', name, this.token === null ? body : { ...body, base_info: BASE_INFO }, asked);
  }

  /** @throws as `post` */
  get(name: string, query: Record<string, string>, asked: Asked): Promise<Answer> {
    return this.ask('GET', `${name}?${new URLSearchParams(query).toString()}`, null, asked);
  }

  /** What is being asked is asked to its end. */
  close(): void {
    void this.agent.close();
  }

  private async ask(
    method: 'GET' | 'POST',
    name: string,
    body: object | null,
    { withinMs, signal }: Asked,
  ): Promise<Answer> {
    const ending = new AbortController();
    const end = () => ending.abort();
    const timer = setTimeout(end, withinMs);
    signal?.addEventListener('abort', end);
    if (signal?.aborted) end();
    let status: number;
    let text: string;
    try {
      const answer = await request(`${this.base}/ilink/bot/${name}`, {
        dispatcher: this.agent,
        method,
        signal: ending.signal,
        headers: body ? this.headers() : APP,
        body: body && JSON.stringify(body),
      });
      status = answer.statusCode;
      text = await boundedText(answer.body);
    } catch (error) {
      const { code } = error as { code?: unknown };
      if (typeof code === 'string' && NOT_SENT.has(code))
        throw new PlatformRefusal('not_connected', `iLink is not reached: ${code}`, 5000);
      throw error;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
    }
    return checked(status, text);
  }

  private headers(): Record<string, string> {
    return {
      ...APP,
      'content-type': 'application/json',
      authorizationtype: 'ilink_bot_token',
      // A number of 32 bits, another for each request.
      'x-wechat-uin': Buffer.from(String(randomInt(2 ** 32))).toString('base64'),
      ...(this.token !== null && { authorization: `Bearer ${this.token}` }),
    };
  }
}

/** @throws PlatformRefusal where it says no; Error where it says nothing that is known */
function checked(status: number, text: string): Answer {
  if (status === 401 || status === 403)
    throw new PlatformRefusal('session_over', `iLink answered ${status}.`, STALE_MS);
  if (status === 429) throw new PlatformRefusal('rate_limited', 'iLink answered 429.', 60_000);
  if (status >= 400 && status < 500) throw new PlatformRefusal('refused', `iLink answered ${status}.`);
  const answer = status === 200 ? readAnswer(text) : null;
  if (!answer) throw new Nonsense(`iLink answered nothing that is known, with ${status}.`);
  const { code } = answer;
  if (code === SESSION_OVER) throw new PlatformRefusal('session_over', 'The token is stale.', STALE_MS);
  if (code === TOO_MANY) throw new PlatformRefusal('rate_limited', 'Too many, or too late.', 10_000);
  if (code !== 0) throw new PlatformRefusal('refused', `iLink says ${code}.`);
  return answer;
}

async function boundedText(body: AsyncIterable<Uint8Array> & { destroy(): unknown }): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MOST_OF_ANSWER) {
      body.destroy();
      throw new Nonsense('iLink answers too much.');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
