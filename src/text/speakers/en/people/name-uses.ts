import { DOES, MARK } from '../lines/cues.js';
import { type Gender, isTitle, partsOf } from '../names/titles.js';
import type { NameUse } from './individual.js';
import type { NarratedPassage, SpeechTurn } from '../lines/turns.js';
import type { Mention } from '../names/names.js';

/** So many of a name's pronouns have to agree. */
const AGREE = 0.75;
const ACTS = new RegExp(`(the\\s+)?${MARK}(?:,[^,.;\\uE000]{1,40},)?\\s+${DOES}`, 'gu');
const PLACED = new RegExp(
  `\\b(?:in|near|into|through|towards|across|round|leave|left|reach|reached|quitted|quit)\\s+(?:the\\s+)?${MARK}(?!['’]s\\b| s\\b)`,
  'gu',
);
/** Somebody may be spoken to or come from as well: it is the share that tells. */
const TOWARDS = new RegExp(`\\b(?:from|to|at)\\s+(?:the\\s+)?${MARK}(?!['’]s\\b| s\\b)`, 'gu');
const ANY = new RegExp(MARK, 'gu');
const PRONOUN = /(?<!\p{L})(he|his|him|himself|she|her|hers|herself)(?!\p{L})/giu;

/** Which names are people's, by what they do: they speak, are called, act, bear a title; places are gone to. */
export function usesOf(
  names: readonly string[],
  mentions: readonly Mention[][],
  narrated: readonly NarratedPassage[],
  turns: readonly SpeechTurn[],
): NameUse[] {
  const zero = () => new Float64Array(names.length);
  const [times, withArticle, speaks, acts, placed, called] = [zero(), zero(), zero(), zero(), zero(), zero()];
  const [within, towards] = [zero(), zero()];
  const places: number[][] = names.map(() => []);
  const numbers = new Map(names.map((name, n) => [name, n]));
  for (const mention of mentions.flat()) {
    const n = numbers.get(mention.name)!;
    times[n]!++;
    places[n]!.push(mention.start);
    if (mention.article) withArticle[n]!++;
    if (mention.within) within[n]!++;
  }
  for (const { cue, called: calls } of turns) {
    if (cue?.kind === 'name') speaks[cue.name]!++;
    for (const name of calls) called[name]!++;
  }
  const inNarration = zero();
  for (const { text, names: those } of narrated) {
    for (const name of those) inNarration[name]!++;
    for (const match of text.matchAll(ACTS)) acts[Number(match[2])]!++;
    for (const match of text.matchAll(PLACED)) placed[Number(match[1])]!++;
    for (const match of text.matchAll(TOWARDS)) towards[Number(match[1])]!++;
  }
  // `Lizzy` of talk stands in the telling only where somebody is quoted: the pronouns there are others'.
  const genders = gendersOf(names.length, narrated).map((gender, n) =>
    inNarration[n]! * 10 > times[n]! ? gender : null,
  );
  const titled =
    /^(?:Mr|Mrs|Ms|Miss|M\.|Mme|Mlle|Prof|Col|Capt|Señor|Señora|Signor|Signora|Herr|Frau|young|Sir|Lord|Lady|Madame|Mademoiselle|Monsieur|Dr|Doctor|Captain|Colonel|Major|General|Admiral|Aunt|Uncle|Cousin|Professor|Inspector|Sergeant|Reverend|Father|Mother|Sister|Brother)\b\.?\s/;
  // What begins sentences alone may be cried out rather than called.
  const known = (n: number) =>
    n >= 0 &&
    (speaks[n]! > 0 ||
      acts[n]! >= 2 ||
      (called[n]! > 0 && acts[n]! > 0) ||
      (called[n]! >= 2 && within[n]! > 0));
  const families = new Set(names.filter((name) => titled.test(name)).map((name) => name.split(' ').pop()!));
  const numberOf = (name: string) => numbers.get(name) ?? -1;
  const use = (name: string, n: number): NameUse => ({
    name,
    times: times[n]!,
    withArticle: withArticle[n]!,
    inNarration: inNarration[n]!,
    gender: genders[n]!,
    places: places[n]!,
  });
  const found = names.flatMap((name, n) => {
    const gone = placed[n]! + towards[n]!;
    const place =
      (placed[n]! >= 2 && placed[n]! * 8 > times[n]! && speaks[n]! < 3) ||
      (gone >= 3 && gone * 4 > inNarration[n]! && !speaks[n] && called[n]! < 2);
    const person =
      known(n) ||
      titled.test(name) ||
      (name.includes(' ') &&
        (acts[n]! > 0 ||
          (known(numberOf(name.split(' ')[0]!)) &&
            (families.has(name.split(' ').pop()!) || !known(numberOf(name.split(' ').pop()!))))));
    // `Mother`, `Captain`: in what people say it is whoever they speak to.
    if (isTitle(name) && speaks[n]! + acts[n]! < 2) return [];
    if (!person || (place && !titled.test(name))) return [];
    // `The Hales` are a family.
    const one = [name.slice(0, -1), name.slice(0, -2)].find((own) => numbers.has(own));
    if (withArticle[n]! * 2 > times[n]! && /^e?s$/.test(name.slice(one?.length))) return [];
    return [use(name, n)];
  });
  // A part of somebody's full name, alone and seldom, is theirs.
  const full = new Set(found.flatMap(({ name }) => (name.includes(' ') ? partsOf(name).words : [])));
  const listed = new Set(found.map(({ name }) => name));
  names.forEach((name, n) => {
    if (full.has(name) && !listed.has(name) && !isTitle(name)) found.push(use(name, n));
  });
  return found;
}

