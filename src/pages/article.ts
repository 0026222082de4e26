import { Readability } from '@mozilla/readability';
import type { CheerioAPI } from 'cheerio';
import { parseHTML } from 'linkedom';
import { baikeData } from './baike-data.js';
import { isBaikePage, readBaike } from './baike.js';
import { readChatPage } from './chat-page.js';
import { CHAT_LOG } from '../text/dialogue/dialogue-format.js';
import { clean } from '../text/encoding/storable.js';
import { Problem } from '../contracts/problem.js';
import { refuseBlocked } from './blocked-page.js';
import { readable, type Extracted, type Heading } from './extracted.js';
import { isHidden } from './hidden.js';
import { htmlToText } from './html-text.js';
import type { PlainText } from './text-blocks.js';
import { elements, parseMarkup, type Element, type Node } from './markup.js';
import { licenceOf } from './licence.js';
import { offersFor } from './subpages.js';
import { pagesLinkedFrom } from './wiki-address.js';
import { isWeixinPage, readWeixin, refuseWeixinNotice } from './weixin.js';
import { isWikiPage, readWikiPage, wikiConfig } from './wiki-page.js';

/** Fewer readable characters are no page. */
const LEAST = 30;
/** Many neighbours are slow, too: a novel has some thousand paragraphs. */
const MOST_ELEMENTS = 20_000;
/** A whole novel is 5 million; ten take a few seconds. */
const MOST_EFFORT = 10_000_000;

/**
 * The messages of a page that is a chat log, else the article of an HTML page: by the rules of MediaWiki, Baidu Baike or WeChat where these made it, else by Readability, else
 * all of its text.
 * @throws Problem `page_blocked` when it is a check or a login instead of a page, `page_empty`
 */
export function readHtml(html: string, url?: string): Extracted {
  const $ = parseMarkup(html);
  const chat = readChatPage($);
  if (chat) return { title: titleOf($, { headings: [] }), ...chat, mediaType: CHAT_LOG };
  const baike = baikeData(html);
  const { title, text, headings, ...more } = isBaikePage($, baike)
    ? { ...readBaike($, baike, () => bestOf($)), licence: licenceOf('https://baike.baidu.com/')! }
    : isWikiPage($)
      ? readWiki($, html, url)
      : isWeixinPage($)
        ? readWeixin($, html)
        : readArticle($);
  const size = readable(text);
  refuseWeixinNotice($, url ?? canonical($));
  // a short message of an account comes in a page as large as any
  if (!isWeixinPage($) || size < LEAST) refuseBlocked($, html, size);
  if (size < LEAST) {
    throw new Problem(
      'page_empty',
      'There is no text on this page. Paste the text instead, or upload it as a file.',
    );
  }
  const address = url ?? canonical($);
  const licence = licenceOf(address, [$('link[rel="license"], a[rel~="license"]').attr('href')]);
  return {
    title,
    text,
    ...(headings && { headings }),
    mediaType: 'text/html',
    ...(address !== undefined && { url: address }),
    ...(licence && { licence }),
    ...more,
  };
}

/** What a saved page says was its address. */
function canonical($: CheerioAPI): string | undefined {
  const said = $('link[rel="canonical"]').attr('href') ?? $('meta[property="og:url"]').attr('content') ?? '';
  return /^https?:\/\//i.test(said) && URL.canParse(said) ? new URL(said).href : undefined;
}

function readWiki($: CheerioAPI, html: string, url: string | undefined) {
  const { page, revision } = wikiConfig(html);
  const { title, text, headings, subject } = readWikiPage($, page);
  return {
    title,
    text,
    headings,
    subject,
    ...(revision && { revision }),
    ...(url && { offers: offersFor(page ?? title, pagesLinkedFrom($, url)) }),
  };
}

function readArticle($: CheerioAPI): { title: string; text: string; headings: Heading[] | undefined } {
  const best = bestOf($);
  return { title: titleOf($, best), text: best.text, headings: usable(best) };
}

function bestOf($: CheerioAPI): PlainText {
  const whole = htmlToText($('body').length > 0 ? $('body').get() : $.root().get(), {
    drop: isFrame,
    listMarks: true,
  });
  const article = byReadability($);
  // Readability may settle on one part of a story; what it left out then reads like what it took
  return article && 2 * prose(article) > prose(whole) ? article : whole;
}

/** Null where it finds no article, or would take too long to look for one. */
function byReadability($: CheerioAPI): PlainText | null {
  const all = [...elements($.root()[0]!.children)];
  if (all.length > MOST_ELEMENTS || effort($.root()[0]!.children, 0) > MOST_EFFORT) return null;
  for (const element of all) {
    if (isHidden(element)) element.children = []; // it sees no styles and would take this for text
    delete element.attribs['style'];
  }
  try {
    const { document } = parseHTML($.html());
    const content = new Readability(document).parse()?.content;
    return content ? htmlToText(parseMarkup(content).root().get(), { listMarks: true }) : null;
  } catch {
    return null; // it gives up on odd pages by failing
  }
}

/** Readability reads the text of an element anew for each element around it; linkedom takes a text apart at its entities. */
function effort(nodes: readonly Node[], depth: number): number {
  let sum = 0;
  for (const node of nodes) {
    if (node.type === 'text')
      sum += node.data.length * depth + 50 * (node.data.split(/[&<>\u00A0]/).length - 1);
    else if (node.type === 'tag') sum += 50 * depth + effort(node.children, depth + 1);
  }
  return sum;
}

/** Around an article: menus, and what stands beside and below. */
function isFrame({ name, attribs }: Element): boolean {
  return ['nav', 'aside', 'footer'].includes(name) || attribs['role'] === 'navigation';
}

/** Characters in paragraphs long enough to be told rather than listed. */
function prose({ text }: PlainText): number {
  let sum = 0;
  for (const paragraph of text.split(/\n+/)) {
    if (paragraph.length >= (/[\u3040-\u9FFF]/.test(paragraph) ? 25 : 60)) sum += paragraph.length;
  }
  return sum;
}

/** Headings that divide a text; a long one with hardly any is better divided by its own lines. */
export function usable({ text, headings }: PlainText): Heading[] | undefined {
  const own = headings.filter(({ level }) => level <= 3).map(({ title, start }) => ({ title, start }));
  return own.length >= 3 || (own.length > 0 && text.length < 60_000) ? own : undefined;
}

function titleOf($: CheerioAPI, { headings }: Pick<PlainText, 'headings'>): string {
  const shared = $('meta[property="og:title"]').attr('content');
  const given = [shared, $('title').first().text(), headings.find(({ level }) => level === 1)?.title];
  return (
    given
      .map((title) =>
        clean(title ?? '')
          .trim()
          .replace(/\s+/g, ' '),
      )
      .find((title) => title !== '') ?? ''
  );
}
