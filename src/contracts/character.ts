import type { Sheet } from './sheet.js';
import type { SourceSummary } from './source.js';

/** The lists of characters run by last talk (a new character counts as talked with when it came), by name, or newest first. */
export const CHARACTER_SORTS = ['recent', 'name', 'created'] as const;
export type CharacterSort = (typeof CHARACTER_SORTS)[number];

/** The widths and heights, in pixels, that a picture is made smaller to: `/api/characters/:id/avatar?size=192`. */
export const AVATAR_SIZES = [96, 192, 384, 768] as const;
export type AvatarSize = (typeof AVATAR_SIZES)[number];

/** What a picture that is handed in may be: bytes, and pixels. */
export const MOST_OF_PICTURE = { bytes: 10_000_000, pixels: 50_000_000 };

/** What may be asked of `GET /api/characters`; all of it has to hold. */
export interface CharacterQuery {
  /** Words, each of which stands in the name, the tagline, the creator or a tag, in whatever case, width or Chinese script. */
  q?: string;
  /** `recent` where it is left out. */
  sort?: CharacterSort;
  tag?: string | string[];
  favourite?: boolean;
  /** Empty: those in no folder. */
  folder?: string;
  limit?: number;
  /** The `next` of the page before, under the same `sort`. */
  before?: string;
}

/** An item of `GET /api/characters` */
export interface CharacterSummary {
  id: string;
  name: string;
  /** One line on who they are: the sheet's first identity claim, or the scenario. */
  tagline: string;
  /** Who made the card; may be empty. */
  creator: string;
  /** Of the newest sheet, the first 40 of up to 60 characters each. */
  tags: string[];
  favourite: boolean;
  folder: string | null;
  /** When one of its conversations last went on. */
  lastTalkAt: string | null;
  sheetVersion: number;
  hasAvatar: boolean;
  /** Changes whenever the picture does: put it in the picture's address as `v`, and it is kept for good. Null: no picture. */
  avatarHash: string | null;
  sample: boolean;
  /** By which it is talked with; null: the owner's default. */
  connectionId: string | null;
  createdAt: string;
  updatedAt: string;
}

/** How a character can look: a picture that came with its card, at `/api/characters/:id/expressions/:n`. */
export interface ExpressionView {
  n: number;
  /** As the card's author calls it: `joy`, `angry_2`, `微笑`. */
  name: string;
}

/** `GET /api/characters/:id/expressions` */
export interface ExpressionList {
  items: ExpressionView[];
}

/** `PATCH /api/characters/:id`. A change of the sheet or the tags makes a new version of the sheet. */
export interface CharacterChange {
  name?: string;
  sheet?: Sheet;
  /** Null: the owner's default. */
  connectionId?: string | null;
  favourite?: boolean;
  /** Null: none. */
  folder?: string | null;
  /** In the place of those that the sheet has. */
  tags?: string[];
}

/** An item of `GET /api/characters/tags`, most used first; spellings that differ in case alone are one. */
export interface TagCount {
  tag: string;
  characters: number;
}

/** An item of `GET /api/characters/folders`, by name. */
export interface FolderCount {
  folder: string;
  characters: number;
}

/**
 * What an import does with a card that is there already: with the same content, or the same name and creator.
 * `POST /api/characters/import?onTwin=…`, `keep` where it is left out: both stay. `replace` makes the card the newest
 * version of that character's sheet, and its conversations go on. `skip` takes nothing in. `ask` answers
 * `character_exists` with the twin; of an archive with several cards, those that are new come in all the same.
 */
export const ON_TWIN = ['keep', 'replace', 'skip', 'ask'] as const;
export type OnTwin = (typeof ON_TWIN)[number];

/** A character that a card was found to be already. */
export interface CharacterTwin {
  id: string;
  name: string;
  /** The card's content and picture are the same to the byte. */
  identical: boolean;
}

/** `GET /api/characters/:id`; its avatar, if any, is at `/api/characters/:id/avatar` */
export interface CharacterView extends CharacterSummary {
  sheet: Sheet;
  sources: SourceSummary[];
  /** The import that made it, of which its sheet can be written anew; null where there is none. */
  ingestId: string | null;
  /** Of an import: what of the card was not understood, in words; empty when all was. */
  report?: string[];
  /** What all imports of this character said, in each language. */
  importReport?: ReportTexts;
  /** Of an import: the characters that came in the same file. */
  others?: { id: string; name: string }[];
  /** Of an import whose card was there already, and what was done with it. */
  twin?: CharacterTwin & { outcome: 'kept' | 'replaced' | 'skipped' };
}

/** The sentences of a report on an import. */
export interface ReportTexts {
  en: string[];
  zh: string[];
}

/** An item of `GET /api/characters/:id/versions` (newest first) */
export interface SheetVersionView {
  version: number;
  createdAt: string;
  cause: 'ingest' | 'import' | 'edit' | 'sample';
}
