import { clean } from '../encoding/storable.js';
import { truncate } from '../encoding/truncate.js';
import { fieldLine } from './fields.js';

export interface WorldBook {
  title: string;
  text: string;
  headings: { title: string; start: number }[];
}

type Row = Record<string, unknown>;

/** Whoever is told of so is a person, unless the entry says that it is a place or a thing. */
const PERSON =
  /[他她]|先生|小姐|女士|男性|女性|男子|女子|男人|女人|少女|少年|老人|[岁歲]|父[亲親]|母[亲親]|[儿兒]子|女[儿兒]|[哥弟姐妹]{2}|兄弟|姐妹|丈夫|妻子|师[父傅徒]|師[父傅徒]|徒弟|(?<!\p{L})(?:he|she|his|her|him|hers|(?:young |old )?(?:wo)?man|girl|boy|(?:fe)?male|(?:grand)?(?:father|mother|son|daughter)|brother|sister|twin|uncle|aunt|nephew|niece|cousin|wife|husband|widow(?:er)?|orphan|aged? \d+|\d+ years old)(?!\p{L})/iu;
/** What the first sentence says of a place, a group or a thing. */
const NO_PERSON =
  /^.{0,40}?(?:(?<!\p{L})(?:is|was|are|were)\s(?:an?|the|one of the)\s(?:\p{L}+[\s-]){0,4}(?:town|city|village|island|port|harbou?r|country|kingdom|empire|region|province|district|river|lake|sea|forest|mountain|castle|house|school|inn|tavern|shop|ship|order|guild|clan|tribe|race|species|company|organi[sz]ation|faction|religion|festival|sword|weapon|artefact|artifact|book|spell|illness|disease)(?!\p{L})(?!\s(?:girl|boy|(?:wo)?man|keeper|master|doctor|priest))|[是為为，,：:]\s?[^。！？\n]{0,20}(?:城|镇|鎮|村|岛|島|港口?|国|國|王朝|山脉?|河|湖|森林|学校|學校|客栈|客棧|组织|組織|门派|門派|宗门|家族|种族|種族|节日|節日|武器|法器|宝剑)(?=[。，、；,.;]|$))/iu;
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
  if (!isProfile && !isPerson(title, sample)) return title;
  return /\p{Script=Han}/u.test(title + sample) ? `姓名：${title}` : `Name: ${title}`;
}

function isPerson(title: string, sample: string): boolean {
  return sample.includes(title) && PERSON.test(sample) && !NO_PERSON.test(sample);
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
