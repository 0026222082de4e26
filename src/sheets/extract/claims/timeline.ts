import { passageAt, spread } from '../subject/citing.js';
import { turningPoints } from '../subject/facts.js';
import { SHEET_WORDS } from './sheet-words.js';
import { sentenceOf } from './identity.js';
import { OWN } from '../rules/marks.js';
import { sentences } from '../subject/sentences.js';
import { namePattern } from '../../../text/search/name-pattern.js';
import { hasGap } from '../../../text/instructions/kept-out.js';
import type { TextSpan } from '../../../text/structure/passages.js';
import { claimed, type FoundClaim, type Subject } from '../subject/subject.js';

const LONGEST = 260;

/** What happens to somebody, chapter by chapter, from where they are first named to where they are last. */
export function timelineOf(subject: Subject): FoundClaim[] {
  const { reading, facts, more, named, speaker } = subject;
  if (reading.isProfile || (reading.about !== undefined && reading.about === speaker)) return [];
  const events = turningPoints(facts, reading).map((fact) =>
    claimed(subject, 'timeline', sentenceOf(subject, fact), fact, {
      kind: fact.quotation ? 'inferred' : 'stated',
    }),
  );
  if (reading.sections.length < 2) return events;
  const chapters = chaptersNaming(subject);
  const words = SHEET_WORDS[subject.language];
  const at = (index: number, say: (title: string) => string) => {
    const title = reading.sections[reading.passages[index]!.section - 1]?.title ?? '';
    return claimed(subject, 'timeline', say(title), firstSentence(subject, index));
  };
  const [first, last] = [named[0]!, named.at(-1)!];
  return more
    ? [...chapters, ...events, at(last, words.again)]
    : [at(first, words.first), ...inOrder([...chapters, ...events]), at(last, words.last)];
}

const inOrder = (claims: readonly FoundClaim[]) =>
  [...claims].sort((a, b) => (a.fromSection ?? 0) - (b.fromSection ?? 0));

/** Chapters at most whose own titles name somebody. */
const CHAPTERS = 10;

/** Chapters whose titles tell what somebody does in them. */
function chaptersNaming(subject: Subject): FoundClaim[] {
  const { reading, marks } = subject;
  const words = SHEET_WORDS[subject.language];
  const found = reading.sections
    .filter(
      ({ title, start }) =>
        marks.mark(written(title)).includes(OWN) && reading.text.startsWith(title.slice(0, 4), start),
    )
    .map(({ title, start }) => {
      const passage = reading.passages[passageAt(reading, start)]!;
      return claimed(subject, 'timeline', words.chapter(title), passage);
    });
  return spread(found, CHAPTERS);
}

/** A title in capitals as it would stand in a sentence. */
const written = (title: string) =>
  /\p{Ll}/u.test(title)
    ? title
    : title.replace(/(\p{Lu})(\p{Lu}+)/gu, (_, first: string, rest: string) => first + rest.toLowerCase());

/** The sentence of a passage that names them, or the beginning of the passage. */
function firstSentence({ reading, own }: Subject, index: number): TextSpan {
  const { start, end } = reading.passages[index]!;
  const found = namePattern(own);
  const all = [...sentences(reading.text, start, end)].filter((span) => span.start < span.end);
  const naming = all.find((span) => found.test(reading.text.slice(span.start, span.end)));
  // A name with a full stop in it may stand in none.
  const one = naming ?? (hasGap(reading.text.slice(start, end)) ? all[0] : undefined) ?? { start, end };
  return { start: one.start, end: Math.min(one.end, one.start + LONGEST) };
}
