import { comes, here, mend, mine, orphans, out, OWNER, partsOf, quietly, taken, type Step } from './steps.js';

/** Sources and characters. */
export const LIBRARY_STEPS: readonly Step[] = [
  // Sources
  ...partsOf('sources', 'source_id', ['sections', 'passages']),
  orphans(
    'passages',
    'NOT EXISTS (SELECT FROM new_sections s WHERE s.source_id = t.source_id AND s.n = t.section_n)',
  ),
  out(
    'passages',
    'conflict',
    // Each is read by itself: many that lie over each other would be more than the whole text.
    `t.ctid IN (SELECT at FROM (
       SELECT ctid AS at, start, max("end") OVER (
         PARTITION BY source_id, section_n ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
       FROM new_passages) p WHERE p.start < p.before)`,
  ),

  // Characters: the newest sheet is the one that is followed.
  ...partsOf('characters', 'character_id', ['sheets', 'avatars', 'card_assets', 'character_sources']),
  orphans(
    'character_sources',
    `NOT (${comes('sources', 't.source_id')} OR ${mine('sources', 't.source_id')})`,
  ),
  out('characters', 'incomplete', 'NOT EXISTS (SELECT FROM new_sheets s WHERE s.character_id = t.id)'),
  ...['sheets', 'avatars', 'card_assets', 'character_sources'].map((table) =>
    orphans(table, `NOT ${comes('characters', 't.character_id')}`),
  ),
  mend(
    'characters',
    'sheet_version = s.version',
    's.character_id = t.id AND t.sheet_version <> s.version',
    'FROM (SELECT character_id, max(version) AS version FROM new_sheets GROUP BY 1) s',
  ),

  // Whom what is said goes to is not the archive's to say: only what is here already stays chosen.
  ...['characters', 'sessions'].map((table) =>
    quietly(
      table,
      'connection_id = NULL',
      `t.connection_id IS NOT NULL AND NOT ${mine('connections', 't.connection_id')}`,
    ),
  ),

  // Prompts: of a character or of all; what stands here already stays.
  here('prompt_texts', mine('prompt_texts', 't.id')),
  taken('prompt_texts'),
  here(
    'prompt_texts',
    `t.character_id IS NULL AND EXISTS (SELECT FROM prompt_texts o WHERE o.owner_id = ${OWNER} AND o.character_id IS NULL
       AND o.name = t.name AND o.language = t.language) OR ${mine('characters', 't.character_id')}`,
  ),
  orphans('prompt_texts', `t.character_id IS NOT NULL AND NOT ${comes('characters', 't.character_id')}`),

  // What would hold for other conversations than the archive's is its owner's to say; what stands here already stays.
  { ...out('prompt_texts', 'for_all', 't.character_id IS NULL'), keepsOut: true },
  quietly(
    'personas',
    'default_at = NULL',
    `t.default_at IS NOT NULL AND EXISTS (SELECT FROM personas o WHERE o.owner_id = ${OWNER} AND o.default_at IS NOT NULL)`,
  ),
  {
    ...quietly('personas', 'default_at = NULL', 't.default_at IS NOT NULL'),
    reason: 'not_default',
    keepsOut: true,
  },
];
