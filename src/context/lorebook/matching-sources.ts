/** What of a sheet the keys of lorebook entries are looked for in beside what was said. */
import { cardTextsOf } from '../../characters/cards/card-texts.js';
import type { MatchingSource } from '../../characters/lorebook/tavern-rules.js';
import { type Sheet, sheetSchema } from '../../contracts/sheet.js';
import type { ParsedEntry } from './entries.js';

/** In characters, of each; as much is searched of what was said. */
const LONGEST = 8000;

/** Those of them that any entry asks for. The persona's description is the session's. */
export function matchingSources(
  sheet: Partial<Sheet>,
  entries: readonly ParsedEntry[],
): Partial<Record<MatchingSource, string>> {
  const asked = new Set(entries.flatMap(({ rules }) => rules.alsoIn));
  if (!asked.size) return {};
  const { description, personality, scenario } = cardTextsOf('', { ...EMPTY, ...sheet });
  const all = {
    description,
    personality,
    scenario,
    depthPrompt: sheet.depthPrompt?.text ?? '',
    creatorNotes: sheet.cardNotes?.creatorNotes ?? '',
  };
  return Object.fromEntries(
    Object.entries(all)
      .filter(([source]) => asked.has(source as MatchingSource))
      .map(([source, text]) => [source, text.slice(0, LONGEST)]),
  );
}

const EMPTY = sheetSchema.parse({});
