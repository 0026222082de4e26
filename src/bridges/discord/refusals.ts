import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
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

/** Does something at Discord. @throws PlatformRefusal; what says nothing of what became of it */
export async function asked<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw meaningOf(error);
  }
}
