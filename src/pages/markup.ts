import { load, type CheerioAPI } from 'cheerio';
import { decode, type Decoded } from '../text/encoding/decode.js';
import { legibility } from '../text/encoding/legible.js';

export type Node = ReturnType<CheerioAPI['root']>[number]['children'][number];
export type Element = Extract<Node, { attribs: object }>;

/** Browsers allow 512; pages that people write stay below 100. */
const MAX_DEPTH = 256;

/**
 * Bytes of HTML or XML to text: byte order mark, then the name in the HTTP header, then the one in the markup, and
 * where these are missing or wrong, by the look of the bytes. UTF-8 under the name of something else, as servers send it
 * that name one encoding for all files, is read as what it is.
 * @throws Problem `file_not_text`
 */
export function decodeMarkup(bytes: Uint8Array, charset?: string): Decoded {
  for (const name of hasByteOrderMark(bytes) ? [] : [charset, declared(bytes)]) {
    if (name === undefined) continue;
    try {
      const decoder = new TextDecoder(name, { fatal: true });
      // in two steps, because in one Node 20 takes windows-1252 for Latin-1
      const text = decoder.decode(bytes, { stream: true }) + decoder.decode();
      return utf8Instead(bytes, text) ?? { text, encoding: decoder.encoding, doubtful: false };
    } catch {
      continue; // it is not in that encoding, or there is none of that name
    }
  }
  return decode(bytes);
}

/** What is UTF-8 without a fault, and reads better so. */
function utf8Instead(bytes: Uint8Array, text: string): Decoded | null {
  try {
    const utf8 = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const isBetter = utf8 !== text && legibility(utf8).mean > legibility(text).mean;
    return isBetter ? { text: utf8, encoding: 'utf-8', doubtful: false } : null;
  } catch {
    return null;
  }
}

export function hasByteOrderMark([a, b]: Uint8Array): boolean {
  return (a === 0xef && b === 0xbb) || (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff);
}

function declared(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 4096)).toString('latin1');
  const name =
    /^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w-]+)/.exec(head)?.[1] ??
    /<meta[^>]*?charset\s*=\s*(?:["']\s*)?([\w-]+)/i.exec(head)?.[1];
  return name && /^utf-?16/i.test(name) ? undefined : name; // whoever could read this knows that it is not
}

/**
 * HTML, XHTML or XML to a tree below one `<html>`; names of elements and attributes are in lower case. Takes any input
 * in linear time. Search the tree from its root or by `elements`: cheerio's `find` is quadratic in an element's children.
 */
export function parseMarkup(markup: string): CheerioAPI {
  return load(plainMarkup(markup), { xml: { xmlMode: false, decodeEntities: true, encodeEntities: 'utf8' } });
}

/**
 * All elements at and below these nodes, in the order of the document. Without recursion: generators within generators
 * pass each element up through as many as it lies deep.
 */
export function* elements(nodes: readonly Node[]): Generator<Element> {
  const open = [{ nodes, at: 0 }];
  while (open.length > 0) {
    const level = open.at(-1)!;
    const node = level.nodes[level.at++];
    if (!node) open.pop();
    else if (node.type === 'tag') {
      yield node;
      open.push({ nodes: node.children, at: 0 });
    }
  }
}

export function childElements({ children }: Element): Element[] {
  return children.filter((child): child is Element => child.type === 'tag');
}

/** Whether one of the element's classes matches. */
export function hasClass(element: Element, pattern: RegExp): boolean {
  const names = element.attribs['class'];
  return names !== undefined && names.split(/\s/).some((name) => name.length <= 64 && pattern.test(name));
}

const VOID = words('area base br col embed hr img input link meta param source track wbr');
/** Their content is no markup, and nothing that is read. */
const RAW = words('script style textarea iframe xmp noembed noframes');
const KEPT_ATTRIBUTES = words(
  'id class role style hidden aria-hidden title data-title data-mw-tabber-title data-source lang dir alt',
  'name content property rel href src type start colspan rowspan itemprop',
  'full-path media-type properties idref linear toc algorithm epub:type', // of EPUB
  'text:outline-level text:style-name text:display style:name', // of OpenDocument
  'w:val w:type w:id w:styleid', // of Word
);

const BLOCK =
  'address article aside blockquote center details div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section table ul';
/** Which open element ends where this one begins, as nobody is obliged to write its end. */
const ENDS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ...BLOCK.split(' ').map((name) => [name, words('p')] as const),
  ['body', words('head')],
  ['li', words('li')],
  ['dt', words('dt dd')],
  ['dd', words('dt dd')],
  ['tr', words('tr td th')],
  ['td', words('td th')],
  ['th', words('td th')],
  ['tbody', words('thead tbody tr td th')],
  ['tfoot', words('thead tbody tr td th')],
  ['option', words('option')],
  ['rt', words('rt rp')],
  ['rp', words('rt rp')],
]);
const TABLE_PARTS = words('table caption thead tbody tfoot tr td th');
/** A stray end tag does not reach beyond these. */
const WALLS = words('table caption td th template');

