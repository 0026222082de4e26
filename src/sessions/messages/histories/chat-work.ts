/** What is done with chats of other programs in a thread of its own: what comes back is lines of JSON, as bytes. */
import { readFile } from 'node:fs/promises';
import { Problem, type ConversationChoice } from '../../../contracts/problem.js';
import { chatsInArchive } from './backyard.js';
import { type HowToRead, readChatFile } from './chat-file.js';
import type { ForeignMessage } from './conversation.js';

/** A chat, ready to be taken in; or those of its file, where one is to be chosen. */
export type ReadyChat = { lines: Uint8Array; report: string[] } | { choices: ConversationChoice[] };

/** Characters of lines that are put together at once. */
const PIECE = 1024 * 1024;

/** @returns null for a file that is none; @throws Problem history_unreadable, bad_request */
export async function readChat(path: string, how: HowToRead): Promise<ReadyChat | null> {
  try {
    const file = await readFile(path);
    const archive = await chatsInArchive(file, how);
    const chat = readChatFile(archive?.chats ?? file, how);
    return chat && { lines: linesOf(chat.messages), report: [...(archive?.report ?? []), ...chat.report] };
  } catch (error) {
    if (error instanceof Problem && error.conversations) return { choices: error.conversations };
    throw error;
  }
}

function linesOf(messages: readonly ForeignMessage[]): Uint8Array {
  const pieces: Buffer[] = [];
  let text = '';
  for (const message of messages) {
    text += `${JSON.stringify(message)}\n`;
    if (text.length < PIECE) continue;
    pieces.push(Buffer.from(text));
    text = '';
  }
  return Buffer.concat([...pieces, Buffer.from(text)]);
}
