import { Problem } from '../contracts/problem.js';
import { readable, type Extracted, type Heading } from '../pages/extracted.js';
import { clean } from '../text/encoding/storable.js';

/** Groups in groups; programs write some ten. */
const DEEPEST = 2000;
/** Groups that hold no text of the document. */
const UNREAD = new Set(
  'fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl footerr footerf listtable listoverridetable revtbl rsidtbl generator themedata colorschememapping datastore latentstyles xmlnstbl filetbl fldinst bkmkstart bkmkend annotation atnid atnauthor atnref atndate atrfstart atrfend nonshppict shp shpinst pntext pntxta pntxtb tc xe txe rxe userprops template mmathPr pgdsctbl'.split(
    ' ',
  ),
);
const SIGNS: Record<string, string> = {
  tab: '\t',
  line: '\n',
  emdash: '—',
  endash: '–',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  cell: '\t',
  '~': ' ',
  _: '-',
};
const ENDS = new Set(['par', 'sect', 'page', 'row']);
/** The code page of a font's characters, by what the font table calls its set. */
const CHARSETS: Record<number, number> = { 0: 1252, 77: 10000, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250 }; // prettier-ignore
const ENCODINGS: Record<number, string> = { 932: 'shift_jis', 936: 'gb18030', 949: 'euc-kr', 950: 'big5', 874: 'windows-874', 10000: 'macintosh', 65001: 'utf-8' }; // prettier-ignore

interface State {
  unread: boolean;
  hidden: boolean;
  /** Characters that stand in for one that is written by its number. */
  instead: number;
  page: number;
  level: number;
  /** What the group is, where it matters: a table of fonts or styles. */
  kind: '' | 'fonts' | 'styles';
  font: number;
  /** A note, which stands in brackets where it belongs. */
  note: boolean;
}

/**
 * The text of an RTF document, divided by its headings; what is hidden or deleted in it is left out. One pass, without
 * recursion.
 * @throws Problem `file_broken`, `file_not_text`
 */
export function readRtf(bytes: Uint8Array): Extracted {
  const paragraphs = new Reader(
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'),
  ).read();
  const headings: (Heading & { level: number })[] = [];
  const texts: string[] = [];
  let at = 0;
  for (const { text, level } of paragraphs) {
    const plain = clean(text)
      .replace(/[ \t]+/g, ' ')
      .trim();
    if (plain === '') continue;
    if (level > 0 && level <= 3 && plain.length <= 200)
      headings.push({ title: plain.replace(/\s+/g, ' '), start: at, level });
    texts.push(plain);
    at += plain.length + 2;
  }
  const text = texts.join('\n\n');
  if (readable(text) === 0) throw new Problem('file_not_text', 'There is no text in this document.');
  return {
    title: '',
    text,
    ...(headings.length > 0 && { headings: headings.map(({ title, start }) => ({ title, start })) }),
    mediaType: 'application/rtf',
  };
}

