import { posix } from 'node:path';
import { Problem } from '../contracts/problem.js';
import { unzip } from './unzip.js';
import type { Extracted } from '../pages/extracted.js';

/** More are better put together first. */
const MOST_TEXTS = 100;
/** UTF-16 units of all texts of an archive: some ten long novels. */
const MOST_TEXT = 20_000_000;
/** What lies about in archives and is no text. */
const LITTER =
  /(?:^|\/)(?:__MACOSX\/|\.[^/]*|Thumbs\.db$|desktop\.ini$)|\.(?:jpe?g|png|gif|webp|avif|svg|bmp|ico|css|js|woff2?|ttf|otf|mp3|mp4|opf|ncx|url|lnk)$/i;

/**
 * Each text of an archive, in the order of their names.
 * @param extract reads one of them
 * @throws Problem `archive_unsafe`, `file_unsupported` for an archive in it, and those of the readers, with the name
 */
export async function readZip(
  bytes: Uint8Array,
  extract: (name: string, bytes: Uint8Array) => Promise<Extracted>,
): Promise<Extracted[]> {
  const archive = await unzip(bytes);
  const names = archive.names.filter((name) => !LITTER.test(name)).sort(byNumbers);
  if (names.length === 0) throw new Problem('file_unsupported', 'There are no texts in this archive.');
  if (names.length > MOST_TEXTS) {
    throw new Problem(
      'archive_unsafe',
      `This archive has more than ${MOST_TEXTS} texts. Join them to fewer, or upload a part of them.`,
    );
  }
  const found: Extracted[] = [];
  let length = 0;
  for (const name of names) {
    const content = await archive.read(name);
    if (content.length === 0) continue;
    const text = await extract(posix.basename(name), content).catch((error: unknown) => {
      throw error instanceof Problem
        ? new Problem(error.code, `${posix.basename(name)}: ${error.message}`)
        : error;
    });
    length += text.text.length;
    if (length > MOST_TEXT)
      throw new Problem('archive_unsafe', 'The texts of this archive are too long together.');
    found.push(text);
  }
  if (found.length === 0) throw new Problem('file_not_text', 'All files of this archive are empty.');
  return found;
}

/** Chapter 2 comes before chapter 10. */
const { compare: byNumbers } = new Intl.Collator('en', { numeric: true });
