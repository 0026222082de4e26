import { hasGap } from '../../../text/instructions/kept-out.js';
import { genderOfNoun } from '../../../text/speakers/en/lines/nouns.js';
import { partsOf, titleGender } from '../../../text/speakers/en/names/titles.js';
import { addressesOf } from './addresses.js';
import { bondsOf, type Bond } from './bonds.js';
import { companyOf } from './company.js';
import { SHEET_WORDS } from './sheet-words.js';
import { kinOf } from './kin.js';
import { spouseOf } from './spouses.js';
import { claimed, type FoundClaim, type Subject } from '../subject/subject.js';

const BONDS = 14;
const COMPANY = 5;

/** What others are to somebody: in the text's word where it has one, and in any case who is most about them. */
export function relationshipsOf(subject: Subject): FoundClaim[] {
  const { reading, named, marks, others, clauses, rules } = subject;
  const words = SHEET_WORDS[subject.language];
  const company = companyOf(reading, named, marks, others);
  const times = new Map(company.map((one) => [one.other, one.times]));
  const bonds = rules
    ? bondsOf(reading.text, clauses, rules, subject.speaker, others)
        .filter((one) => !hasGap(reading.text.slice(one.start, one.end)) && fitsTitle(subject, one))
        .sort((a, b) => (times.get(b.other) ?? 0) - (times.get(a.other) ?? 0))
        .slice(0, BONDS)
    : [];
  const spouse = rules && reading.language === 'en' ? spouseOf(reading, subject.own, others) : null;
  const bound = new Set([...bonds, ...(spouse ? [spouse] : [])].map(({ other }) => other));
  const known = bonds.map((bond) =>
    claimed(subject, 'relationships', bondText(subject, bond), bond, { about: others[bond.other]!.name }),
  );
  if (spouse) {
    const about = others[spouse.other]!.name;
    known.unshift(
      claimed(subject, 'relationships', words.is(about, subject.name, spouse.word), spouse, { about }),
    );
  }
  const met = company
    .filter(({ other }) => !bound.has(other))
    .slice(0, COMPANY)
    .filter(({ start, end }) => !hasGap(reading.text.slice(start, end)))
    .map((one) => {
      const about = others[one.other]!.name;
      return claimed(subject, 'relationships', words.with(about, one.times, one.chapters), one, { about });
    });
  return [...known, ...kinClaims(subject, bonds), ...calls(subject, bonds), ...met];
}

/** `Mr. Darcy is Miss Bingley's sister`: whose word was read wrong. */
function fitsTitle({ name, own, others }: Subject, { other, word, bearer }: Bond): boolean {
  const gender = word === null ? undefined : genderOfNoun(word);
  if (!gender || bearer === 'both') return true;
  const names = bearer === 'own' ? [name, ...own] : others[other]!.names;
  return names.every((one) => (titleGender(partsOf(one)) ?? gender) === gender);
}

/** What one is to another, by what the other is to them. */
const INVERSE: readonly (readonly [RegExp, RegExp])[] = [
  [
    /^(?:father|mother|parents?)$|^(?:父亲?|母亲?|爸爸?|妈妈?|爹|娘)$/,
    /(?:son|daughter|child)$|[儿子女]$|儿子|女儿|闺女/,
  ],
  [/^(?:brother|sister)$|[兄弟哥姐妹]$/, /(?:brother|sister)$|[兄弟哥姐妹]$/],
  [/^(?:uncle|aunt)$|[叔伯舅姑姨]/, /(?:nephew|niece)$|侄|外甥/],
  [/(?:nephew|niece)$|侄|外甥/, /^(?:uncle|aunt)$|[叔伯舅姑姨]/],
  [/^(?:husband|wife)$|丈夫|妻|老婆|老公/, /(?:husband|wife)$|丈夫|妻|老婆|老公/],
  [/(?:son|daughter)$|儿子|女儿/, /^(?:father|mother)$|^(?:父亲?|母亲?|爸爸?|妈妈?|爹|娘)$/],
];

/** Those who are theirs and not in the cast: a mother without a name. */
function kinClaims(subject: Subject, bonds: readonly Bond[]): FoundClaim[] {
  const { reading, rules, clauses, name } = subject;
  if (!rules) return [];
  const words = SHEET_WORDS[subject.language];
  const told = new Set(bonds.flatMap(({ word, bearer }) => (word && bearer === 'other' ? [word] : [])));
  const mine = bonds.flatMap(({ word, bearer }) => (word && bearer === 'own' ? [word] : []));
  return kinOf(reading.text, clauses, rules, told)
    .filter(({ start, end }) => !hasGap(reading.text.slice(start, end)))
    .filter(
      (one) =>
        one.name ||
        !INVERSE.some(([theirs, own]) => theirs.test(one.word) && mine.some((word) => own.test(word))),
    )
    .map((one) => {
      const sentence = reading.text
        .slice(one.start, one.end)
        .replace(/\s+/g, reading.language === 'zh' ? '' : ' ');
      const text =
        one.name === null
          ? words.kin(name, one.word, sentence)
          : one.isOwn
            ? words.is(name, one.name, one.word)
            : words.is(one.name, name, one.word);
      return claimed(subject, 'relationships', text, one, {
        about: one.name ?? one.word,
        ...(one.isSaid ? { kind: 'inferred' } : {}),
      });
    });
}

/** How they speak to others, and others to them, where no bond tells more. */
function calls(subject: Subject, bonds: readonly Bond[]): FoundClaim[] {
  const { reading, speaker, name, others } = subject;
  if (speaker === undefined) return [];
  const words = SHEET_WORDS[subject.language];
  const bound = new Set(
    bonds.filter(({ word }) => word !== null).flatMap(({ other }) => others[other]!.names),
  );
  return addressesOf(reading, speaker)
    .filter(({ other }) => !bound.has(other))
    .map((one) => {
      const text = one.isOwn
        ? words.calls(name, one.other, one.word)
        : words.calls(one.other, name, one.word);
      return claimed(subject, 'relationships', text, one, { about: one.other });
    });
}

function bondText({ reading, name, others }: Subject, { other, word, bearer, start, end }: Bond): string {
  const words = SHEET_WORDS[reading.language];
  const their = others[other]!.name;
  if (word === null)
    return reading.text.slice(start, end).replace(/\s+/g, reading.language === 'zh' ? '' : ' ');
  if (bearer === 'both') return words.both(name, their, word);
  return bearer === 'own' ? words.is(name, their, word) : words.is(their, name, word);
}
