import { clean } from '../encoding/storable.js';
import { truncate } from '../encoding/truncate.js';
import { fieldLine } from './fields.js';

export interface WorldBook {
  title: string;
  text: string;
  headings: { title: string; start: number }[];
}

type Row = Record<string, unknown>;

/** Whoever is told of so is a person, unless the entry says that it is a place. */
const PERSON =
  /[他她]|先生|小姐|女士|男性|女性|男子|女子|少女|少年|岁|歲|(?<!\p{L})(?:he|she|his|her|him|hers|(?:young |old )?(?:wo)?man|girl|boy)(?!\p{L})/iu;
/** In UTF-16 units: so much of an entry says what it is. */
const SAMPLE = 300;

/**
 * The entries of a world book (SillyTavern's, or a card's lorebook) as a text of a section each, or null where the JSON is
 * none. Those about people are profiles; those that are turned off are left out.
 */
export function readWorldBook(json: string): WorldBook | null {
  const book = bookIn(json);
  const entries = book && entriesOf(book['entries']);
  if (!entries || entries.length === 0) return null;
  const parts: string[] = [];
  const headings: WorldBook['headings'] = [];
  let at = 0;
  for (const entry of entries) {
    const content = typeof entry['content'] === 'string' ? clean(entry['content']).trim() : '';
    const title = titleOf(entry);
    if (content === '' || title === '' || entry['disable'] === true || entry['enabled'] === false) continue;
    const text = `${firstLine(title, content)}\n\n${content}`;
    headings.push({ title, start: at });
    parts.push(text);
    at += text.length + 2;
  }
  if (parts.length === 0) return null;
  const title = typeof book!['name'] === 'string' ? clean(book!['name']).trim() : '';
  return { title, text: parts.join('\n\n'), headings };
}

/** A person's entry begins with a field of the name, so that its section is theirs. */
function firstLine(title: string, content: string): string {
  const sample = content.slice(0, SAMPLE);
  const isProfile = sample.split('\n').filter((line) => fieldLine(line)).length >= 2;
  if (!isProfile && !(PERSON.test(sample) && sample.includes(title))) return title;
  return /\p{Script=Han}/u.test(title + sample) ? `姓名：${title}` : `Name: ${title}`;
}

function titleOf(entry: Row): string {
  const keys = [entry['keys'], entry['key']].find((one) => Array.isArray(one)) as unknown[] | undefined;
  const label = [entry['comment'], entry['name'], ...(keys ?? [])]
    .map((one) => (typeof one === 'string' ? clean(one).replace(/\s+/g, ' ').trim() : ''))
    .find((one) => one !== '' && !one.startsWith('/'));
  return truncate(label ?? '', 60);
}

function bookIn(json: string): Row | null {
  if (!/^\s*\{/.test(json)) return null;
  try {
    const whole: unknown = JSON.parse(json);
    if (!isRow(whole)) return null;
    const inner = whole['spec'] === 'lorebook_v3' && isRow(whole['data']) ? whole['data'] : whole;
    return inner['entries'] !== null && typeof inner['entries'] === 'object' ? inner : null;
  } catch {
    return null;
  }
}

function entriesOf(entries: unknown): Row[] {
  const rows = (Array.isArray(entries) ? entries : Object.values(entries as Row)).filter(isRow);
  const place = (row: Row) => Number(row['displayIndex'] ?? row['insertion_order'] ?? row['uid'] ?? 0) || 0;
  const isBook = rows.some(
    (row) => typeof row['content'] === 'string' && (row['key'] ?? row['keys']) !== undefined,
  );
  return isBook ? rows.sort((a, b) => place(a) - place(b)) : [];
}

function isRow(value: unknown): value is Row {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
