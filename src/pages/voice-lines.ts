import { clean } from '../text/encoding/storable.js';
import { htmlToText } from './html-text.js';
import { childElements, elements, hasClass, type Element } from './markup.js';
import { spokenLine } from '../text/speakers/subject.js';
import { isSpoken } from './subpages.js';
import { truncate } from '../text/encoding/truncate.js';

/** Whose lines they are, and in which of the languages that the page gives them in they are taken. */
export interface Voice {
  speaker: string;
  language: 'en' | 'zh';
}

const LANGUAGES: [RegExp, string][] = [
  [/japanese|日语|日文|日配|日本語/i, 'ja'],
  [/korean|韩语|韓語|韩文|韩配/i, 'ko'],
  [/english|英语|英語|英文|英配/i, 'en'],
  [/chinese|mandarin|中文|汉语|漢語|国语|普通话|中配|译文|翻译/i, 'zh'],
];
const LABEL =
  /title|situation|when|occasion|trigger|event|condition|context|场合|場合|触发|觸發|标题|標題|条件|情境|时机|类型|项目|主题|场景/i;
const TRANSCRIPT = /transcript|voice[- ]?line|voice[- ]?over|台词|臺詞|语音文本|语音内容|語音內容/i;
const SOUND_FILE = /^(?:Media:|File:|文件:)?.{1,200}\.(?:ogg|oga|ogv|mp3|wav|m4a|opus|webm)$/i;
const KANA_OR_HANGUL = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const HAN = /\p{Script=Han}/u;
const LONGEST_LABEL = 80;
const MOST_SPAN = 100;

/**
 * The tables and lists among these elements that hold spoken lines: all of a page of such lines, what stands under a
 * heading that says so, and tables with a column that does.
 */
export function spokenParts(bodies: readonly Element[], page: string): ReadonlySet<Element> {
  const parts = new Set<Element>();
  const whole = isSpoken(page);
  let level = 0; // of the heading under which all is spoken
  for (const element of elements(bodies)) {
    const heading = /^h([1-6])$/.exec(element.name);
    if (heading) {
      const own = Number(heading[1]);
      if (level === 0 || own <= level) level = isSpoken(headingText(element)) ? own : 0;
    } else if (element.name === 'table') {
      if (whole || level > 0 || headersOf(element).some((header) => TRANSCRIPT.test(header)))
        parts.add(element);
    } else if (/^[uod]l$/.test(element.name) && (whole || level > 0)) {
      parts.add(element);
    }
  }
  return parts;
}

/** The lines of a table or list, what each is said on before it; null when nothing is spoken there. */
export function spokenLines(part: Element, voice: Voice): string[] | null {
  const lines = part.name === 'table' ? ofTable(part, voice) : ofList(part, voice);
  return lines.some(({ spoken }) => spoken) ? lines.map(({ text }) => text) : null;
}

/** Whether an element only leads to a sound or a film. */
export function isRecording(element: Element): boolean {
  if (hasClass(element, /^(?:audio-button|ext-audiobutton|voice-?player|bikited-audio)$/)) return true;
  return element.name === 'a' && element.children.length === 1 && SOUND_FILE.test(rawText(element).trim());
}

interface Line {
  text: string;
  spoken: boolean;
}

function ofTable(table: Element, voice: Voice): Line[] {
  const rows = gridOf(table);
  const headers = headersOf(table);
  const kinds = headers.map((header) => LANGUAGES.find(([pattern]) => pattern.test(header))?.[1]);
  const own = kinds.indexOf(voice.language);
  const said = headers.findIndex((header) => LABEL.test(header));
  const lines: Line[] = [];
  let last = '';
  for (const [n, row] of rows.entries()) {
    if (n === 0 && headers.length > 0) continue;
    const cells = row.filter((cell, at) => row.indexOf(cell) === at);
    if (cells.length < 2) {
      const text = cells[0] ? truncate(plain(cells[0]), 200) : '';
      if (text !== '') lines.push({ text, spoken: false });
      continue;
    }
    const label = row[said >= 0 ? said : 0]!;
    const ownCell = own >= 0 ? row[own] : undefined;
    const texts = (ownCell && ownCell !== label ? [ownCell] : cells.filter((cell) => cell !== label))
      .map((cell) => lineIn(cell, voice))
      .filter((text) => text !== '');
    const text = best(texts, voice);
    if (text === '') continue;
    const title = plain(label);
    if (title !== '' && title !== last && title.length <= LONGEST_LABEL)
      lines.push({ text: title, spoken: false });
    last = title;
    lines.push({ text: spokenLine(voice.speaker, text), spoken: true });
  }
  return lines;
}

function ofList(list: Element, voice: Voice): Line[] {
  const items = childElements(list).filter(({ name }) => /^(?:li|d[td])$/.test(name));
  const inner = items.some((item) =>
    [...elements(item.children)].some(({ name }) => /^(?:[uod]l|table)$/.test(name)),
  );
  if (inner) return [];
  return items.flatMap((item): Line[] => {
    const text = plain(item);
    if (text === '') return [];
    const line = item.name === 'dt' ? '' : lineOfItem(item, text, voice);
    return [line === '' ? { text, spoken: false } : { text: spokenLine(voice.speaker, line), spoken: true }];
  });
}

