import { truncate } from '../encoding/truncate.js';
import { headingForm } from './heading-forms.js';
import { GUTENBERG_HEADER, workBounds } from './imprint.js';

/** In UTF-16 units. */
const LONGEST = 80;
/** Lines in front that a title may stand in. */
const FIRST_LINES = 6;

/** Title: The Snow; 书名：雪. */
const LABELLED = /^[ \t\u3000]*(?:title|书\s?名|書\s?名|作品名|题名|標題|标题)[ \t]*[:：][ \t]*(\S.*)$/im;
const GUTENBERG = /Project Gutenberg E?(?:Book|Text)s?,? of (.+?)(?:, by .+)?$/im;
const IN_MARKS = /^[《『](.{1,40})[》』](?:.{0,20})$/;
/** Who wrote it, below a title. */
const AUTHOR =
  /^(?:by|written by|author\s*:|作\s?者\s?[:：]|著\s?者\s?[:：]|文\s?[/／:：]).*|^(?:\S{1,20}[ \u3000·]*(?:著|作|撰|译|編|编)|[(（[〔【](?:[^)）]{1,6})[)）\]〕】].{1,12})$/i;

/**
 * What a text says that it is called: by a label, on the page of whoever made the file, in marks, or on a line of its own
 * above its author or its first chapter; null where it does not say.
 */
export function workTitle(text: string): string | null {
  const { from, before } = workBounds(text);
  const header = before === GUTENBERG_HEADER ? text.slice(0, from) : '';
  const labelled = LABELLED.exec(header || firstLines(text, 0).join('\n'));
  const gutenberg = GUTENBERG.exec(header.slice(0, 500));
  const title = labelled?.[1] ?? gutenberg?.[1] ?? titleLine(firstLines(text, from));
  return title ? shown(title) : null;
}

function firstLines(text: string, from: number): string[] {
  return text
    .slice(from, from + 1000)
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .slice(0, FIRST_LINES);
}

function titleLine([first, ...others]: readonly string[]): string | null {
  if (first === undefined || first.length > LONGEST || headingForm(first, true, true)) return null;
  const marked = IN_MARKS.exec(first)?.[1];
  if (marked) return marked;
  if (/[。！？；：，、.!?;:,]$|[。”]|[:：]/.test(first) || !/\p{L}/u.test(first)) return null;
  const [second] = others;
  if (second === undefined) return null;
  // a form without an ordinal may be anything
  const isChapter = (line: string) => headingForm(line, true, true)?.clear === true;
  return AUTHOR.test(second) || isChapter(second) ? first : null;
}

function shown(title: string): string {
  return truncate(
    title
      .trim()
      .replace(/^[《"“]([^》"”]+)[》"”]$/, '$1')
      .replace(/\s+/g, ' '),
    LONGEST,
  );
}
