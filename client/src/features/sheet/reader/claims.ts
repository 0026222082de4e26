import { CLAIM_PARTS } from '../../../../../src/contracts/claim-parts.js';
import type { Citation, Claim, Sheet } from '../../../../../src/contracts/sheet.js';

/** Two claims as one: all that both say, on all that both rest on, no surer than the less sure. */
export function joinedClaim(one: Claim, other: Claim): Claim {
  const kinds = ['stated', 'inferred', 'invented'] as const;
  const places = new Set(one.citations.map(citationKey));
  const about = one.about ?? other.about;
  return {
    ...one,
    text: /[\p{Script=Han}。！？]$/u.test(one.text) ? one.text + other.text : `${one.text} ${other.text}`,
    kind: kinds[Math.max(kinds.indexOf(one.kind), kinds.indexOf(other.kind))]!,
    citations: [...one.citations, ...other.citations.filter((place) => !places.has(citationKey(place)))],
    ...(about === undefined ? {} : { about }),
  };
}

export function citationKey({ sourceId, passageId, start, end }: Citation): string {
  return `${sourceId} ${passageId} ${start} ${end}`;
}

/** Citations numbered through the sheet; the same place in a source has one number. */
export function numberCitations(sheet: Sheet): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const part of CLAIM_PARTS) {
    for (const claim of sheet[part]) {
      for (const citation of claim.citations) {
        const key = citationKey(citation);
        if (!numbers.has(key)) numbers.set(key, numbers.size + 1);
      }
    }
  }
  return numbers;
}

/** Which claims say otherwise than a claim, by its id; either of the two may name the other. */
export function disputes(sheet: Sheet): Map<string, Claim[]> {
  const claims = new Map(CLAIM_PARTS.flatMap((part) => sheet[part]).map((claim) => [claim.id, claim]));
  const against = new Map<string, Claim[]>();
  const add = (one: Claim, other: Claim) => {
    const list = against.get(one.id) ?? [];
    if (one !== other && !list.includes(other)) against.set(one.id, [...list, other]);
  };
  for (const claim of claims.values()) {
    for (const id of claim.contradicts ?? []) {
      const other = claims.get(id);
      if (!other) continue;
      add(claim, other);
      add(other, claim);
    }
  }
  return against;
}