/** What the speaker says in an item of a list; empty where somebody else may be saying it. */
function lineOfItem(item: Element, text: string, { speaker }: Voice): string {
  const named = /^([^:：“”"「」]{1,40})[:：]\s*(.+)$/s.exec(text);
  if (named) return isOwn(named[1]!, speaker) ? unquoted(named[2]!) : '';
  const quoted = /^(?:“([^“”]+)”|"([^"]+)"|「([^「」]+)」|『([^『』]+)』)\s*(.*)$/s.exec(text);
  if (quoted) {
    const by = /^(?:[-–—―~]+)\s*(.+)$/s.exec(quoted[5]!)?.[1];
    const line = quoted[1] ?? quoted[2] ?? quoted[3] ?? quoted[4] ?? '';
    return by === undefined || isOwn(by.split(/[,，(（]/)[0]!, speaker) ? line.trim() : '';
  }
  return [...elements(item.children)].some(isRecording) ? text : '';
}

function isOwn(name: string, speaker: string): boolean {
  const asked = name.trim().toLowerCase();
  const own = speaker.toLowerCase();
  return asked === own || own.split(/[\s·・]/).includes(asked);
}

/** One language's text of a cell, on one line, without the marks around it. */
function lineIn(cell: Element, { language }: Voice): string {
  const foreign = (element: Element): boolean => {
    const own = languageOfElement(element);
    return own !== null && own !== language;
  };
  const read = (drop: (element: Element) => boolean) =>
    htmlToText(cell.children, { drop: (element) => isRecording(element) || drop(element) })
      .text.split(/\n+/)
      .map((line) => line.trim())
      .filter((line) => line !== '' && !SOUND_FILE.test(line));
  const some = read(foreign);
  const lines = some.length > 0 ? some : read(() => false);
  const own = lines.filter((line) =>
    language === 'zh'
      ? HAN.test(line) && !KANA_OR_HANGUL.test(line)
      : !HAN.test(line) && !KANA_OR_HANGUL.test(line),
  );
  return unquoted((own.length > 0 ? own : lines).join(language === 'zh' ? '' : ' '));
}

/** The one in the wanted language, else the longest. */
function best(texts: readonly string[], { language }: Voice): string {
  const fits = (text: string) => (language === 'zh') === (HAN.test(text) && !KANA_OR_HANGUL.test(text));
  const own = texts.filter((text) => fits(text) && !KANA_OR_HANGUL.test(text));
  return (own.length > 0 ? own : texts).reduce((a, b) => (b.length > a.length ? b : a), '');
}

function languageOfElement(element: Element): string | null {
  const stated = element.attribs['lang']?.slice(0, 2).toLowerCase();
  if (stated) return stated;
  const named = /[-_](jp|jpn|ja|kr|kor|ko|en|eng|chs|cht|cn|zh)(?:\s|$)/i.exec(
    element.attribs['class'] ?? '',
  )?.[1];
  if (!named) return null;
  return /^j/i.test(named) ? 'ja' : /^k/i.test(named) ? 'ko' : /^e/i.test(named) ? 'en' : 'zh';
}

function unquoted(text: string): string {
  const trimmed = clean(text).trim();
  const inner = /^(?:“([^“”]*)”|"([^"]*)"|「([^「」]*)」|『([^『』]*)』)$/s.exec(trimmed);
  return (inner ? (inner[1] ?? inner[2] ?? inner[3] ?? inner[4])! : trimmed).trim();
}

function plain(element: Element): string {
  return htmlToText(element.children, { drop: isRecording }).text.replace(/\s+/g, ' ');
}

function headingText(heading: Element): string {
  return htmlToText(heading.children, { drop: (element) => hasClass(element, /^mw-editsection/) }).text;
}

function rawText(element: Element): string {
  return element.children.map((child) => (child.type === 'text' ? child.data : '')).join('');
}

/** The cells of a table's first row when they are all headers. */
function headersOf(table: Element): string[] {
  const [row] = rowsOf(table);
  const cells = row ? cellsOf(row) : [];
  return cells.length > 1 && cells.every(({ name }) => name === 'th')
    ? (gridOf(table)[0] ?? []).map(plain)
    : [];
}

/** Rows of cells; a cell that reaches over several columns or rows stands in each. */
function gridOf(table: Element): Element[][] {
  const grid: Element[][] = [];
  let reaching: { cell: Element; rows: number }[] = [];
  for (const row of rowsOf(table)) {
    const cells = cellsOf(row);
    const line: Element[] = [];
    const next: { cell: Element; rows: number }[] = [];
    const put = (cell: Element, rows: number) => {
      if (rows > 1) next[line.length] = { cell, rows: rows - 1 };
      line.push(cell);
    };
    const fill = () => {
      for (let over = reaching[line.length]; over; over = reaching[line.length]) put(over.cell, over.rows);
    };
    for (const cell of cells) {
      fill();
      const rows = span(cell.attribs['rowspan']);
      for (let n = span(cell.attribs['colspan']); n > 0 && line.length < MOST_SPAN; n--) put(cell, rows);
    }
    fill();
    reaching = next;
    if (line.length > 0) grid.push(line);
  }
  return grid;
}

function span(value: string | undefined): number {
  return Math.min(Math.max(Number.parseInt(value ?? '1', 10) || 1, 1), MOST_SPAN);
}

function rowsOf(table: Element): Element[] {
  return childElements(table).flatMap((child) => {
    if (child.name === 'tr') return [child];
    return /^t(?:body|head|foot)$/.test(child.name)
      ? childElements(child).filter(({ name }) => name === 'tr')
      : [];
  });
}

function cellsOf(row: Element): Element[] {
  return childElements(row).filter(({ name }) => name === 'th' || name === 'td');
}