const TOKEN = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([\da-f]{2})|\\([^a-z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)/gi;

class Reader {
  private readonly paragraphs: { text: string; level: number }[] = [];
  private readonly fonts = new Map<number, number>();
  private readonly styles = new Map<number, number>();
  private readonly stack: State[] = [];
  private state: State = {
    unread: false,
    hidden: false,
    instead: 1,
    page: 1252,
    level: 0,
    kind: '',
    font: -1,
    note: false,
  };
  private text: string[] = [];
  private bytes: number[] = [];
  private skip = 0;
  private ownPage = 1252;
  /** A style whose name is being read. */
  private style = { number: 0, name: '', level: 0 };

  constructor(private readonly rtf: string) {}

  read(): { text: string; level: number }[] {
    const token = new RegExp(TOKEN);
    for (let match = token.exec(this.rtf); match; match = token.exec(this.rtf)) {
      const [, word, number, hex, sign, brace, letters] = match;
      if (brace === '{') this.open();
      else if (brace === '}') this.close();
      else if (hex !== undefined) this.byte(parseInt(hex, 16));
      else if (letters !== undefined) this.letters(letters);
      else if (word === 'bin') token.lastIndex += Math.max(0, Number(number ?? 0));
      else if (word !== undefined)
        this.word(word.toLowerCase(), number === undefined ? null : Number(number));
      else if (sign !== undefined) this.sign(sign);
    }
    this.paragraph();
    return this.paragraphs;
  }

  private open(): void {
    this.flush();
    if (this.stack.length >= DEEPEST)
      throw new Problem('file_broken', 'This document is damaged: save it again.');
    this.stack.push(this.state);
    this.state = { ...this.state, note: false };
    if (this.state.kind === 'styles') this.style = { number: 0, name: '', level: 0 };
  }

  private close(): void {
    if (this.state.note) this.put('）');
    this.flush();
    if (this.state.kind === 'styles' && this.style.name !== '') {
      const [, named] = /^(?:heading|标题|標題)\s?(\d)/i.exec(this.style.name) ?? [];
      const level = this.style.level || Number(named ?? 0);
      if (level > 0) this.styles.set(this.style.number, level);
      this.style = { number: 0, name: '', level: 0 };
    }
    this.state = this.stack.pop() ?? this.state;
  }

  private sign(sign: string): void {
    if (sign === '*') this.state.unread = true;
    else if (sign === '\r' || sign === '\n') this.word('par', null);
    else if ('\\{}'.includes(sign)) this.letters(sign);
    else if (SIGNS[sign] !== undefined) this.put(SIGNS[sign]);
  }

  private letters(letters: string): void {
    if (this.state.kind === 'styles') this.style.name += letters.replace(/;.*$/, '');
    if (this.state.unread || this.state.hidden) return;
    const from = Math.min(this.skip, letters.length);
    this.skip -= from;
    for (let i = from; i < letters.length; i++) this.bytes.push(letters.charCodeAt(i));
  }

  private byte(byte: number): void {
    if (this.skip > 0) this.skip--;
    else if (!this.state.unread && !this.state.hidden) this.bytes.push(byte);
  }

  /** A character by its number takes its place among those that were written as bytes. */
  private put(text: string): void {
    this.flush();
    if (!this.state.unread && !this.state.hidden) this.text.push(text);
  }

  private flush(): void {
    if (this.bytes.length === 0) return;
    const { page } = this.state;
    const decoder = new TextDecoder(
      ENCODINGS[page] ?? (page >= 1250 && page <= 1258 ? `windows-${page}` : 'windows-1252'),
    );
    const bytes = Uint8Array.from(this.bytes);
    this.bytes = [];
    // in two steps, because in one Node 20 takes windows-1252 for Latin-1
    this.text.push(decoder.decode(bytes, { stream: true }) + decoder.decode());
  }

  private paragraph(): void {
    this.flush();
    this.paragraphs.push({ text: this.text.join(''), level: this.state.level });
    this.text = [];
  }

  private word(word: string, number: number | null): void {
    const { state } = this;
    if (word === 'u' && number !== null) {
      this.put(String.fromCharCode(number & 0xffff));
      this.skip = state.instead;
      return;
    }
    this.skip = 0;
    if (word === 'fonttbl') state.kind = 'fonts';
    if (word === 'stylesheet') state.kind = 'styles';
    if (UNREAD.has(word)) state.unread = true;
    else if (SIGNS[word] !== undefined) this.put(SIGNS[word]);
    else if (ENDS.has(word) && !state.unread) this.paragraph();
    else if (word === 'pard') state.level = 0;
    else if (word === 'plain') this.hide(false);
    else if (word === 'v' || word === 'deleted') this.hide(number !== 0);
    else if (word === 'uc') state.instead = Math.min(16, Math.max(0, number ?? 1));
    else if (word === 'ansicpg') this.page((this.ownPage = number ?? 1252));
    else if (word === 'footnote') {
      state.note = true;
      this.put('（');
    } else if (word === 'outlinelevel') this.outline((number ?? 0) + 1);
    else if (word === 's' && state.kind === 'styles') this.style.number = number ?? 0;
    else if (word === 's') state.level = this.styles.get(number ?? 0) ?? state.level;
    else if (word === 'f' && state.kind === 'fonts') state.font = number ?? 0;
    else if (word === 'f') this.page(this.fonts.get(number ?? 0) ?? this.ownPage);
    else if (word === 'fcharset' && state.kind === 'fonts')
      this.fonts.set(state.font, number && CHARSETS[number] !== undefined ? CHARSETS[number] : this.ownPage);
  }

  private hide(hidden: boolean): void {
    this.flush();
    this.state.hidden = hidden;
  }

  private page(page: number): void {
    if (page !== this.state.page) this.flush();
    this.state.page = page;
  }

  private outline(level: number): void {
    if (this.state.kind === 'styles') this.style.level = level <= 6 ? level : 0;
    else this.state.level = level <= 6 ? level : 0;
  }
}
