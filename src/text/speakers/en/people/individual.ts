import type { Gender, NameParts } from '../names/titles.js';

/** Somebody whom several names mean. */
export interface Individual {
  name: string;
  aliases: string[];
  gender: Gender;
}

/** A name with what the text tells of it. */
export interface NameUse {
  name: string;
  times: number;
  /** Of those, behind `the`. */
  withArticle: number;
  /** Of those, in narration. */
  inNarration: number;
  /** As the pronouns around it tell. */
  gender: Gender;
  /** Where it stands, in order. */
  places: readonly number[];
}

/** A name as it is put together with others. */
export interface Entry extends NameUse, NameParts {}

/** Somebody who is known so far, and what they are called by. */
export interface Known extends Individual {
  given: string | null;
  surname: string | null;
  titles: Set<string>;
  entries: Entry[];
  times: number;
}
