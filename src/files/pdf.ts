import { getDocumentProxy } from 'unpdf';
import { Problem } from '../contracts/problem.js';
import { clean } from '../text/encoding/storable.js';
import { findHeadings } from '../text/structure/headings.js';
import { withoutLookalikes } from '../text/encoding/radicals.js';
import { readable, type Extracted, type Heading } from '../pages/extracted.js';
import { paragraphsOf, type Line, type Paragraph } from './page-lines.js';
import { truncate } from '../text/encoding/truncate.js';

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;
type Page = Awaited<ReturnType<Pdf['getPage']>>;
type Outline = Awaited<ReturnType<Pdf['getOutline']>>;

const MOST_PAGES = 3000;
/** Readable characters a page: with fewer, the pages are pictures. */
const LEAST_A_PAGE = 30;
/** Marks of an outline; more is no table of contents. */
const MOST_MARKS = 2000;
/** In points: nobody reads smaller letters. */
const SMALLEST = 2;

/**
 * The text layer of a PDF in the order of its pages, divided as its outline says, else by its headings.
 * @throws Problem `file_encrypted`, `file_broken`, `file_too_large`, `file_not_text` when it is a scan
 */
export async function readPdf(bytes: Uint8Array): Promise<Extracted> {
  const pdf = await open(bytes);
  try {
    if (pdf.numPages > MOST_PAGES) {
      throw new Problem(
        'file_too_large',
        `This PDF has ${pdf.numPages} pages; up to ${MOST_PAGES} are read. Upload it in parts.`,
      );
    }
    const pages: Line[][] = [];
    for (let n = 1; n <= pdf.numPages; n++) {
      const page = await pdf.getPage(n);
      pages.push(await linesOf(page));
      page.cleanup();
    }
    const size = pages.flat().reduce((sum, { text }) => sum + readable(text), 0);
    if (size === 0 || (size < LEAST_A_PAGE * pages.length && size < 5000)) throw noTextLayer();
    const marks = await outlineOf(pdf, pages);
    const paragraphs = paragraphsOf(pages);
    const starts = new Map<Line, number>();
    let at = 0;
    for (const { text, first } of paragraphs) {
      starts.set(first, at);
      at += text.length + 2;
    }
    const text = paragraphs.map((paragraph) => paragraph.text).join('\n\n');
    const headings = marks
      ? marks.map(({ title, line }) => ({ title, start: starts.get(line)! }))
      : headingsBySize(text, paragraphs, starts);
    return {
      title: await titleOf(pdf),
      text,
      ...(headings && { headings }),
      mediaType: 'application/pdf',
    };
  } catch (error) {
    throw error instanceof Problem ? error : broken(error);
  } finally {
    await pdf.destroy().catch(() => {});
  }
}

async function open(bytes: Uint8Array): Promise<Pdf> {
  // the parser would inflate through it, all at once
  delete (globalThis as { DecompressionStream?: unknown }).DecompressionStream;
  try {
    // a copy: the parser takes the bytes for itself
    return await getDocumentProxy(new Uint8Array(bytes), {
      isEvalSupported: false,
      disableFontFace: true,
      useSystemFonts: false,
      enableXfa: false,
      verbosity: 0,
    });
  } catch (error) {
    if ((error as Error).name !== 'PasswordException') throw broken(error);
    throw new Problem(
      'file_encrypted',
      'This PDF is protected by a password. Save it without one (print it to a new PDF, say) and upload that.',
    );
  }
}

const noTextLayer = () =>
  new Problem(
    'file_not_text',
    'This PDF has no text layer: its pages are pictures. Have a program for text recognition (OCR) read it, and upload what that makes.',
  );

function broken(cause: unknown): Problem {
  return new Problem('file_broken', 'This PDF is damaged or incomplete: fetch or export it again.', {
    cause,
  });
}

// ── lines ──────────────────────────────────────────────────────────────────

interface Item {
  str: string;
  dir: string;
  transform: number[];
  width: number;
  height: number;
}

/** The lines of a page in the order in which it writes them; what lies outside of it or is too small to read is left out. */
async function linesOf(page: Page): Promise<Line[]> {
  const [left = 0, bottom = 0, right = 0, top = 0] = page.view;
  const { items } = await page.getTextContent();
  const lines: Line[] = [];
  for (const item of items) {
    if (!('str' in item) || item.str === '') continue;
    const [, , c = 0, d = 0, x = 0, y = 0] = (item as Item).transform;
    const size = Math.hypot(c, d);
    const shown = x >= left - 1 && x <= right + 1 && y >= bottom - 1 && y <= top + 1 && size >= SMALLEST;
    if (!shown) continue;
    append(lines, item as Item, x, y, size);
  }
  return lines
    .map((line) => ({ ...line, text: clean(withoutLookalikes(line.text)).replace(/\s+/g, ' ').trim() }))
    .filter(({ text }) => text !== '');
}

