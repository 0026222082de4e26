import type { Reading } from '../../../text/speakers/reading.js';
import type { Quotation } from '../../../text/types.js';
import type { TextSpan } from '../../../text/structure/passages.js';
import { OWN } from '../rules/marks.js';
import { passageAt } from './citing.js';
import { type FactRule, type Kind, type Rules, tagsIn } from '../rules/rules.js';
import type { Clause } from './clauses.js';

/** Something that a text tells of somebody. */
export interface Fact extends TextSpan {
  kind: Kind;
  weight: number;
  section: number;
  byPronoun: boolean;
  byNarrator: boolean;
  /** The line in which it is said. */
  quotation: Quotation | null;
  /** Whether they say it themselves. */
  isOwn: boolean;
}

/** In UTF-16 units. */
const LONGEST = 260;
const SHORTEST = { zh: 6, en: 12 };
/** A short sentence is taken whole, of a longer one its clause. */
const WHOLE = { zh: 90, en: 220 };
/** So long a sentence tells enough. */
const FULL = { zh: 40, en: 120 };

/** What clauses tell, each once: the heaviest that each of them tells. */
export function factsOf(reading: Reading, clauses: readonly Clause[], rules: Rules): Fact[] {
  const { text, language } = reading;
  // What tells little is not looked for where it would not be shown.
  const told = isLong({ text, language })
    ? rules.facts.filter(({ kind, weight }) => weight >= (kind === 'event' ? LIGHT : LITTLE))
    : rules.facts;
  // In a long text with one pronoun for all, it may be anybody's.
  const isNobodys = isLong({ text, language }) && rules.people(text).isOneGender;
  // Whoever says who they are tells of themselves as others would.
  const introduced = [...rules.ownWords, ...told.filter(({ kind }) => kind !== 'event')];
  const facts: Fact[] = [];
  const seen = new Set<string>();
  const first = clauses.find(({ quotation }) => !quotation)?.section ?? 0;
  /** How much a clause tells beside what its rule says. */
  const telling = ({ tagged, marked, section }: Clause) =>
    BY_WORD * Math.min(MOST_WORDS, rules.described(tagged).words) +
    (rules.leads.test(marked.slice(0, marked.indexOf(OWN))) ? AT_HEAD : -AT_HEAD) +
    (section <= first + 1 ? EARLY : 0);
  /** In which paragraph somebody is being described. */
  let described = -1;
  const portrait = ({ quotation, start, tagged, marked }: Clause, fits: readonly FactRule[]) => {
    if (quotation) return [];
    const here = passageAt(reading, start);
    const kinds = fits.map(({ kind }) => kind);
    if (fits.some(({ kind, weight }) => weight >= TELLING && DESCRIBES.includes(kind))) described = here;
    if (here !== described || kinds.some((kind) => kind !== 'event') || !STARTS.test(marked)) return [];
    const { kind, words } = rules.described(tagged);
    return words >= DESCRIBING ? [{ kind, weight: GOES_ON }] : [];
  };
  for (const clause of clauses) {
    const { quotation, sentence, marked } = clause;
    if (isNobodys && clause.isGuessed) continue;
    const from = !quotation
      ? told
      : clause.isOwn
        ? marked.startsWith(OWN) || /^.?\uE000/u.test(marked)
          ? introduced
          : rules.ownWords
        : rules.hearsay;
    const fits = heaviest(from, clause, rules.leads);
    // How somebody speaks is told as if it were something else.
    const found = rules.supposes.test(marked)
      ? fits.filter(({ kind }) => kind === 'manner')
      : [...fits, ...portrait(clause, fits)];
    if (!found.length) continue;
    const whole =
      quotation && OF_THEIRS.test(text.slice(sentence.start, sentence.end)) ? quotation : sentence;
    const span = whole.end - whole.start <= WHOLE[language] ? whole : opened(text, clause);
    const length = span.end - span.start;
    const isOpened = span !== whole && span.start > clause.start;
    if (!quotation && !isWhole(text.slice(span.start, span.end), isOpened)) continue;
    if (length < SHORTEST[language] || length > LONGEST) continue;
    const { byPronoun, byNarrator } = clause;
    for (const { kind, weight } of found) {
      const key = `${span.start} ${kind === 'event'}`;
      if (seen.has(key)) continue;
      seen.add(key);
      facts.push({
        start: span.start,
        end: span.end,
        kind,
        // Of two that weigh the same, the fuller one.
        weight:
          weight +
          Math.min(length, FULL[language]) / (10 * FULL[language]) +
          (kind === 'event' || quotation ? 0 : telling(clause)),
        section: clause.section,
        byPronoun,
        byNarrator,
        quotation,
        isOwn: clause.isOwn,
      });
    }
  }
  return facts;
}

