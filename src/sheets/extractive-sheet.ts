import { type Claim, type ClaimPart, type Sheet, sheetSchema } from '../contracts/sheet.js';
import { hasGap } from '../text/instructions/kept-out.js';
import { tongueOf, type Tongue } from '../text/search/language.js';
import { namePattern } from '../text/search/name-pattern.js';
import type { Quotation } from '../text/types.js';
import type { Reading } from '../text/speakers/reading.js';
import { toldFacts } from './told-facts.js';

const EXAMPLES = 16;
const PEOPLE = 10;
const STATEMENTS = 14;
const LONGEST_STATEMENT = 220;

interface Words {
  speaks(lines: number, length: number, questions: number, exclamations: number): string;
  with(other: string, times: number): string;
  first(title: string): string;
  last(title: string): string;
  again(title: string): string;
  limit: string;
  greeting(name: string): string;
  /** What follows the name where a sentence says who they are. */
  telling: string;
}

const WORDS: Record<Sheet['language'], Words> = {
  en: {
    speaks: (lines, length, questions, exclamations) =>
      `Speaks ${lines} lines in the text, of ${length} words at the median; ` +
      `${questions} % of them ask and ${exclamations} % exclaim.`,
    with: (other, times) => `Stands together with ${other} in ${times} passages.`,
    first: (title) => `Is first named in “${title}”.`,
    last: (title) => `Is last named in “${title}”.`,
    again: (title) => `Is named again in “${title}”.`,
    limit: 'Knows nothing beyond what the text tells.',
    greeting: (name) => `*${name} looks up as you come closer.*`,
    telling: String.raw`,? (?:is|was|had|has|were|who|could|would|loved|hated|lived|came|married|became)\b`,
  },
  zh: {
    speaks: (lines, length, questions, exclamations) =>
      `书中说过${lines}句话，中位长度${length}字；其中问句占${questions}%，感叹占${exclamations}%。`,
    with: (other, times) => `与${other}在${times}段文字里一同出现。`,
    first: (title) => `初见于“${title}”。`,
    last: (title) => `最后见于“${title}”。`,
    again: (title) => `又见于“${title}”。`,
    limit: '书里没有写到的事，一概不知。',
    greeting: (name) => `*${name}抬起头，看见你走近。*`,
    telling: String.raw`(?:是|乃|姓|字|名|本|原|生得|生于|年方|年已|自幼|素|最|从小|一生|家|性|为人)`,
  },
};

/** What follows the name there, in languages whose sheets are in English: a particle, or anything. */
const TELLING: Partial<Record<Tongue, string>> = {
  ja: '(?:さん|さま|様|君|くん|ちゃん|先生|氏)?(?:は|が|の|も)',
  ko: String.raw`(?:\s?(?:씨|님|군|양))?(?:은|는|이|가|의)(?!\p{Script=Hangul})`,
  other: '',
};

/**
 * A sheet without a language model: only what the text says, each claim with the passage it was taken from.
 *
 * @param name of somebody in the cast, or any name that the text holds
 * @param readings the sources, read
 * @param names all that they go by
 * @param more it is to be added to a sheet that there is
 */
