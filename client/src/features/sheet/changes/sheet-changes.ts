import { diffChars, diffWordsWithSpace } from 'diff';
import { CLAIM_PARTS, type ClaimPart } from '../../../../../src/contracts/claim-parts.js';
import type { Claim, Lorebook, Sheet } from '../../../../../src/contracts/sheet.js';
import { citationKey } from '../reader/claims.js';

/** A claim that is not what it was; one side is missing where it came or went. */
export interface ClaimChange {
  before?: Claim;
  after?: Claim;
  /** The part that it stood in, where that is another one. */
  movedFrom?: ClaimPart;
}

export interface TextChange {
  before: string;
  after: string;
}

export interface SheetChanges {
  claims: { part: ClaimPart; changes: ClaimChange[] }[];
  texts: { field: 'scenario' | 'instructions' | 'afterHistory'; change: TextChange }[];
  /** What its card says, in one text. */
  card: TextChange[];
  greetings: TextChange[];
  lorebook: TextChange[];
  /** How the lorebook is told now, where that changed. */
  lorebookByKeys: boolean | null;
}

/** So much of its pairs of letters two texts must share to be one text, reworded. */
const ALIKE = 0.4;
/** A claim that kept its id may differ more. */
const ALIKE_BY_ID = 0.15;

/** What differs between two versions of a sheet, as a reader would tell it. */
export function sheetChanges(before: Sheet, after: Sheet): SheetChanges {
  const claims = claimChanges(before, after);
  return {
    claims: CLAIM_PARTS.map((part) => ({ part, changes: claims.get(part) ?? [] })).filter(
      ({ changes }) => changes.length,
    ),
    texts: (['scenario', 'instructions', 'afterHistory'] as const)
      .map((field) => ({ field, change: { before: before[field], after: after[field] } }))
      .filter(({ change }) => change.before !== change.after),
    card: textChanges(cardOf(before), cardOf(after)),
    greetings: textChanges(before.greetings, after.greetings),
    lorebook: textChanges(entriesOf(before.lorebook), entriesOf(after.lorebook)),
    lorebookByKeys: before.lorebookByKeys === after.lorebookByKeys ? null : after.lorebookByKeys,
  };
}

export function isNothing({
  claims,
  texts,
  card,
  greetings,
  lorebook,
  lorebookByKeys,
}: SheetChanges): boolean {
  return (
    claims.length + texts.length + card.length + greetings.length + lorebook.length === 0 &&
    lorebookByKeys === null
  );
}

export interface Mark {
  text: string;
  kind: 'same' | 'added' | 'removed';
}

/**
 * One text and another as one text with marks: by words, or by characters where there are no spaces between words.
 * Where little of either is left, one stands whole after the other: scraps in between would only be in the way.
 */
export function marksOf({ before, after }: TextChange): Mark[] {
  const compare = /\p{Script=Han}/u.test(before + after) ? diffChars : diffWordsWithSpace;
  const marks: Mark[] = compare(before, after).map(({ value, added, removed }) => ({
    text: value,
    kind: added ? 'added' : removed ? 'removed' : 'same',
  }));
  const unchanged = marks.reduce(
    (sum, { kind, text }) => sum + (kind === 'same' ? text.trim().length : 0),
    0,
  );
  if (before === after || !before || !after || 2 * unchanged >= Math.min(before.length, after.length))
    return marks;
  return [
    { text: before, kind: 'removed' },
    { text: after, kind: 'added' },
  ];
}

interface Placed {
  part: ClaimPart;
  claim: Claim;
}

/** By the part in which a change is shown: where the claim stands now, or stood last. */
function claimChanges(before: Sheet, after: Sheet): Map<ClaimPart, ClaimChange[]> {
  const all = (sheet: Sheet): Placed[] =>
    CLAIM_PARTS.flatMap((part) => sheet[part].map((claim) => ({ part, claim })));
  let old = all(before);
  const changes = new Map<Placed, ClaimChange>();
  const standing = all(after);
  let open = standing;
  /** Pairs what is still unpaired by a test, each with the first that passes it. */
  const pair = (same: (was: Placed, is: Placed) => boolean) => {
    open = open.filter((is) => {
      const was = old.find((one) => same(one, is));
      if (!was) return true;
      old = old.filter((one) => one !== was);
      if (differ(was.claim, is.claim) || was.part !== is.part) {
        const moved = was.part !== is.part ? { movedFrom: was.part } : {};
        changes.set(is, { before: was.claim, after: is.claim, ...moved });
      }
      return false;
    });
  };
  pair((was, is) => was.part === is.part && was.claim.text === is.claim.text);
  pair((was, is) => was.claim.text === is.claim.text);
  pair(
    (was, is) =>
      was.part === is.part &&
      was.claim.id === is.claim.id &&
      likeness(was.claim.text, is.claim.text) >= ALIKE_BY_ID,
  );
  pair((was, is) => was.part === is.part && likeness(was.claim.text, is.claim.text) >= ALIKE);
  for (const is of open) changes.set(is, { after: is.claim });
  const byPart = new Map<ClaimPart, ClaimChange[]>();
  const add = (part: ClaimPart, change: ClaimChange) =>
    byPart.set(part, [...(byPart.get(part) ?? []), change]);
  for (const is of standing) {
    const change = changes.get(is);
    if (change) add(is.part, change);
  }
  for (const { part, claim } of old) add(part, { before: claim });
  return byPart;
}

function differ(a: Claim, b: Claim): boolean {
  const places = ({ citations }: Claim) => citations.map(citationKey).sort().join('\n');
  return (
    a.text !== b.text || a.kind !== b.kind || (a.about ?? '') !== (b.about ?? '') || places(a) !== places(b)
  );
}

/** Lists of texts: what stands in both is left out, the rest is paired by likeness. */
function textChanges(before: readonly string[], after: readonly string[]): TextChange[] {
  let old = before.filter((text) => !after.includes(text));
  const changes = after
    .filter((text) => !before.includes(text))
    .map((text) => {
      const was = old.find((one) => likeness(one, text) >= ALIKE) ?? '';
      old = old.filter((one) => one !== was);
      return { before: was, after: text };
    });
  return [...changes, ...old.map((text) => ({ before: text, after: '' }))];
}

function cardOf({ nickname = '', depthPrompt, cardNotes }: Sheet): string[] {
  const {
    creator = '',
    characterVersion = '',
    creatorNotes = '',
    tags = [],
    groupGreetings = [],
  } = cardNotes ?? {};
  const note = depthPrompt?.text ? `${depthPrompt.text} (${depthPrompt.depth})` : '';
  return [nickname, creator, characterVersion, creatorNotes, tags.join(', '), note, ...groupGreetings].filter(
    Boolean,
  );
}

function entriesOf(lorebook: Lorebook | null): string[] {
  return (lorebook?.entries ?? []).map(({ keys, content }) => `${keys.join(' · ')}\n${content}`);
}

/** Dice's coefficient of the pairs of letters of two texts, 0…1. */
function likeness(a: string, b: string): number {
  const pairs = (text: string) => {
    const found = new Map<string, number>();
    for (let i = 0; i + 1 < text.length; i++) {
      const pair = text.slice(i, i + 2).toLowerCase();
      found.set(pair, (found.get(pair) ?? 0) + 1);
    }
    return found;
  };
  const [one, other] = [pairs(a), pairs(b)];
  let shared = 0;
  for (const [pair, times] of one) shared += Math.min(times, other.get(pair) ?? 0);
  const total = Math.max(0, a.length - 1) + Math.max(0, b.length - 1);
  return total ? (2 * shared) / total : 0;
}
