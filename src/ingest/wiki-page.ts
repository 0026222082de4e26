import type { CheerioAPI } from 'cheerio';
import type { Heading } from './extracted.js';
import { ARTICLE_TEMPLATE, hasClass, htmlToText, type TextRules } from './html-text.js';
import { infoboxLines, isInfobox } from './infobox.js';
import type { Element } from './markup.js';

/** Where MediaWiki's article stands, best first. */
const BODIES = [
  '#mw-content-text .mw-parser-output',
  '.mw-parser-output',
  '#mw-content-text',
  `#${ARTICLE_TEMPLATE}`,
];
/** What MediaWiki and its templates put around an article: ways to other pages, notes for editors, footnotes. */
const APPARATUS =
  /^(?:navbox.*|vertical-navbox|navbar|mw-editsection.*|toc|noprint|metadata|reference|references|reflist|mw-references.*|mw-empty-elt|mw-jump-link|printfooter|catlinks)$/;

const rules: TextRules = {
  drop: (element) =>
    hasClass(element, APPARATUS) || element.attribs['id'] === 'toc' || element.attribs['id'] === 'catlinks',
};

/** Whether MediaWiki made this page, as it was served or as a browser saved it. */
export function isWikiPage($: CheerioAPI): boolean {
  return (
    $.root().find(BODIES.join(',')).length > 0 &&
    ($('.mw-parser-output').length > 0 || generator($).startsWith('MediaWiki'))
  );
}

function generator($: CheerioAPI): string {
  return $('meta[name="generator"]').attr('content') ?? '';
}

/**
 * A page of a MediaWiki: its infoboxes, as lines of `label: value` under a heading of their own, then the article.
 * `title` is known where the page came from the wiki's API, without a frame.
 */
export function readWikiPage(
  $: CheerioAPI,
  title: string = titleOf($),
): { title: string; text: string; headings: Heading[] } {
  const bodies = bodiesOf($);
  const boxes: Element[] = [];
  const article = htmlToText(bodies, {
    drop(element) {
      if (rules.drop?.(element)) return true;
      if (!isInfobox(element)) return false;
      boxes.push(element);
      return true;
    },
  });

  const parts: string[] = [];
  const headings: Heading[] = [];
  let at = 0;
  const add = (text: string, own: Heading[]): void => {
    if (text === '') return;
    for (const { title, start } of own) headings.push({ title, start: at + start });
    parts.push(text);
    at += text.length + 2;
  };
  const chinese = /\p{Script=Han}/u.test(title);
  for (const box of boxes) {
    add(infoboxLines(box, rules).join('\n'), [{ title: chinese ? '信息框' : 'Infobox', start: 0 }]);
  }
  const own = article.headings.filter(({ level }) => level <= 3);
  add(article.text, own[0]?.start === 0 ? own : [{ title, start: 0 }, ...own]);
  return { title, text: parts.join('\n\n'), headings };
}

function bodiesOf($: CheerioAPI): Element[] {
  for (const selector of BODIES) {
    const found = new Set($.root().find(selector).get());
    const outermost = [...found].filter((element) => !inside(element, found));
    if (outermost.some((element) => element.children.length > 0)) return outermost;
  }
  return [];
}

function inside(element: Element, others: ReadonlySet<Element>): boolean {
  for (let parent = element.parent; parent?.type === 'tag'; parent = parent.parent) {
    if (others.has(parent)) return true;
  }
  return false;
}

function titleOf($: CheerioAPI): string {
  for (const selector of [
    '#firstHeading',
    'h1.page-header__title',
    '.mw-page-title-main',
    '#moe-article-header h1',
  ]) {
    const title = textOf($, selector);
    if (title !== '') return title;
  }
  const shared = $('meta[property="og:title"]').attr('content')?.trim();
  return shared || textOf($, 'title').replace(/ [-–—|_] .*$/s, '');
}

function textOf($: CheerioAPI, selector: string): string {
  const [element] = $.root().find(selector).get();
  return element ? htmlToText(element.children).text.replace(/\s+/g, ' ') : '';
}