export function extractSheet(
  name: string,
  readings: readonly Reading[],
  names: readonly string[] = [name],
  more = false,
): Sheet {
  const language = readings[0]?.language ?? 'en';
  const words = WORDS[language];
  const parts: Partial<Record<ClaimPart, Claim[]>> = {
    identity: [],
    voice: [],
    relationships: [],
    timeline: [],
    examples: [],
    limits: more ? [] : [{ id: 'limits-1', text: words.limit, kind: 'invented', citations: [] }],
  };

  for (const reading of readings) {
    const person = reading.people.find((one) =>
      [one.name, ...one.aliases].some((called) => names.includes(called)),
    );
    const own = [...new Set([...names, ...(person ? [person.name, ...person.aliases] : [])])];
    const named = passagesNaming(reading, own);
    if (!named.length) continue;
    const cite = (start: number, end: number) => [citation(reading, start, end)];
    const add = (part: ClaimPart, claim: Omit<Claim, 'id'>) => {
      const list = (parts[part] ??= []);
      const first = claim.citations[0] && Number(claim.citations[0].passageId.slice(1));
      const fromSection = reading.passages.find(({ n }) => n === first)?.section;
      list.push({ id: `${part}-${list.length + 1}`, ...claim, ...(fromSection ? { fromSection } : {}) });
    };

    for (const span of tellingSentences(
      reading,
      named,
      own,
      TELLING[tongueOf(reading.text)] ?? words.telling,
    )) {
      add('identity', {
        text: reading.text.slice(span.start, span.end),
        kind: 'stated',
        citations: cite(span.start, span.end),
      });
    }

    const isAbout = reading.about !== undefined && reading.about === person?.name;
    const told = toldFacts(reading, person?.name ?? name);
    for (const { start, end } of told) {
      add('identity', {
        text: reading.text.slice(start, end),
        kind: 'stated',
        citations: cite(start, end),
      });
    }

    const lines = reading.quotations.filter((quotation) => quotation.speaker === person?.name);
    const examples = spread(goodExamples(lines), EXAMPLES);
    for (const line of examples)
      add('examples', { text: line.text, kind: 'stated', citations: cite(line.start, line.end) });
    if (lines.length >= 3) {
      const citations = examples.slice(0, 2).map((line) => citation(reading, line.start, line.end));
      if (citations.length)
        add('voice', { text: manner(lines, language, words), kind: 'inferred', citations });
    }

    for (const { other, times, passage } of company(reading, named, own)) {
      add('relationships', {
        text: words.with(other, times),
        about: other,
        kind: 'stated',
        citations: cite(...sentenceAround(reading, passage, other)),
      });
    }

    const ends: [number, (title: string) => string][] = more
      ? [[named[named.length - 1]!, words.again]]
      : [
          [named[0]!, words.first],
          [named[named.length - 1]!, words.last],
        ];
    if (reading.sections.length > 1 && !isAbout && !reading.isProfile) {
      for (const [passage, say] of ends) {
        const title = reading.sections[reading.passages[passage]!.section - 1]?.title ?? '';
        add('timeline', {
          text: say(title),
          kind: 'stated',
          citations: cite(...sentenceAround(reading, passage, own[0]!, own)),
        });
      }
    }
  }
  return sheetSchema.parse({ language, ...parts, greetings: more ? [] : [words.greeting(name)] });
}

/** A part of a source as a citation: it must lie within one passage. */
function citation(reading: Reading, start: number, end: number): Claim['citations'][number] {
  const passage = reading.passages[passageAt(reading, start)]!;
  return {
    sourceId: reading.sourceId,
    passageId: `p${passage.n}`,
    start: start - passage.start,
    end: Math.min(end, passage.end) - passage.start,
    quote: reading.text.slice(start, Math.min(end, passage.end)),
  };
}

