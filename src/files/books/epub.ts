import { posix } from 'node:path';
import type { CheerioAPI } from 'cheerio';
import { Problem } from '../../contracts/problem.js';
import type { Extracted, Heading } from '../../pages/extracted.js';
import { htmlToText } from '../../pages/html-text.js';
import { childElements, decodeMarkup, elements, parseMarkup, type Element } from '../../pages/markup.js';
import { unzip, type ZipEntries } from '../unzip.js';
import { composed } from '../../text/encoding/normalized.js';

/**
 * The text of an EPUB (2 or 3) in reading order, divided as its table of contents says.
 * @throws Problem `file_encrypted` when it is protected against copying, `file_broken`, `archive_unsafe`
 */
export async function readEpub(bytes: Uint8Array): Promise<Extracted> {
  const zip = bookOf(await unzip(bytes));
  await refuseProtected(zip);
  const [container] = named(await readMarkup(zip, 'META-INF/container.xml'), 'rootfile');
  const packagePath =
    zip.find(container?.attribs['full-path'] ?? '') ?? zip.names.find((name) => /\.opf$/i.test(name));
  if (!packagePath) throw new Problem('file_broken', 'This EPUB does not say where its book is.');

  const opf = await readMarkup(zip, packagePath);
  const items = new Map<string, Item>();
  for (const { attribs } of named(opf, 'item')) {
    const { id, href, 'media-type': type = '', properties = '' } = attribs;
    if (id && href) items.set(id, { path: resolved(zip, packagePath, href).path, type, properties });
  }
  const chapters = named(opf, 'itemref')
    .filter(({ attribs }) => attribs['linear'] !== 'no')
    .map(({ attribs }) => items.get(attribs['idref'] ?? ''))
    .filter((item) => item !== undefined)
    .filter(({ path, type }) => /html|oeb1-document/.test(type) || /\.x?html?$/i.test(path))
    .filter((item) => !isNav(item));
  const contents = new Map<string, Mark[]>();
  for (const mark of await readContents(zip, opf, items)) {
    const marks = contents.get(mark.path);
    if (marks) marks.push(mark);
    else contents.set(mark.path, [mark]);
  }

  const parts: string[] = [];
  const headings: Heading[] = [];
  const leftOut: NonNullable<Extracted['leftOut']> = [];
  let at = 0;
  for (const path of new Set(chapters.map((chapter) => chapter.path))) {
    const marks = contents.get(path) ?? [];
    const page = await readMarkup(zip, path).catch(leaveOut(path, leftOut));
    if (!page) continue;
    const { text, anchors } = htmlToText(page.root().get(), {
      anchors: new Set(marks.map(({ anchor }) => anchor)),
      listMarks: true,
    });
    if (text === '') continue;
    const starts = marks.map(({ title, anchor }) => ({ title, start: at + (anchors.get(anchor) ?? 0) }));
    for (const heading of starts.sort((a, b) => a.start - b.start)) {
      const last = headings.at(-1);
      if (last?.start !== heading.start) headings.push(heading);
      else if (last.title !== heading.title) last.title += ` · ${heading.title}`; // a part and its first chapter
    }
    parts.push(text);
    at += text.length + 2;
  }
  if (parts.length === 0) throw new Problem('file_broken', 'There is no text in this EPUB.');
  return {
    title: lineOf(named(opf, 'title')[0]),
    text: parts.join('\n\n'),
    ...(headings.length > 0 && { headings }),
    mediaType: 'application/epub+zip',
    ...(leftOut.length > 0 && { leftOut }),
  };
}

interface Book {
  names: string[];
  /** The file of this name, or the one that a careless program means by it. */
  find(name: string): string | null;
  read(name: string): Promise<Uint8Array>;
}

/** Names that differ by case, or by how their accents are composed, mean the same file where there is only one. */
function bookOf({ names, read }: ZipEntries): Book {
  const folded = (name: string) => composed(name).toLowerCase();
  const exact = new Set(names);
  const alike = new Map(names.map((name) => [folded(name), name]));
  return {
    names,
    find: (name) => (exact.has(name) ? name : (alike.get(folded(name)) ?? null)),
    read: (name) => read(name),
  };
}

