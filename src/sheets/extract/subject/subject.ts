import type { ClaimPart } from '../../../contracts/claim-parts.js';
import type { Claim, Sheet } from '../../../contracts/sheet.js';
import { tongueOf } from '../../../text/search/language.js';
import { namePattern } from '../../../text/search/name-pattern.js';
import type { Reading } from '../../../text/speakers/reading.js';
import type { TextSpan } from '../../../text/structure/passages.js';
import { type Acquaintance, acquaintancesOf } from './acquaintances.js';
import { citation, passageAt } from './citing.js';
import { type Fact, factsOf } from './facts.js';
import { CHINESE } from '../rules/chinese.js';
import { ENGLISH } from '../rules/english.js';
import { ownNames } from './own-names.js';
import { NameMarks } from '../rules/marks.js';
import type { Rules } from '../rules/rules.js';
import { type Clause, clausesOf } from './clauses.js';

/** Whom a sheet is asked of. */
export interface Asked {
  name: string;
  names: readonly string[];
  /** It is to be added to a sheet that there is. */
  more: boolean;
  language: Sheet['language'];
}

/** A claim before it has a number on its sheet. */
export type FoundClaim = Omit<Claim, 'id'> & { part: ClaimPart };

/** Whom a sheet is about, and what one source tells of them. */
export interface Subject extends Asked {
  reading: Reading;
  /** Their name in the cast of the source; none where they are not in it. */
  speaker: string | undefined;
  own: readonly string[];
  /** The indexes of the passages that name them. */
  named: readonly number[];
  others: readonly Acquaintance[];
  marks: NameMarks;
  /** None for a language that has no rules. */
  rules: Rules | null;
  clauses: readonly Clause[];
  facts: readonly Fact[];
}

/** Reads a source for somebody; null where it does not name them. */
export function subjectOf(reading: Reading, asked: Asked): Subject | null {
  const person = reading.people.find((one) =>
    [one.name, ...one.aliases].some((called) => asked.names.includes(called)),
  );
  const own = [...new Set([...asked.names, ...(person ? [person.name, ...person.aliases] : [])])];
  const called = ownNames(reading, own);
  const named = passagesNaming(reading, own);
  if (!named.length) return null;
  const others = acquaintancesOf(reading, own);
  const marks = new NameMarks(
    called,
    others.map(({ names }) => names),
    reading.language === 'zh',
  );
  const rules = rulesFor(reading);
  const speaker = person?.name;
  const about = rules ? scenesOf(reading, named, speaker) : [];
  const clauses = rules ? clausesOf(reading, about, marks, rules, speaker, others) : [];
  const facts = rules ? factsOf(clauses, rules, speaker, reading.language) : [];
  return { ...asked, reading, speaker, own, named, others, marks, rules, clauses, facts };
}

/** A claim that rests on a part of the source. */
export function claimed(
  { reading }: Subject,
  part: ClaimPart,
  text: string,
  { start, end }: TextSpan,
  more: Pick<Claim, 'about'> & { kind?: Claim['kind'] } = {},
): FoundClaim {
  const cited = citation(reading, start, end);
  const number = Number(cited.passageId.slice(1));
  const fromSection = reading.passages.find(({ n }) => n === number)?.section;
  return {
    part,
    text,
    kind: 'stated',
    ...more,
    citations: [cited],
    ...(fromSection ? { fromSection } : {}),
  };
}

function rulesFor({ text, language }: Reading): Rules | null {
  if (language === 'zh') return CHINESE;
  return tongueOf(text) === 'en' ? ENGLISH : null;
}

/** The indexes of passages that hold one of some names; headings only where nothing else does. */
function passagesNaming(reading: Reading, names: readonly string[]): number[] {
  const found = namePattern(names);
  const titles = new Set(reading.sections.map(({ title }) => bare(title)));
  const all = [...reading.passages.keys()].filter((index) => {
    const { start, end } = reading.passages[index]!;
    return found.test(reading.text.slice(start, end));
  });
  const narrated = all.filter((index) => {
    const { start, end } = reading.passages[index]!;
    return end - start > LONGEST_HEADING || !titles.has(bare(reading.text.slice(start, end)));
  });
  return narrated.length ? narrated : all;
}

const LONGEST_HEADING = 120;
const bare = (text: string) => text.replace(/[\s\p{P}]+/gu, '');

/** Passages behind one that names somebody, which may go on about them. */
const ON = 2;

/** Passages that name them, those right behind them, and those in which they speak. */
function scenesOf(reading: Reading, named: readonly number[], speaker: string | undefined): number[] {
  const spoken = reading.quotations
    .filter((line) => speaker !== undefined && line.speaker === speaker)
    .map(({ start }) => passageAt(reading, start));
  const on =
    reading.language === 'zh' ? named.flatMap((n) => Array.from({ length: ON }, (_, k) => n + 1 + k)) : [];
  return [...new Set([...named, ...spoken, ...on])]
    .filter((n) => n < reading.passages.length)
    .sort((a, b) => a - b);
}
