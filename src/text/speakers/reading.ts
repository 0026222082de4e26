import { type CastReading, readCast } from './cast.js';
import { CHAT_LOG, PLAY, dialogueCast } from '../dialogue/dialogue-format.js';
import { profileCast } from '../profiles/profile-cast.js';
import { PROFILES } from '../profiles/profile.js';
import { isInstruction, instructionsIn } from '../instructions/instructions.js';
import { hasGap, withoutSpans } from '../instructions/kept-out.js';
import { languageOf } from '../search/language.js';
import { divide } from '../structure/sections.js';
import type { TextSpan } from '../structure/passages.js';
import type { Passage, Section } from '../types.js';
import { aboutSubject } from './subject.js';
import { isTopic } from './topic.js';

/** A text divided. */
export interface Divided {
  language: 'en' | 'zh';
  sections: Section[];
  passages: Passage[];
}

/** A source divided. */
export interface Text extends Divided {
  sourceId: string;
  text: string;
}

/** A source with who is in it and who says what. Sections are in the order of their numbers, from 1. */
export interface Reading extends Text, CastReading {
  /** The source's title, where it is known. */
  title?: string;
  /** The name in the cast of whom the whole of it is about. */
  about?: string;
  /** What the whole of it is about, where that is no person. */
  topic?: string;
  /** Its sections are profiles: of whom their titles name, or of the one whom all of it is about. */
  isProfile?: true;
  /** What speaks to a language model. Unless somebody let it in, it is kept out of `text` and of all else here. */
  flagged: Flagged[];
}

/** Part of a passage that speaks to a language model. */
export interface Flagged extends TextSpan {
  /** The passage's number. */
  passage: number;
  text: string;
}

/** Of what was extracted: `headings` are the divisions that the text names itself, where it does. */
export function divideExtracted(extracted: {
  text: string;
  headings?: { title: string; start: number }[];
}): Divided {
  const { text, headings } = extracted;
  return { language: languageOf(text), ...divide(text, headings) };
}

/**
 * Who is in a source and who says what: a chat log, a play and profiles tell, of any other text it is found out.
 * @param known what the source is, whom it is about where its page says so, and the passages (by number) whose
 *   instructions somebody let in
 */
export function read(
  sourceId: string,
  text: string,
  divided: Divided,
  known: { mediaType?: string; subject?: string | null; letIn?: readonly number[] } = {},
): Reading {
  const cast =
    known.mediaType === CHAT_LOG || known.mediaType === PLAY
      ? dialogueCast(text, divided.passages, known.mediaType)
      : known.mediaType === PROFILES
        ? profileCast(text, divided, known.subject)
        : readCast(text, divided, divided.language);
  const isProfile = known.mediaType === PROFILES && { isProfile: true as const };
  const whole = {
    sourceId,
    text,
    ...divided,
    ...cast,
    ...isProfile,
    flagged: flaggedIn(text, divided.passages),
  };
  return keptOut({ ...whole, ...onSubject(whole, known.subject) }, known.letIn ?? []);
}

/** What a page says of itself: whom it is about, or that it is about no person. */
function onSubject(whole: Reading, subject: string | null | undefined): Partial<Reading> {
  if (!subject || isInstruction(subject)) return {};
  const about = aboutSubject(whole, subject);
  const hasLines = about.people.some(({ name, quotes }) => name === about.about && quotes > 0);
  if (whole.isProfile || !isTopic(whole.text, whole.language, hasLines)) return about;
  return {
    topic: subject,
    people: whole.people.filter(({ name, quotes }) => name !== subject || quotes > 0),
  };
}

function flaggedIn(text: string, passages: readonly Passage[]): Flagged[] {
  return instructionsIn(text, passages).map((span) => ({ ...span, text: text.slice(span.start, span.end) }));
}

/** Quotation marks are paired in the whole text, so that it is read before anything is kept out of it. */
function keptOut(reading: Reading, letIn: readonly number[]): Reading {
  const text = withoutSpans(
    reading.text,
    reading.flagged.filter(({ passage }) => !letIn.includes(passage)),
  );
  const names = (some: readonly string[]) => some.filter((name) => !isInstruction(name));
  return {
    ...reading,
    text,
    sections: reading.sections.map((section) =>
      isInstruction(section.title) ? { ...section, title: String(section.n) } : section,
    ),
    people: reading.people
      .filter(({ name }) => !isInstruction(name))
      .map((person) => ({ ...person, aliases: names(person.aliases) })),
    questions: reading.questions.filter(({ name, among }) => names([name, ...among]).length > among.length),
    quotations: reading.quotations.filter(({ start, end }) => !hasGap(text.slice(start, end))),
  };
}
