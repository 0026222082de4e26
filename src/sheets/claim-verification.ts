import { CLAIM_PARTS, type ClaimPart } from '../contracts/claim-parts.js';
import type { Claim } from '../contracts/sheet.js';
import { isInstruction } from '../text/instructions/instructions.js';
import { hasGap } from '../text/instructions/kept-out.js';
import { type Located, makeLocator } from '../text/locate/locate.js';
import type { Text } from '../text/speakers/reading.js';
import type { WrittenClaim } from './answer-schemas.js';

/** A claim and the part of the sheet that it belongs to. */
export interface LocatedClaim {
  part: ClaimPart;
  claim: Claim;
}

/** In UTF-16 units, of a line that shows the voice. */
const LONGEST_EXAMPLE = 300;

/**
 * What a model wrote, checked against the sources: every quotation is looked up, wherever it stands; what cannot be
 * found is dropped, and a claim left with none stays without a citation, so that it is shown but never sent. What was
 * kept out of a source is no evidence, and a claim that gives instructions to a model is none.
 */
export function verify(written: readonly WrittenClaim[], sources: readonly Text[]): LocatedClaim[] {
  const texts = sources.map((source) => ({
    source,
    locate: makeLocator(source.text, source.passages),
    sectionOf: new Map(source.passages.map(({ n, section }) => [n, section])),
  }));
  const find = (passage: string, quote: string): { text: (typeof texts)[number]; place: Located } | null => {
    const [, source, number] = /^\[?(?:(\d+):)?p?(\d+)\]?$/.exec(passage.trim()) ?? [];
    const first = texts[Math.max(0, Number(source ?? 1) - 1)];
    for (const text of first ? [first, ...texts.filter((one) => one !== first)] : texts) {
      const place = text.locate(quote, number === undefined ? undefined : Number(number));
      if (place) return { text, place };
    }
    return null;
  };
  const placed: LocatedClaim[] = [];
  for (const { part, text, kind, about, quotes } of written) {
    const statement = text.trim();
    if (statement === '' || isInstruction(statement) || (about !== null && isInstruction(about))) continue;
    if (part === 'examples' && statement.length > LONGEST_EXAMPLE) continue;
    const citations: { citation: Claim['citations'][number]; section: number; order: number }[] = [];
    for (const { passage, quote } of quotes) {
      const found = find(passage, quote);
      if (!found || hasGap(found.place.quote)) continue;
      const { source, sectionOf } = found.text;
      const { passage: n, start, end, quote: exact } = found.place;
      citations.push({
        citation: { sourceId: source.sourceId, passageId: `p${n}`, start, end, quote: exact },
        section: sectionOf.get(n)!,
        order: texts.indexOf(found.text) * 1e9 + n,
      });
    }
    citations.sort((a, b) => a.order - b.order);
    placed.push({
      part,
      claim: {
        id: '',
        text: statement,
        kind,
        ...(about?.trim() ? { about: about.trim() } : {}),
        citations: citations.map(({ citation }) => citation),
        ...(citations[0] ? { fromSection: citations[0].section } : {}),
      },
    });
  }
  return placed;
}

/** Claims in the parts of a sheet, with ids that none of `taken` has. */
export function partsOf(
  placed: readonly LocatedClaim[],
  taken: ReadonlySet<string> = new Set(),
): Record<ClaimPart, Claim[]> {
  const parts = Object.fromEntries(CLAIM_PARTS.map((part) => [part, [] as Claim[]])) as Record<
    ClaimPart,
    Claim[]
  >;
  const next: Partial<Record<ClaimPart, number>> = {};
  for (const { part, claim } of placed) {
    let id = '';
    do id = `${part}-${(next[part] = (next[part] ?? 0) + 1)}`;
    while (taken.has(id));
    parts[part].push({ ...claim, id });
  }
  return parts;
}
