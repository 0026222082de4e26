import { type Client, type Message, SnowflakeUtil, type TextBasedChannel } from 'discord.js';
import { Slots } from '../core/slots.js';
import type { KnownChat, PlatformHooks } from '../running/platform.js';
import { takeMissedEdits } from './missed-edits.js';
import { readMessage } from './read-message.js';

/** What is older was overtaken by life. */
const OLDEST_MS = 24 * 60 * 60_000;
/** Of one chat, how many messages are taken in, and how many are looked through for them, a hundred a request. */
const MOST_TAKEN = 50;
const MOST_PAGES = 5;
const PAGE = 100;
const CHATS_AT_ONCE = 8;

/**
 * Takes in what was written while nobody was connected: a gateway tells a new session nothing of it. Chats are read from
 * the last message on that was stored; of rooms only what addresses the bot is taken. What comes twice is known.
 */
export async function takeMissed(
  client: Client<true>,
  hooks: PlatformHooks,
  signal: AbortSignal,
): Promise<void> {
  const slots = new Slots(CHATS_AT_ONCE);
  const known = await hooks.known();
  const reading = known.map((chat) =>
    // A chat that the bot may not read any more stops no other.
    slots.run(() => takeMissedOf(client, hooks, chat, signal)).catch(() => undefined),
  );
  await Promise.all(reading);
}

async function takeMissedOf(
  client: Client<true>,
  hooks: PlatformHooks,
  { chat, lastMessageId, recent }: KnownChat,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return;
  const channel = await channelOf(client, chat);
  if (!channel) return;
  // What is answered now goes by what stands there; what cannot be read again stops nothing that is new.
  await takeMissedEdits(channel, hooks, recent, signal).catch(() => undefined);
  const oldest = SnowflakeUtil.generate({ timestamp: Date.now() - OLDEST_MS });
  const seen = /^\d+$/.test(lastMessageId) ? BigInt(lastMessageId) : 0n;
  let after = seen > oldest ? seen : oldest;
  let taken = 0;
  for (let page = 0; page < MOST_PAGES; page++) {
    if (!isBehind(after, channel.lastMessageId)) return;
    const found = await channel.messages.fetch({ after: String(after), limit: PAGE, cache: false });
    const inOrder = [...found.values()].sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
    for (const message of inOrder) {
      if (signal.aborted) return;
      if (taken === MOST_TAKEN) return hooks.cut(chat);
      if (await take(message, hooks)) taken++;
    }
    if (inOrder.length < PAGE) return;
    after = BigInt(inOrder.at(-1)!.id);
  }
  if (isBehind(after, channel.lastMessageId)) await hooks.cut(chat);
}

/** Whether something was written since. */
const isBehind = (after: bigint, last: string | null | undefined) => !!last && BigInt(last) > after;

/** What is known here of direct messages is as old as the last connection; of servers, Discord tells when one begins. */
async function channelOf(client: Client<true>, chat: string): Promise<TextBasedChannel | null> {
  const known = client.channels.cache.get(chat);
  const channel = known && !known.isDMBased() ? known : await client.channels.fetch(chat, { force: true });
  return channel?.isTextBased() ? channel : null;
}

/** @returns whether it was somebody's, for the bot */
async function take(message: Message, { isOurs, message: hear }: PlatformHooks): Promise<boolean> {
  const read = await readMessage(message, isOurs);
  if (!read?.addressed) return false;
  // Who somebody is in a server comes with the gateway alone.
  if (message.inGuild() && !message.member) {
    await message.guild.members.fetch(message.author.id).catch(() => undefined);
    await hear((await readMessage(message, isOurs)) ?? read);
  } else await hear(read);
  return true;
}
