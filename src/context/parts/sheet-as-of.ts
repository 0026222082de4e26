import { CLAIM_PARTS } from '../../contracts/claim-parts.js';
import type { Claim, Sheet } from '../../contracts/sheet.js';

/** A point in the story that a source tells. */
export interface StoryPoint {
  sourceId: string;
  /** The section that it is the end of. */
  section: number;
  title: string;
  /** The number of that section's last passage. */
  lastPassage: number;
}

/**
 * The sheet as it is known at a point in the story: without every claim that rests on anything from later, or on
 * another source, of which nobody can say when it is known. Scene and greetings were thought of for the whole, and
 * leave, too; so do entries of the lorebook that say a later section in `fromSection`. A sheet that was made for an
 * earlier point stays as it is.
 */
export function sheetAsOf(sheet: Sheet, point: StoryPoint): Sheet {
  if (sheet.upTo && sheet.upTo.section <= point.section) return sheet;
  const parts = Object.fromEntries(
    CLAIM_PARTS.map((part) => [part, sheet[part].filter((claim) => isKnown(claim, point))]),
  );
  return {
    ...sheet,
    ...parts,
    upTo: { section: point.section, title: point.title },
    scenario: '',
    greetings: [],
    lorebook: sheet.lorebook && {
      ...sheet.lorebook,
      entries: sheet.lorebook.entries.filter((entry) => !(Number(entry['fromSection']) > point.section)),
    },
  };
}

function isKnown({ citations, fromSection }: Claim, { sourceId, section, lastPassage }: StoryPoint): boolean {
  if (!citations.length) return fromSection === undefined || fromSection <= section;
  return citations.every(
    (citation) => citation.sourceId === sourceId && Number(citation.passageId.slice(1)) <= lastPassage,
  );
}
