/** Archives of several cards. */
import { posix } from 'node:path';
import { unzip } from '../../files/unzip.js';
import { Problem } from '../../contracts/problem.js';
import type { Language } from '../../text/search/language.js';
import { ImportReport } from '../imports/import-report.js';
import { charactersInByaf, readByaf } from './byaf.js';
import { readCardFile } from './card-file.js';
import type { ReadCard } from './card.js';
import { isZip } from './charx.js';
import { setAside, tavernFile } from './tavern-folder.js';

export interface ReadCards {
  cards: ReadCard[];
  /** What was left out of the archive. */
  report: string[];
  /** Which of its files comes next; null where all were read. */
  next: number | null;
}

const CARD = /\.(?:json|png|charx|byaf|ya?ml|jpe?g)$/i;
/** Of one answer, in bytes of the archive's files. */
const BATCH = 20 * 1024 * 1024;
const MOST = 1000;

/**
 * The cards of a file, as many at a time as are not too much to hold.
 * @param from which file of the archive to begin with
 * @throws Problem as `readCardFile` does, where the file is one card; card_too_large above 1,000 files; archive_unsafe
 */
export async function readCards(
  bytes: Uint8Array,
  filename: string,
  language: Language,
  from = 0,
): Promise<ReadCards> {
  const zip = isZip(bytes) ? await unzip(bytes) : null;
  if (!zip || zip.names.includes('card.json')) {
    return { cards: [await readAlone(bytes, filename, language)], report: [], next: null };
  }
  const characters = await charactersInByaf(zip);
  const report = new ImportReport(language);
  const told = new ImportReport(language);
  const aside = setAside(zip.names, told);
  // It is told once, with the first of its batches.
  if (from === 0) report.join(told);
  const files = characters.length
    ? characters
    : zip.names.filter((name) => isCardName(name) && !aside.has(name));
  if (!files.length) throw new Problem('card_unreadable', 'There is no character card in this archive.');
  if (files.length > MOST)
    throw new Problem('card_too_large', `This archive has more than ${MOST} files: divide it.`);
  const cards: ReadCard[] = [];
  let n = from;
  for (let size = 0; n < files.length && size < BATCH; n++) {
    const name = files[n]!;
    try {
      const file = await zip.read(name);
      size += file.length;
      const inner = characters.length
        ? readByaf(zip, name, filename, language)
        : readCardFile(file, posix.basename(name), language);
      const card = await inner;
      size += card.assets.reduce((sum, asset) => sum + asset.bytes.length, 0);
      cards.push(card);
    } catch (error) {
      if (!(error instanceof Problem) || error.code === 'archive_unsafe') throw error;
      if (files.length === 1) throw error;
      report.add(`“${name}” was left out: ${error.message}`, `“${name}”没有读入：里面没有能读懂的角色卡。`);
    }
  }
  return { cards, report: report.lines, next: n < files.length ? n : null };
}

/** @throws Problem that says what the file is, where it is another of SillyTavern's */
async function readAlone(bytes: Uint8Array, filename: string, language: Language): Promise<ReadCard> {
  try {
    return await readCardFile(bytes, filename, language);
  } catch (error) {
    const what = error instanceof Problem && error.code === 'card_unreadable' ? tavernFile(bytes) : undefined;
    throw what ?? error;
  }
}

function isCardName(name: string): boolean {
  return CARD.test(name) && !/(?:^|\/)(?:\.|__MACOSX\/)/.test(name);
}
