import type { CheerioAPI } from 'cheerio';
import { Problem } from '../problem.js';
import type { Extracted } from './extracted.js';
import type { Fetch, Fetched } from './guarded-fetch.js';
import { htmlToText } from './html-text.js';
import { licenceOf } from './licence.js';
import { elements, parseMarkup } from './markup.js';
import { mainTitle, offersFor } from './subpages.js';
import { readWikiPage } from './wiki-page.js';

const MOST_ATTEMPTS = 3;
const ANSWER = { formatversion: '2', format: 'json', maxlag: '5' };

/**
 * Asks a wiki's own API for the page behind a link: cleaner than the page, with its revision and, for a page that was
 * named by a person, with the pages that belong to it.
 * Null when the link does not look like a page of a MediaWiki, or no API answers: then the page itself is to be read.
 */
export async function readMediaWiki(
  url: string,
  fetch: Fetch,
  { subpages }: { subpages: boolean },
): Promise<Extracted | null> {
  const asked = wikiAddress(url);
  if (!asked) return null;
  for (const api of asked.apis.slice(0, MOST_ATTEMPTS)) {
    const answer = await ask(
      api,
      { action: 'parse', ...asked.page, prop: 'text|revid|displaytitle', redirects: '1' },
      fetch,
    );
    const page = answer && pageOf(answer);
    if (!page) continue;
    const $ = parseMarkup(`<div class="mw-parser-output">${page.text}</div>`);
    const shown = plainTitle(page.displaytitle);
    const name = page.title ?? (shown || asked.page['page'] || '');
    const title = shown || name;
    const { text, headings, subject } = readWikiPage($, name, title);
    if (text === '') return null;
    const more = subpages ? await pagesAround(api, name, fetch) : null;
    const licence = licenceOf(url, more?.rights);
    return {
      title,
      text,
      headings,
      mediaType: 'text/html',
      url: name === '' ? url : pageAddress(url, name),
      ...(page.revid !== undefined && { revision: String(page.revid) }),
      ...(subject && { subject }),
      ...(licence && { licence }),
      ...(more && {
        offers: offersFor(name, [
          ...pagesLinkedFrom($, url),
          ...more.titles.map((one) => ({ title: one, url: pageAddress(url, one) })),
        ]),
      }),
    };
  }
  return null;
}

/** The pages of the same wiki that a page leads to, by the titles in their addresses. */
export function pagesLinkedFrom($: CheerioAPI, url: string): { title: string; url: string }[] {
  const { origin } = new URL(url);
  const pages = new Map<string, string>();
  for (const { name, attribs } of elements($.root()[0]!.children)) {
    const href = attribs['href'];
    if (name !== 'a' || !href || href.startsWith('#') || !URL.canParse(href, url)) continue;
    const address = new URL(href, url);
    if (address.origin !== origin) continue;
    const title = wikiAddress(address.href)?.page['page'];
    if (title && !pages.has(title)) pages.set(title, pageAddress(address.href, title));
  }
  return [...pages].map(([title, address]) => ({ title, url: address }));
}

/** Titles below that of a page, and the wiki's terms; empty where the wiki does not tell. */
async function pagesAround(
  api: string,
  title: string,
  fetch: Fetch,
): Promise<{ titles: string[]; rights: (string | undefined)[] }> {
  const query = {
    action: 'query',
    list: 'allpages',
    apprefix: `${mainTitle(title)}/`,
    aplimit: '100',
    apfilterredir: 'nonredirects',
    meta: 'siteinfo',
    siprop: 'rightsinfo',
  };
  const found = record((await ask(api, query, fetch))?.['query']);
  const rights = record(found?.['rightsinfo']);
  const pages = Array.isArray(found?.['allpages']) ? (found['allpages'] as unknown[]) : [];
  return {
    titles: pages.map((page) => string(record(page)?.['title'])).filter((one) => one !== undefined),
    rights: [string(rights?.['url']), string(rights?.['text'])],
  };
}

async function ask(
  api: string,
  query: Record<string, string>,
  fetch: Fetch,
): Promise<Record<string, unknown> | null> {
  const address = `${api}?${new URLSearchParams({ ...query, ...ANSWER })}`;
  return fetch(address, { accept: 'application/json', timeoutMs: 10_000 }).then(parsed, (error: unknown) => {
    if (error instanceof Problem) return null; // refused or not there
    throw error;
  });
}

