import { usable } from '../pages/article.js';
import { readable, type Extracted } from '../pages/extracted.js';
import { htmlToText } from '../pages/html-text.js';
import {
  childElements,
  decodeMarkup,
  elements,
  parseMarkup,
  type Element,
  type Node,
} from '../pages/markup.js';
import { Problem } from '../contracts/problem.js';
import { unzip, type ZipEntries } from './unzip.js';

const MAIN = /^word\/document\d*\.xml$/;
/** The name that Word's own elements have in most documents; a library may have called them otherwise. */
const PREFIX =
  /xmlns:([\w.-]{1,40})\s*=\s*["']http:\/\/(?:schemas\.openxmlformats\.org\/wordprocessingml\/2006|purl\.oclc\.org\/ooxml\/wordprocessingml)\/main["']/;
/** What was deleted or moved away, properties, and the readings above characters. */
const LEFT_OUT = /^w:(?:del|movefrom|ppr|rpr|sdtpr|rt)$/;
const HEADING = /^(?:heading|标题|標題)\s?([1-6])$/i;

/** What a style says of the paragraphs or runs that have it. */
interface Style {
  isHidden: boolean;
  /** Of a heading, else 0. */
  level: number;
  isListed: boolean;
}

/**
 * The text of a Word document, divided by its headings; what is hidden or deleted in it is left out, and a note stands in
 * brackets where it belongs.
 * @throws Problem `archive_unsafe`, `file_broken`, `file_encrypted`, `file_not_text`
 */
export async function readDocx(bytes: Uint8Array): Promise<Extracted> {
  const archive = await unzip(bytes);
  const body = await part(archive, archive.names.find((name) => MAIN.test(name)) ?? 'word/document.xml');
  const styles = stylesIn(await part(archive, 'word/styles.xml'));
  const notes = new Map([
    ...notesIn(await part(archive, 'word/footnotes.xml'), 'w:footnote'),
    ...notesIn(await part(archive, 'word/endnotes.xml'), 'w:endnote'),
  ]);
  const page = htmlToText(parseMarkup(new Markup(styles, notes).of(body)).root().get(), { listMarks: true });
  if (readable(page.text) === 0) throw new Problem('file_not_text', 'There is no text in this document.');
  const divisions = usable(page);
  return {
    title: '',
    text: page.text,
    ...(divisions && { headings: divisions }),
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  };
}

/** @throws Problem `file_broken` where the text itself is missing */
async function part({ names, read }: ZipEntries, name: string): Promise<Node[]> {
  if (!names.includes(name) && !MAIN.test(name)) return [];
  const { text } = decodeMarkup(await read(name));
  const [, prefix = 'w'] = PREFIX.exec(text.slice(0, 20_000)) ?? [];
  const own = prefix.replaceAll('.', '\\.');
  const named =
    prefix === 'w'
      ? text
      : text.replace(new RegExp(`(</?|\\s)${own}:(?=\\w)`, 'g'), (_, before) => `${before}w:`);
  return parseMarkup(named).root().get();
}

function stylesIn(nodes: readonly Node[]): Map<string, Style> {
  const styles = new Map<string, Style>();
  for (const style of elements(rootsOf(nodes))) {
    const id = style.attribs['w:styleid'];
    if (style.name !== 'w:style' || !id) continue;
    const within = [...elements(style.children)];
    const called = within.find(({ name }) => name === 'w:name')?.attribs['w:val'] ?? '';
    styles.set(id, {
      isHidden: within.some(isVanish),
      level: levelOf(called) || levelOf(id),
      isListed: within.some(isNumbered),
    });
  }
  return styles;
}

/** By the name of a style. */
function levelOf(name: string): number {
  return /^heading$/i.test(name) ? 1 : Number(HEADING.exec(name)?.[1] ?? 0);
}

function notesIn(nodes: readonly Node[], kind: string): [string, Element][] {
  return [...elements(rootsOf(nodes))]
    .filter(({ name }) => name === kind)
    .map((note) => [`${kind}reference ${note.attribs['w:id']}`, note]);
}

/** The text of a document as a page: headings, paragraphs, lists and tables. */
class Markup {
  private readonly out: string[] = [];
  private inList = false;
  private inNote = false;
  /** What the paragraph that is being written ends with; it goes on over a mark that was deleted. */
  private end: string | null = null;
  /** Text boxes of the paragraph, which stand behind it. */
  private boxes: Element[] = [];

  constructor(
    private readonly styles: ReadonlyMap<string, Style>,
    /** Each is told once, where it is first referred to. */
    private readonly notes: Map<string, Element>,
  ) {}

  of(nodes: readonly Node[]): string {
    this.blocks(rootsOf(nodes));
    return this.out.join('');
  }

  private blocks(nodes: readonly Node[]): void {
    for (const node of nodes) {
      if (node.type !== 'tag' || LEFT_OUT.test(node.name)) continue;
      if (node.name === 'w:p') this.paragraph(node);
      else if (node.name === 'w:tbl') this.wrapped('table', node.children);
      else if (node.name === 'w:tr') this.row(node);
      else if (node.name === 'w:tc') this.wrapped('td', node.children);
      else this.blocks(shown(node));
    }
  }

  private row(row: Element): void {
    if (!childElements(row).some(({ name, children }) => name === 'w:trpr' && isMarked(children, 'w:del')))
      this.wrapped('tr', row.children);
  }

  private wrapped(tag: string, children: readonly Node[]): void {
    this.list(false);
    this.out.push(`<${tag}>`);
    this.blocks(children);
    this.list(false);
    this.out.push(`</${tag}>`);
  }

  private list(isListed: boolean): void {
    if (this.inList !== isListed) this.out.push(isListed ? '<ul>' : '</ul>');
    this.inList = isListed;
  }

  private paragraph(paragraph: Element): void {
    const properties = childElements(paragraph).find(({ name }) => name === 'w:ppr')?.children ?? [];
    const named = valueOf(properties, 'w:pstyle');
    const style = this.styles.get(named);
    if (style?.isHidden) return;
    if (this.end === null) {
      const level = style?.level ?? levelOf(named);
      const isListed = level === 0 && (style?.isListed || properties.some(isNumbered));
      this.list(isListed);
      const tag = level > 0 ? `h${level}` : isListed ? 'li' : 'p';
      this.out.push(`<${tag}>`);
      this.end = `</${tag}>`;
    }
    this.inline(paragraph.children);
    const mark = properties.find((node) => node.type === 'tag' && node.name === 'w:rpr');
    if (mark && isMarked((mark as Element).children, 'w:del')) return;
    this.out.push(this.end);
    this.end = null;
    const boxes = this.boxes;
    this.boxes = [];
    this.blocks(boxes);
  }

  private inline(nodes: readonly Node[]): void {
    for (const node of nodes) {
      if (node.type !== 'tag' || LEFT_OUT.test(node.name)) continue;
      const { name, attribs, children } = node;
      if (name === 'w:t') this.out.push(textOf(children));
      else if (name === 'w:tab') this.out.push(' ');
      else if (name === 'w:cr' || (name === 'w:br' && !/^(?:page|column)$/.test(attribs['w:type'] ?? '')))
        this.out.push('<br>');
      else if (name === 'w:nobreakhyphen') this.out.push('\u2011');
      else if (name === 'w:p' || name === 'w:tbl') this.boxes.push(node);
      else if (name === 'w:footnotereference' || name === 'w:endnotereference') this.note(node);
      else if (name !== 'w:r' || !this.isHidden(children)) this.inline(shown(node));
    }
  }

  private isHidden(run: readonly Node[]): boolean {
    const properties = run.find((node) => node.type === 'tag' && node.name === 'w:rpr');
    const { children = [] } = (properties as Element | undefined) ?? {};
    return children.some(isVanish) || this.styles.get(valueOf(children, 'w:rstyle'))?.isHidden === true;
  }

  private note({ name, attribs }: Element): void {
    const key = `${name} ${attribs['w:id']}`;
    const note = this.notes.get(key);
    if (!note || this.inNote) return;
    this.notes.delete(key);
    this.inNote = true;
    this.out.push('（');
    for (const [n, { children }] of [...elements(note.children)]
      .filter(({ name }) => name === 'w:p')
      .entries()) {
      if (n > 0) this.out.push(' ');
      this.inline(children);
    }
    this.out.push('）');
    this.inNote = false;
  }
}

/** What is read of an element: of several forms of the same, the one for all programs. */
function shown(element: Element): readonly Node[] {
  if (element.name !== 'mc:alternatecontent') return element.children;
  const forms = childElements(element);
  return (forms.find(({ name }) => name === 'mc:fallback') ?? forms[0])?.children ?? [];
}

function textOf(nodes: readonly Node[]): string {
  const text = nodes.map((node) => (node.type === 'text' ? node.data : '')).join('');
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function rootsOf(nodes: readonly Node[]): Node[] {
  return nodes.flatMap((node) => ('children' in node ? node.children : []));
}

function valueOf(nodes: readonly Node[], name: string): string {
  const found = nodes.find((node) => node.type === 'tag' && node.name === name) as Element | undefined;
  return found?.attribs['w:val'] ?? '';
}

const isOff = ({ attribs }: Element) => /^(?:0|false|off|none)$/.test(attribs['w:val'] ?? '');
const isMarked = (nodes: readonly Node[], name: string) =>
  nodes.some((node) => node.type === 'tag' && node.name === name);
const isVanish = (node: Node) => node.type === 'tag' && node.name === 'w:vanish' && !isOff(node);
const isNumbered = (node: Node) =>
  node.type === 'tag' && node.name === 'w:numpr' && !['', '0'].includes(valueOf(node.children, 'w:numid'));
