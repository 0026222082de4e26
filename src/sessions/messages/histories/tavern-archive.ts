/** Chats in an archive of SillyTavern's user folder: `chats/CHARACTER/CHAT.jsonl`. */
import { Problem, type ConversationChoice } from '../../../contracts/problem.js';
import type { ZipEntries } from '../../../files/unzip.js';
import { storable } from '../../../text/encoding/storable.js';
import { truncate } from '../../../text/encoding/truncate.js';
import type { HowToRead } from './chat-file.js';

const CHAT = /(?:^|\/)chats\/([^/]+)\/([^/]+)\.jsonl$/;
const MOST_CHATS = 1000;
const LONGEST_TITLE = 200;
const NEWLINE = 10;

interface Found {
  path: string;
  character: string;
  title: string;
}

/**
 * The file of one chat; of the session's character's own, where a folder has its name, else of all.
 * @returns null for any other archive
 * @throws Problem several_conversations where there are several and none was chosen; bad_request where there is none of
 * that number; archive_unsafe, file_broken
 */
export async function tavernChat(
  zip: ZipEntries,
  { names, conversation }: HowToRead,
): Promise<Buffer | null> {
  const all = zip.names.flatMap((path): Found[] => {
    const [, character, title] = CHAT.exec(path) ?? [];
    return character && title ? [{ path, character, title }] : [];
  });
  const own = all.filter(({ character }) => isFolderOf(character, names.character));
  const chats = (own.length ? own : all).slice(0, MOST_CHATS);
  if (!chats.length) return null;
  if (conversation === undefined && chats.length > 1) {
    const conversations: ConversationChoice[] = [];
    for (const [at, { path, character, title }] of chats.entries()) {
      const named = own.length ? title : `${character} · ${title}`;
      const messages = messagesIn(await zip.read(path));
      conversations.push({
        n: at + 1,
        title: storable(truncate(named, LONGEST_TITLE)),
        at: null,
        messages,
      });
    }
    throw new Problem(
      'several_conversations',
      'This archive holds several chats. Choose one: send it again with ?conversation= and its number.',
      { conversations },
    );
  }
  const chosen = chats[(conversation ?? 1) - 1];
  if (!chosen)
    throw new Problem('bad_request', `This archive has ${chats.length} chats, none of that number.`);
  return Buffer.from(await zip.read(chosen.path));
}

/** A folder is called as the character's picture, which has a number behind the name where two share it. */
function isFolderOf(folder: string, name: string): boolean {
  const plain = (text: string) => text.normalize().trim().toLowerCase();
  return plain(name) !== '' && [plain(folder), plain(folder).replace(/\d+$/, '')].includes(plain(name));
}

/** Lines without the first, which is the chat's own. */
function messagesIn(file: Uint8Array): number {
  let lines = 0;
  for (let at = file.indexOf(NEWLINE); at >= 0; at = file.indexOf(NEWLINE, at + 1)) lines++;
  return lines - (file.at(-1) === NEWLINE ? 1 : 0);
}
