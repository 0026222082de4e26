/** In ASCII letters: with as many around it, an accented letter of a word is no luck. */
const WORDS = 200;
const IN_WORD = /(?<=[A-Za-z])[à-öø-ÿœ’](?=[A-Za-z\s.,;:!?'"-]|$)|(?<![^\s"'(-])[À-Öà-öø-ÿ](?=[a-z]{2})/gu;
const ALONE = /(?<=\s)[à-öø-ÿ](?=\s)/gu;

/**
 * Whether all that is not ASCII in a long text is an accented letter of a word, or an apostrophe in one.
 * @param alone a letter by itself counts, too: in one byte it is no character of another encoding
 */
export function isInWords(text: string, alone = false): boolean {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  const beyond = count(/[^\0-\x7F]/g);
  const inWords = count(IN_WORD) + (alone ? count(ALONE) : 0);
  return beyond > 0 && beyond === inWords && count(/[A-Za-z]/g) >= WORDS;
}
