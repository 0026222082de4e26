import type { CheerioAPI } from 'cheerio';
import { Problem } from '../contracts/problem.js';
import type { BaikeData } from './baike-data.js';
import type { Heading } from './extracted.js';
import { isHidden } from './hidden.js';
import { htmlToText, type TextRules } from './html-text.js';
import { labelled, type PlainText } from './text-blocks.js';
import { boxesAndArticle } from './infobox.js';
import { elements, hasClass, type Element } from './markup.js';

/*
 * Baidu Baike, by what is known of its markup: the classes of today carry a changing ending (`para_ab12c`) beside
 * some that stay (`J-summary`); those of before stand beside them. It has not been tried on live pages.
 */
const TITLE = /^(?:J-lemma-title|lemmaTitle_\w+|lemmaWgt-lemmaTitle.*)$/;
const SUMMARY = /^(?:J-summary|lemma-summary|lemmaSummary_\w+)$/;
const CONTENT = /^(?:J-lemma-content|main-content)$/;
const ARTICLE = new RegExp(`${SUMMARY.source}|${CONTENT.source}`);
const FACTS = /^(?:J-basic-info|basic-info|basicInfo_\w+)$/;
const NAME = /^(?:itemName_\w+|basicInfoName_\w+|name)$/;
const VALUE = /^(?:itemValue_\w+|basicInfoValue_\w+|value)$/;
const AROUND =
  /^(?:supWrap|sup-anchor|title-prefix|edit(?:Lemma|Prompt|-icon|-lemma)|lemma-?(?:picture|album|catalog|reference|relation)|(?:J-)?(?:catalog|reference|tashuo|tts)|catalogList|album-list|side-content|top-tool|open-tag|anchor-list|lemmaDesc|polysemant)/i;
/** Words of the site's own buttons. */
const BUTTONS = new Set(['播报', '编辑', '播报编辑', '讨论', '上传视频', '收藏', '锁定', '展开', '收起']);

const rules: TextRules = {
  drop: (element) => element.name === 'sup' || hasClass(element, AROUND) || BUTTONS.has(ownText(element)),
};

/** @param data what the page's script says, where it does */
export function isBaikePage($: CheerioAPI, data: BaikeData | null): boolean {
  if (data) return true;
  return partsOf($, SUMMARY).length > 0 && (partsOf($, CONTENT).length > 0 || partsOf($, FACTS).length > 0);
}

/**
 * An article of Baidu Baike: its table of facts as lines of `label: value`, its summary, its sections; what its markup
 * does not show, or not in a form that is known, from the page's data.
 * @param otherwise the text of the page, where nothing of its markup is known
 * @throws Problem `page_empty` for a page that only lists several of one name
 */
export function readBaike(
  $: CheerioAPI,
  data: BaikeData | null,
  otherwise: () => PlainText,
): { title: string; text: string; headings: Heading[]; subject: string } {
  const title = data?.title || titleOf($);
  const parts = partsOf($, ARTICLE);
  const boxes = partsOf($, FACTS).map(factsOf);
  if (data && !boxes.flat().length) boxes.push(data.facts);
  if (data && !parts.length && !data.summary && !boxes.flat().length && data.namesakes.length)
    throw severalOf(title, data.namesakes);
  const article = parts.length
    ? htmlToText(parts, {
        filledOnly: true,
        drop: (element) => rules.drop!(element) || hasClass(element, FACTS) || hasClass(element, TITLE),
      })
    : otherwise();
  const summary = data && !partsOf($, SUMMARY).length ? data.summary : '';
  const whole = article.text.includes(summary) ? article : below(summary, article);
  return { title, subject: title, ...boxesAndArticle(title, boxes, whole) };
}

function below(summary: string, { text, headings, anchors }: PlainText): PlainText {
  const start = `${summary}\n\n`;
  return {
    text: `${start}${text}`.trim(),
    headings: headings.map((heading) => ({ ...heading, start: start.length + heading.start })),
    anchors,
  };
}

function severalOf(name: string, namesakes: readonly string[]): Problem {
  return new Problem(
    'page_empty',
    `This page only lists several called “${name}”: ${namesakes.slice(0, 8).join('; ')}. Open the one that is meant, and give its link.`,
  );
}

function factsOf(box: Element): string[] {
  const lines: string[] = [];
  let label = '';
  for (const element of elements([box])) {
    if (isHidden(element)) continue;
    if (hasClass(element, NAME)) label = textOf(element, '').replace(/\s/g, '');
    else if (hasClass(element, VALUE) && label !== '') {
      const value = textOf(element, ' / ');
      if (value !== '') lines.push(labelled(label, value));
      label = '';
    }
  }
  return lines;
}

function titleOf($: CheerioAPI): string {
  const [heading] = [...partsOf($, TITLE), ...$.root().find('h1').get()];
  const own = heading && [...elements([heading])].find(({ name }) => name === 'h1');
  const shown = heading ? textOf(own ?? heading, ' ') : '';
  return (
    shown ||
    $('title')
      .first()
      .text()
      .replace(/[_（(].*$/s, '')
      .trim()
  );
}

/** The outermost elements of a class. */
function partsOf($: CheerioAPI, name: RegExp): Element[] {
  const found: Element[] = [];
  let last: Element | undefined;
  for (const element of elements($.root()[0]!.children)) {
    if (!hasClass(element, name) || (last && isInside(element, last))) continue;
    found.push(element);
    last = element;
  }
  return found;
}

function isInside(element: Element, other: Element): boolean {
  for (let parent = element.parent; parent?.type === 'tag'; parent = parent.parent) {
    if (parent === other) return true;
  }
  return false;
}

function textOf(element: Element, between: string): string {
  return htmlToText(element.children, rules)
    .text.split(/\n+/)
    .filter((line) => line !== '')
    .join(between);
}

function ownText(element: Element): string {
  return element.children.every(({ type }) => type === 'text')
    ? element.children
        .map((child) => (child.type === 'text' ? child.data : ''))
        .join('')
        .trim()
    : '';
}
