import { posix } from 'node:path';
import { Problem } from '../problem.js';
import { CHAT_LOG, readChatLog } from '../text/chat-log.js';
import { clean } from '../text/clean.js';
import { candidates, decode, type Decoded } from '../text/decode.js';
import { readHtml } from './article.js';
import { readEpub } from './epub.js';
import { readable, type Extracted } from './extracted.js';
import { kindOf, unsupported, type FileKind } from './file-kind.js';
import { type Fetch, guardedFetch, type GuardedFetchOptions } from './guarded-fetch.js';
import { readMarkdown } from './markdown.js';
import { decodeMarkup, hasByteOrderMark } from './markup.js';
import { readMediaWiki } from './mediawiki.js';
import { readMhtml } from './mhtml.js';
import { readZip } from './zip-of-texts.js';

/** What is known of a file beside its bytes. */
interface Known {
  /** The address that answered, and what its server said. */
  url?: string;
  charset?: string | undefined;
  /** The encoding that a person chose. */
  encoding?: string | undefined;
  isHtml?: boolean;
}

/**
 * The texts of an uploaded file, by what is in it; its name only helps. An archive has several, any other file one.
 * @param encoding of text and pages without a mark of their own, where a person has chosen one
 * @throws Problem `file_unsupported`, `file_not_text`, and those of the readers
 */
export async function extractFile(name: string, bytes: Uint8Array, encoding?: string): Promise<Extracted[]> {
  if (bytes.length === 0) throw new Problem('file_not_text', 'This file is empty: there is nothing in it.');
  if ((await kindOf(name, bytes)) !== 'zip') return [await extract(name, bytes, { encoding })];
  return readZip(bytes, (inner, content) => extract(inner, content, { encoding }));
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
  const served = { url: page.url, charset, isHtml };
  return { ...(await extract(decoded(name), page.body, served)), url: page.url };
}

/** @throws Problem also for an archive of texts, which is several */
async function extract(name: string, bytes: Uint8Array, known: Known): Promise<Extracted> {
  const kind = known.isHtml ? 'html' : await kindOf(name, bytes);
  const own = posix.basename(name, posix.extname(name));
  const found = await read(kind, own, bytes, known);
  return { ...found, title: found.title || own };
}

async function read(kind: FileKind, own: string, bytes: Uint8Array, known: Known): Promise<Extracted> {
  switch (kind) {
    case 'zip':
      throw unsupported('zip');
    case 'epub':
      return readEpub(bytes);
    // the two large libraries are loaded when they are needed
    case 'docx':
      return (await import('./docx.js')).readDocx(bytes);
    case 'pdf':
      return (await import('./pdf.js')).readPdf(bytes);
    case 'mhtml':
      return readMhtml(bytes);
    case 'html': {
      const found = decodedAs(known.encoding, bytes) ?? decodeMarkup(bytes, known.charset);
      return { ...readHtml(found.text, known.url), ...encodingOf(found, bytes) };
    }
    default: {
      const found =
        decodedAs(known.encoding, bytes) ??
        (known.charset ? decodeMarkup(bytes, known.charset) : decode(bytes));
      const text = clean(found.text);
      if (readable(text) === 0) throw new Problem('file_not_text', 'There is no text in this file.');
      if (kind === 'markdown')
        return { ...readMarkdown(text), mediaType: 'text/markdown', ...encodingOf(found, bytes) };
      const chat = readChatLog(text);
      return {
        title: own,
        text: chat ?? text,
        mediaType: chat === null ? 'text/plain' : CHAT_LOG,
        ...encodingOf(found, bytes),
      };
    }
  }
}

/** As a person chose it; a mark in the text itself knows better. */
function decodedAs(encoding: string | undefined, bytes: Uint8Array): Decoded | null {
  return encoding === undefined || hasByteOrderMark(bytes) ? null : decode(bytes, encoding);
}

function encodingOf(
  { encoding, doubtful }: Decoded,
  bytes: Uint8Array,
): Pick<Extracted, 'encoding' | 'doubtful' | 'encodings'> {
  return { encoding, ...(doubtful && { doubtful: true, encodings: candidates(bytes) }) };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
