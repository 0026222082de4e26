import { compatible } from '../encoding/normalized.js';
/** Of a source, a statement in own words holds no more than so much in a row. */
const MOST_HAN = 25;
const MOST_WORDS = 12;
/** In tokens; two windows fit into every run that is too long. */
const WINDOW = 6;
/** A window that stands in so many places is compared in no more of them. */
const MOST_PLACES = 200;

const TOKEN = /\p{Script=Han}|[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*/gu;
const HAN = /^\p{Script=Han}$/u;

/** A text as words and Han, each followed by a blank; what else there is does not count. */
function tokensOf(text: string): string[] {
  return compatible(text).toLowerCase().match(TOKEN) ?? [];
}

/** The numbers of the texts that copy a source. */
export function copiesAmong(texts: readonly string[], sources: readonly string[]): number[] {
  const copies = makeCopyDetector(sources);
  return texts.flatMap((text, n) => (copies(text) ? [n] : []));
}

/**
 * Tells which texts copy a source: hold more than 25 Han or 12 words of it in a row, punctuation and case left out of
 * account.
 *
 * @returns a function of a text
 */
export function makeCopyDetector(sources: readonly string[]): (text: string) => boolean {
  const whole = sources.map((source) => ` ${tokensOf(source).join(' ')} `);
  return (text) => {
    const tokens = tokensOf(text);
    const isTooLong = (from: number, to: number) => {
      const han = tokens.slice(from, to).filter((token) => HAN.test(token)).length;
      return han > MOST_HAN || to - from - han > MOST_WORDS;
    };
    if (!isTooLong(0, tokens.length)) return false;
    for (let at = 0; at + WINDOW <= tokens.length; at += WINDOW) {
      const window = ` ${tokens.slice(at, at + WINDOW).join(' ')} `;
      for (const source of whole) {
        let places = 0;
        for (
          let found = source.indexOf(window);
          found >= 0 && places < MOST_PLACES;
          found = source.indexOf(window, found + 1), places++
        ) {
          let from = at;
          for (
            let head = found + 1;
            from > 0 && source.startsWith(` ${tokens[from - 1]} `, head - tokens[from - 1]!.length - 2);
          )
            head -= tokens[--from]!.length + 1;
          let to = at + WINDOW;
          for (
            let tail = found + window.length - 1;
            to < tokens.length && source.startsWith(` ${tokens[to]} `, tail);
          )
            tail += tokens[to++]!.length + 1;
          if (isTooLong(from, to)) return true;
        }
      }
    }
    return false;
  };
}
