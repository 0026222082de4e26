// Joiners are kept where they do their work: inside an emoji sequence, and between letters of the
// Arabic and Indic scripts. Anywhere else they are invisible and would only break searching.
const EMOJI_BEFORE = String.raw`(?<=[\p{Extended_Pictographic}\u{1F3FB}-\u{1F3FF}\uFE0F])`;
const JOINED_SCRIPTS = String.raw`[\u0600-\u0DFF]`;
const KEPT = String.raw`${EMOJI_BEFORE}\u200D(?=\p{Extended_Pictographic})|(?<=${JOINED_SCRIPTS})[\u200C\u200D](?=${JOINED_SCRIPTS})`;

const INVISIBLE = new RegExp(
  `(${KEPT})|[` +
    String.raw`\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF` + // blanks of no width, bidi
    String.raw`\u0001-\u0008\u000E-\u001F\u007F-\u0084\u0086-\u009F` + // controls
    String.raw`\u{E0000}-\u{E0FFF}` + // tags and variation selectors that can carry a hidden message
    ']',
  'gu',
);

/**
 * Text as it is kept for a source: lines end with \n; what cannot be seen (byte order mark, zero-width and
 * bidi controls, soft hyphens, tags, control characters other than \n and \t) is gone; NUL and unpaired
 * surrogates are U+FFFD. Idempotent. What can be seen is never changed.
 */
export function clean(text: string): string {
  return storable(text)
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/\n?[\v\f]+\n?/g, '\n')
    .replace(INVISIBLE, '$1');
}

/**
 * Text as it is kept for a message: the very characters, except NUL, which PostgreSQL cannot store, and unpaired
 * surrogates, which UTF-8 cannot; those are U+FFFD.
 */
export function storable(text: string): string {
  const formed = text.toWellFormed();
  // Millions of them, replaced one by one, take seconds.
  return formed.includes('\0') ? formed.split('\0').join('\uFFFD') : formed;
}

/**
 * JSON of a value whose every text, keys included, is `storable`: PostgreSQL's JSON refuses the others. Numbers that it
 * would write out in a hundred digits or more are texts.
 */
export function storableJson(value: unknown): string {
  let json = JSON.stringify(value);
  // What a text says may look like such a number, and then nothing changes.
  if (LONG_NUMBER.test(json)) json = JSON.stringify(value, (_key, one: unknown) => briefly(one));
  if (!UNFIT.test(json)) return json;
  // Escape by escape, so that an escaped backslash before a "u" is not taken for one. JSON.stringify escapes only
  // those halves of surrogate pairs that stand alone.
  return json.replace(/\\(?:u[0-9a-f]{4}|.)/g, (escape) => (UNFIT.test(escape) ? '\uFFFD' : escape));
}

function briefly(value: unknown): unknown {
  return typeof value === 'number' && LONG_NUMBER.test(String(value)) ? String(value) : value;
}

const UNFIT = /\\u(?:0000|d[89a-f])/;
/** JavaScript itself writes out what is below 1e21. */
const LONG_NUMBER = /\de(?:\+|-\d{3})/;
