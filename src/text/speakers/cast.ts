import { findQuotations } from './quotations.js';
import { isImprint } from '../structure/imprint.js';
import { attributeChineseSpeech } from './zh/speakers.js';
import { attributeEnglishSpeech } from './en/speakers.js';
import type { NamedPerson, Passage, Person, Question, Quotation, Section, SpeechReading } from '../types.js';
import { speechBeside } from './east/beside.js';
import { JAPANESE } from './east/japanese.js';
import { KOREAN } from './east/korean.js';
import { namesIn } from './names-in.js';
import { selfNamed } from './self-naming.js';
import { tongueOf, type Tongue } from '../search/language.js';

const MOST = 200;
/** Questions that a person is asked of a text. */
const MOST_ASKED = 12;

/** Who is in a text, and who says what. */
export interface CastReading {
  people: Person[];
  quotations: Quotation[];
  questions: Question[];
  /** The name in the cast of whoever tells it as `I`. */
  narrator?: string;
}

/**
 * Who is in a text and who says what, by rules alone. A line is given to somebody only where the text tells; everything
 * else has no speaker. Names are merged only when they cannot mean two people; the others are questions.
 */
export function readCast(
  text: string,
  divided: { sections: readonly Section[]; passages: readonly Passage[] },
  language: 'zh' | 'en',
): CastReading {
  const imprint = divided.sections.filter(({ title }) => isImprint(title)).map(({ n }) => n);
  const passages = divided.passages.filter(({ section }) => !imprint.includes(section));
  const lines = findQuotations(text, passages);
  const tongue = language === 'zh' ? 'zh' : tongueOf(text);
  const talk = attributed(tongue, text, passages, lines);
  const narrator = tellerOf(talk, selfNamed(text, passages, lines, language));
  /** Whoever says `I` may be known by a name that they give themselves. */
  const speakers = talk.speakers.map((one) => (one !== null && one === talk.narrator ? narrator : one));
  const people = new Map(
    talk.people.map((one) => [
      one,
      { name: one.name, aliases: one.aliases, quotes: 0, mentions: 0, first: 0 } satisfies Person,
    ]),
  );
  countMentions(text, passages, [...people.values()], tongue);
  lines.forEach((line, n) => {
    const speaker = speakers[n];
    const person = speaker && people.get(speaker);
    if (!person) return;
    person.quotes++;
    person.first = Math.min(person.first || line.passage, line.passage);
  });
  const listed = [...people.values()]
    .filter(({ mentions, quotes }) => mentions + quotes > 0)
    .sort((a, b) => b.quotes - a.quotes || b.mentions - a.mentions)
    .slice(0, MOST);
  const known = new Set(listed.map(({ name }) => name));
  return {
    people: listed,
    quotations: lines.map((line, n) => {
      const name = speakers[n]?.name;
      return { ...line, speaker: name !== undefined && known.has(name) ? name : null };
    }),
    questions: mattering(talk.questions, listed),
    ...(narrator && known.has(narrator.name) && { narrator: narrator.name }),
  };
}

/** Who tells a story, under the name that they give themselves in it. */
function tellerOf({ people, narrator }: SpeechReading, name: string | null): NamedPerson | null {
  if (!name) return narrator ?? null;
  const [given] = name.split(' ');
  const known =
    people.find((one) => [one.name, ...one.aliases].includes(name)) ??
    people.find((one) => one.name === given && !one.aliases.length);
  if (known) {
    if (![known.name, ...known.aliases].includes(name)) {
      known.aliases.push(known.name);
      known.name = name;
    }
    return known;
  }
  const isTheirs =
    given !== name &&
    !people.some((one) => [one.name, ...one.aliases].some((other) => other.split(' ').includes(given!)));
  if (narrator?.aliases.includes('Narrator')) {
    narrator.name = name;
    narrator.aliases = isTheirs ? [given!] : [];
    if (!people.includes(narrator)) people.push(narrator);
    return narrator;
  }
  const teller = { name, aliases: isTheirs ? [given!] : [] };
  people.push(teller);
  return teller;
}

function attributed(
  tongue: Tongue,
  text: string,
  passages: readonly Passage[],
  lines: readonly Quotation[],
): SpeechReading {
  if (tongue === 'zh') return attributeChineseSpeech(text, passages, lines);
  if (tongue === 'ja') return speechBeside(text, passages, lines, JAPANESE);
  if (tongue === 'ko') return speechBeside(text, passages, lines, KOREAN);
  return attributeEnglishSpeech(text, passages, lines);
}

/** Questions about people who are listed, those first on whose answer most lines and mentions hang. */
function mattering(questions: readonly Question[], listed: readonly Person[]): Question[] {
  const weights = new Map(listed.map(({ name, quotes, mentions }) => [name, 3 * quotes + mentions]));
  const weight = ({ name }: Question) => weights.get(name) ?? 0;
  return questions
    .filter(({ among }) => among.every((name) => weights.has(name)))
    .sort((a, b) => weight(b) - weight(a))
    .slice(0, MOST_ASKED);
}

function countMentions(
  text: string,
  passages: readonly Passage[],
  people: readonly Person[],
  tongue: Tongue,
): void {
  const owner = new Map<string, Person>();
  for (const person of people) for (const name of [person.name, ...person.aliases]) owner.set(name, person);
  if (!owner.size) return;
  const find = namesIn([...owner.keys()], /^(?:en|other)$/.test(tongue));
  for (const passage of passages) {
    for (const found of find(text.slice(passage.start, passage.end))) {
      const person = owner.get(found.replace(/\s+/g, ' '));
      if (!person) continue;
      person.mentions++;
      person.first ||= passage.n;
    }
  }
}
