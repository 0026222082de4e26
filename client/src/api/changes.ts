import type { CharacterView } from '../../../src/contracts/character.js';
import { queries } from './queries.js';
import { queryClient } from './query-client.js';

const SESSION_LISTS = ['sessions', 'lists'];

/** A character is another: the answer that says so takes the old one's place, and what rests on it is asked anew. */
export function characterChanged(character: CharacterView): void {
  queryClient.setQueryData(queries.character(character.id).queryKey, character);
  void queryClient.invalidateQueries({ queryKey: queries.versions(character.id).queryKey, exact: true });
  charactersChanged();
}

/** There are others. */
export function charactersChanged(): void {
  void queryClient.invalidateQueries({ queryKey: queries.characters().queryKey });
}

/** What the lists of conversations show is another. */
export function sessionsChanged(): void {
  void queryClient.invalidateQueries({ queryKey: SESSION_LISTS });
}

/** What is deleted is not to be seen again for a moment: the lists that nobody looks at are forgotten. */
export function characterDeleted(): void {
  queryClient.removeQueries({ queryKey: queries.characters().queryKey, type: 'inactive' });
  sessionDeleted();
}

export function sessionDeleted(): void {
  queryClient.removeQueries({ queryKey: SESSION_LISTS, type: 'inactive' });
}

export async function personasChanged(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: queries.personas().queryKey });
}

/** Connections decide which model answers, too. @returns when what is on the page is up to date */
export async function connectionsChanged(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: queries.connections().queryKey }),
    queryClient.invalidateQueries({ queryKey: queries.about().queryKey }),
  ]);
}

/** Much has come at once, such as a backup. */
export function everythingChanged(): void {
  void queryClient.invalidateQueries();
}
