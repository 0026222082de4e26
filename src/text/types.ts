/** The shapes that `text/` works on. All offsets are UTF-16 units in the source's whole text. */

/** A chapter or other division, in order; together they cover the whole text without gaps. */
export interface Section {
  /** From 1. */
  n: number;
  title: string;
  start: number;
  end: number;
}

/** A paragraph, trimmed of surrounding blanks. */
export interface Passage {
  /** From 1, through the whole source; `p12` is its id. */
  n: number;
  /** The section's number. */
  section: number;
  start: number;
  end: number;
}

/** Something said aloud; `start` and `end` take the marks in, `text` leaves them out. */
export interface Quotation {
  start: number;
  end: number;
  /** The passage's number. */
  passage: number;
  text: string;
  /** The name in the cast of whoever says it, where the text tells. */
  speaker: string | null;
}

/** Somebody found in a source. */
export interface Person {
  name: string;
  aliases: string[];
  /** Quotations attributed to them. */
  quotes: number;
  /** Times they are named, by name or alias. */
  mentions: number;
  /** Number of the passage that first names them. */
  first: number;
}

/** A name that may be several people's: never given to one of them by the program itself. */
export interface Question {
  name: string;
  /** Names in the cast. */
  among: string[];
}

/** Somebody as the rules of a language find them. */
export interface NamedPerson {
  name: string;
  aliases: string[];
}

/** What the rules of a language find in a text. */
export interface SpeechReading {
  people: NamedPerson[];
  /** Who says each line, in the order of the lines: one of `people`, or null where the text does not tell. */
  speakers: (NamedPerson | null)[];
  questions: Question[];
  /** One of `people`, where the text tells who tells it as `I`. */
  narrator?: NamedPerson | null;
}
