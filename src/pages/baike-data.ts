import { htmlToText } from './html-text.js';
import { labelled } from './text-blocks.js';
import { parseMarkup } from './markup.js';

/** What a page of Baidu Baike says of itself in `window.PAGE_DATA`, beside its markup. */
export interface BaikeData {
  title: string;
  summary: string;
  /** Lines of `label: value`. */
  facts: string[];
  /** All that have this name, and what each is: 沈灯（游戏《长河》中的角色）. */
  namesakes: string[];
}

/**
 * The data in a page's script, by what others who read these pages tell of it: `lemmaTitle`, `description`, `card`
 * (`content`, once `left` and `right`), `navigation.lemmas`. Not tried on live pages.
 * Null where there is none, or it is broken.
 */
export function baikeData(html: string): BaikeData | null {
  const start = html.search(/\bwindow\.PAGE_DATA\s*=\s*\{/);
  const data = start < 0 ? null : parsed(objectAt(html, html.indexOf('{', start)));
  if (!data) return null;
  const lemmas = list(record(data['navigation'])?.['lemmas']).map(record);
  const title = line(data['lemmaTitle']) || line(lemmas[0]?.['lemmaTitle']);
  if (title === '') return null;
  const card = record(data['card']);
  return {
    title,
    summary: plain(data['description']),
    facts: ['content', 'left', 'right'].flatMap((part) => list(card?.[part]).map(fact)).filter(Boolean),
    namesakes: lemmas.map((lemma) => {
      const kind = line(lemma?.['lemmaDesc']);
      return `${line(lemma?.['lemmaTitle']) || title}${kind && `（${kind}）`}`;
    }),
  };
}

function fact(item: unknown): string {
  const { title, data } = record(item) ?? {};
  const label = line(title).replace(/\s/g, '');
  const values = list(data)
    .map(line)
    .filter((value) => value !== '');
  return label === '' || values.length === 0 ? '' : labelled(label, values.join(' / '));
}

/** The text of a value, however it is wrapped: `{ text: [{ text }] }`, `{ value: { title } }`. On one line. */
function line(value: unknown): string {
  return plain(value).replace(/\s+/g, ' ');
}

/** Strings of the data may be markup. */
function plain(value: unknown): string {
  return htmlToText(parseMarkup(textIn(value, 6)).root().get()).text;
}

function textIn(value: unknown, depth: number): string {
  if (typeof value === 'string') return value;
  if (depth === 0) return '';
  if (Array.isArray(value)) return value.map((one) => textIn(one, depth - 1)).join('');
  const { text, value: inner, title } = record(value) ?? {};
  return textIn(text ?? inner ?? title, depth - 1);
}

/** The JSON object that begins there, to its own end: scripts go on behind it. */
function objectAt(text: string, start: number): string {
  let depth = 0;
  let isString = false;
  for (let at = start; at < text.length; at++) {
    const char = text[at];
    if (char === '"') isString = !isString;
    else if (isString && char === '\\') at++;
    else if (!isString && char === '{') depth++;
    else if (!isString && char === '}' && --depth === 0) return text.slice(start, at + 1);
  }
  return '';
}

function parsed(json: string): Record<string, unknown> | null {
  try {
    return record(JSON.parse(json));
  } catch {
    return null;
  }
}

function record(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
