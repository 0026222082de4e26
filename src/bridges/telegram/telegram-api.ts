import { Api, type ApiClientOptions } from 'grammy/web';
import { Agent, request } from 'undici';
import { Problem } from '../../contracts/problem.js';
import { notMetadata } from '../../network/owners-address.js';
import { isModestJson } from '../../text/encoding/json-size.js';

const TELEGRAM = 'https://api.telegram.org';
/** Bytes of an answer: a hundred updates have few hundred thousand. */
const MOST_OF_ANSWER = 16 * 1024 * 1024;
/** A hundred updates have some ten thousand values. */
const MODEST = { depth: 100, values: 200_000 };
const CONNECTS_WITHIN_MS = 10_000;
/** Such as `photos/file_1.jpg`. */
const FILE_PATH = /^(?:[\w-]+\/)*[\w-]+(?:\.\w+)?$/;
/** A poll is held for half a minute. */
const ANSWERS_WITHIN_S = 45;

export interface TelegramApi {
  api: Api;
  /**
   * Fetches a file (core.telegram.org/bots/api#getfile). Its address has the token in it, so that nobody else is to know it.
   * @param path as `getFile` tells it
   */
  file: (path: string, limits: { maxBytes: number; signal: AbortSignal }) => Promise<Uint8Array>;
  close: () => Promise<void>;
}

/**
 * Telegram's Bot API by grammY, in its build that leaves the network to us: no redirect is followed, nothing is
 * unpacked, and no name leads to a cloud's metadata service.
 *
 * @param root without a slash at the end; undefined: Telegram's own
 */
export function telegramApi(token: string, root: string = TELEGRAM): TelegramApi {
  const agent = new Agent({
    connect: { timeout: CONNECTS_WITHIN_MS, lookup: notMetadata() },
    maxResponseSize: MOST_OF_ANSWER,
  });
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const { statusCode, body } = await request(url, {
      method: 'POST',
      headers: init.headers as Record<string, string>,
      body: init.body as string,
      signal: init.signal!,
      dispatcher: agent,
    });
    const text = await body.text();
    // Parsing more than that would hold the process up.
    if (!isModestJson(text, MODEST)) throw new Error('This is no answer of Telegram.');
    return new Response(text, { status: statusCode });
  };
  const api = new Api(token, {
    apiRoot: root,
    timeoutSeconds: ANSWERS_WITHIN_S,
    fetch: fetch as unknown as ApiClientOptions['fetch'],
  });
  const file: TelegramApi['file'] = async (path, { maxBytes, signal }) => {
    // A server of one's own may tell of files of its machine.
    if (!FILE_PATH.test(path)) throw new Problem('link_not_allowed', 'Telegram tells of no file of its own.');
    const address = `${root}/file/bot${token}/${path}`;
    const { statusCode, body } = await request(address, { signal, dispatcher: agent });
    const bytes = await body.bytes();
    if (statusCode !== 200) throw new Problem('link_refused', `Telegram answered ${statusCode}.`);
    if (bytes.length > maxBytes) throw new Problem('download_too_large', 'The file is too large.');
    return bytes;
  };
  return { api, file, close: () => agent.close() };
}

/** What a token looks like: a bot's number and its secret (core.telegram.org/bots/api#authorizing-your-bot). It is part of the address. */
export const isToken = (token: string) => /^\d{1,20}:[\w-]{20,200}$/.test(token);
