import { api } from '../api.js';
import { to } from '../route.js';
import { rememberReport } from '../sheet/import-reports.js';

const CARD = /\.(png|json|charx)$/i;

export function isCard(file: File): boolean {
  return CARD.test(file.name) || file.type === 'image/png' || file.type === 'application/json';
}

/**
 * Takes files in: cards become characters, all others one ingest. Answers with the place to go to; throws a
 * `Failure`.
 */
export async function takeIn(files: File[], name?: string): Promise<string> {
  const texts = files.filter((file) => !isCard(file));
  let place: string = to.library;
  for (const card of files.filter(isCard)) place = await importCard(card);
  if (texts.length) place = to.ingest((await api.ingestFiles(texts, name)).id);
  return place;
}

export async function importCard(file: File): Promise<string> {
  const character = await api.importCard(file);
  rememberReport(character.id, character.report ?? []);
  return to.character(character.id);
}
