import mammoth from 'mammoth';
import { ZipFile } from 'yazl';
import { buffer } from 'node:stream/consumers';
import { Problem } from '../contracts/problem.js';
import { unzip, type ZipEntries } from './unzip.js';
import { usable } from '../pages/article.js';
import { readable, type Extracted } from '../pages/extracted.js';
import { htmlToText } from '../pages/html-text.js';
import { decodeMarkup, parseMarkup, type Element } from '../pages/markup.js';

/** What the text is made from; pictures, fonts and macros are not even unpacked. */
const PARTS =
  /^(?:\[Content_Types\]\.xml|_rels\/\.rels|word\/(?:document|styles|numbering|footnotes|endnotes)\d*\.xml|word\/_rels\/[^/]+\.rels)$/;
/** A colour that no document has stands for what its author hid. */
const HIDDEN = 'keepsake-hidden';

/**
 * The text of a Word document, divided by its headings; what is hidden or deleted in it is left out.
 * @throws Problem `archive_unsafe`, `file_broken`, `file_encrypted`, `file_not_text`
 */
export async function readDocx(bytes: Uint8Array): Promise<Extracted> {
  const archive = await unzip(bytes);
  const { value } = await mammoth
    .convertToHtml(
      { buffer: await plain(archive) },
      {
        styleMap: [`highlight[color='${HIDDEN}'] => !`, ...headings(), ...(await hiddenStyles(archive))],
        includeEmbeddedStyleMap: false,
        convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: '' })),
      },
    )
    .catch((error: unknown) => {
      throw error instanceof Problem
        ? error
        : new Problem('file_broken', 'This document is damaged or incomplete: save or fetch it again.', {
            cause: error,
          });
    });
  const page = htmlToText(parseMarkup(value).root().get(), { drop: isWayBack });
  if (readable(page.text) === 0) throw new Problem('file_not_text', 'There is no text in this document.');
  const divisions = usable(page);
  return {
    title: '',
    text: page.text,
    ...(divisions && { headings: divisions }),
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  };
}

/** The document as an archive of our own making: only what was read within the limits, what is hidden marked as such. */
async function plain({ names, read }: ZipEntries): Promise<Buffer> {
  const zip = new ZipFile();
  for (const name of names.filter((one) => PARTS.test(one))) {
    const part = await read(name);
    const marked =
      name.startsWith('word/') && !name.endsWith('.rels') ? Buffer.from(withHiddenMarked(part)) : part;
    zip.addBuffer(Buffer.from(marked), name, { compress: false });
  }
  zip.end();
  return buffer(zip.outputStream as NodeJS.ReadableStream);
}

const VANISH = /<w:vanish(?:\s+w:val\s*=\s*["'](?:1|true|on)["'])?\s*(?:\/>|>\s*<\/w:vanish>)/g;

function withHiddenMarked(xml: Uint8Array): string {
  return decodeMarkup(xml)
    .text.replace(/^<\?xml[^>]*/, (head) => head.replace(/\sencoding\s*=\s*["'][^"']*["']/, ''))
    .replace(VANISH, `<w:highlight w:val="${HIDDEN}"/>`);
}

/** Styles whose text is hidden. */
async function hiddenStyles({ names, read }: ZipEntries): Promise<string[]> {
  if (!names.includes('word/styles.xml')) return [];
  const { text } = decodeMarkup(await read('word/styles.xml'));
  return text.split(/<w:style\b/).flatMap((style) => {
    const [, type] = /^[^>]*\bw:type\s*=\s*["'](paragraph|character)["']/.exec(style) ?? [];
    const [, id] = /^[^>]*\bw:styleId\s*=\s*["']([\w-]+)["']/.exec(style) ?? [];
    return type && id && style.search(VANISH) >= 0 ? [`${type === 'paragraph' ? 'p' : 'r'}.${id} => !`] : [];
  });
}

/** Names of heading styles that the library does not know. */
function headings(): string[] {
  return [1, 2, 3].flatMap((level) =>
    [`标题 ${level}`, `標題 ${level}`, `heading${level}`].map(
      (name) => `p[style-name='${name}'] => h${level}:fresh`,
    ),
  );
}

/** The arrow from a note back to its place. */
function isWayBack({ name, attribs }: Element): boolean {
  return name === 'a' && /^#(?:foot|end)note-ref-/.test(attribs['href'] ?? '');
}