/** The index of the passage that holds an offset. */
function passageAt(reading: Reading, offset: number): number {
  let low = 0;
  let high = reading.passages.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (reading.passages[middle]!.start <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function passagesNaming(reading: Reading, names: readonly string[]): number[] {
  const found = namePattern(names);
  const indexes: number[] = [];
  for (const [index, { start, end }] of reading.passages.entries()) {
    if (found.test(reading.text.slice(start, end))) indexes.push(index);
  }
  return indexes;
}

/** Sentences outside of speech that say something of the character, spread over the text, the first ones before all. */
function tellingSentences(
  reading: Reading,
  named: readonly number[],
  names: readonly string[],
  telling: string,
) {
  const other = TELLING[tongueOf(reading.text)];
  const tells = namePattern(names, other ?? telling);
  const found: { start: number; end: number }[] = [];
  for (const index of named) {
    const passage = reading.passages[index]!;
    for (const span of sentences(reading.text, passage.start, passage.end)) {
      const length = span.end - span.start;
      const text = reading.text.slice(span.start, span.end);
      if (length < 8 || length > LONGEST_STATEMENT || /["“”„«»「」『』]/.test(text)) continue;
      // there, what follows a line says who said it
      if (
        other !== undefined &&
        /[」』”"»]\s{0,3}$/.test(reading.text.slice(passage.start, span.start).slice(-4))
      )
        continue;
      if (tells.test(text)) found.push(span);
    }
    if (found.length > 400) break;
  }
  const first = found.slice(0, 5);
  return [...first, ...spread(found.slice(5), STATEMENTS - first.length)];
}

function* sentences(text: string, from: number, to: number): Generator<{ start: number; end: number }> {
  const stop =
    /[。！？．!?]+[”’」』"']*|\uFDD0+|(?<!\b(?:Mr|Mrs|Ms|Dr|St|Mme|Mlle|Capt|Col|Rev|Hon|Sir))\.(?=\s|["”’']|$)["”’']*/g;
  const part = text.slice(from, to);
  let start = 0;
  for (const match of part.matchAll(stop)) {
    const next = match.index + match[0].length;
    yield trimmed(part, start, hasGap(match[0]) ? match.index : next, from);
    start = next;
  }
  if (part.slice(start).trim() !== '') yield trimmed(part, start, part.length, from);
}

function trimmed(part: string, start: number, end: number, from: number) {
  while (start < end && /\s/.test(part[start]!)) start++;
  return { start: from + start, end: from + end };
}

/** The sentence of a passage that holds a name, or the beginning of the passage. */
function sentenceAround(
  reading: Reading,
  index: number,
  name: string,
  names: readonly string[] = [name],
): [number, number] {
  const passage = reading.passages[index]!;
  const found = namePattern(names);
  for (const span of sentences(reading.text, passage.start, passage.end)) {
    if (found.test(reading.text.slice(span.start, span.end)))
      return [span.start, Math.min(span.end, span.start + 400)];
  }
  // A name with a full stop in it may stand in none.
  const [first] = [...sentences(reading.text, passage.start, passage.end)].filter(
    ({ start, end }) => start < end,
  );
  return hasGap(reading.text.slice(passage.start, passage.end)) && first
    ? [first.start, first.end]
    : [passage.start, Math.min(passage.end, passage.start + LONGEST_STATEMENT)];
}

function goodExamples(lines: readonly Quotation[]): Quotation[] {
  const seen = new Set<string>();
  return lines.filter(({ text }) => {
    const fits = text.length >= 6 && text.length <= 300 && !seen.has(text);
    seen.add(text);
    return fits;
  });
}

/** Some of many, evenly from beginning to end. */
function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, n) => items[Math.floor((n * items.length) / count)]!);
}

/** Words, also of a language that is written without blanks. */
function wordsIn(text: string): number {
  if (!/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return text.split(/\s+/).length;
  return [...new Intl.Segmenter('ja', { granularity: 'word' }).segment(text)].filter(
    ({ isWordLike }) => isWordLike,
  ).length;
}

function manner(lines: readonly Quotation[], language: Sheet['language'], words: Words): string {
  const lengths = lines
    .map(({ text }) => (language === 'zh' ? (text.match(/\p{Script=Han}/gu) ?? []).length : wordsIn(text)))
    .sort((a, b) => a - b);
  const share = (mark: RegExp) =>
    Math.round((100 * lines.filter(({ text }) => mark.test(text)).length) / lines.length);
  return words.speaks(lines.length, lengths[lengths.length >> 1]!, share(/[?？]/), share(/[!！]/));
}

/** Who stands in the same passages, most often first. */
function company(reading: Reading, named: readonly number[], own: readonly string[]) {
  const others = reading.people.filter((person) => !own.includes(person.name)).slice(0, 60);
  const texts = named.map((index) => {
    const { start, end } = reading.passages[index]!;
    return reading.text.slice(start, end);
  });
  return others
    .map((person) => {
      const found = namePattern([person.name, ...person.aliases]);
      let times = 0;
      let passage = -1;
      for (const [n, text] of texts.entries()) {
        if (!found.test(text)) continue;
        times++;
        if (passage < 0) passage = named[n]!;
      }
      return { other: person.name, times, passage };
    })
    .filter(({ times }) => times >= 2)
    .sort((a, b) => b.times - a.times)
    .slice(0, PEOPLE);
}
