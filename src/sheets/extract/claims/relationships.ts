import { hasGap } from '../../../text/instructions/kept-out.js';
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
    ? bondsOf(clauses, rules, subject.speaker, others)
        .filter(({ start, end }) => !hasGap(reading.text.slice(start, end)))
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
      return claimed(subject, 'relationships', words.with(about, one.times), one, { about });
    });
  return [...known, ...kinClaims(subject, bonds), ...met];
}

/** Those who are theirs and not in the cast: a mother without a name. */
function kinClaims(subject: Subject, bonds: readonly Bond[]): FoundClaim[] {
  const { reading, rules, clauses, name } = subject;
  if (!rules) return [];
  const words = SHEET_WORDS[subject.language];
  const told = new Set(bonds.flatMap(({ word, bearer }) => (word && bearer === 'other' ? [word] : [])));
  return kinOf(clauses, rules, told)
    .filter(({ start, end }) => !hasGap(reading.text.slice(start, end)))
    .map((one) => {
      const sentence = reading.text
        .slice(one.start, one.end)
        .replace(/\s+/g, reading.language === 'zh' ? '' : ' ');
      const text = one.name ? words.is(one.name, name, one.word) : words.kin(name, one.word, sentence);
      return claimed(subject, 'relationships', text, one, { about: one.name ?? one.word });
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
