import { setTimeout as sleep } from 'node:timers/promises';
import type { Update } from 'grammy/types';
import type { Api } from 'grammy/web';
import { PlatformRefusal } from '../running/platform.js';
import { meaningOf } from './refusals.js';

/** How long Telegram holds a poll, in seconds. */
const HELD_S = 30;
const MOST = 100;
/** The least time between two polls of which the first brought nothing new: whoever does not hold them is not asked at once. */
const PACE_MS = 1000;
/**
 * Telegram keeps what nobody has fetched for a day, and numbers anew after a week of silence: an older offset confirms
 * nothing any more, and could be above all numbers that come.
 */
const LASTS_MS = 24 * 60 * 60_000;

/** How far the updates of a bot were taken in. */
interface Cursor {
  bot: number;
  /** The number of the next one. */
  offset: number;
  /** When that was so, in milliseconds. */
  at: number;
}

/** Who hears what comes to a bot. */
export interface UpdateHooks {
  /** A poll went well: the first comes back at once. */
  polled(): void;
  /**
   * Comes back once an update is stored; what it throws leaves the update out.
   * @param reached notes that it was taken in, ahead of what must not be done twice
   */
  take(update: Update, reached: () => Promise<void>): Promise<void>;
  /** Comes back once it is stored up to where updates were taken in. */
  reached(cursor: string): Promise<void>;
}

/**
 * Fetches what comes to a bot (core.telegram.org/bots/api#getupdates), one after another in its order. An update is
 * confirmed to Telegram by the poll after it was taken in; where the process ended before that poll, our own offset leaves
 * it out.
 *
 * @param before as it was last told to `reached`
 * @returns once the signal is aborted @throws PlatformRefusal, or what says that Telegram cannot be reached
 */
export async function fetchUpdates(
  api: Api,
  bot: number,
  before: string | null,
  hooks: UpdateHooks,
  signal: AbortSignal,
): Promise<void> {
  let cursor = cursorOf(before, bot);
  let seconds = 0;
  while (!signal.aborted) {
    const isRecent = cursor !== null && Date.now() - cursor.at < LASTS_MS;
    const [began, held, from] = [Date.now(), seconds, cursor?.offset ?? 0];
    const updates = await polledOnce(api, isRecent ? cursor!.offset : undefined, seconds, signal);
    if (!updates) continue;
    hooks.polled();
    seconds = HELD_S;
    for (const update of updates) {
      if (!Number.isSafeInteger(update.update_id)) throw new Error('An update has no number.');
      const next: Cursor = { bot, offset: update.update_id + 1, at: Date.now() };
      const reached = async () => {
        // A bridge that is closed stores nothing more.
        if (signal.aborted || cursor === next) return;
        await hooks.reached(JSON.stringify(next));
        cursor = next;
      };
      await hooks.take(update, reached).catch(() => undefined);
      await reached();
    }
    const rest = PACE_MS - (Date.now() - began);
    const isNew = (cursor?.offset ?? 0) > from;
    if (held > 0 && !isNew && rest > 0) await sleep(rest, undefined, { signal }).catch(() => undefined);
  }
}

/** @returns null where Telegram wanted a pause, which has passed */
async function polledOnce(
  api: Api,
  offset: number | undefined,
  seconds: number,
  signal: AbortSignal,
): Promise<Update[] | null> {
  try {
    return await api.getUpdates(
      {
        ...(offset !== undefined && { offset }),
        limit: MOST,
        timeout: seconds,
        allowed_updates: ['message', 'edited_message', 'callback_query'],
      },
      // grammY knows signals of another library by name.
      signal as never,
    );
  } catch (error) {
    const meaning = meaningOf(error);
    if (!(meaning instanceof PlatformRefusal) || meaning.code !== 'rate_limited') throw meaning;
    await sleep(meaning.retryAfterMs!, undefined, { signal }).catch(() => undefined);
    return null;
  }
}

function cursorOf(text: string | null, bot: number): Cursor | null {
  try {
    const { bot: of, offset, at } = JSON.parse(text ?? '') as Partial<Cursor>;
    return of === bot && Number.isSafeInteger(offset) && Number.isSafeInteger(at)
      ? { bot, offset: offset!, at: at! }
      : null;
  } catch {
    return null;
  }
}
