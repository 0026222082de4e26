import { CLAIM_PARTS } from '../contracts/claim-parts.js';
import type { Claim } from '../contracts/sheet.js';
import type { LocatedClaim } from './claim-verification.js';
import type { Merged } from './answer-schemas.js';

/** Claims as a numbered list, from 1. */
export function listed(placed: readonly LocatedClaim[], mark = '#'): string {
  return placed
    .map(({ part, claim }, n) => {
      const about = claim.about ? ` (${claim.about})` : '';
      return `${mark}${n + 1} [${part}, ${claim.kind}]${about} ${claim.text.replace(/\s+/g, ' ')}`;
    })
    .join('\n');
}

/**
 * A model's claims that bring others together: each with the citations of all that it rests on, none of its own. One
 * that rests on nothing is none. A part of the sheet that the model has forgotten altogether stays as it was.
 */
export function mergedClaims(merged: Merged['claims'], from: readonly LocatedClaim[]): LocatedClaim[] {
  const order = new Map(from.map((one, n) => [one, n]));
  const found: { placed: LocatedClaim; order: number }[] = [];
  const written = new Set<string>();
  const lines = new Set<string>();
  for (const { part, text, kind, about, from: numbers } of merged) {
    const rests = [...new Set(numbers)]
      .map((n) => from[n - 1])
      .filter((one) => one !== undefined)
      .sort((a, b) => order.get(a)! - order.get(b)!);
    const [first] = rests;
    if (!first || text.trim() === '') continue;
    if (part === 'examples') {
      // A line that was said stays as it was said, and stands once.
      const line = rests.find((one) => one.part === 'examples');
      if (!line || lines.has(line.claim.text)) continue;
      lines.add(line.claim.text);
      written.add(part);
      found.push({ order: order.get(line)!, placed: line });
      continue;
    }
    for (const rest of rests) written.add(rest.part);
    const sections = rests.flatMap(({ claim }) => claim.fromSection ?? []);
    const name = about?.trim() || first.claim.about;
    found.push({
      order: order.get(first)!,
      placed: {
        part,
        claim: {
          id: '',
          text: text.trim(),
          kind: rests.every(({ claim }) => claim.kind === 'inferred') ? 'inferred' : kind,
          ...(name ? { about: name } : {}),
          citations: citationsOf(rests.map(({ claim }) => claim)),
          ...(sections.length ? { fromSection: Math.min(...sections) } : {}),
        },
      },
    });
  }
  found.sort((a, b) => a.order - b.order);
  const kept = CLAIM_PARTS.filter((part) => !written.has(part)).flatMap((part) =>
    from.filter((one) => one.part === part),
  );
  return [...found.map(({ placed }) => placed), ...withoutTwins(kept)];
}

/** The citations of some claims, each once. */
export function citationsOf(claims: readonly Claim[]): Claim['citations'] {
  const all = claims.flatMap(({ citations }) => citations);
  return all.filter((one, n) => all.findIndex((other) => isSame(one, other)) === n);
}

function isSame(a: Claim['citations'][number], b: Claim['citations'][number]): boolean {
  return a.sourceId === b.sourceId && a.passageId === b.passageId && a.start < b.end && b.start < a.end;
}

/** Claims of which no two say the same in the same words. */
function withoutTwins(placed: readonly LocatedClaim[]): LocatedClaim[] {
  const seen = new Set<string>();
  return placed.filter(({ part, claim }) => {
    const key = `${part} ${claim.text.toLowerCase().replace(/[\s\p{P}]+/gu, '')}`;
    return !seen.has(key) && seen.add(key);
  });
}
