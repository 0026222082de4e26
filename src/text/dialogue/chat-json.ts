import type { ChatLine } from './chat-line.js';
import { nameOf } from './dialogue-format.js';

type Row = Record<string, unknown>;

/** The messages of a JSON value or of JSON lines, or null where it holds none. */
export function fromJson(text: string): ChatLine[] | null {
  const talks = talksOf(text);
  if (!talks) return null;
  const names = { user: 'User', assistant: 'Assistant' };
  const found: ChatLine[] = [];
  for (const { talk, rows } of talks) {
    for (const row of rows) {
      if (typeof row['user_name'] === 'string') names.user = nameOf(row['user_name']) || names.user;
      if (typeof row['character_name'] === 'string')
        names.assistant = nameOf(row['character_name']) || names.assistant;
      const line = lineOf(row, names);
      if (line) found.push(talk === '' ? line : { ...line, talk });
    }
  }
  return found;
}

function lineOf(row: Row, names: { user: string; assistant: string }): ChatLine | null {
  const words = wordsOf(row['mes'] ?? row['content'] ?? row['text'] ?? row['message'] ?? row['value']);
  const role = [row['role'], row['from']].find((one) => typeof one === 'string') as string | undefined;
  if (
    words.trim() === '' ||
    row['is_system'] === true ||
    isNotice(row['type']) ||
    typeof row['forwarded_from'] === 'string' || // somebody else's words
    /^(?:system|tool|developer|function)$/.test(role ?? '')
  )
    return null;
  const own = [row['name'], row['speaker'], row['sender'], row['author'], row['from'], role]
    .map((one) => nameOf(isRow(one) ? one['nickname'] || one['name'] || one['username'] : one))
    .find((one) => one !== '');
  if (own === undefined) return null;
  const name = /^(?:user|human)$/i.test(own)
    ? names.user
    : /^(?:assistant|model|bot|char|gpt|ai)$/i.test(own)
      ? names.assistant
      : own;
  const time = [row['date'], row['timestamp'], row['send_date']].find((one) => typeof one === 'string');
  return { name, text: words, ...(time !== undefined && { time: time as string }) };
}

/** Somebody came, a call was missed: what messengers write between messages. */
function isNotice(type: unknown): boolean {
  return (
    typeof type === 'string' &&
    /^(?:service|system|.*(?:Join|Pin|Call|Change|Add|Remove|Thread).*)$/.test(type)
  );
}

/** The messages of each conversation; one that has no name is ''. */
function talksOf(text: string): { talk: string; rows: Row[] }[] | null {
  const whole = parsed(text);
  if (isRow(whole) && isRow(whole['chats']) && Array.isArray(whole['chats']['list'])) {
    const talks = (whole['chats']['list'] as unknown[]).filter(isRow).map((one) => ({
      talk: nameOf(one['name']),
      rows: Array.isArray(one['messages']) ? (one['messages'] as unknown[]).filter(isRow) : [],
    }));
    return talks.filter(({ rows }) => rows.length > 0);
  }
  const rows = rowsOf(whole, text);
  return rows && [{ talk: '', rows }];
}

function rowsOf(whole: unknown, text: string): Row[] | null {
  if (Array.isArray(whole)) return whole.filter(isRow);
  if (isRow(whole)) {
    const list = ['messages', 'chat', 'history', 'conversation', 'conversations']
      .map((key) => whole[key])
      .find((value) => Array.isArray(value));
    return list ? (list as unknown[]).filter(isRow) : null;
  }
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const rows = lines.map(parsed).filter(isRow);
  return rows.length >= 2 && rows.length >= 0.9 * lines.length - 1 ? rows : null;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function isRow(value: unknown): value is Row {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** A message's content as one text, or in parts of which some are text. */
function wordsOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part: unknown) =>
      typeof part === 'string' ? part : isRow(part) && typeof part['text'] === 'string' ? part['text'] : '',
    )
    .join('');
}
