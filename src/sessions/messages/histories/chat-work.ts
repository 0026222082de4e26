/** What is done with chats of other programs in a thread of its own: what comes back is lines of JSON, as bytes. */
import { readFile } from 'node:fs/promises';
import { ImportReport } from '../../../characters/imports/import-report.js';
import { Problem, type ConversationChoice } from '../../../contracts/problem.js';
import { startsAsZip, unzip } from '../../../files/unzip.js';
import { chatsInArchive } from './programs/backyard.js';
import { type HowToRead, readChatFile } from './chat-file.js';
import type { ForeignMessage } from './conversation.js';
import { inUtf8 } from './in-utf8.js';
import { tavernChat } from './tavern-archive.js';

/**
 * A chat, ready to be taken in; or those of its file, where one is to be chosen; or a file of lines in UTF-8, where it
 * was in another encoding or in an archive.
 */
export type ReadyChat =
  | { lines: Uint8Array; report: string[] }
  | { choices: ConversationChoice[] }
  | { file: Uint8Array; report: string[] };

/** Characters of lines that are put together at once. */
const PIECE = 1024 * 1024;

/** @returns null for a file in UTF-8 that is none; @throws Problem history_unreadable, bad_request */
export async function readChat(path: string, how: HowToRead): Promise<ReadyChat | null> {
  try {
    const file = await readFile(path);
    const zip = startsAsZip(file) ? await unzip(file) : null;
    const archive = zip && (await chatsInArchive(zip, how));
    const ofTavern = zip && !archive ? await tavernChat(zip, how) : null;
    if (ofTavern) {
      const told = new ImportReport(how.language);
      return { file: inUtf8(ofTavern, told), report: told.lines };
    }
    const chat = readChatFile(archive?.chats ?? file, how);
    if (chat) return { lines: linesOf(chat.messages), report: [...(archive?.report ?? []), ...chat.report] };
    const report = new ImportReport(how.language);
    const utf8 = inUtf8(file, report);
    return utf8 === file ? null : { file: utf8, report: report.lines };
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
