import { readCast } from '../text/cast.js';
import { languageOf } from '../text/language.js';
import { divide } from '../text/sections.js';
import type { Passage, Person, Question, Quotation, Section } from '../text/types.js';
import type { Extracted } from './extracted.js';
import { aboutSubject } from './subject.js';

/** A text divided. */
export interface Divided {
  language: 'en' | 'zh';
  sections: Section[];
  passages: Passage[];
}

/** A source with who is in it and who says what. Sections are in the order of their numbers, from 1. */
export interface Reading extends Divided {
  sourceId: string;
  text: string;
  people: Person[];
  quotations: Quotation[];
  questions: Question[];
  /** The name in the cast of whom the whole of it is about. */
  about?: string;
}

export function divideExtracted({ text, headings }: Extracted): Divided {
  return { language: languageOf(text), ...divide(text, headings) };
}

/** @param subject whom the source is about, where its page says so */
export function read(
  sourceId: string,
  text: string,
  divided: Divided,
  subject: string | null = null,
): Reading {
  const reading = { sourceId, text, ...divided, ...readCast(text, divided, divided.language) };
  return subject ? { ...reading, ...aboutSubject(reading, subject) } : reading;
}
