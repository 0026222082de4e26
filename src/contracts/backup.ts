/** Why a row of a backup was not put back, or not as it was. */
export type LeftOutReason =
  /** It is no JSON, or too long or too deeply nested to be read. */
  | 'unreadable'
  /** A value is missing, of a wrong type, or out of range. */
  | 'invalid'
  /** Its id, or its place, is another's. */
  | 'conflict'
  /** What it belongs to is not there. */
  | 'without_parent'
  /** Its number lies where no story leads. */
  | 'out_of_sequence'
  /** What it cannot do without is not there: a character without a sheet, a conversation without a story. */
  | 'incomplete'
  /** It would hold for all characters, and that was not asked for. */
  | 'for_all'
  /** A persona that was put back without being the default, which was not asked for; not counted as left out. */
  | 'not_default'
  /** It was put back without what could not be read of it; such rows are not counted as left out. */
  | 'mended';

export interface LeftOutView {
  table: string;
  /** Rows that were not put back. */
  count: number;
  /** With a few ids, or line numbers where there is no id. */
  reasons: { reason: LeftOutReason; count: number; examples: string[] }[];
}

/** `POST /api/restore` */
export interface RestoreView {
  /** How many rows were put back, by table; what was there already is not counted. */
  restored: Record<string, number>;
  /** What could not be read, or was not asked for. Empty for an archive as it was saved that is put back with `forAll`. */
  leftOut: LeftOutView[];
}