/** He or she, by the first pronoun behind a name in its sentence or the next, where no other name stands between. */
function gendersOf(size: number, narrated: readonly NarratedPassage[]): Gender[] {
  const he = new Float64Array(size);
  const she = new Float64Array(size);
  for (const { text } of narrated) {
    const marks = [...text.matchAll(ANY)];
    marks.forEach((match, i) => {
      const end = match.index + match[0].length;
      const rest = text
        .slice(end, Math.min(marks[i + 1]?.index ?? text.length, end + 140))
        .split('\u2026')[0]!;
      const found = [...rest.matchAll(PRONOUN)].find((one) => !isOther(rest, one));
      if (!found) return;
      const sure = ACTS_BEHIND.test(rest) ? 2 : 1;
      (found[1]!.toLowerCase().startsWith('h') && !found[1]!.toLowerCase().startsWith('her') ? he : she)[
        Number(match[1])
      ]! += sure;
    });
  }
  return Array.from({ length: size }, (_, n) => {
    const all = he[n]! + she[n]!;
    if (all < 3) return null;
    return he[n]! / all >= AGREE ? 'm' : she[n]! / all >= AGREE ? 'f' : null;
  });
}
/** `Emma looked at her`, `Tom had forgotten him`: in one clause with whoever acts, that is somebody else. */
function isOther(rest: string, { 0: pronoun, index }: RegExpExecArray): boolean {
  const isObject =
    /^him$/i.test(pronoun) ||
    (/^her$/i.test(pronoun) && OBJECT_ENDS.test(rest.slice(index + pronoun.length)));
  return isObject && !CLAUSE.test(rest.slice(0, index));
}
const OBJECT_ENDS =
  /^(?:\s*[,.;:!?—–]|\s+(?:to|with|in|at|on|for|and|as|from|by|into|that|but|up|down|out|off|back|again|away)\b)/;
const CLAUSE =
  /[,;:.!?—–]|\b(?:and|but|or|when|while|that|which|who|as|if|because|before|after|till|until|than)\b/;
const ACTS_BEHIND = /^\s+[a-z]+(?:ed|s|t|w|e)\b/;
