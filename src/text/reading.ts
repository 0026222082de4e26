import { readCast } from './cast.js';
import { CHAT_LOG, chatCast } from './chat-log.js';
import { instructionsIn } from './instructions.js';
import { languageOf } from './language.js';
import { divide } from './sections.js';
import type { Passage, Person, Question, Quotation, Section } from './types.js';
import { aboutSubject } from './subject.js';

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
export interface Reading extends Text {
  people: Person[];
  quotations: Quotation[];
  questions: Question[];
  /** The name in the cast of whom the whole of it is about. */
  about?: string;
  /** Passages that speak to a language model. */
  flagged: Passage[];
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
 * Who is in a source and who says what: a chat log tells, of any other text it is found out.
 * @param known what the source is, and whom it is about where its page says so
 */
export function read(
  sourceId: string,
  text: string,
  divided: Divided,
  known: { mediaType?: string; subject?: string | null } = {},
): Reading {
  const cast =
    known.mediaType === CHAT_LOG
      ? chatCast(text, divided.passages)
      : readCast(text, divided, divided.language);
  const reading = { sourceId, text, ...divided, ...cast, flagged: instructionsIn(text, divided.passages) };
  return known.subject ? { ...reading, ...aboutSubject(reading, known.subject) } : reading;
}
