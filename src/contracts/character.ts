import type { Sheet } from './sheet.js';
import type { SourceSummary } from './source.js';

/** An item of `GET /api/characters` */
export interface CharacterSummary {
  id: string;
  name: string;
  /** One line on who they are: the sheet's first identity claim, or the scenario. */
  tagline: string;
  sheetVersion: number;
  hasAvatar: boolean;
  sample: boolean;
  /** By which it is talked with; null: the owner's default. */
  connectionId: string | null;
  createdAt: string;
  updatedAt: string;
}

/** `GET /api/characters/:id`; its avatar, if any, is at `/api/characters/:id/avatar` */
export interface CharacterView extends CharacterSummary {
  sheet: Sheet;
  sources: SourceSummary[];
  /** Of an import: what of the card was not understood, in words; empty when all was. */
  report?: string[];
  /** What all imports of this character said, in each language. */
  importReport?: ReportTexts;
  /** Of an import: the characters that came in the same file. */
  others?: { id: string; name: string }[];
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
