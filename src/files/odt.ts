import { Problem } from '../contracts/problem.js';
import { usable } from '../pages/article.js';
import { readable, type Extracted } from '../pages/extracted.js';
import { htmlToText } from '../pages/html-text.js';
import { decodeMarkup, elements, parseMarkup, type Element, type Node } from '../pages/markup.js';
import { unzip } from './unzip.js';

/** Elements as their likes in a page; what is not named here is passed through. */
const AS: Record<string, string> = {
  'text:p': 'p',
  'text:list': 'ul',
  'text:list-item': 'li',
  'table:table': 'table',
  'table:table-row': 'tr',
  'table:table-cell': 'td',
  'text:section': 'div',
};
/** What was deleted, remarks, what the document hides, pictures, and the numbers of notes. */
const LEFT_OUT =
  /^(?:text:(?:tracked-changes|note-citation|hidden-text|hidden-paragraph|table-of-content|bibliography|alphabetical-index|script|sequence-decls|ruby-text)|office:(?:annotation|forms|binary-data)|svg:.*|presentation:notes)$/;

/**
 * The text of an OpenDocument text, divided by its headings; what is hidden or deleted in it is left out.
 * @throws Problem `archive_unsafe`, `file_broken`, `file_encrypted`, `file_not_text`
 */
export async function readOdt(bytes: Uint8Array): Promise<Extracted> {
  const { names, read } = await unzip(bytes);
  const part = async (name: string) =>
    names.includes(name)
      ? parseMarkup(decodeMarkup(await read(name)).text)
          .root()
          .get()
      : [];
  const manifest = [...elements(rootsOf(await part('META-INF/manifest.xml')))];
  if (manifest.some(({ name }) => name === 'manifest:encryption-data'))
    throw new Problem('file_encrypted', 'This document is protected by a password.');
  const content = rootsOf(await part('content.xml'));
  const hidden = new Set<string>();
  for (const root of [content, rootsOf(await part('styles.xml'))]) addHidden(root, hidden);
  const body = [...elements(content)].find(({ name }) => name === 'office:text');
  const page = htmlToText(
    parseMarkup(body ? markupOf(body.children, hidden) : '')
      .root()
      .get(),
    { listMarks: true },
  );
  if (readable(page.text) === 0) throw new Problem('file_not_text', 'There is no text in this document.');
  const meta = [...elements(rootsOf(await part('meta.xml')))].find(({ name }) => name === 'dc:title');
  const divisions = usable(page);
  return {
    title: meta ? htmlToText(meta.children).text.replace(/\s+/g, ' ') : '',
    text: page.text,
    ...(divisions && { headings: divisions }),
    mediaType: 'application/vnd.oasis.opendocument.text',
  };
}

function rootsOf(nodes: readonly { children: Node[] }[]): Node[] {
  return nodes.flatMap(({ children }) => children);
}

function addHidden(nodes: readonly Node[], hidden: Set<string>): void {
  for (const style of elements(nodes)) {
    if (style.name !== 'style:style') continue;
    const unseen = style.children.some(
      (child) => child.type === 'tag' && child.attribs['text:display'] === 'none',
    );
    const name = style.attribs['style:name'];
    if (unseen && name) hidden.add(name);
  }
}

function markupOf(nodes: readonly Node[], hidden: ReadonlySet<string>): string {
  const out: string[] = [];
  const walk = (some: readonly Node[]): void => {
    for (const node of some) {
      if (node.type === 'text') out.push(escaped(node.data));
      else if (node.type === 'tag') element(node);
    }
  };
  const wrapped = (tag: string, children: readonly Node[]) => {
    out.push(`<${tag}>`);
    walk(children);
    out.push(`</${tag}>`);
  };
  const element = ({ name, attribs, children }: Element): void => {
    if (LEFT_OUT.test(name) || hidden.has(attribs['text:style-name'] ?? '')) return;
    const tag = AS[name];
    if (tag) wrapped(tag, children);
    else if (name === 'text:h')
      wrapped(`h${Math.min(6, Math.max(1, Number(attribs['text:outline-level']) || 1))}`, children);
    else if (name === 'text:s' || name === 'text:tab') out.push(' ');
    else if (name === 'text:line-break') out.push('<br>');
    else if (name === 'text:note-body')
      out.push(`（${escaped(htmlToText(children).text.replace(/\s+/g, ' '))}）`);
    else walk(children);
  };
  walk(nodes);
  return out.join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
