import { posix } from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import { Problem } from '../problem.js';
import { clean } from '../text/clean.js';
import { decode } from '../text/decode.js';
import { readHtml } from './article.js';
import { readEpub } from './epub.js';
import { readable, type Extracted } from './extracted.js';
import { type Fetch, guardedFetch, type GuardedFetchOptions } from './guarded-fetch.js';
import { decodeMarkup, hasByteOrderMark } from './markup.js';
import { readMediaWiki } from './mediawiki.js';
import { unzip } from '../unzip.js';

/**
 * The text of an uploaded file, by what is in it; its name only helps.
 * @throws Problem `file_unsupported`, `file_not_text`, and those of the readers
 */
export function extractFile(name: string, bytes: Uint8Array): Promise<Extracted> {
  return extract(name, bytes);
}

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
  const served = { url: page.url, isHtml, ...(charset !== undefined && { charset }) };
  return { ...(await extract(decoded(name), page.body, served)), url: page.url };
}

/** `served` is what a server said. */
async function extract(
  name: string,
  bytes: Uint8Array,
  { url, charset, isHtml }: { url?: string; charset?: string; isHtml?: boolean } = {},
): Promise<Extracted> {
  const kind = isHtml ? 'html' : await kindOf(name, bytes);
  const own = posix.basename(name, posix.extname(name));
  if (kind === 'epub') {
    const book = await readEpub(bytes);
    return { ...book, title: book.title || own };
  }
  const found = kind === 'html' || charset ? decodeMarkup(bytes, charset) : decode(bytes);
  const known = { encoding: found.encoding, ...(found.doubtful && { doubtful: true }) };
  if (kind === 'html') {
    const page = readHtml(found.text, url);
    return { ...page, ...known, title: page.title || own };
  }
  const text = clean(found.text);
  if (readable(text) === 0) throw new Problem('file_not_text', 'There is no text in this file.');
  return { title: own, text, mediaType: 'text/plain', ...known };
}

async function kindOf(name: string, bytes: Uint8Array): Promise<'epub' | 'html' | 'text'> {
  const head = Buffer.from(bytes.subarray(0, 2048)).toString('latin1').replaceAll('\0', '');
  if (!hasByteOrderMark(bytes)) {
    // an archive is opened by our own reader, which refuses the dangerous ones
    if (/^PK[\x01-\x08]/.test(head)) return kindOfArchive(bytes);
    const type = await fileTypeFromBuffer(bytes);
    if (type && !isPlain(head, type.ext)) throw unsupported(type.ext);
  }
  if (/^(?:From: <Saved by|MIME-Version:)/im.test(head) && /^Content-Type: multipart\/related/im.test(head)) {
    throw unsupported('mhtml');
  }
  if (/^[^<]{0,9}\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*>\s*)?<(?:!doctype\s+)?html\b/i.test(head)) return 'html';
  if (/^[^<]{0,9}<\?xml\b/.test(head)) throw unsupported('xml');
  return /\.x?html?$/i.test(name) ? 'html' : 'text';
}

/** Two letters may look like a picture's first bytes. But some formats are all letters. */
function isPlain(head: string, type: string): boolean {
  return (
    type === 'xml' || (!/^(?:pdf|rtf|ps|eps)$/.test(type) && !/[\x00-\x08\x0E-\x1F\x7F-\xFF]/.test(head))
  );
}

async function kindOfArchive(bytes: Uint8Array): Promise<'epub'> {
  const { names } = await unzip(bytes);
  if (names.includes('META-INF/container.xml')) return 'epub';
  throw unsupported(names.some((name) => name.startsWith('word/')) ? 'docx' : 'zip');
}

function unsupported(type: string): Problem {
  const advice = /^(?:pdf|mobi|azw\d?|djvu|lit|chm)$/.test(type)
    ? 'Convert it to .epub or .txt (Calibre does that) and upload the result.'
    : /^(?:docx?|odt|rtf|cfb|pages)$/.test(type)
      ? 'Save the document as plain text (.txt) or as a web page (.html) and upload that.'
      : type === 'mhtml'
        ? 'Save the page once more as “Webpage, HTML only” (.html) and upload that.'
        : 'Upload a .txt, .md, .html or .epub file.';
  return new Problem('file_unsupported', `Files of this kind (${type}) cannot be read. ${advice}`);
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