function parsed({ body }: Fetched): Record<string, unknown> | null {
  try {
    return record(JSON.parse(new TextDecoder().decode(body)));
  } catch {
    return null;
  }
}

interface ParsedPage {
  text: string;
  title: string | undefined;
  displaytitle: string | undefined;
  revid?: number;
}

/** Null for an error, and for an answer that is no MediaWiki's. */
function pageOf(answer: Record<string, unknown>): ParsedPage | null {
  const parse = record(answer['parse']);
  const text = string(parse?.['text']);
  if (!parse || text === undefined) return null;
  const { title, displaytitle, revid } = parse;
  return {
    text,
    title: string(title),
    displaytitle: string(displaytitle),
    ...(typeof revid === 'number' && { revid }),
  };
}

function plainTitle(markup: string | undefined): string {
  return htmlToText(
    parseMarkup(markup ?? '')
      .root()
      .get(),
  ).text;
}

function record(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
}

function string(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Wikis whose addresses have no `/wiki/`. Groups: the title, the folder of the API, the variant of Chinese. */
const NAMED_HOSTS: { host: RegExp; path: RegExp }[] = [
  { host: /(?:^|\.)moegirl\.org\.cn$/, path: /^(?<folder>)\/(?<title>[^/].*)$/ },
  { host: /^wiki\.biligame\.com$/, path: /^(?<folder>\/[\w-]+)\/(?<title>.+)$/ },
  { host: /(?:^|\.)wikipedia\.org$/, path: /^\/(?<variant>zh-[a-z]+)\/(?<title>.+)$/ },
];

function partsOf({ hostname, pathname }: URL) {
  const script = /^(?<folder>.*?)\/index\.php(?:\/(?<title>.+))?$/.exec(pathname)?.groups;
  const article = /^(?:\/(?<language>[a-z]{2,3}(?:-[a-z]{2,8})?))?\/wiki\/(?<title>.+)$/.exec(
    pathname,
  )?.groups;
  const named = NAMED_HOSTS.find(({ host }) => host.test(hostname))?.path.exec(pathname)?.groups;
  return { script, article, named };
}

/** Where the wiki of a link has its API, likeliest first, and how the page is named to it. */
export function wikiAddress(url: string): { apis: string[]; page: Record<string, string> } | null {
  const address = new URL(url);
  const { origin, hostname, searchParams } = address;
  if ((searchParams.get('action') ?? 'view') !== 'view') return null;
  const { script, article, named } = partsOf(address);

  let folders: string[];
  if (script) folders = [script['folder'] ?? ''];
  else if (article?.['language']) folders = [`/${article['language']}`];
  else if (article) folders = hostname.endsWith('.fandom.com') ? [''] : ['/w', ''];
  else if (named) folders = [named['folder'] ?? '/w'];
  else return null;

  const page: Record<string, string> = {};
  const revision = searchParams.get('oldid');
  const title =
    searchParams.get('title') ?? decoded(script?.['title'] ?? article?.['title'] ?? named?.['title']);
  if (revision) page['oldid'] = revision;
  else if (title) page['page'] = title.replaceAll('_', ' ');
  else return null;
  const variant = named?.['variant'] ?? searchParams.get('variant');
  if (variant) page['variant'] = variant;
  return { apis: folders.map((folder) => `${origin}${folder}/api.php`), page };
}

/** The address of another page of the wiki that `url` is a page of. */
export function pageAddress(url: string, title: string): string {
  const address = new URL(url);
  const { script, article, named } = partsOf(address);
  const encoded = encodeURIComponent(title.replaceAll(' ', '_')).replace(
    /%(?:2F|3A|2C|40)/g,
    decodeURIComponent,
  );
  const own = script ? script['title'] : (article?.['title'] ?? named?.['title']);
  if (own === undefined) return `${address.origin}${address.pathname}?title=${encoded}`;
  return `${address.origin}${address.pathname.slice(0, -own.length)}${encoded}`;
}

function decoded(title: string | undefined): string | undefined {
  try {
    return title && decodeURIComponent(title);
  } catch {
    return title;
  }
}