/** `I am his nephew`, of whom the line has just told. */
const OF_THEIRS = /^\W*I(?: am|['’]m| was) (?:his|her|their)\b|^\W*我是[他她]/;

/** What begins a description, and how heavy what goes on with it is. */
const DESCRIBES: readonly Kind[] = ['status', 'age', 'looks', 'trait'];
const TELLING = 2.4;
const GOES_ON = 2.35;
/** So many words that describe make a description. */
const DESCRIBING = 2;
/** Shares of how much a clause tells: by each word that describes, where it is about them from its head on, and early. */
const BY_WORD = 0.12;
const MOST_WORDS = 4;
const AT_HEAD = 0.15;
const EARLY = 0.25;
/** A clause that is about whoever is described: from its first word on. */
const STARTS = new RegExp(`^(?:(?:and|but|for|yet|And|But|For|Yet) )?${OWN}`);

/** A clause without the word that leads it on from the one before: `for he was tall`. */
function opened(text: string, { start, end }: TextSpan): TextSpan {
  const lead = /^(?:and|but|for|so|as|because|that|yet)\s+(?=\p{Lu}|s?he\b|his\b|her\b|the\b)/u.exec(
    text.slice(start, end),
  );
  return { start: start + (lead?.[0].length ?? 0), end };
}

/** Whether a sentence is one: not what follows a line or leads up to one, and no second half. */
function isWhole(sentence: string, isOpened: boolean): boolean {
  return (isOpened || !/^[\p{Ll}，。；：、]/u.test(sentence)) && !/[,:，：、]$/.test(sentence);
}

/** In UTF-16 units, of what is looked at before a name. */
const BEFORE = 90;

/** An event that hardly turns anything. */
const LIGHT = 2;

/** The heaviest rules that a clause fits: one of who somebody is, one of what happens to them. */
function heaviest(rules: readonly FactRule[], clause: Clause, leads: RegExp): FactRule[] {
  const best: { is: FactRule | null; happens: FactRule | null } = { is: null, happens: null };
  const look = (
    where: FactRule['where'][],
    texts: readonly [string, string],
    places: readonly number[],
    isMain = false,
  ) => {
    for (const rule of rules) {
      const what = rule.kind === 'event' ? 'happens' : 'is';
      if (rule.weight < LIGHT && what === 'happens' && !isMain) continue;
      if (rule.tags && !(rule.tags & tags)) continue;
      if (!where.includes(rule.where) || rule.weight <= (best[what]?.weight ?? 0)) continue;
      rule.pattern.lastIndex = places[Number(rule.tagged)]!;
      if (rule.pattern.test(texts[Number(rule.tagged)]!)) best[what] = rule;
    }
  };
  const both = [clause.marked, clause.tagged] as const;
  const tags = tagsIn(clause.tagged);
  look(['anywhere'], both, [0, 0]);
  let places = both.map((text) => text.indexOf(OWN));
  while (places[0]! >= 0) {
    const [before, behind] = both.map((text, n) => text.slice(Math.max(0, places[n]! - BEFORE), places[n]));
    const isSubject = leads.test(places[0]! > BEFORE ? `\uE0FF${before}` : before!);
    const next = places.map((place) => place + 1);
    look(isSubject ? ['subject', 'behind'] : ['behind'], both, next, !before!.endsWith(' that '));
    look(['before'], [before!, behind!], [0, 0]);
    places = both.map((text, n) => text.indexOf(OWN, next[n]));
  }
  // What tells who somebody is need not be told once more as what they did.
  if (best.is && best.happens && best.happens.weight < LIGHT) best.happens = null;
  return [best.is, best.happens].filter((rule) => rule !== null);
}

/** How many of each kind stand on a sheet at most. */
const MOST: Record<Kind, number> = {
  status: 6,
  age: 2,
  looks: 4,
  trait: 7,
  ability: 3,
  possession: 2,
  drive: 6,
  manner: 3,
  event: 16,
};

/** In UTF-16 units: a longer text is no short story, in which what somebody does once matters, and the little that is said. */
const LONG = { zh: 40_000, en: 100_000 };
/** What tells so little stands on the sheet of a short text alone. */
const LITTLE = 1.75;

/** How long a text is, and in which language: how much of it a sheet needs. */
export type Extent = Pick<Reading, 'text' | 'language'>;

export const isLong = ({ text, language }: Extent) => text.length > LONG[language];

/** The best of each kind: what is narrated before what is quoted, the heavier first, then what comes first. */
export function chosen(facts: readonly Fact[], kind: Kind, isQuoted: boolean, extent: Extent): Fact[] {
  const most = isQuoted ? Math.ceil(MOST[kind] / 3) : MOST[kind];
  const least = isLong(extent) ? LITTLE : 0;
  return facts
    .filter((fact) => fact.kind === kind && (fact.quotation !== null) === isQuoted && fact.weight >= least)
    .sort((a, b) => b.weight - a.weight || a.start - b.start)
    .slice(0, most)
    .sort((a, b) => a.start - b.start);
}

/** Of a section at most so many turning points, and further ones are at least as heavy as a quarrel. */
const MOST_OF_SECTION = 4;
const TURNS = 3;
/** In so few sections, each tells more. */
const FEW = 8;
/** So many turning points are a timeline. */
const ENOUGH = 10;
/** What is only said to have happened, of all that happens: a third. */
const SAID = 3;

/** Turning points: the heaviest of each section, more of each where there are few, and of all sections the heaviest. */
export function turningPoints(facts: readonly Fact[], extent: Extent): Fact[] {
  const long = isLong(extent);
  const bySection = new Map<number, Fact[]>();
  let said = Math.ceil(MOST.event / SAID);
  for (const fact of facts) {
    if (fact.kind !== 'event' || (long && fact.weight < LIGHT)) continue;
    if (fact.quotation && (fact.weight < TURNS || said-- <= 0)) continue;
    const others = bySection.get(fact.section);
    if (others) others.push(fact);
    else bySection.set(fact.section, [fact]);
  }
  const heaviestFirst = (a: Fact, b: Fact) => b.weight - a.weight || a.start - b.start;
  const most = bySection.size <= FEW ? MOST.event : MOST_OF_SECTION;
  const each = Math.min(most, Math.max(1, Math.floor(MOST.event / bySection.size)));
  const turns = [...bySection.values()]
    .flatMap((all) =>
      all
        .sort(heaviestFirst)
        .filter(({ weight }, n) => n === 0 || weight >= TURNS || (bySection.size <= FEW && !long))
        .slice(0, each),
    )
    .sort(heaviestFirst);
  // A long story has enough of what turns it.
  const heavy = turns.filter(({ weight }) => weight >= TURNS).length;
  return turns
    .slice(0, Math.min(MOST.event, long ? Math.max(heavy, ENOUGH) : MOST.event))
    .sort((a, b) => a.start - b.start);
}
