import type { Quotation } from '../../../text/types.js';
import type { TextSpan } from '../../../text/structure/passages.js';
import { OWN } from '../rules/marks.js';
import type { FactRule, Kind, Rules } from '../rules/rules.js';
import type { Clause } from './clauses.js';

/** Something that a text tells of somebody. */
export interface Fact extends TextSpan {
  kind: Kind;
  weight: number;
  section: number;
  byPronoun: boolean;
  /** The line in which it is said: by somebody else, or by themselves. */
  quotation: Quotation | null;
}

/** In UTF-16 units. */
const LONGEST = 260;
const SHORTEST = { zh: 6, en: 16 };
/** A short sentence is taken whole, of a longer one its clause. */
const WHOLE = { zh: 90, en: 180 };

/** What clauses tell, each once: the heaviest that each of them tells. */
export function factsOf(
  clauses: readonly Clause[],
  rules: Rules,
  speaker: string | undefined,
  language: 'zh' | 'en',
): Fact[] {
  const facts: Fact[] = [];
  const seen = new Set<string>();
  for (const clause of clauses) {
    const { quotation, sentence, marked } = clause;
    const from = !quotation ? rules.facts : quotation.speaker === speaker ? rules.ownWords : rules.hearsay;
    const found = heaviest(from, clause, rules.leads);
    if (!found.length || rules.supposes.test(marked)) continue;
    const span = sentence.end - sentence.start <= WHOLE[language] ? sentence : clause;
    const length = span.end - span.start;
    if (length < SHORTEST[language] || length > LONGEST) continue;
    const byPronoun = clause.byPronoun && span.start === clause.start;
    for (const { kind, weight } of found) {
      const key = `${span.start} ${kind === 'event'}`;
      if (seen.has(key)) continue;
      seen.add(key);
      facts.push({
        start: span.start,
        end: span.end,
        kind,
        weight,
        section: clause.section,
        byPronoun,
        quotation,
      });
    }
  }
  return facts;
}

/** In UTF-16 units, of what is looked at before a name. */
const BEFORE = 90;

/** The heaviest rules that a clause fits: one of who somebody is, one of what happens to them. */
function heaviest(rules: readonly FactRule[], clause: Clause, leads: RegExp): FactRule[] {
  const best: { is: FactRule | null; happens: FactRule | null } = { is: null, happens: null };
  const look = (where: FactRule['where'][], texts: readonly [string, string], places: readonly number[]) => {
    for (const rule of rules) {
      const what = rule.kind === 'event' ? 'happens' : 'is';
      if (!where.includes(rule.where) || rule.weight <= (best[what]?.weight ?? 0)) continue;
      rule.pattern.lastIndex = places[Number(rule.tagged)]!;
      if (rule.pattern.test(texts[Number(rule.tagged)]!)) best[what] = rule;
    }
  };
  const both = [clause.marked, clause.tagged] as const;
  look(['anywhere'], both, [0, 0]);
  let places = both.map((text) => text.indexOf(OWN));
  while (places[0]! >= 0) {
    const [before, behind] = both.map((text, n) => text.slice(Math.max(0, places[n]! - BEFORE), places[n]));
    const isSubject = leads.test(places[0]! > BEFORE ? `\uE0FF${before}` : before!);
    const next = places.map((place) => place + 1);
    look(isSubject ? ['subject', 'behind'] : ['behind'], both, next);
    look(['before'], [before!, behind!], [0, 0]);
    places = both.map((text, n) => text.indexOf(OWN, next[n]));
  }
  return [best.is, best.happens].filter((rule) => rule !== null);
}

/** How many of each kind stand on a sheet at most. */
const MOST: Record<Kind, number> = {
  status: 6,
  age: 1,
  looks: 4,
  trait: 7,
  ability: 3,
  possession: 2,
  drive: 4,
  event: 16,
};

/** The best of each kind: what is narrated before what is quoted, the heavier first, then what comes first. */
export function chosen(facts: readonly Fact[], kind: Kind, isQuoted: boolean): Fact[] {
  const most = isQuoted ? Math.ceil(MOST[kind] / 3) : MOST[kind];
  return facts
    .filter((fact) => fact.kind === kind && (fact.quotation !== null) === isQuoted)
    .sort((a, b) => b.weight - a.weight || a.start - b.start)
    .slice(0, most)
    .sort((a, b) => a.start - b.start);
}

/** Of a section at most so many turning points, and further ones are at least as heavy as a quarrel. */
const MOST_OF_SECTION = 4;
const TURNS = 3;

/** Turning points: the heaviest of each section, more of each where there are few, and of all sections the heaviest. */
export function turningPoints(facts: readonly Fact[]): Fact[] {
  const bySection = new Map<number, Fact[]>();
  for (const fact of facts) {
    if (fact.kind !== 'event' || fact.quotation) continue;
    const others = bySection.get(fact.section);
    if (others) others.push(fact);
    else bySection.set(fact.section, [fact]);
  }
  const heaviestFirst = (a: Fact, b: Fact) => b.weight - a.weight || a.start - b.start;
  const each = Math.min(MOST_OF_SECTION, Math.max(1, Math.floor(MOST.event / bySection.size)));
  return [...bySection.values()]
    .flatMap((all) =>
      all
        .sort(heaviestFirst)
        .filter(({ weight }, n) => n === 0 || weight >= TURNS)
        .slice(0, each),
    )
    .sort(heaviestFirst)
    .slice(0, MOST.event)
    .sort((a, b) => a.start - b.start);
}
