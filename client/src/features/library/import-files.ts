import { api } from '../../api/api.js';
import { to } from '../../browser/route.js';
import { rememberReport } from './import-reports.js';

/** Whether a file goes to the import of cards: pictures, CHARX, and of JSON what is neither chat log nor world book. */
async function isCard(file: File): Promise<boolean> {
  if (/\.(?:png|charx)$/i.test(file.name) || file.type === 'image/png') return true;
  if (!/\.json$/i.test(file.name) && file.type !== 'application/json') return false;
  const [{ readChatLog }, { readWorldBook }] = await Promise.all([
    import('../../../../src/text/dialogue/chat-log.js'),
    import('../../../../src/text/profiles/world-book.js'),
  ]);
  const text = await file.text();
  return readChatLog(text) === null && readWorldBook(text) === null;
}

/**
 * Takes files in: cards become characters, all others one ingest. Answers with the place to go to; throws a
 * `Failure`.
 */
export async function importFiles(files: File[], name?: string): Promise<string> {
  const texts: File[] = [];
  let place: string = to.library;
  for (const file of files) {
    if (await isCard(file)) place = await importCard(file);
    else texts.push(file);
  }
  if (texts.length) place = to.ingest((await api.ingestFiles(texts, name)).id);
  return place;
}

export async function importCard(file: File): Promise<string> {
  const character = await api.importCard(file);
  rememberReport(character.id, character.report ?? []);
  return to.character(character.id);
}