function append(lines: Line[], { str, dir, width, height }: Item, x: number, y: number, size: number): void {
  // a vertical line is read like one that was turned: it begins on top, and the next one stands to its left
  const place = dir === 'ttb' ? { x: -y, y: x, end: -y + height } : { x, y, end: x + width };
  const line = lines.at(-1);
  const goesOn =
    line && Math.abs(line.y - place.y) < 0.5 * Math.max(size, line.size) && place.x > line.end - size;
  if (!goesOn) {
    if (str.trim() !== '') lines.push({ text: str, size, ...place });
    return;
  }
  line.text += str;
  line.end = Math.max(line.end, place.end);
  line.size = Math.max(line.size, size);
}

// ── divisions ──────────────────────────────────────────────────────────────

interface Mark {
  title: string;
  line: Line;
}

/** The outline's entries in the order of the pages, each with the line that it leads to, which then opens a division. */
async function outlineOf(pdf: Pdf, pages: readonly Line[][]): Promise<Mark[] | null> {
  const marks = new Map<Line, Mark & { page: number; at: number }>();
  let seen = 0;
  const walk = async (level: Outline | null, depth: number): Promise<void> => {
    for (const { title, dest, items } of level ?? []) {
      if (++seen > MOST_MARKS) return;
      const place = await placeOf(pdf, dest).catch(() => null);
      const page = place ? pages.findIndex((lines, n) => n >= place.page && lines.length > 0) : -1;
      const at = page === place?.page ? pages[page]!.findIndex(({ y }) => y <= place.y + 1) : 0;
      const line = pages[page]?.[Math.max(0, at)];
      const name = truncate(clean(withoutLookalikes(title)).replace(/\s+/g, ' ').trim(), 200);
      if (line && name !== '') {
        const known = marks.get(line);
        if (!known) marks.set(line, { title: name, line, page, at });
        else if (known.title !== name) known.title += ` · ${name}`; // a part and its first chapter
      }
      if (depth < 3) await walk(items as Outline, depth + 1);
    }
  };
  await walk(await pdf.getOutline().catch(() => null), 1);
  if (marks.size < 2) return null;
  for (const line of marks.keys()) line.opens = true;
  return [...marks.values()].sort((a, b) => a.page - b.page || a.at - b.at);
}

async function placeOf(pdf: Pdf, dest: unknown): Promise<{ page: number; y: number } | null> {
  const explicit: unknown = typeof dest === 'string' ? await pdf.getDestination(dest) : dest;
  if (!Array.isArray(explicit)) return null;
  const [target, kind, first, second] = explicit as [
    unknown,
    { name?: string } | undefined,
    unknown,
    unknown,
  ];
  const page =
    typeof target === 'number'
      ? target
      : await pdf.getPageIndex(target as Parameters<Pdf['getPageIndex']>[0]);
  const y = kind?.name === 'XYZ' ? second : kind?.name === 'FitH' ? first : null;
  return { page, y: typeof y === 'number' ? y : Infinity };
}

/** Short lines in larger letters, where the text's own words for its chapters do not tell of them. */
function headingsBySize(
  text: string,
  paragraphs: readonly Paragraph[],
  starts: ReadonlyMap<Line, number>,
): Heading[] | undefined {
  if (findHeadings(text).length > 0) return undefined;
  const weights = new Map<number, number>();
  for (const { first, text: words } of paragraphs) {
    const size = Math.round(first.size);
    weights.set(size, (weights.get(size) ?? 0) + words.length);
  }
  const usual = [...weights].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0])[0];
  const found: Heading[] = [];
  let before = -2;
  paragraphs.forEach(({ text: title, first }, i) => {
    if (first.size < 1.15 * usual || title.length > 80) return;
    if (before === i - 1) found.at(-1)!.title += ` ${title}`;
    else found.push({ title, start: starts.get(first)! });
    before = i;
  });
  return found.length >= 3 ? found : undefined;
}

async function titleOf(pdf: Pdf): Promise<string> {
  const { info } = await pdf.getMetadata().catch(() => ({ info: {} }));
  const title = clean(withoutLookalikes(String((info as { Title?: unknown }).Title ?? '')))
    .replace(/\s+/g, ' ')
    .trim();
  const none = /^(?:untitled|document|microsoft word|无标题|文档|幻灯片)|\.\w{2,5}$/i;
  return none.test(title) ? '' : truncate(title, 200);
}
