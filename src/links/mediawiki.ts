import { Problem } from '../contracts/problem.js';
import type { Extracted } from '../pages/extracted.js';
import type { FetchFunction, Fetched } from '../network/guarded-fetch.js';
import { htmlToText } from '../pages/html-text.js';
import { licenceOf } from '../pages/licence.js';
import { parseMarkup } from '../pages/markup.js';
import { mainTitle, offersFor } from '../pages/subpages.js';
import { pageAddress, pagesLinkedFrom, wikiAddress } from '../pages/wiki-address.js';
import { readWikiPage } from '../pages/wiki-page.js';

const MOST_ATTEMPTS = 3;
const ANSWER = { formatversion: '2', format: 'json', maxlag: '5' };

/**
 * Asks a wiki's own API for the page behind a link: cleaner than the page, with its revision and, for a page that was
 * named by a person, with the pages that belong to it.
 * Null when the link does not look like a page of a MediaWiki, or no API answers: then the page itself is to be read.
 */
export async function readMediaWiki(
  url: string,
  fetch: FetchFunction,
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

/** Titles below that of a page, and the wiki's terms; empty where the wiki does not tell. */
async function pagesAround(
  api: string,
  title: string,
  fetch: FetchFunction,
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
  fetch: FetchFunction,
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
