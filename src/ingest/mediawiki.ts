import { Problem } from '../problem.js';
import type { Extracted } from './extracted.js';
import type { Fetched } from './guarded-fetch.js';
import { htmlToText } from './html-text.js';
import { parseMarkup } from './markup.js';
import { readWikiPage } from './wiki-page.js';

const MOST_ATTEMPTS = 3;

/**
 * Asks a wiki's own API for the page behind a link: cleaner than the page, and with its revision.
 * Null when the link does not look like a page of a MediaWiki, or no API answers: then the page itself is to be read.
 */
export async function readMediaWiki(
  url: string,
  fetch: (url: string) => Promise<Fetched>,
): Promise<Extracted | null> {
  const asked = wikiAddress(url);
  if (!asked) return null;
  for (const api of asked.apis.slice(0, MOST_ATTEMPTS)) {
    const query = new URLSearchParams({
      action: 'parse',
      ...asked.page,
      prop: 'text|sections|revid|displaytitle',
      redirects: '1',
      formatversion: '2',
      format: 'json',
      maxlag: '5',
    });
    const page = await fetch(`${api}?${query}`).then(pageOf, (error: unknown) => {
      if (error instanceof Problem) return null; // refused or not there: the next one
      throw error;
    });
    if (!page) continue;
    const $ = parseMarkup(`<div class="mw-parser-output">${page.text}</div>`);
    const title =
      htmlToText(
        parseMarkup(page.displaytitle ?? '')
          .root()
          .get(),
      ).text ||
      (page.title ?? '');
    const { text, headings } = readWikiPage($, title);
    if (text === '') return null;
    return {
      title,
      text,
      headings,
      mediaType: 'text/html',
      url,
      ...(page.revid !== undefined && { revision: String(page.revid) }),
    };
  }
  return null;
}

interface ParsedPage {
  text: string;
  title?: string;
  displaytitle?: string;
  revid?: number;
}

function pageOf({ body }: Fetched): ParsedPage | null {
  let answer: unknown;
  try {
    answer = JSON.parse(new TextDecoder().decode(body));
  } catch {
    return null;
  }
  const parse = record(record(answer)?.['parse']);
  const text = parse?.['text'];
  if (!parse || typeof text !== 'string') return null; // an error, or no MediaWiki
  const { title, displaytitle, revid } = parse;
  return {
    text,
    ...(typeof title === 'string' && { title }),
    ...(typeof displaytitle === 'string' && { displaytitle }),
    ...(typeof revid === 'number' && { revid }),
  };
}

function record(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
}

/** Wikis whose addresses have no `/wiki/`. Groups: the title, the folder of the API, the variant of Chinese. */
const NAMED_HOSTS: { host: RegExp; path: RegExp }[] = [
  { host: /(?:^|\.)moegirl\.org\.cn$/, path: /^(?<folder>)\/(?<title>[^/].*)$/ },
  { host: /^wiki\.biligame\.com$/, path: /^(?<folder>\/[\w-]+)\/(?<title>.+)$/ },
  { host: /(?:^|\.)wikipedia\.org$/, path: /^\/(?<variant>zh-[a-z]+)\/(?<title>.+)$/ },
];

/** Where the wiki of a link has its API, likeliest first, and how the page is named to it. */
export function wikiAddress(url: string): { apis: string[]; page: Record<string, string> } | null {
  const { origin, hostname, pathname, searchParams } = new URL(url);
  if ((searchParams.get('action') ?? 'view') !== 'view') return null;

  const script = /^(?<folder>.*?)\/index\.php(?:\/(?<title>.+))?$/.exec(pathname)?.groups;
  const article = /^(?:\/(?<language>[a-z]{2,3}(?:-[a-z]{2,8})?))?\/wiki\/(?<title>.+)$/.exec(
    pathname,
  )?.groups;
  const named = NAMED_HOSTS.find(({ host }) => host.test(hostname))?.path.exec(pathname)?.groups;

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

function decoded(title: string | undefined): string | undefined {
  try {
    return title && decodeURIComponent(title);
  } catch {
    return title;
  }
}
