import type { CharacterView } from '../../../src/contracts/character.js';
import { queries } from './queries.js';
import { queryClient } from './query-client.js';

const SESSION_LISTS = ['sessions', 'lists'];
const CHARACTER_LISTS = ['characters', 'lists'];

/** A character is another: the answer that says so takes the old one's place, and what rests on it is asked anew. */
export function characterChanged(character: CharacterView): void {
  queryClient.setQueryData(queries.character(character.id).queryKey, character);
  void queryClient.invalidateQueries({ queryKey: queries.versions(character.id).queryKey, exact: true });
  charactersChanged();
}

/** There are others. */
export function charactersChanged(): void {
  void queryClient.invalidateQueries({ queryKey: CHARACTER_LISTS });
}

/** A character has another picture, or none: it stands in the lists of conversations, too. */
export function pictureChanged(characterId: string): void {
  void queryClient.invalidateQueries({ queryKey: queries.character(characterId).queryKey, exact: true });
  charactersChanged();
  sessionsChanged();
}

/** What the lists of conversations show is another. */
export function sessionsChanged(): void {
  void queryClient.invalidateQueries({ queryKey: SESSION_LISTS });
}

/** What is deleted is not to be seen again for a moment: the lists that nobody looks at are forgotten. */
export function characterDeleted(): void {
  queryClient.removeQueries({ queryKey: CHARACTER_LISTS, type: 'inactive' });
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

export async function bridgesChanged(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ['bridges'] });
}

/** Much has come at once, such as a backup. */
export function everythingChanged(): void {
  void queryClient.invalidateQueries();
}
