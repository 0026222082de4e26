import type { PageOffer } from '../contracts/ingest.js';

/** What a link or a file gave: plain text and what is known of it. */
export interface Extracted {
  title: string;
  /** Cleaned (see text/clean). Paragraphs are separated by newlines. */
  text: string;
  /** The divisions that the page or book names itself, in order; UTF-16 offsets in `text`. A plain text has none. */
  headings?: Heading[];
  /** Of what was read: 'text/html', 'application/epub+zip', 'text/plain'. */
  mediaType: string;
  encoding?: string;
  /** The address that answered in the end. */
  url?: string;
  /** The wiki's number of the page as it was read. */
  revision?: string;
  /** Whom the whole of it is about, where it is a wiki's page. */
  subject?: string;
  /** On what terms the site gives its text away. */
  licence?: string;
  /** Other pages that belong to it. */
  offers?: PageOffer[];
  /** Parts of it that could not be read, by their names in it. */
  leftOut?: { name: string; message: string }[];
  /** The encoding was guessed: a person should look at the text. */
  doubtful?: boolean;
  /** What it may be encoded in, then. */
  encodings?: { encoding: string; preview: string }[];
}

export interface Heading {
  title: string;
  start: number;
}

/** Characters that a reader would see. */
export function readable(text: string): number {
  let n = 0;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x20 && text[i] !== '\u3000') n++;
  return n;
}
