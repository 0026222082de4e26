import { DiscordAPIError, RESTJSONErrorCodes, type TextBasedChannel } from 'discord.js';
import type { PlatformHooks } from '../running/platform.js';
import { readMessage } from './read-message.js';

/** Of one chat, how many messages are looked through for those that were kept, a hundred a request. */
const MOST_PAGES = 3;
const PAGE = 100;

/**
 * Takes over what people changed of their messages, or deleted, while nobody was connected: a gateway tells a new session
 * nothing of it.
 *
 * @param recent what was kept of the chat
 */
export async function takeMissedEdits(
  channel: TextBasedChannel,
  hooks: PlatformHooks,
  recent: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const kept = recent
    .filter((id) => /^\d+$/.test(id))
    .map(BigInt)
    .sort((a, b) => (a < b ? -1 : 1));
  const last = kept.at(-1);
  if (last === undefined) return;
  const missing = new Set(kept);
  let after = kept[0]! - 1n;
  let isWhole = false;
  for (let page = 0; page < MOST_PAGES && after < last && !isWhole; page++) {
    if (signal.aborted) return;
    const found = await channel.messages.fetch({ after: String(after), limit: PAGE, cache: false });
    for (const [id, message] of found) {
      if (BigInt(id) > after) after = BigInt(id);
      if (!missing.delete(BigInt(id)) || !message.editedAt) continue;
      const read = await readMessage(message, hooks.isOurs);
      if (read?.text) await hooks.edited(read, id, read.text, read.editedAt);
    }
    isWhole = found.size < PAGE;
  }
  for (const id of missing) {
    if (signal.aborted) return;
    if ((isWhole || id <= after) && (await isGone(channel, String(id))))
      await hooks.edited({ chat: channel.id }, String(id), null);
  }
}

/** Whether Discord says that a message is not there: that it was not listed has other reasons, too. */
async function isGone(channel: TextBasedChannel, id: string): Promise<boolean> {
  try {
    await channel.messages.fetch({ message: id, force: true, cache: false });
    return false;
  } catch (error) {
    return error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownMessage;
  }
}
