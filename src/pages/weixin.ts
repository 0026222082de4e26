import type { CheerioAPI } from 'cheerio';
import { Problem } from '../contracts/problem.js';
import { blocked } from '../network/blocked.js';
import { clean } from '../text/encoding/storable.js';
import type { Heading } from './extracted.js';
import { isHidden } from './hidden.js';
import { htmlToText } from './html-text.js';
import { elements, type Element } from './markup.js';

/*
 * An article of a WeChat official account (公众号). Its body is served hidden, and a script shows it; the account and
 * the time stand in the script where the markup has them empty.
 */
const CHECK = /环境异常|完成验证后即可继续访问|请在微信客户端打开/;
const GONE =
  /该内容已被发布者删除|此内容因违规无法查看|此内容被投诉|此帐号已被屏蔽|该公众号已迁移|内容已被删除|此内容发送失败/;
/** What every picture is called that nobody described. */
const NO_CAPTION = /^(?:图片|image|img|cover_image)?$/i;

export function isWeixinPage($: CheerioAPI): boolean {
  const ids = new Set([...elements($.root()[0]!.children)].map(({ attribs }) => attribs['id']));
  return (
    (ids.has('js_content') || ids.has('js_image_desc')) && (ids.has('activity-name') || ids.has('js_name'))
  );
}

/**
 * The article: title, account, author and time in a few lines, then its text with the words below and of its pictures.
 * @param html the page as it came: its script tells what its markup leaves empty
 */
export function readWeixin(
  $: CheerioAPI,
  html: string,
): { title: string; text: string; headings: Heading[] | undefined } {
  const byId = new Map<string, Element>();
  for (const element of elements($.root()[0]!.children)) {
    const { id } = element.attribs;
    if (id && !byId.has(id)) byId.set(id, element);
  }
  const lineOf = (id: string) => oneLine(htmlToText(byId.get(id)?.children ?? []).text);
  const title =
    lineOf('activity-name') || oneLine(metaOf($, 'og:title')) || oneLine(inScript(html, 'msg_title'));
  const account = lineOf('js_name') || oneLine(inScript(html, 'nickname'));
  const author = lineOf('js_author_name') || oneLine(metaOf($, 'author'));
  const article = htmlToText(byId.get('js_content')?.children ?? byId.get('js_image_desc')?.children ?? [], {
    instead: captionOf,
    listMarks: true,
  });
  // a short message has its words only in the page's description
  const words = article.text || described(metaOf($, 'og:description') || metaOf($, 'description'));
  const about = [
    title,
    account && `公众号：${account}`,
    author && author !== account && `作者：${author}`,
    timeOf(lineOf('publish_time'), html),
  ].filter(Boolean);
  const lead = about.length > 0 ? `${about.join('\n')}\n\n` : '';
  const headings = article.headings
    .filter(({ level }) => level <= 3)
    .map(({ title: own, start }) => ({ title: own, start: start + lead.length }));
  return {
    title,
    text: words === '' ? '' : lead + words,
    headings: headings.length > 0 ? [...(lead ? [{ title, start: 0 }] : []), ...headings] : undefined,
  };
}

/**
 * Refuses what the site shows in an article's stead.
 * @throws Problem `page_blocked`, `page_empty`
 */
export function refuseWeixinNotice($: CheerioAPI, url: string | undefined): void {
  if (!/^https?:\/\/mp\.weixin\.qq\.com\//.test(url ?? '')) return;
  const { text } = htmlToText($('body').get());
  if (text.length > 600) return;
  if (CHECK.test(text)) throw blocked('This site answered with a check for human visitors');
  if (GONE.test(text)) {
    throw new Problem(
      'page_empty',
      'This article was taken down by its author or by the site. If you have its text, paste it.',
    );
  }
}

/** A picture is told by the words that its author gave it. */
function captionOf(element: Element): string[] | null {
  if (element.name !== 'img' || isHidden(element)) return null;
  const words = oneLine(element.attribs['alt'] ?? '');
  return NO_CAPTION.test(words) ? null : [words];
}

function timeOf(shown: string, html: string): string {
  if (/\d/.test(shown)) return `发布时间：${shown}`;
  const [, written] = /\bcreateTime\s*=\s*['"](\d{4}-\d\d-\d\d \d\d:\d\d)/.exec(html) ?? [];
  if (written) return `发布时间：${written}`;
  const [, seconds] = /\b(?:ct|oriCreateTime|create_time)\s*[=:]\s*['"]?(\d{10})\b/.exec(html) ?? [];
  if (!seconds) return '';
  const there = new Date((Number(seconds) + 8 * 3600) * 1000); // Beijing's clock, as the site shows it
  return `发布时间：${there.toISOString().slice(0, 16).replace('T', ' ')}`;
}

/** The value of a variable in the page's script. */
function inScript(html: string, name: string): string {
  const [, double, single] =
    new RegExp(`\\b${name}\\s*=\\s*(?:htmlDecode\\()?(?:"([^"\\n]{0,200})"|'([^'\\n]{0,200})')`).exec(html) ??
    [];
  return unescaped(double ?? single ?? '');
}

function metaOf($: CheerioAPI, name: string): string {
  return $(`meta[property="${name}"]`).attr('content') ?? $(`meta[name="${name}"]`).attr('content') ?? '';
}

/** In a description, signs are written as in a script, and markup as text. */
function described(words: string): string {
  return clean(
    unescaped(words)
      .replace(/<br\s*\/?>/gi, '\n')
      .replace(/<\/?[a-z][^<>]*>/gi, ''),
  ).trim();
}

function unescaped(text: string): string {
  const named: Record<string, string> = { lt: '<', gt: '>', quot: '"', nbsp: ' ', '#39': "'", amp: '&' };
  return text
    .replace(/\\x([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    .replace(/&(lt|gt|quot|nbsp|#39|amp);/g, (_, name: string) => named[name]!);
}

function oneLine(text: string): string {
  return clean(text).replace(/\s+/g, ' ').trim();
}
