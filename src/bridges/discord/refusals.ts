import { DiscordAPIError, HTTPError, type RateLimitData, RateLimitError } from 'discord.js';
import { PlatformRefusal } from '../running/platform.js';

/** Of Discord's JSON error codes, what they mean for a message that goes out. */
const MEANINGS: Record<string, string> = {
  // Unknown channel, message, webhook; too old to be edited often.
  10003: 'not_allowed',
  10008: 'gone',
  10015: 'gone',
  30046: 'gone',
  50001: 'not_allowed',
  50005: 'gone',
  50007: 'not_allowed',
  50013: 'not_allowed',
  50027: 'gone',
  50083: 'not_allowed',
  50035: 'refused',
};

/** What an error of discord.js means; what says nothing of what became of the request comes back as it is. */
export function meaningOf(error: unknown): unknown {
  if (error instanceof DiscordAPIError) {
    if (MEANINGS[error.code] === 'gone') return new PlatformRefusal('gone', error.message);
    if (error.status === 401) return new PlatformRefusal('unauthorized', error.message);
    if (error.status === 429) return new PlatformRefusal('rate_limited', error.message, 5000);
    return new PlatformRefusal(MEANINGS[error.code] ?? 'refused', error.message);
  }
  if (error instanceof RateLimitError)
    return new PlatformRefusal('rate_limited', error.message, error.retryAfter);
  if (error instanceof HTTPError && error.status === 429)
    return new PlatformRefusal('rate_limited', error.message, 5000);
  // The library throws these as kinds of errors of its own, or as what the gateway's closing said.
  const { code, message = '' } = (error ?? {}) as { code?: unknown; message?: string };
  if (
    code === 'TokenInvalid' ||
    code === 'TokenMissing' ||
    /invalid token|authentication failed/i.test(message)
  )
    return new PlatformRefusal('unauthorized', message);
  if (code === 'DisallowedIntents' || /disallowed intents/i.test(message))
    return new PlatformRefusal('intents_refused', message);
  return error;
}

/** How long a request may wait at the library for its turn: some five seconds are usual in a channel. */
const PATIENCE_MS = 6000;

/**
 * A limit beside that of its route, of an edit: the one of messages older than an hour (30046), which Discord answers with
 * a 429 like any other. The library keeps the code to itself.
 */
const isOfOldEdit = ({ method, sublimitTimeout }: Pick<RateLimitData, 'method' | 'sublimitTimeout'>) =>
  method.toUpperCase() === 'PATCH' && sublimitTimeout > 0;

/** Whether a limit of messages is told instead of waited for. */
export function isTooLong(limit: RateLimitData): boolean {
  if (!/^\/(?:channels|webhooks)\//.test(limit.route)) return false;
  return limit.retryAfter > PATIENCE_MS || isOfOldEdit(limit);
}

/** Edits a message. @throws PlatformRefusal `gone` where it is too old to be edited so often: it is sent anew then */
export async function askedOfEdit<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof RateLimitError && isOfOldEdit(error))
      throw new PlatformRefusal('gone', 'It is too old to be edited again.');
    throw meaningOf(error);
  }
}

/** Does something at Discord. @throws PlatformRefusal; what says nothing of what became of it */
export async function asked<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw meaningOf(error);
  }
}
