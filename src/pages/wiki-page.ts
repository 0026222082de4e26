import type { CheerioAPI } from 'cheerio';
import { languageOf } from '../text/search/language.js';
import type { Heading } from './extracted.js';
import { isPanel } from './hidden.js';
import { ARTICLE_TEMPLATE, htmlToText, type TextRules } from './html-text.js';
import { boxesAndArticle, infoboxLines, isInfobox } from './infobox.js';
import { hasClass, type Element, type Node } from './markup.js';
import { mainTitle, subjectOf } from './subpages.js';
import { isRecording, spokenLines, spokenParts } from './voice-lines.js';

/** Where MediaWiki's article stands, best first. */
const BODIES = [
  '#mw-content-text .mw-parser-output',
  '.mw-parser-output',
  '#mw-content-text',
  `#${ARTICLE_TEMPLATE}`,
];
/** What MediaWiki and its templates put around an article: ways to other pages, notes for editors, footnotes. */
const APPARATUS =
  /^(?:navbox.*|vertical-navbox|navbar|mw-editsection.*|toc|noprint|metadata|reference|references|reflist|mw-references.*|mw-empty-elt|mw-jump-link|printfooter|catlinks|hatnote|dablink|custom-tabs.*|page-tabs.*|infoboxeditlink)$/;

const rules: TextRules = {
  drop: (element) =>
    hasClass(element, APPARATUS) ||
    element.attribs['id'] === 'toc' ||
    element.attribs['id'] === 'catlinks' ||
    (hasClass(element, /^hidden$/) && !isPanel(element)) ||
    isRecording(element),
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

/** What a page of a MediaWiki says of itself in its scripts. */
export function wikiConfig(html: string): { page?: string; revision?: string } {
  const head = html.slice(0, 200_000);
  const name = /"wgPageName"\s*:\s*"((?:[^"\\]|\\.){1,500})"/.exec(head)?.[1];
  const revision =
    /"wgRevisionId"\s*:\s*([1-9]\d*)/.exec(head)?.[1] ?? /"wgCurRevisionId"\s*:\s*([1-9]\d*)/.exec(head)?.[1];
  return {
    ...(name !== undefined && { page: unescaped(name).replaceAll('_', ' ') }),
    ...(revision !== undefined && { revision }),
  };
}

function unescaped(literal: string): string {
  try {
    return String(JSON.parse(`"${literal}"`));
  } catch {
    return literal;
  }
}

/**
 * A page of a MediaWiki: its infoboxes, as lines of `label: value` under a heading of their own, then the article.
 *
 * @param name of the page to the wiki, as it stands in addresses
 * @param title as it is shown
 */
export function readWikiPage(
  $: CheerioAPI,
  name?: string,
  title: string = titleOf($),
): { title: string; text: string; headings: Heading[]; subject: string } {
  const subject = subjectOf(name ?? title);
  const bodies = bodiesOf($);
  const boxes: Element[] = [];
  const spoken = spokenParts(bodies, name ?? title);
  const voice = { speaker: subject, language: languageOfPage(bodies, title) };
  const article = htmlToText(bodies, {
    filledOnly: true,
    instead: (element) => (spoken.has(element) ? spokenLines(element, voice) : null),
    drop(element) {
      if (rules.drop?.(element) || isWayAround(element, name ?? title)) return true;
      if (!isInfobox(element)) return false;
      boxes.push(element);
      return true;
    },
  });

  const lines = boxes.map((box) => infoboxLines(box, rules));
  return { title, subject, ...boxesAndArticle(title, lines, article) };
}

function languageOfPage(bodies: readonly Element[], title: string): 'en' | 'zh' {
  for (let element = bodies[0]; element?.type === 'tag'; element = element.parent as Element | undefined) {
    const stated = element.attribs['lang'];
    if (stated) return /^zh/i.test(stated) ? 'zh' : 'en';
  }
  if (/\p{Script=Han}/u.test(title)) return 'zh';
  return languageOf(htmlToText([...bodies], rules).text);
}

/** Whether a table or list only leads to the other parts of the page: its tabs. */
function isWayAround(element: Element, name: string): boolean {
  if (element.name !== 'table' && !/^[uo]l$/.test(element.name)) return false;
  const main = mainTitle(name);
  let links = 0;
  let others = 0;
  let outside = 0;
  const look = (nodes: readonly Node[], inLink: boolean): boolean =>
    nodes.every((node) => {
      if (node.type === 'text') {
        if (!inLink) outside += node.data.trim().length;
        return outside <= 20;
      }
      if (node.type !== 'tag') return true;
      if (node.name !== 'a') return look(node.children, inLink);
      links++;
      const title = decoded(node.attribs['href'] ?? '').replaceAll('_', ' ');
      if (!title.includes(`/${main}/`) && !title.endsWith(`/${main}`)) others++;
      return others <= 1 && links <= 30;
    });
  return look(element.children, false) && links >= 2 && others < links - 1;
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
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
