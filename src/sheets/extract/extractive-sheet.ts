import type { ClaimPart } from '../../contracts/claim-parts.js';
import { type Claim, type Sheet, sheetSchema } from '../../contracts/sheet.js';
import type { Reading } from '../../text/speakers/reading.js';
import { SHEET_WORDS } from './claims/sheet-words.js';
import { identityOf } from './claims/identity.js';
import { relationshipsOf } from './claims/relationships.js';
import { speechOf } from './claims/speech.js';
import { type Asked, type FoundClaim, subjectOf } from './subject/subject.js';
import { timelineOf } from './claims/timeline.js';

/**
 * A sheet without a language model: only what the text says, each claim with the passage it was taken from.
 *
 * @param name of somebody in the cast, or any name that the text holds
 * @param readings the sources, read
 * @param names all that they go by
 * @param more it is to be added to a sheet that there is
 */
export function extractSheet(
  name: string,
  readings: readonly Reading[],
  names: readonly string[] = [name],
  more = false,
): Sheet {
  const asked: Asked = { name, names, more, language: readings[0]?.language ?? 'en' };
  const words = SHEET_WORDS[asked.language];
  const parts: Partial<Record<ClaimPart, Claim[]>> = {};
  const limit = { part: 'limits', text: words.limit, kind: 'invented', citations: [] } as const;
  const found = [...(more ? [] : [limit]), ...readings.flatMap((reading) => claimsOf(reading, asked))];
  for (const { part, ...claim } of found) {
    const list = (parts[part] ??= []);
    if (list.some(({ text }) => text === claim.text)) continue;
    list.push({ id: `${part}-${list.length + 1}`, ...claim, citations: [...claim.citations] });
  }
  return sheetSchema.parse({
    language: asked.language,
    ...parts,
    greetings: more ? [] : [words.greeting(name)],
  });
}

function claimsOf(reading: Reading, asked: Asked): FoundClaim[] {
  const subject = subjectOf(reading, asked);
  if (!subject) return [];
  return [...identityOf(subject), ...speechOf(subject), ...relationshipsOf(subject), ...timelineOf(subject)];
}
