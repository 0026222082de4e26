import { findQuotations } from './quotations.js';
import { ENGLISH_ACTOR, englishSpeaker, isTitled, nameIn } from './speakers-en.js';
import { chineseCue, sayingClause } from './speakers-zh.js';
import type { Passage, Person, Quotation, Section } from './types.js';

const MOST = 200;
const CONTEXT = 80;

/**
 * Who is in a text and who says what, by rules alone. A line is given to somebody only where the text names them with
 * it; everything else has no speaker. Names are merged only when they cannot mean two people.
 */
export function readCast(
  text: string,
  { passages }: { sections: readonly Section[]; passages: readonly Passage[] },
  language: 'zh' | 'en',
): { people: Person[]; quotations: Quotation[] } {
  const quoted = findQuotations(text, passages);
  const byNumber = new Map(passages.map((passage) => [passage.n, passage]));
  const around = quoted.map((line, n) => {
    const passage = byNumber.get(line.passage)!;
    const from = Math.max(passage.start, quoted[n - 1]?.end ?? 0, line.start - CONTEXT);
    const to = Math.min(passage.end, quoted[n + 1]?.start ?? text.length, line.end + CONTEXT);
    return { before: text.slice(from, line.start), after: text.slice(line.end, Math.max(to, line.end)) };
  });
  const said =
    language === 'zh'
      ? chineseSpeakers(around)
      : around.map(({ before, after }) => englishSpeaker(before, after));

  const named = new Map<string, number>();
  for (const name of said) if (name) named.set(name, (named.get(name) ?? 0) + 1);
  if (language === 'en') {
    const acting = new Map<string, number>();
    for (const [, found] of text.matchAll(ENGLISH_ACTOR)) {
      const name = nameIn(found);
      if (name) acting.set(name, (acting.get(name) ?? 0) + 1);
    }
    for (const [name, times] of acting) if (times >= 2 && !named.has(name)) named.set(name, 0);
  }
  const mainName = language === 'en' ? mergeEnglish(named) : mergeChinese(named);

  const people = new Map<string, Person>();
  for (const [name, quotes] of named) {
    const main = mainName.get(name) ?? name;
    const person = people.get(main) ?? { name: main, aliases: [], quotes: 0, mentions: 0, first: 0 };
    if (name !== main) person.aliases.push(name);
    person.quotes += quotes;
    people.set(main, person);
  }
  countMentions(text, passages, people, language);
  const listed = [...people.values()]
    .filter((person) => person.mentions > 0)
    .sort((a, b) => b.quotes - a.quotes || b.mentions - a.mentions)
    .slice(0, MOST);
  const known = new Set(listed.map((person) => person.name));
  const quotations = quoted.map((line, n) => {
    const name = said[n] ? (mainName.get(said[n]) ?? said[n]) : null;
    return { ...line, speaker: name !== null && known.has(name) ? name : null };
  });
  return { people: listed, quotations };
}

/** First the names that stand right before a word of saying, more than once; then clauses that begin with one. */
function chineseSpeakers(around: readonly { before: string; after: string }[]): (string | null)[] {
  const cues = around.map(({ before, after }) => chineseCue(before, after));
  const times = new Map<string, number>();
  for (const cue of cues) if (cue) times.set(cue.name, (times.get(cue.name) ?? 0) + 1);
  const names = [...times].filter(([, n]) => n >= 2).map(([name]) => name);
  const known = new Set(names);
  // "贾母笑" beside "贾母": the longer one has caught a word of manner.
  for (const name of names) {
    const shorter = name.slice(0, -1);
    if (shorter.length >= 2 && known.has(shorter) && times.get(shorter)! > times.get(name)!)
      known.delete(name);
  }
  return cues.map((cue, n) => {
    if (cue && known.has(cue.name)) return cue.name;
    const clause = sayingClause(around[n]!.before);
    if (!clause || clause.length > 24) return null;
    let first: string | null = null;
    for (const length of [4, 3, 2]) {
      const start = clause.slice(0, length);
      if (start.length === length && known.has(start)) {
        first = start;
        break;
      }
    }
    if (!first) return null;
    const rest = clause.slice(first.length);
    return names.some((name) => known.has(name) && rest.includes(name)) ? null : first;
  });
}

/** 凤姐儿 is 凤姐. */
function mergeChinese(named: ReadonlyMap<string, number>): Map<string, string> {
  const main = new Map<string, string>();
  for (const name of named.keys()) {
    if (name.endsWith('儿') && name.length > 2 && named.has(name.slice(0, -1)))
      main.set(name, name.slice(0, -1));
  }
  return main;
}

/**
 * `Darcy` is `Mr. Darcy` when no other titled Darcy is there; `Elizabeth` is `Elizabeth Bennet` when she is the only
 * one of that first name.
 */
function mergeEnglish(named: ReadonlyMap<string, number>): Map<string, string> {
  const main = new Map<string, string>();
  const names = [...named.keys()];
  for (const name of names) {
    if (name.includes(' ')) continue;
    const longer = names.filter(
      (other) => other !== name && other.includes(' ') && other.split(' ').includes(name),
    );
    const [only] = longer;
    if (longer.length === 1 && only && (isTitled(only) || only.startsWith(`${name} `))) main.set(name, only);
  }
  return main;
}

function countMentions(
  text: string,
  passages: readonly Passage[],
  people: ReadonlyMap<string, Person>,
  language: 'zh' | 'en',
): void {
  const owner = new Map<string, Person>();
  for (const person of people.values())
    for (const name of [person.name, ...person.aliases]) owner.set(name, person);
  if (!owner.size) return;
  const names = [...owner.keys()].sort((a, b) => b.length - a.length);
  const any = names
    .map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/ /g, '\\s+'))
    .join('|');
  const pattern = new RegExp(language === 'en' ? `(?<!\\p{L})(?:${any})(?!\\p{L})` : any, 'gu');
  for (const passage of passages) {
    for (const [found] of text.slice(passage.start, passage.end).matchAll(pattern)) {
      const person = owner.get(found.replace(/\s+/g, ' '));
      if (!person) continue;
      person.mentions++;
      person.first ||= passage.n;
    }
  }
}