/** A page that is missing or damaged does not stop the others. @throws whatever is not the page's fault */
function leaveOut(name: string, leftOut: NonNullable<Extracted['leftOut']>) {
  return (error: unknown): null => {
    if (!(error instanceof Problem) || error.code !== 'file_broken') throw error;
    leftOut.push({ name, message: error.message });
    return null;
  };
}

interface Item {
  path: string;
  type: string;
  properties: string;
}

/** An entry of the table of contents: the file it leads to, and the id in it or ''. */
interface Mark {
  title: string;
  path: string;
  anchor: string;
}

/** The table of contents: EPUB 3's own document, else the NCX of EPUB 2; none is no fault. */
async function readContents(zip: Book, opf: CheerioAPI, items: Map<string, Item>): Promise<Mark[]> {
  const all = [...items.values()];
  const nav = all.find(isNav);
  const ncx =
    items.get(named(opf, 'spine')[0]?.attribs['toc'] ?? '') ??
    all.find(({ type }) => type === 'application/x-dtbncx+xml');
  for (const [source, links] of [
    [nav, navLinks],
    [ncx, ncxLinks],
  ] as const) {
    const $ = source && zip.find(source.path) ? await readMarkup(zip, source.path).catch(leaveOut(source.path, [])) : null; // prettier-ignore
    if (!source || !$) continue;
    const marks = links($).flatMap(({ label, href }) => {
      const title = lineOf(label);
      return href && title !== '' ? [{ title, ...resolved(zip, source.path, href) }] : [];
    });
    if (marks.length > 0) return marks;
  }
  return [];
}

function isNav({ properties }: Item): boolean {
  return properties.split(/\s/).includes('nav');
}

interface Link {
  label: Element | undefined;
  href: string | undefined;
}

function navLinks($: CheerioAPI): Link[] {
  const navs = named($, 'nav');
  const contents = navs.find(({ attribs }) => /\btoc\b/.test(attribs['epub:type'] ?? '')) ?? navs[0];
  if (!contents) return [];
  const links = [...elements(contents.children)].filter(({ name }) => name === 'a');
  return links.map((label) => ({ label, href: label.attribs['href'] }));
}

function ncxLinks($: CheerioAPI): Link[] {
  return named($, 'navpoint').map((point) => {
    const part = (name: string) => childElements(point).find((child) => local(child) === name);
    return { label: part('navlabel'), href: part('content')?.attribs['src'] };
  });
}

/** Elements by their name, whatever prefix their namespace has in this file. */
function named($: CheerioAPI, name: string): Element[] {
  return [...elements($.root()[0]!.children)].filter((element) => local(element) === name);
}

function local({ name }: Element): string {
  return name.slice(name.indexOf(':') + 1);
}

function lineOf(element: Element | undefined): string {
  return element ? htmlToText(element.children).text.replace(/\s+/g, ' ') : '';
}

/** A link in one file of the book to another; names may be percent-encoded, or may only look so. */
function resolved(zip: Book, from: string, href: string): { path: string; anchor: string } {
  const [file = '', anchor = ''] = href.split('#', 2);
  const path = (name: string) => posix.join(posix.dirname(from), name);
  const literal = file === '' ? from : path(file);
  return { path: zip.find(literal) ?? zip.find(decoded(literal)) ?? literal, anchor: decoded(anchor) };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

async function readMarkup(zip: Book, path: string): Promise<CheerioAPI> {
  return parseMarkup(decodeMarkup(await zip.read(path)).text);
}

/** Obfuscated fonts do no harm; any other encryption is a copy protection. */
const FONT_OBFUSCATION = new Set(['http://www.idpf.org/2008/embedding', 'http://ns.adobe.com/pdf/enc#RC']);

async function refuseProtected(zip: Book): Promise<void> {
  if (!zip.find('META-INF/encryption.xml')) return;
  const $ = await readMarkup(zip, 'META-INF/encryption.xml');
  const methods = named($, 'encryptionmethod');
  if (methods.every(({ attribs }) => FONT_OBFUSCATION.has(attribs['algorithm'] ?? ''))) return;
  throw new Problem(
    'file_encrypted',
    'This EPUB is protected against copying (DRM), so it cannot be read. Use an edition without protection, or paste the text.',
  );
}
