/** Titles of the sections around a work. They are no part of it: nobody in them is in its cast. */
export const GUTENBERG_HEADER = 'Project Gutenberg: header';
export const GUTENBERG_LICENSE = 'Project Gutenberg: license';
const IMPRINT = 'Imprint';
const IMPRINT_ZH = '版权页';
const IMPRINT_JA = '奥付';
const TITLES = new Set([GUTENBERG_HEADER, GUTENBERG_LICENSE, IMPRINT, IMPRINT_ZH, IMPRINT_JA]);
const BY_WHOM_IT_WAS_COPIED = /^(?:the )?transcriber[’']s notes?\b/i;

/** Whether a section says who made and who may copy a text, and is no part of the work. */
export function isImprint(title: string): boolean {
  return TITLES.has(title) || BY_WHOM_IT_WAS_COPIED.test(title);
}

/** Where a work begins and ends in a text, and what stands before and after it. */
export interface WorkFrame {
  from: number;
  to: number;
  before: string;
  after: string;
}

/** In UTF-16 units: what stands around a work is looked for in so much of its beginning. */
const FRONT = 40_000;
/** In UTF-16 units, at either end of a text. */
const EDGE = 4000;
/** In UTF-16 units: what stands between such pages is a work. */
const LEAST = 200;
/** A line that only such pages have: rights, addresses, who made the file. */
const RIGHTS =
  /https?:\/\/|\bwww\.|\bISBN\b|©|\ball rights reserved\b|(?:本书|本文|本作品|本电子书|更多|声明)[^。\n]{0,40}(?:整理|制作|制造|下载|转载|版权|网|论坛)|版权(?:所有|归|信息)|[请勿][^。\n]{0,6}转载/i;
const RULE_LINE = /^[\s\p{P}\p{S}]*$/u;

/** Where the work itself begins and ends: without the pages of Project Gutenberg, Aozora Bunko, or who made the file. */
export function workBounds(text: string): WorkFrame {
  return gutenberg(text) ?? aozora(text) ?? withoutRights(text);
}

function gutenberg(text: string): WorkFrame | null {
  const mark =
    /^[ \t]*\*\*\* ?START OF (?:THE|THIS) PROJECT GUTENBERG[^*]{0,400}(?:\*\*\*)?.*(?:\n|$)|^\*END\*THE SMALL PRINT.*(?:\n|$)/im.exec(
      text.slice(0, FRONT),
    );
  const from = mark ? mark.index + mark[0].length : 0;
  const end =
    /^[ \t]*(?:\*\*\* ?END OF (?:THE|THIS) PROJECT GUTENBERG|End of (?:the |this )?Project Gutenberg)/im.exec(
      text.slice(from),
    );
  if (!mark && !end) return null;
  const to = end ? from + end.index : text.length;
  return { from, to, before: GUTENBERG_HEADER, after: GUTENBERG_LICENSE };
}

/** Signs explained between two rules in front, and the book that was copied (底本) behind. */
function aozora(text: string): WorkFrame | null {
  const end = /\n底本[：:][\s\S]*$/.exec(text.slice(-2 * EDGE));
  if (!end || !/入力|校正|青空文庫|初版|発行/.test(end[0])) return null;
  const rules = /^-{10,}\n【[^】]*】[\s\S]*?\n-{10,}\n/m.exec(text.slice(0, EDGE));
  const from = rules ? rules.index + rules[0].length : 0;
  const to = Math.max(0, text.length - 2 * EDGE) + end.index + 1;
  return { from, to: Math.max(from, to), before: IMPRINT_JA, after: IMPRINT_JA };
}

function withoutRights(text: string): WorkFrame {
  const title = /\p{Script=Han}{2}/u.test(text.slice(0, EDGE)) ? IMPRINT_ZH : IMPRINT;
  const whole = { from: 0, to: text.length, before: title, after: title };
  const first = text.slice(0, EDGE).split('\n').slice(0, -1);
  const last = text.slice(-EDGE).split('\n').slice(1);
  const from = lengthOf(first.slice(0, rightsIn(first)));
  const to = text.length - lengthOf(last.slice(last.length - rightsIn(last.toReversed()))) + 1;
  return to - from < LEAST ? whole : { ...whole, from, to: Math.min(text.length, to) };
}

/** How many of the first lines are such a page's, with the rules and blank lines around them. */
function rightsIn(lines: readonly string[]): number {
  const isRights = (line: string) => line.length < 300 && RIGHTS.test(line);
  const end = lines.findIndex((line) => !isRights(line) && !RULE_LINE.test(line));
  const first = lines.slice(0, end < 0 ? lines.length : end);
  return first.some(isRights) ? first.length : 0;
}

const lengthOf = (lines: readonly string[]) => lines.reduce((sum, line) => sum + line.length + 1, 0);
