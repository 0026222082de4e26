import type { CheerioAPI } from 'cheerio';
import { elements } from './markup.js';

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

function decoded(title: string | undefined): string | undefined {
  try {
    return title && decodeURIComponent(title);
  } catch {
    return title;
  }
}
