import { fold, type Folded } from './folded.js';
import { GRAM, type Grams, indexGrams } from './grams.js';
import { nearestStretch, type Stretch } from './nearest-stretch.js';
import type { Passage } from '../types.js';

export interface Located {
  /** The passage's number. */
  passage: number;
  /** Offsets within the passage. */
  start: number;
  end: number;
  /** The source's own characters. */
  quote: string;
  how: 'exact' | 'normalised' | 'fuzzy';
}

const HAN = /\p{Script=Han}/u;
/** Share of a quotation's characters that must be right. */
const LIKENESS = 0.85;
/** Letters and digits of a quotation that may stand otherwise than it was given; Han say more with fewer. */
const LEAST = 12;
const LEAST_HAN = 4;
const MOST = 4000;
/** What stands in more places is looked for as it is written and in no other way. */
const MOST_PLACES = 20_000;
/** Places of grams that are looked at for what is like a quotation: all of rare grams, of others the nearest. */
const MOST_VOTES = 6000;
const MOST_STRETCHES = 8;

/**
 * Looks quotations up in a text: as they are, then by letters and digits alone, in either Chinese script, then with a
 * few characters wrong (bounded edit distance). Of several places the one nearest to where it is said to stand is
 * taken. What is invented, or joined from two places, is not found.
 *
 * Some 15 bytes a character are kept from the first quotation on that is not where it is said to be.
 *
 * @param passages in order, with offsets in `text`
 * @returns a function of the quotation and of the number of the passage where it is said to stand
 */
