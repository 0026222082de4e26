/** Any file that may be a card: JSON, PNG, APNG, CHARX, a JPEG with an archive behind it, a lorebook alone. */
import { ImportReport } from '../imports/import-report.js';
import { Problem } from '../../contracts/problem.js';
import type { Language } from '../../text/search/language.js';
import { inSlices } from '../../text/search/slices.js';
import { iconOf } from './card-assets.js';
import { readCardObject, type ReadCard } from './card.js';
import { mayBeCharx, readCharx } from './charx.js';
import { parseForeignJson, type JsonValue } from '../imports/foreign-json.js';
import { readLorebook } from '../lorebook/lorebook.js';
import { reportExpressions } from '../lorebook/lorebook-losses.js';
import { readPngCard } from './png-card.js';
import { isPng } from './png.js';
import type { Lorebook } from '../../contracts/sheet.js';
import { standaloneLorebook } from '../lorebook/world-info.js';

/**
 * Reads a card from whatever file it came in.
 *
 * @param filename names the character when the card does not
 * @throws Problem card_too_large, card_unreadable, archive_unsafe, file_broken, file_encrypted
 */
export async function readCardFile(
  bytes: Uint8Array,
  filename = '',
  language: Language = 'en',
): Promise<ReadCard> {
  const read = await (mayBeCharx(bytes) ? readCharx : readCard)(bytes, filename, language);
  const report = new ImportReport(language);
  await inSlices(reportExpressions(read.sheet.lorebook?.entries ?? [], report));
  const { en, zh } = report.texts;
  return {
    ...read,
    report: [...read.report, ...report.lines],
    texts: { en: [...read.texts.en, ...en], zh: [...read.texts.zh, ...zh] },
  };
}

/**
 * Reads a card that is JSON or in a picture; its regular expressions are not tried.
 * @throws Problem card_too_large for JSON above 8 MB, or a file above 100 MB; card_unreadable
 */
export function readCard(bytes: Uint8Array, filename = '', language: Language = 'en'): ReadCard {
  if (isPng(bytes)) return readPngCard(bytes, filename, language);
  const start = Buffer.from(bytes.subarray(0, 4)).toString('latin1');
  if (start === 'RIFF' || start === 'GIF8') {
    throw new Problem('card_unreadable', 'Only PNG pictures carry a character card: send the original PNG.');
  }
  const report = new ImportReport(language);
  const read = readCardObject(parseForeignJson(bytes, report), filename, report);
  const avatar = iconOf(read.card, []);
  return avatar ? { ...read, avatar } : read;
}

/**
 * Reads the lorebook that a file is, or that a card has.
 * @throws Problem card_unreadable when there is none, and as `readCardFile`
 */
export async function readLorebookFile(bytes: Uint8Array, report: ImportReport): Promise<Lorebook> {
  let lorebook: Lorebook | null = null;
  if (isPng(bytes) || mayBeCharx(bytes)) {
    const { sheet } = await (mayBeCharx(bytes) ? readCharx : readCard)(bytes);
    lorebook = readLorebook(sheet.lorebook as JsonValue, report);
  } else {
    const value = parseForeignJson(bytes, report);
    const book =
      standaloneLorebook(value) ??
      (readCardObject(value, '', new ImportReport()).sheet.lorebook as JsonValue);
    lorebook = readLorebook(book, report);
  }
  if (lorebook?.entries.length) {
    await inSlices(reportExpressions(lorebook.entries, report));
    return lorebook;
  }
  throw new Problem(
    'card_unreadable',
    'There is no lorebook here: neither a file of entries nor a card that has them.',
  );
}
