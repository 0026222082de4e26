import type { ClaimPart } from '../../../contracts/claim-parts.js';
import type { Claim, Sheet } from '../../../contracts/sheet.js';
import { tongueOf } from '../../../text/search/language.js';
import { namePattern } from '../../../text/search/name-pattern.js';
import type { Reading } from '../../../text/speakers/reading.js';
import type { TextSpan } from '../../../text/structure/passages.js';
import { type Acquaintance, acquaintancesOf } from './acquaintances.js';
import { citation, passageAt } from './citing.js';
import { type Fact, factsOf } from './facts.js';
import { fullNames } from './full-names.js';
import { CHINESE } from '../rules/chinese.js';
import { ENGLISH } from '../rules/english.js';
import { ownNames } from './own-names.js';
import { NameMarks } from '../rules/marks.js';
import type { Rules } from '../rules/rules.js';
import { type Clause, clausesOf } from './clauses.js';
import { type Epithet, epithetsIn } from '../people/epithets.js';

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
  /** What those who speak are called beside their names. */
  epithets: readonly Epithet[];
}

/** Reads a source for somebody; null where it does not name them. */
export function subjectOf(reading: Reading, asked: Asked): Subject | null {
  const person = reading.people.find((one) =>
    [one.name, ...one.aliases].some((called) => asked.names.includes(called)),
  );
  const own = [...new Set([...asked.names, ...(person ? [person.name, ...person.aliases] : [])])];
  const called = [...ownNames(reading, own), ...fullNames(reading, own)];
  const tells = person !== undefined && person.name === reading.narrator;
  const named = passagesNaming(reading, called, tells);
  if (!named.length) return null;
  const others = acquaintancesOf(reading, own).map((one) => ({
    ...one,
    names: [...one.names, ...fullNames(reading, one.names)],
  }));
  const marks = new NameMarks(
    called,
    [...others.map(({ names }) => names), ...doubtful(reading, called)],
    reading.language === 'zh',
  );
  const rules = rulesFor(reading);
  const speaker = person?.name;
  const about = rules ? scenesOf(reading, named, speaker) : [];
  const epithets = rules ? epithetsIn(reading) : [];
  const clauses = rules
    ? clausesOf(reading, about, marks, rules, { own: called, others, speaker, epithets })
    : [];
  const facts = rules ? factsOf(reading, clauses, rules) : [];
  return { ...asked, reading, speaker, own, named, others, marks, rules, clauses, facts, epithets };
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

/** Names that may be several people's: somebody is so called, and it is not sure who. */
function doubtful({ questions, people }: Reading, own: readonly string[]): string[][] {
  const known = new Set([...people.flatMap(({ name, aliases }) => [name, ...aliases]), ...own]);
  return questions.filter(({ name }) => !known.has(name)).map(({ name }) => [name]);
}

function rulesFor({ text, language }: Reading): Rules | null {
  if (language === 'zh') return CHINESE;
  return tongueOf(text) === 'en' ? ENGLISH : null;
}

/** The indexes of passages that hold one of some names, or where somebody who tells the story says `I`; headings only where nothing else does. */
function passagesNaming(reading: Reading, names: readonly string[], tells: boolean): number[] {
  const found = tells ? (reading.language === 'zh' ? /我/ : /(?<!\p{L})I(?!\p{L})/u) : namePattern(names);
  const isHeading = headingsOf(reading);
  const all = [...reading.passages.keys()].filter((index) => {
    const { start, end } = reading.passages[index]!;
    return found.test(reading.text.slice(start, end));
  });
  const narrated = all.filter((index) => !isHeading(index));
  return narrated.length ? narrated : all;
}

/** Tells the indexes of passages that are the titles of sections. */
function headingsOf({ text, sections, passages }: Reading): (index: number) => boolean {
  const titles = new Set(sections.map(({ title }) => bare(title)));
  return (index) => {
    const { start, end } = passages[index]!;
    return end - start <= LONGEST_HEADING && titles.has(bare(text.slice(start, end)));
  };
}

const LONGEST_HEADING = 120;
const bare = (text: string) => text.replace(/[\s\p{P}]+/gu, '');

/** Passages around one that names somebody: who else is there shows before it, and what goes on about them behind it. */
const BEFORE = 2;
const BEHIND = 8;
/** In so many passages, somebody is told of enough by name. */
const OFTEN = 500;
const BEHIND_MANY = 2;

/** The passages that may be about somebody: around those that name them and those in which they speak. */
function scenesOf(reading: Reading, named: readonly number[], speaker: string | undefined): number[] {
  // Whoever tells a story is in all of it.
  if (speaker !== undefined && reading.narrator === speaker)
    return [...reading.passages.keys()].filter((index) => !headingsOf(reading)(index));
  const spoken = reading.quotations
    .filter((line) => speaker !== undefined && line.speaker === speaker)
    .map(({ start }) => passageAt(reading, start));
  const around = new Set<number>();
  const [before, behind] = named.length > OFTEN ? [1, BEHIND_MANY] : [BEFORE, BEHIND];
  for (const n of [...named, ...spoken]) {
    const last = Math.min(reading.passages.length - 1, n + behind);
    for (let at = Math.max(0, n - before); at <= last; at++) around.add(at);
  }
  const isHeading = headingsOf(reading);
  return [...around].filter((index) => !isHeading(index)).sort((a, b) => a - b);
}
