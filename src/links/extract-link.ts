import { posix } from 'node:path';
import { extractFile, type Known } from '../files/extract-file.js';
import {
  type FetchFunction,
  type Fetched,
  guardedFetch,
  type GuardedFetchOptions,
} from '../network/guarded-fetch.js';
import type { Extracted } from '../pages/extracted.js';
import { Problem } from '../contracts/problem.js';
import { readMediaWiki } from './mediawiki.js';
import { truncate } from '../text/encoding/truncate.js';

/** As large as a file that is uploaded. */
const MOST_BYTES = 100 * 1024 * 1024;
const MOST_MS = 60_000;

/** What a link gave. */
export interface Linked {
  /** An archive has several. */
  texts: Extracted[];
  /** What it led to as it came, where that was no answer of an API; under a name by which it is read the same again. */
  file?: { url: string; name: string; bytes: Uint8Array };
}

/**
 * The text behind a link: a wiki's page by the wiki's API, any other page, text, book or archive of texts as an uploaded
 * file would be read; and the pages that belong to it.
 * @throws Problem those of the guarded fetch and of the readers
 */
export function extractLink(
  url: string,
  options: Pick<GuardedFetchOptions, 'allowHosts' | 'signal' | 'lookup'>,
): Promise<Linked> {
  const bounds = { maxBytes: MOST_BYTES, timeoutMs: MOST_MS };
  return extractBy((address, more) => guardedFetch(address, { ...options, ...bounds, ...more }), url, true);
}

/**
 * The texts of a page that was found on another: a wiki is not asked what leads on from it.
 * @throws Problem those of the fetch and of the readers
 */
export async function extractFollowed(url: string, fetch: FetchFunction): Promise<Extracted[]> {
  return (await extractBy(fetch, url, false)).texts;
}

async function extractBy(fetch: FetchFunction, url: string, subpages: boolean): Promise<Linked> {
  const address = url.trim();
  if (!URL.canParse(address)) throw new Problem('link_not_allowed', 'This is not a web address.');
  const wiki = await readMediaWiki(address, fetch, { subpages });
  if (wiki) return { texts: [wiki] };

  const answer = await fetch(address, { accept: 'text/html, application/xhtml+xml, */*;q=0.8' });
  const charset = /charset\s*=\s*["']?([\w-]+)/i.exec(answer.contentType)?.[1];
  const known: Known = { url: answer.url, ...(charset !== undefined && { charset }) };
  const file = { url: answer.url, name: nameOf(answer), bytes: answer.body };
  return { texts: await extractFile(file.name, file.bytes, known), file };
}

/** As the server calls it, else by its address; what the server says is a page ends like one. */
function nameOf({ url, contentType, headers }: Fetched): string {
  const { pathname, hostname } = new URL(url);
  const name =
    attachedName(headers['content-disposition'] ?? '') || decoded(posix.basename(pathname)) || hostname;
  const isPage = /^\s*(?:text\/html|application\/xhtml\+xml)\b/i.test(contentType);
  return isPage && !/\.x?html?$/i.test(name) ? `${name}.html` : name;
}

/** The name in a header `Content-Disposition` (RFC 6266), without folders. */
function attachedName(disposition: string): string {
  const [, encoded] = /;\s*filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(disposition) ?? [];
  const [, quoted, plain] = /;\s*filename\s*=\s*(?:"([^"]*)"|([^;\s]+))/i.exec(disposition) ?? [];
  const name = encoded ?? inUtf8(quoted ?? plain ?? '');
  return truncate(decoded(name).replace(/^.*[/\\]/, ''), 200);
}

/** Headers come as Latin-1; most names are UTF-8. */
function inUtf8(name: string): string {
  const text = Buffer.from(name, 'latin1').toString();
  return text.includes('\uFFFD') ? name : text;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
