import { posix } from 'node:path';
import { extract } from '../files/extract-file.js';
import { type Fetch, guardedFetch, type GuardedFetchOptions } from '../network/guarded-fetch.js';
import type { Extracted } from '../pages/extracted.js';
import { Problem } from '../problem.js';
import { readMediaWiki } from './mediawiki.js';

/**
 * The text behind a link: a wiki's page by the wiki's API, any other page, text or book by what it is; and the pages
 * that belong to it.
 * @throws Problem those of the guarded fetch and of the readers
 */
export function extractLink(
  url: string,
  options: Pick<GuardedFetchOptions, 'allowHosts' | 'signal' | 'lookup'>,
): Promise<Extracted> {
  return extractBy((address, more) => guardedFetch(address, { ...options, ...more }), url, true);
}

/**
 * The text of a page that was found on another: what leads on from it is not looked for.
 * @throws Problem those of the fetch and of the readers
 */
export async function extractFollowed(url: string, fetch: Fetch): Promise<Extracted> {
  const { offers: _, ...page } = await extractBy(fetch, url, false);
  return page;
}

async function extractBy(fetch: Fetch, url: string, subpages: boolean): Promise<Extracted> {
  const address = url.trim();
  if (!URL.canParse(address)) throw new Problem('link_not_allowed', 'This is not a web address.');
  const wiki = await readMediaWiki(address, fetch, { subpages });
  if (wiki) return wiki;

  const page = await fetch(address, { accept: 'text/html, application/xhtml+xml, */*;q=0.8' });
  const charset = /charset\s*=\s*["']?([\w-]+)/i.exec(page.contentType)?.[1];
  const isHtml = /^\s*(?:text\/html|application\/xhtml\+xml)\b/i.test(page.contentType);
  const name = posix.basename(new URL(page.url).pathname) || new URL(page.url).hostname;
  const served = { url: page.url, charset, isHtml };
  return { ...(await extract(decoded(name), page.body, served)), url: page.url };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
