/** Chats as plain text: `Name: words`, with or without times, as messengers and people write them. */
import type { ImportReport } from '../../../characters/imports/import-report.js';
import type { ChatLine } from '../../../text/dialogue/chat-line.js';
import { fromLines } from '../../../text/dialogue/chat-lines.js';
import { dateOf, message, type ForeignMessage, type ReadConversation } from './conversation.js';

/** Whose names a session knows. */
export interface SessionNames {
  user: string;
  character: string;
}

const MOST = 32 * 1024 * 1024;
const LABEL = /^([^\s:："“「<>[\]{}][^:：\n"“「<>[\]{}]{0,39})[:：]/;
const LONGEST_LABEL = 60;
const USER = /^(?:you|user|me|human|我|你|用户|用戶|使用者)$/i;
const CHARACTER = /^(?:char|character|assistant|bot|ai|chatgpt|claude|gpt|model|角色|助手|机器人|機器人)$/i;

/** @returns null where nobody says anything in it, or it is too long */
export function readPlainText(
  bytes: Buffer,
  names: SessionNames,
  report: ImportReport,
): ReadConversation | null {
  if (bytes.length > MOST) return null;
  const text = bytes
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n');
  const lines = fromLines(text) ?? byKnownNames(text, names);
  if (!lines.some(({ name }) => name !== null)) return null;
  const isUser = userAmong(lines, names, report);
  const messages: ForeignMessage[] = [];
  for (const { name, text: words, time } of lines) {
    const at = dateOf(time);
    if (name === null) messages.push(message('system', words, at));
    else messages.push(message(isUser(name) ? 'user' : 'assistant', words, at, spoken(name)));
  }
  return { messages, elsewhere: 0 };
}

/** A word for the role is nobody's name. */
function spoken(name: string): string {
  return USER.test(name) || CHARACTER.test(name) ? '' : name;
}

/** A short text is a chat where lines begin with a name that is known; one more name is who they talk with. */
function byKnownNames(text: string, { user, character }: SessionNames): ChatLine[] {
  const isKnown = (name: string) =>
    name === user || name === character || USER.test(name) || CHARACTER.test(name);
  const labelled = text.split('\n').map((line) => {
    const name = (LABEL.exec(line.slice(0, LONGEST_LABEL))?.[1] ?? '').trim();
    return { line, name };
  });
  const names = new Set(labelled.map(({ name }) => name).filter((name) => name !== ''));
  const known = [...names].filter(isKnown);
  if (!known.length) return [];
  const other = [...names].find((name) => !isKnown(name));
  if (known.length === 1 && other !== undefined) known.push(other);
  const lines: { name: string; words: string[] }[] = [];
  for (const { line, name } of labelled) {
    if (known.includes(name)) lines.push({ name, words: [line.slice(line.search(/[:：]/) + 1).trimStart()] });
    else lines.at(-1)?.words.push(line);
  }
  return lines.map(({ name, words }) => ({ name, text: words.join('\n').trim() }));
}

/** Who of them is the user: by the names of the session, by words for it, else the one that the character is not. */
function userAmong(
  lines: readonly ChatLine[],
  { user, character }: SessionNames,
  report: ImportReport,
): (name: string) => boolean {
  const all = [...new Set(lines.map(({ name }) => name).filter((name) => name !== null))];
  const named = all.find((name) => name === user) ?? all.find((name) => USER.test(name));
  if (named !== undefined) return (name) => name === named || name === user;
  const played = all.find((name) => name === character) ?? all.find((name) => CHARACTER.test(name));
  if (all.length === 1) return () => played === undefined && all[0] !== character;
  // The one who answers is mostly the one who did not begin; a greeting is the character's.
  const guessed = all.find((name) => name !== (played ?? all[0]))!;
  if (all.length > 2 || played === undefined) {
    report.add(
      `The file does not say who you are in it: “${guessed}” was taken for you. To have it otherwise, name your persona as you are called in the file, and import it again.`,
      `文件里没有写明谁是你：已把“${guessed}”当作你。若不对，请把“我的身份”改成文件里的名字，再导入一次。`,
    );
  }
  return (name) => name === guessed;
}
