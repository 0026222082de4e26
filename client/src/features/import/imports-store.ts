import { useEffect, useSyncExternalStore } from 'react';
import { api } from '../../api/api.js';
import { ingestsApi } from '../../api/ingests.js';
import { charactersChanged } from '../../api/changes.js';
import { to } from '../../browser/route.js';
import { isCard } from './card-files.js';
import { ImportQueue, type ImportList } from './import-queue.js';

/** The cards that came in since the list was last closed. */
export const imports = new ImportQueue(api.importCard, charactersChanged);

export function useImports(): ImportList {
  return useSyncExternalStore(imports.subscribe, imports.get);
}

/** Asks before the page goes while cards are on their way. */
export function useLeaveWarning(running: boolean): void {
  useEffect(() => {
    if (!running) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [running]);
}

/**
 * Takes files in: cards become characters, all else one ingest. A single card leads to its sheet, several to their list.
 * @returns the place to go to
 * @throws Failure
 */
export async function importFiles(files: File[], name?: string): Promise<string> {
  const kinds = await Promise.all(files.map(isCard));
  const cards = files.filter((_, n) => kinds[n]);
  const texts = files.filter((_, n) => !kinds[n]);
  if (!cards.length) return to.ingest((await ingestsApi.ofFiles(texts, name)).id);
  return importCards(cards, texts);
}

/** Takes in what is to be a card. @returns the place to go to */
export async function importCards(cards: File[], texts: File[] = []): Promise<string> {
  const isAlone = cards.length === 1 && !texts.length && !imports.get().items.length;
  const done = imports.add(cards, texts);
  if (!isAlone) return to.imports;
  await done;
  const state = imports.get().items[0]?.state;
  if (state?.is === 'refused') {
    imports.close();
    throw state.failure;
  }
  if (state?.is !== 'taken' || state.characters.length > 1) return to.imports;
  imports.close();
  return to.character(state.characters[0]!.id);
}
