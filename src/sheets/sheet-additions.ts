import { CLAIM_PARTS } from '../contracts/claim-parts.js';
import type { Claim, Sheet } from '../contracts/sheet.js';
import { citationsOf } from './merged-claims.js';
import type { Reading } from '../text/speakers/reading.js';
import { partsOf, type LocatedClaim } from './claim-verification.js';

/** How something newly found stands to what is known. */
export interface Relation {
  /** Its place in the list of what was found, from 0. */
  added: number;
  /** The known claim's id. */
  known: string;
  how: 'same' | 'contradicts';
}

const NUMBER =
  /\d+|[零〇一二三四五六七八九十百千万两]+|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand)\b/gu;
const NEGATION = /\b(?:not|never|no)\b|n['’]t\b|[不没未非无]/gu;
/** Of these, another number or a "not" is another truth; what is counted or happens in time only goes on. */
const LASTING = ['identity', 'drives', 'world', 'limits'] as const;

/** The sections of a source without the passages that are known already. */
export function onlyNew(reading: Reading, known: ReadonlySet<string>): Reading {
  const passages = reading.passages.filter(
    ({ start, end }) => !known.has(bare(reading.text.slice(start, end))),
  );
  const numbers = new Set(passages.map(({ n }) => n));
  return {
    ...reading,
    passages,
    quotations: reading.quotations.filter(({ passage }) => numbers.has(passage)),
  };
}

/** A text by its letters alone, for looking up whether it is known. */
export function bare(text: string): string {
  return text.toLowerCase().replace(/[\s\p{P}]+/gu, '');
}

/** What can be told without a model: what says the same in the same words, or in other numbers, or with a "not". */
export function relate(sheet: Sheet, added: readonly LocatedClaim[]): Relation[] {
  const relations: Relation[] = [];
  for (const [n, { part, claim }] of added.entries()) {
    const same = sheet[part].find(
      (known) =>
        bare(known.text) === bare(claim.text) ||
        (['voice', 'relationships'].includes(part) &&
          known.about === claim.about &&
          counted(known.text) === counted(claim.text)),
    );
    if (same) relations.push({ added: n, known: same.id, how: 'same' });
    else if (LASTING.some((one) => one === part)) {
      const other = sheet[part].find((known) => framed(known.text) === framed(claim.text));
      if (other) relations.push({ added: n, known: other.id, how: 'contradicts' });
    }
  }
  return relations;
}

/**
 * A sheet with what was newly found: what is known stays as it is, and gains the citations of what says the same; what
 * contradicts it stands beside it, and both say so.
 *
 * @returns null where nothing is new
 */
export function addTo(
  sheet: Sheet,
  added: readonly LocatedClaim[],
  relations: readonly Relation[],
): Sheet | null {
  const known = new Map(CLAIM_PARTS.flatMap((part) => sheet[part].map((claim) => [claim.id, { ...claim }])));
  const fresh: { placed: LocatedClaim; against: string[] }[] = [];
  let changed = false;
  for (const [n, placed] of added.entries()) {
    const own = relations.filter((relation) => relation.added === n && known.has(relation.known));
    const same = own.find(({ how }) => how === 'same');
    if (same) {
      const claim = known.get(same.known)!;
      const citations = citationsOf([claim, placed.claim]);
      changed ||= citations.length > claim.citations.length;
      claim.citations = citations;
    } else fresh.push({ placed, against: own.map((relation) => relation.known) });
  }
  if (!changed && !fresh.length) return null;
  const parts = partsOf(
    fresh.map(({ placed }) => placed),
    new Set(known.keys()),
  );
  const next = { ...sheet };
  const given = new Map<Claim, string[]>();
  const places = Object.fromEntries(CLAIM_PARTS.map((part) => [part, 0])) as Record<string, number>;
  for (const { placed, against } of fresh) given.set(parts[placed.part][places[placed.part]!++]!, against);
  for (const [claim, against] of given) {
    if (against.length) claim.contradicts = against;
    for (const id of against) {
      const other = known.get(id)!;
      other.contradicts = [...new Set([...(other.contradicts ?? []), claim.id])];
    }
  }
  for (const part of CLAIM_PARTS)
    next[part] = [...sheet[part].map(({ id }) => known.get(id)!), ...parts[part]];
  return next;
}

/** What the program counts itself goes on being counted. */
function counted(text: string): string {
  return bare(text).replace(/\d+/g, '#');
}

function framed(text: string): string {
  return bare(text.toLowerCase().replace(NEGATION, '').replace(NUMBER, '#'));
}

/**
 * A sheet that was written of the same texts again, in the place of what was there: what somebody added in their own
 * words stays, as does all that no writer knows of, such as lorebook and instructions.
 */
export function writtenAnew(before: Sheet, written: Sheet): Sheet {
  const taken = new Set(CLAIM_PARTS.flatMap((part) => written[part].map(({ id }) => id)));
  const ownWords = (claim: Claim) => claim.kind === 'invented' && claim.citations.length === 0;
  const free = (id: string): string => (taken.has(id) ? free(`${id}-`) : id);
  const kept = (part: (typeof CLAIM_PARTS)[number]) =>
    before[part]
      .filter(ownWords)
      .map(({ contradicts: _contradicts, ...claim }) => ({ ...claim, id: free(claim.id) }));
  const parts = Object.fromEntries(CLAIM_PARTS.map((part) => [part, [...written[part], ...kept(part)]]));
  const { withoutModel: _, upTo: __, ...rest } = before;
  const greetings = [...new Set([...written.greetings, ...before.greetings])];
  return {
    ...rest,
    ...parts,
    language: written.language,
    scenario: written.scenario || before.scenario,
    greetings,
    ...(written.upTo && { upTo: written.upTo }),
    ...(written.withoutModel && { withoutModel: true }),
  };
}
