import { z } from 'zod';
import { ImportReport } from '../../characters/imports/import-report.js';
import { MOST_PICTURES } from '../../contracts/message.js';
import { Problem } from '../../contracts/problem.js';
import { storable } from '../../text/encoding/storable.js';
import { isModestJson } from '../../text/encoding/json-size.js';
import type { Language } from '../../text/search/language.js';
import type { Work } from '../../text/search/slices.js';
import { readDate } from '../story/past-date.js';
import { asTavernLine } from './histories/programs/chub.js';
import { fitting } from './histories/fitting-versions.js';
import { isTavernHeader, type PastMessage, readTavernLine } from './histories/tavern-chat.js';

/** A history that was kept elsewhere. */
export interface PastHistory {
  messages: PastMessage[];
  /** What its file says of itself. */
  header: object | null;
  /** What was left out, a sentence each. */
  report: string[];
}

const plain = z.object({
  role: z.enum(['user', 'assistant']),
  content: z.string(),
  at: z.union([z.string(), z.number()]).nullish(),
  speaker: z.string().nullish(),
  pictures: z
    .array(z.object({ name: z.string(), url: z.string() }))
    .max(MOST_PICTURES)
    .nullish()
    .catch(null),
});
/** Lines named in the report one by one. */
const NAMED = 20;
/** A file with more lines that cannot be read is no history. */
const BAD_LIMIT = 1000;
/** Lines, and versions beside the first: each takes time and memory many times its bytes. */
const LIMIT = 500_000;
/** Of one line, in bytes. */
const LINE_LIMIT = 20 * 1024 * 1024;
const MODEST = { depth: 100, values: 50_000 };
const NEWLINE = 10;
const BRACE = 123;

/**
 * Reads a history: JSON lines of `{role, content, at?, speaker?}`, or a chat file of SillyTavern. What is whole is
 * taken; a line that cannot be read is left out and reported.
 *
 * @param file with one JSON object on each line, as UTF-8; empty lines do not count
 * @throws Problem history_unreadable where there is no message in it, more than 1,000 lines cannot be read, or it has
 * more than 500,000 lines and versions
 */
export function* readHistory(file: Uint8Array, language: Language = 'en'): Work<PastHistory> {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const messages: PastMessage[] = [];
  const report = new ImportReport(language);
  let header: object | null = null;
  let number = 0;
  let versions = 0;
  let bad = 0;
  let own = 0;
  let hidden = 0;
  let empty = 0;
  let elsewhere = 0;
  let longVersions = 0;
  const shortened: number[] = [];
  const leaveOut = (en: string, zh: string) => {
    bad++;
    if (bad <= NAMED) report.add(`Line ${number} was left out: ${en}`, `第 ${number} 行没有读入：${zh}`);
    if (bad > BAD_LIMIT)
      throw unreadable(`More than ${BAD_LIMIT} lines of this file cannot be read.`, report.lines[0]);
  };
  for (const { start, end } of linesOf(bytes)) {
    yield;
    number++;
    if (number + versions > LIMIT)
      throw unreadable('This file is too long: split it into several, and import one after another.');
    const from = firstSign(bytes, start, end);
    if (from === end) continue;
    const value = bytes[from] === BRACE ? parsed(bytes, from, end) : undefined;
    if (value === undefined) {
      leaveOut('it is no JSON object.', '不是 JSON 对象。');
      continue;
    }
    if (value === 'unwieldy') {
      leaveOut('it is too long or holds too many values.', '太长，或包含的值太多。');
      continue;
    }
    if (!header && !messages.length && isTavernHeader(value)) {
      header = value;
      continue;
    }
    const line = readLine(value);
    if (line === null)
      leaveOut(
        'it needs a role ("user" or "assistant") and a content.',
        '需要有 role（“user”或“assistant”）和 content。',
      );
    else if (line === 'own') own++;
    else if (!line.hidden && !line.pictures && line.versions[line.chosen]!.content.trim() === '') empty++;
    else {
      const { message, leftOut, cut } = fitting(line);
      longVersions += leftOut;
      if (cut) shortened.push(number);
      if (message.hidden) hidden++;
      elsewhere += message.picturesElsewhere ?? 0;
      versions += message.versions.length - 1;
      messages.push(message);
    }
  }
  if (!messages.length)
    throw unreadable('There is no message in this file that can be read.', report.lines[0]);
  const more = bad - NAMED;
  if (more > 0) report.add(`Lines besides that could not be read: ${more}.`, `另有 ${more} 行无法读懂。`);
  if (longVersions) {
    report.add(
      `Left out, as they are longer than 1,000,000 characters: ${longVersions} of the other versions (swipes) of messages.`,
      `有 ${longVersions} 个备选回复（swipe）超过一百万字，没有读入。`,
    );
  }
  if (shortened.length) {
    const named = shortened.slice(0, NAMED);
    const dots = shortened.length > NAMED ? ' …' : '';
    report.add(
      `Cut after 1,000,000 characters: ${shortened.length} of the messages (line ${named.join(', ')}${dots}).`,
      `有 ${shortened.length} 条消息超过一百万字，后面的没有读入（第 ${named.join('、')} 行${dots}）。`,
    );
  }
  if (own) {
    report.add(
      `Left out, as they were never said: ${own} of the other program's own lines.`,
      `有 ${own} 行是原程序自己的记录，并没有人说过，没有读入。`,
    );
  }
  if (hidden) {
    report.add(
      `Hidden there, and taken out of the story here: ${hidden} of the messages. They can be brought back.`,
      `有 ${hidden} 条消息在原程序里被隐藏，这里也不算在故事里，可以随时恢复。`,
    );
  }
  if (elsewhere) {
    report.add(
      `Left out, as they lie in folders of the other program and not in this file: ${elsewhere} of the pictures.`,
      `有 ${elsewhere} 张图片在原程序的文件夹里，不在这个文件中，没有读入。`,
    );
  }
  if (empty)
    report.add(`Left out, as they have no text: ${empty} of the messages.`, `有 ${empty} 条空消息没有读入。`);
  return { messages, header, report: report.lines };
}

function unreadable(sentence: string, first = ''): Problem {
  return new Problem('history_unreadable', `${sentence} ${first}`.trim());
}

/** Where the lines are, without their ends and a byte order mark. */
function* linesOf(bytes: Buffer): Generator<{ start: number; end: number }> {
  let start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  for (; start < bytes.length;) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    yield { start, end };
    start = end + 1;
  }
}

/** The first byte that is no blank of JSON, or the end. */
function firstSign(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && (bytes[at] === 32 || bytes[at] === 9 || bytes[at] === 13)) at++;
  return at;
}

/** @returns undefined for what is no JSON; `unwieldy` for what would cost too much to parse */
function parsed(bytes: Buffer, start: number, end: number): unknown {
  if (end - start > LINE_LIMIT) return 'unwieldy';
  const text = bytes.toString('utf8', start, end);
  if (!isModestJson(text, MODEST)) return 'unwieldy';
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readLine(value: unknown): PastMessage | 'own' | null {
  const line = plain.safeParse(value);
  if (!line.success) return readTavernLine(asTavernLine(value));
  const { role, content, at, speaker, pictures } = line.data;
  return {
    ...(pictures?.length && { pictures }),
    role,
    speaker: storable(speaker ?? ''),
    versions: [{ content: storable(content), at: readDate(at), extras: null }],
    chosen: 0,
  };
}
