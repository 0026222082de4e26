import { posix } from 'node:path';
import { Problem } from '../contracts/problem.js';
import { clean } from '../text/encoding/storable.js';
import { candidates, decode, type Decoded } from '../text/encoding/decode.js';
import { withoutMarkupRemains } from '../text/encoding/markup-remains.js';
import { workTitle } from '../text/structure/work-title.js';
import { readHtml } from '../pages/article.js';
import { readEpub } from './books/epub.js';
import { readFb2 } from './books/fb2.js';
import { readMobi } from './books/mobi.js';
import { readable, type Extracted } from '../pages/extracted.js';
import { kindOf, unsupported, type FileKind } from './file-kind.js';
import { readMarkdown } from './markdown.js';
import { htmlToText } from '../pages/html-text.js';
import { decodeMarkup, hasByteOrderMark, parseMarkup } from '../pages/markup.js';
import { readMhtml } from './mhtml.js';
import { readOdt } from './odt.js';
import { readRtf } from './rtf.js';
import { csvRows } from './tables/csv.js';
import { tableText } from './tables/table-text.js';
import { inKnownForm } from './known-form.js';
import { readZip } from './zip-of-texts.js';

/** What is known of a file beside its name and bytes. */
export interface Known {
  /** What a person calls it; an archive's texts keep their own. */
  title?: string;
  /** Where it was fetched from, and the encoding that it was said to be in there. */
  url?: string;
  charset?: string;
  /** The encoding that a person chose, for text and pages without a mark of their own. */
  encoding?: string;
}

/**
 * The texts of a file, by what is in it; its name only helps. An archive has several, any other file one.
 * @throws Problem `file_unsupported`, `file_not_text`, and those of the readers
 */
export async function extractFile(name: string, bytes: Uint8Array, known: Known = {}): Promise<Extracted[]> {
  if (bytes.length === 0) throw new Problem('file_not_text', 'This file is empty: there is nothing in it.');
  const { title, url, encoding } = known;
  const kind = await kindOf(name, bytes);
  const texts =
    kind === 'zip'
      ? await readZip(bytes, async (inner, content) =>
          extract(await kindOf(inner, content), inner, content, encoding === undefined ? {} : { encoding }),
        )
      : [{ ...(await extract(kind, name, bytes, known)), ...(title && { title }) }];
  return url === undefined ? texts : texts.map((text) => ({ ...text, url }));
}

/** The text of a file that is no archive. @throws Problem as `extractFile`, also for an archive of texts */
async function extract(kind: FileKind, name: string, bytes: Uint8Array, known: Known): Promise<Extracted> {
  const own = posix.basename(name, posix.extname(name));
  const found = await read(kind, name, bytes, known);
  return inKnownForm({ ...found, title: found.title || workTitle(found.text) || own });
}

async function read(kind: FileKind, name: string, bytes: Uint8Array, known: Known): Promise<Extracted> {
  const own = posix.basename(name, posix.extname(name));
  switch (kind) {
    case 'zip':
      throw unsupported('zip');
    case 'epub':
      return readEpub(bytes);
    case 'fb2':
      return readFb2(bytes);
    case 'mobi':
      return readMobi(bytes);
    case 'odt':
      return readOdt(bytes);
    case 'rtf':
      return readRtf(bytes);
    // the large libraries are loaded when they are needed
    case 'xlsx':
      return (await import('./tables/xlsx.js')).readXlsx(bytes);
    case 'docx':
      return (await import('./docx.js')).readDocx(bytes);
    case 'pdf':
      return (await import('./pdf.js')).readPdf(bytes);
    case 'mhtml':
      return readMhtml(bytes);
    case 'html': {
      const found = decodedAs(known.encoding, bytes) ?? decodeMarkup(bytes, known.charset);
      return { ...readHtml(found.text, known.url), ...encodingOf(found, bytes, textOfPage) };
    }
    default: {
      const found =
        decodedAs(known.encoding, bytes) ??
        (known.charset ? decodeMarkup(bytes, known.charset) : decode(bytes));
      const text = clean(kind === 'text' ? withoutMarkupRemains(found.text) : found.text);
      if (readable(text) === 0) throw new Problem('file_not_text', 'There is no text in this file.');
      if (kind === 'markdown')
        return { ...readMarkdown(text), mediaType: 'text/markdown', ...encodingOf(found, bytes) };
      if (kind === 'table') {
        const table = tableText(csvRows(text, /\.tsv$/i.test(name)));
        return { title: own, ...table, ...encodingOf(found, bytes) };
      }
      return { title: '', text, mediaType: 'text/plain', ...encodingOf(found, bytes) };
    }
  }
}

/** As a person chose it; a mark in the text itself knows better. */
function decodedAs(encoding: string | undefined, bytes: Uint8Array): Decoded | null {
  return encoding === undefined || hasByteOrderMark(bytes) ? null : decode(bytes, encoding);
}

function encodingOf(
  { encoding, doubtful, leftOut }: Decoded,
  bytes: Uint8Array,
  shown?: (text: string) => string,
): Pick<Extracted, 'encoding' | 'doubtful' | 'encodings' | 'leftOut'> {
  return {
    encoding,
    ...(doubtful && { doubtful: true, encodings: candidates(bytes, shown) }),
    ...(leftOut && { leftOut: [{ name: '', message: `Bytes that are no text were left out: ${leftOut}.` }] }),
  };
}

function textOfPage(markup: string): string {
  return htmlToText(parseMarkup(markup).root().get(), { listMarks: true }).text;
}
