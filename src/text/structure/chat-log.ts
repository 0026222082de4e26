import type { Passage, Person, Question, Quotation } from '../types.js';
import { truncate } from '../encoding/truncate.js';

/** A chat log as it is kept: a text of messages, each `Name: what was said`, with a blank line between two. */
export const CHAT_LOG = 'text/x-chat-log';

interface ChatLine {
  name: string;
  text: string;
}

/** Fewer messages are no conversation. */
const LEAST = 4;

/**
 * The chat log that a cleaned text is, or null where it is none: lines of `name: text`, with or without the time, as
 * messengers export them; names and times on lines of their own; JSON lines or one JSON value of messages with
 * `role`, `speaker` or `name` and `content`, `text` or `mes` (SillyTavern's among them).
 */
export function readChatLog(text: string): string | null {
  const said = /^\s*[[{]/.test(text) ? (fromJson(text) ?? fromLines(text)) : fromLines(text);
  if (!said || said.length < LEAST) return null;
  return said.map(({ name, text: words }) => `${label(name)}${continued(words)}`).join('\n\n');
}

/** Who says what in a text that `readChatLog` made: nothing is guessed. */
export function chatCast(
  text: string,
  passages: readonly Passage[],
): { people: Person[]; quotations: Quotation[]; questions: Question[] } {
  const people = new Map<string, Person>();
  const quotations: Quotation[] = [];
  let speaker: Person | undefined;
  for (const { n, start, end } of passages) {
    const whole = text.slice(start, end);
    const [head, name] = start === 0 || text[start - 1] === '\n' ? (LABEL.exec(whole) ?? []) : [];
    if (name !== undefined) {
      speaker = people.get(name) ?? { name, aliases: [], quotes: 0, mentions: 0, first: n };
      people.set(name, speaker);
      speaker.quotes++;
    }
    const from = start + (head?.length ?? 0);
    if (speaker && from < end) {
      quotations.push({ start: from, end, passage: n, text: text.slice(from, end), speaker: speaker.name });
    }
  }
  for (const person of people.values()) person.mentions = text.split(person.name).length - 1;
  return {
    people: [...people.values()].sort((a, b) => b.quotes - a.quotes || b.mentions - a.mentions),
    quotations,
    questions: [],
  };
}

// ── as it is kept ──────────────────────────────────────────────────────────

const LABEL = /^([^\s:：][^:：\n]{0,59})(?:: |：)/;

function label(name: string): string {
  return /\p{Script=Han}$/u.test(name) ? `${name}：` : `${name}: `;
}

/** A message in several paragraphs: one that looks like another's beginning is indented, and so it is told apart. */
function continued(words: string): string {
  return words
    .trim()
    .split('\n')
    .map((line, i) => (i > 0 && LABEL.test(line) ? `\u3000${line}` : line))
    .join('\n');
}

function named(name: unknown): string {
  const text = typeof name === 'string' ? name.toWellFormed() : '';
  return truncate(text.replace(/[\s:：]+/g, ' ').trim(), 60);
}

// ── lines ──────────────────────────────────────────────────────────────────

const CLOCK = String.raw`\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:[.,]\d{3})?(?:\s?[AaPp]\.?[Mm]\.?)?`;
const DAY = String.raw`\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?`;
const TIME = String.raw`(?:${DAY},?[ T]{0,2}(?:[上下]午)?${CLOCK}|${CLOCK},?\s${DAY}|${CLOCK})`;
const NAME = String.raw`[^\s:：<>\[\]“”"「」，。！？!?;；][^:：<>\[\]“”"「」，。！？!?;；\n]{0,39}?`;

/** `[10:11] Name: words`, `1/2/24, 10:11 PM - Name: words`, `[10:11] <Name> words` */
const STAMPED = new RegExp(
  String.raw`^[\[(【]?(${TIME})[\])】]?\s*(?:[-–—]\s*)?(?:<(${NAME})>\s*|(${NAME})\s*[:：]\s*)(.*)$`,
);
/** `Name 2024-01-02 10:11:12`, `2024-01-02 10:11:12 Name(12345)`, alone on a line */
const HEAD = new RegExp(
  String.raw`^(?:(${NAME})\s*(?:[—(（-]\s*)?(?:${DAY},?\s+(?:[上下]午)?${CLOCK})[)）]?|(?:${DAY}\s+${CLOCK})\s+(${NAME})(?:[(（<][\w.@-]{3,}[)）>])?)$`,
);
const PLAIN = new RegExp(String.raw`^(?:<(${NAME})>\s*|(${NAME})\s*[:：]\s*)(\S.*)$`);
/** What a novel's sentence has before a colon, and no name has. */
const NO_NAME =
  /(?:道|说|曰|问|答|叫|喊|想|是|的|了|着)$|^(?:https?|note|ps|注|按|题|答|问|第.+[章回节])$|\s(?:said|asked|replied|says)$/i;

function fromLines(text: string): ChatLine[] | null {
  const lines = text.split('\n');
  const full = lines.filter((line) => line.trim() !== '').length;
  for (const [split, least] of [
    [stamped, 0.15],
    [headed, 0.15],
    [plain, 0.5],
  ] as const) {
    const begins = lines.map((line) => split(line.trim()));
    const times = new Map<string, number>();
    for (const one of begins) if (one) times.set(one.name, (times.get(one.name) ?? 0) + 1);
    const regular = begins.filter((one) => one && times.get(one.name)! >= 2).length;
    const all = begins.filter((one) => one !== null).length;
    const names = [...times.values()].filter((n) => n >= 2).length;
    if (names < 2 || regular < LEAST || regular < least * full || regular < 0.6 * all) continue;
    const isName = (name: string) => split !== plain || times.get(name)! >= 2;
    const said: ChatLine[] = [];
    lines.forEach((line, i) => {
      const one = begins[i];
      if (one && isName(one.name)) said.push({ ...one });
      else if (said.length > 0) said.at(-1)!.text += `\n${line}`;
    });
    return said
      .map(({ name, text: words }) => ({ name, text: tidy(words) }))
      .filter((one) => one.text !== '');
  }
  return null;
}

const tidy = (words: string) => words.trim().replace(/\n{3,}/g, '\n\n');

function stamped(line: string): ChatLine | null {
  const [, , angled, spoken, text = ''] = line.length < 100_000 ? (STAMPED.exec(line) ?? []) : [];
  return said(angled ?? spoken, text);
}

function headed(line: string): ChatLine | null {
  const [, before, after] = line.length <= 100 ? (HEAD.exec(line) ?? []) : [];
  return said(before ?? after, '');
}

function plain(line: string): ChatLine | null {
  const [, angled, spoken, text = ''] = PLAIN.exec(line) ?? [];
  const name = angled ?? spoken;
  return name === undefined || NO_NAME.test(name) || name.split(' ').length > 4 ? null : said(name, text);
}

function said(name: string | undefined, text: string): ChatLine | null {
  const known = named(name);
  return known === '' ? null : { name: known, text };
}

// ── JSON ───────────────────────────────────────────────────────────────────

type Row = Record<string, unknown>;

function fromJson(text: string): ChatLine[] | null {
  const rows = rowsOf(text);
  if (!rows) return null;
  const names = { user: 'User', assistant: 'Assistant' };
  const found: ChatLine[] = [];
  for (const row of rows) {
    if (typeof row['user_name'] === 'string') names.user = named(row['user_name']) || names.user;
    if (typeof row['character_name'] === 'string')
      names.assistant = named(row['character_name']) || names.assistant;
    const words = wordsOf(row['mes'] ?? row['content'] ?? row['text'] ?? row['message'] ?? row['value']);
    const role = [row['role'], row['from']].find((one) => typeof one === 'string') as string | undefined;
    if (
      words.trim() === '' ||
      row['is_system'] === true ||
      /^(?:system|tool|developer|function)$/.test(role ?? '')
    )
      continue;
    const own = [row['name'], row['speaker'], row['sender'], row['author'], row['from'], role]
      .map((one) =>
        named(
          one !== null && typeof one === 'object' ? ((one as Row)['name'] ?? (one as Row)['username']) : one,
        ),
      )
      .find((one) => one !== '');
    if (own === undefined) continue;
    const name = /^(?:user|human)$/i.test(own)
      ? names.user
      : /^(?:assistant|model|bot|char|gpt|ai)$/i.test(own)
        ? names.assistant
        : own;
    found.push({ name, text: words });
  }
  return found;
}

function rowsOf(text: string): Row[] | null {
  const whole = parsed(text);
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