export function makeLocator(
  text: string,
  passages: readonly Passage[],
): (quote: string, near?: number) => Located | null {
  const indexOf = new Map(passages.map(({ n }, index) => [n, index]));
  let made: { folded: Folded; grams: Grams } | null = null;
  const index = () => {
    if (made) return made;
    const folded = fold(text, passages);
    return (made = { folded, grams: indexGrams(folded.units) });
  };
  const located = (at: number, start: number, end: number, how: Located['how']): Located => {
    const passage = passages[at]!;
    return {
      passage: passage.n,
      start: start - passage.start,
      end: end - passage.start,
      quote: text.slice(start, end),
      how,
    };
  };
  /** A stretch of folded units as it stands in the text. */
  const unfolded = (at: number, { start, end }: Stretch, how: Located['how']): Located => {
    const { folded } = index();
    const last = folded.at[end - 1]!;
    return located(at, folded.at[start]!, last + (text.codePointAt(last)! > 0xffff ? 2 : 1), how);
  };

  /** As it is written, anywhere. */
  const written = (wanted: string): Located | null => {
    for (let from = text.indexOf(wanted); from >= 0; from = text.indexOf(wanted, from + 1)) {
      const at = lastAtOrBefore(passages.length, (n) => passages[n]!.start, from);
      const passage = passages[at];
      if (passage && passage.start <= from && from + wanted.length <= passage.end)
        return located(at, from, from + wanted.length, 'exact');
    }
    return null;
  };

  /** By letters and digits: as it is written where it stands so, else with other signs between. */
  const bySigns = (
    wanted: string,
    own: Folded,
    [rarest]: Gram[],
    near: number,
    least: number,
  ): Located | null => {
    const { folded } = index();
    if (!rarest || rarest.places.length > MOST_PLACES) return written(wanted);
    let exact: { at: number; from: number } | null = null;
    let other: { at: number; start: number } | null = null;
    for (const place of rarest.places) {
      const start = place - rarest.offset;
      if (start < 0 || !stands(own.units, folded.units, start)) continue;
      const at = passageOf(folded, start);
      const from = folded.at[start]! - own.at[0]!;
      const passage = passages[at]!;
      const isExact =
        from >= passage.start && from + wanted.length <= passage.end && text.startsWith(wanted, from);
      if (isExact && (!exact || Math.abs(at - near) < Math.abs(exact.at - near))) exact = { at, from };
      else if (!isExact && (!other || Math.abs(at - near) < Math.abs(other.at - near))) other = { at, start };
    }
    if (exact) return located(exact.at, exact.from, exact.from + wanted.length, 'exact');
    if (!other || own.units.length < least) return null;
    return unfolded(
      other.at,
      { start: other.start, end: other.start + own.units.length, edits: 0 },
      'normalised',
    );
  };

  /** With a few characters wrong: only where many of its grams stand in a row, and where it is said to stand. */
  const byLikeness = (own: Folded, lists: Gram[], near: number, isCited: boolean): Located | null => {
    const { folded } = index();
    const length = own.units.length;
    const allowed = Math.floor(length * (1 - LIKENESS));
    if (allowed === 0) return null;
    // Edits move what follows by no more than there are of them: two bands beside each other hold all of it.
    const width = allowed + 1;
    const votes = new Map<number, number>();
    let left = MOST_VOTES;
    let complete = 0;
    for (const [n, { offset, places }] of lists.entries()) {
      const some = nearest(places, folded.begins[near]!, Math.floor(left / (lists.length - n)));
      left -= some.length;
      if (some.length === places.length) complete++;
      for (const place of some) {
        const band = Math.floor((place - offset) / width);
        votes.set(band, (votes.get(band) ?? 0) + 1);
      }
    }
    // An edit touches no more grams than a gram is long: the others stand where they should (Ukkonen 1992).
    const fewest = Math.max(1, complete - GRAM * allowed);
    const stretches = [...votes]
      .map(([band, count]) => ({ band, count: count + (votes.get(band + 1) ?? 0) }))
      .filter(({ count }) => count >= fewest)
      .sort((a, b) => b.count - a.count || a.band - b.band)
      .slice(0, MOST_STRETCHES)
      .map(({ band }) => ({ from: (band - 1) * width, to: (band + 3) * width + length }));
    if (isCited) stretches.push({ from: folded.begins[near]!, to: folded.begins[near + 1]! });
    let best: { at: number; stretch: Stretch } | null = null;
    for (const { from, to } of stretches) {
      const first = passageOf(folded, Math.max(0, from));
      for (let at = first; at < passages.length && folded.begins[at]! < to; at++) {
        const begin = Math.max(from, folded.begins[at]!);
        // Before the next passage stands a seam.
        const end = Math.min(to, folded.begins[at + 1]! - (at + 1 < passages.length ? 1 : 0));
        if (end - begin < length - allowed) continue;
        const stretch = nearestStretch(own.units, folded.units, begin, end, allowed);
        if (!stretch) continue;
        const fewer = best ? stretch.edits - best.stretch.edits : -1;
        if (fewer < 0 || (fewer === 0 && Math.abs(at - near) < Math.abs(best!.at - near)))
          best = { at, stretch };
      }
    }
    return best && unfolded(best.at, best.stretch, 'fuzzy');
  };

  return (quote, near) => {
    const wanted = quote.trim();
    if (wanted === '') return null;
    const cited = near === undefined ? undefined : indexOf.get(near);
    if (cited !== undefined) {
      const { start, end } = passages[cited]!;
      const at = text.slice(start, end).indexOf(wanted);
      if (at >= 0) return located(cited, start + at, start + at + wanted.length, 'exact');
    }
    const own = fold(wanted);
    if (own.units.length < GRAM) return written(wanted);
    const least = HAN.test(wanted) ? LEAST_HAN : LEAST;
    const lists = gramsOf(own.units, index().grams);
    const found = bySigns(wanted, own, lists, cited ?? 0, least);
    if (found || own.units.length < least || own.units.length > MOST) return found;
    return byLikeness(own, lists, cited ?? 0, cited !== undefined);
  };
}

/** Four units of a quotation, and where they stand in the text. */
interface Gram {
  offset: number;
  places: Uint32Array;
}

/** The rarest first. */
function gramsOf(units: Uint16Array, grams: Grams): Gram[] {
  return Array.from({ length: units.length - GRAM + 1 }, (_, offset) => ({
    offset,
    places: grams.places(units, offset),
  })).sort((a, b) => a.places.length - b.places.length);
}

/** So many of the places, around one. */
function nearest(places: Uint32Array, around: number, most: number): Uint32Array {
  if (places.length <= most) return places;
  const middle = lastAtOrBefore(places.length, (n) => places[n]!, around);
  const from = Math.max(0, Math.min(middle - (most >> 1), places.length - most));
  return places.subarray(from, from + most);
}

function stands(wanted: Uint16Array, units: Uint16Array, start: number): boolean {
  if (start + wanted.length > units.length) return false;
  for (let n = 0; n < wanted.length; n++) if (wanted[n] !== units[start + n]) return false;
  return true;
}

function passageOf({ begins }: Folded, place: number): number {
  return lastAtOrBefore(begins.length - 1, (n) => begins[n]!, place);
}

/** The last of so many numbers in order that is no greater than `value`; the first if there is none. */
function lastAtOrBefore(length: number, number: (n: number) => number, value: number): number {
  let low = 0;
  let high = length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (number(middle) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