const NAME = /[a-zA-Z][\w:.-]*/y;
const ATTRIBUTE = /[\s/]*([^\s/>=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?/y;

/**
 * The same markup in a form that every parser reads alike and none can be slowed by: comments, scripts and styles
 * are gone, attributes are few and quoted, what was opened is closed, and nesting has a bound. (On nesting without
 * bound the parsers go quadratic: half a megabyte of `<b>` took one 12 seconds.)
 */
function plainMarkup(markup: string): string {
  const out = ['<html>'];
  const open = ['html'];
  let at = 0;

  const after = (mark: string, from: number): number => {
    const found = markup.indexOf(mark, from);
    return found < 0 ? markup.length : found + mark.length;
  };
  const match = (pattern: RegExp, from: number): RegExpExecArray | null => {
    pattern.lastIndex = from;
    return pattern.exec(markup);
  };
  const close = (name: string): void => {
    let place = open.length - 1;
    while (place >= 0 && open[place] !== name) {
      const wall = open[place]!;
      if (WALLS.has(wall) && (wall === 'table' || !TABLE_PARTS.has(name))) return;
      place--;
    }
    if (place < 1 || name === 'body') return;
    while (open.length > place) out.push(`</${open.pop()}>`);
  };

  while (at < markup.length) {
    const tag = markup.indexOf('<', at);
    if (tag < 0) break;
    out.push(markup.slice(at, tag));
    at = tag + 1;
    if (markup.startsWith('!--', at)) {
      at = after('-->', at + 1);
    } else if (markup.startsWith('![CDATA[', at)) {
      const end = after(']]>', at);
      out.push(escaped(markup.slice(at + 8, end - 3)));
      at = end;
    } else if (markup[at] === '!' || markup[at] === '?') {
      at = after('>', at);
    } else if (markup[at] === '/') {
      const name = match(NAME, at + 1)?.[0].toLowerCase();
      at = after('>', at);
      if (name) close(name);
    } else {
      const name = match(NAME, at)?.[0].toLowerCase();
      if (!name) {
        out.push('&lt;');
        continue;
      }
      at += name.length;
      const attributes = new Map<string, string>();
      for (let found = match(ATTRIBUTE, at); found; found = match(ATTRIBUTE, at)) {
        at = ATTRIBUTE.lastIndex;
        const key = found[1]!.toLowerCase();
        const value = found[2] ?? found[3] ?? found[4] ?? '';
        if (KEPT_ATTRIBUTES.has(key) && !attributes.has(key)) attributes.set(key, value);
      }
      const end = after('>', at);
      const selfClosed = markup.slice(at, end).includes('/');
      at = end;
      if (name === 'html') continue;
      if (RAW.has(name)) {
        if (!selfClosed) at = endOfRaw(markup, name, at);
        continue;
      }
      for (let top = open.at(-1); top && ENDS.get(name)?.has(top); top = open.at(-1)) close(top);
      if (open.length >= MAX_DEPTH && !VOID.has(name)) {
        if (ENDS.has(name)) out.push('<br>');
        continue;
      }
      out.push(`<${name}`);
      for (const [key, value] of attributes) out.push(` ${key}="${value.replaceAll('"', '&quot;')}"`);
      out.push('>');
      if (VOID.has(name)) continue;
      if (selfClosed) {
        out.push(`</${name}>`);
        continue;
      }
      open.push(name);
      if (name === 'title') {
        const rest = endOfRaw(markup, name, at);
        out.push(markup.slice(at, rest).replaceAll('<', '&lt;'));
        at = rest;
      }
    }
  }
  out.push(markup.slice(at));
  while (open.length > 0) out.push(`</${open.pop()}>`);
  return out.join('');
}

function endOfRaw(markup: string, name: string, from: number): number {
  const end = new RegExp(`</${name}`, 'gi');
  end.lastIndex = from;
  return end.exec(markup)?.index ?? markup.length;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function words(...lists: string[]): ReadonlySet<string> {
  return new Set(lists.join(' ').split(' '));
}
