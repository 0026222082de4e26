import type { Citation, Claim, ClaimPart, Sheet } from '../../../src/characters/sheet.js';

/** In the order in which they are shown and sent. */
export const PARTS: ClaimPart[] = [
  'identity',
  'voice',
  'drives',
  'relationships',
  'timeline',
  'world',
  'limits',
  'examples',
];

/** Whether a claim may be told to the model. */
export function isSupported(claim: Claim): boolean {
  return claim.kind === 'invented' || claim.citations.length > 0;
}

export function citationKey({ sourceId, passageId, start, end }: Citation): string {
  return `${sourceId} ${passageId} ${start} ${end}`;
}

/** Citations numbered through the sheet; the same place in a source has one number. */
export function numberCitations(sheet: Sheet): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const part of PARTS) {
    for (const claim of sheet[part]) {
      for (const citation of claim.citations) {
        const key = citationKey(citation);
        if (!numbers.has(key)) numbers.set(key, numbers.size + 1);
      }
    }
  }
  return numbers;
}
