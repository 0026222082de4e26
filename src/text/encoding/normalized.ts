/**
 * Putting marks on a letter into their order takes the square of their number: 64,000 in a row hold the process for more
 * than a second. No script writes thirty, behind which a joiner begins another row: Unicode's Stream-Safe Text Format
 * (UAX 15, section 13).
 */
const MOST_MARKS = 30;
const TOO_MANY = /(?:(?!\u034f)\p{M}){30}(?=(?!\u034f)\p{M})/gu;
const JOINER = '\u034f';

/** A text in NFC: letters composed with their marks. Its time grows with the text's length alone. */
export const composed = (text: string): string => streamSafe(text).normalize('NFC');

/** A text in NFKC: what only looks different, such as full width, is the same. Its time grows with the text's length alone. */
export const compatible = (text: string): string => streamSafe(text).normalize('NFKC');

function streamSafe(text: string): string {
  let row = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    // Latin letters and Han, most of all texts, are no marks; of the others an expression knows.
    if (unit < 0x300 || (unit >= 0x3100 && unit < 0xa66f)) row = 0;
    else if (++row > MOST_MARKS) return text.replace(TOO_MANY, `$&${JOINER}`);
  }
  return text;
}
