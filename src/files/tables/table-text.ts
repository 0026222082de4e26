import { chatLogOf } from '../../text/dialogue/chat-log.js';
import type { ChatLine } from '../../text/dialogue/chat-line.js';
import { CHAT_LOG, nameOf } from '../../text/dialogue/dialogue-format.js';
import { fieldLine, isNameField, nameIn } from '../../text/profiles/fields.js';
import { PROFILES } from '../../text/profiles/profile.js';
import { clean } from '../../text/encoding/storable.js';
import type { Extracted } from '../../pages/extracted.js';
import { inOneLine } from '../../text/structure/one-line.js';

/** A row's cells as text. */
export type Row = readonly string[];

/** Columns that tell who says it, the better ones first; what is said; when; what kind of message it is; that I sent it. */
const SPEAKER =
  /^(?:remark|备注|nick ?name|昵称|sender ?name|speaker|author|发送人|发送者|发言人|说话人|說話人|讲话人|talker|from|sender|name|姓名|名字|角色名?|人物|character|who)$/i;
const SAID =
  /^(?:strcontent|content|内容|內容|消息内容|msg|message|text|文本|line|lines|台词|台詞|对白|對白|对话|對話|dialogue|said|utterance|话)$/i;
const WHEN = /^(?:strtime|date|time|datetime|timestamp|时间|時間|日期|发送时间|createtime)$/i;
const KIND = /^(?:type|type_?name|类型|消息类型)$/i;
const MINE = /^(?:is_?sender|是否发送)$/i;
const SAID_KIND = /^(?:1|text|文本|default|reply|message|引用|)$/i;

/**
 * What a table tells: lines that people say, a row a message; somebody a row, with the columns as fields; fields in the
 * first column; else its rows as they are.
 */
export function tableText(
  rows: readonly Row[],
): Pick<Extracted, 'text' | 'headings' | 'mediaType' | 'subject'> {
  const full = rows
    .map((row) => row.map((cell) => clean(cell).trim()))
    .filter((row) => row.some((cell) => cell !== ''));
  return messages(full) ?? people(full) ?? plain(full);
}

function messages(rows: readonly Row[]) {
  const headerRow = rows
    .slice(0, 10)
    .findIndex((row) => row.some((cell) => SPEAKER.test(cell)) && row.some((cell) => SAID.test(cell)));
  if (headerRow < 0) return null;
  const names = rows[headerRow]!;
  const column = (pattern: RegExp) => names.findIndex((cell) => pattern.test(cell));
  const speakers = names
    .flatMap((cell, i) => (SPEAKER.test(cell) ? [i] : []))
    .sort((a, b) => rank(names[a]!) - rank(names[b]!));
  const [words, when, kind, mine] = [column(SAID), column(WHEN), column(KIND), column(MINE)];
  const lines: ChatLine[] = [];
  for (const row of rows.slice(headerRow + 1)) {
    const text = row[words] ?? '';
    if (text === '' || (kind >= 0 && !SAID_KIND.test(row[kind] ?? '')) || /^<\?xml|^<msg\b/.test(text))
      continue;
    const own = speakers.map((i) => nameOf(row[i] ?? '')).find((name) => name !== '');
    const name = own ?? (row[mine] === '1' ? '我' : '');
    const time = row[when];
    if (name !== '') lines.push({ name, text, ...(time && { time }) });
  }
  // a row a person has a line each; people who talk come again
  const isTalk = new Set(lines.map(({ name }) => name)).size <= 0.7 * lines.length;
  const log = isTalk ? chatLogOf(lines) : null;
  return log && { ...log, mediaType: CHAT_LOG };
}

const ORDER = [/^(?:remark|备注)$/i, /^(?:nick ?name|昵称|sender ?name)$/i];
const rank = (name: string) => ORDER.findIndex((pattern) => pattern.test(name)) >>> 0;

function people(rows: readonly Row[]) {
  const headerRow = rows.slice(0, 5).findIndex((row) => row.length > 1 && row.some(isNameField));
  const names = rows[headerRow];
  const across = names && names.filter((cell) => cell !== '').length >= 2 && rows.length > headerRow + 1;
  const lines = downwards(rows) ?? (across ? rowsAsProfiles(names, rows.slice(headerRow + 1)) : null);
  if (!lines) return null;
  const headings: { title: string; start: number }[] = [];
  let at = 0;
  for (const { title, text } of lines) {
    headings.push({ title, start: at });
    at += text.length + 2;
  }
  return { text: lines.map(({ text }) => text).join('\n\n'), headings, mediaType: PROFILES };
}

interface Profile {
  title: string;
  text: string;
}

function rowsAsProfiles(names: Row, rows: readonly Row[]): Profile[] | null {
  const own = names.findIndex(isNameField);
  const found = rows.flatMap((row): Profile[] => {
    const title = nameIn(row[own] ?? '');
    if (title === null) return [];
    const fields = row.flatMap((cell, i) => (i === own || cell === '' ? [] : [field(names[i] ?? '', cell)]));
    return [{ title, text: [field(names[own]!, title), ...fields].join('\n') }];
  });
  return found.length > 0 ? found : null;
}

/** Fields in the first column, of each other column somebody. */
function downwards(rows: readonly Row[]): Profile[] | null {
  const fields = rows.filter(([label = '', value = '']) => value !== '' && fieldLine(`${label}: ${value}`));
  const names = fields.find(([label = '']) => isNameField(label));
  if (!names || fields.length < 3 || fields.length < rows.length / 2) return null;
  const found = names.slice(1).flatMap((cell, i): Profile[] => {
    const title = nameIn(cell);
    const lines = rows.flatMap((row) => (row[0] && row[i + 1] ? [field(row[0], row[i + 1]!)] : []));
    return title === null ? [] : [{ title, text: lines.join('\n') }];
  });
  return found.length > 0 ? found : null;
}

function field(label: string, value: string): string {
  const flat = inOneLine(value);
  if (label === '') return flat;
  return /\p{Script=Han}$/u.test(label) ? `${label}：${flat}` : `${label}: ${flat}`;
}

function plain(rows: readonly Row[]) {
  const text = rows
    .map((row) =>
      row
        .filter((cell) => cell !== '')
        .join(' | ')
        .replace(/\n+/g, ' '),
    )
    .join('\n');
  return { text, mediaType: 'text/csv' };
}
