import { Api, type ApiClientOptions } from 'grammy/web';
import { Agent, request } from 'undici';
import { notMetadata } from '../../network/owners-address.js';
import { isModestJson } from '../../text/encoding/json-size.js';

const TELEGRAM = 'https://api.telegram.org';
/** Bytes of an answer: a hundred updates have few hundred thousand. */
const MOST_OF_ANSWER = 16 * 1024 * 1024;
/** A hundred updates have some ten thousand values. */
const MODEST = { depth: 100, values: 200_000 };
const CONNECTS_WITHIN_MS = 10_000;
/** A poll is held for half a minute. */
const ANSWERS_WITHIN_S = 45;

/**
 * Telegram's Bot API by grammY, in its build that leaves the network to us: no redirect is followed, nothing is
 * unpacked, and no name leads to a cloud's metadata service.
 *
 * @param root without a slash at the end; undefined: Telegram's own
 */
export function telegramApi(
  token: string,
  root: string = TELEGRAM,
): { api: Api; close: () => Promise<void> } {
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
  return { api, close: () => agent.close() };
}

/** What a token looks like: a bot's number and its secret (core.telegram.org/bots/api#authorizing-your-bot). It is part of the address. */
export const isToken = (token: string) => /^\d{1,20}:[\w-]{20,200}$/.test(token);
