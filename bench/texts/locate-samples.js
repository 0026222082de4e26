/** Quotations as models give them: right, a little wrong, and wrong. The same each time. */
import { simplifiedCharacter } from '../../dist/src/text/search/script-zh.js';

export const EACH = 200;
const WORD = /[\p{L}\p{N}]/u;
const HAN = /\p{Script=Han}/u;
/** In UTF-16 units. */
const LENGTHS = { zh: [12, 40], en: [40, 120] };

let traditional = null;

/** By the project's own table turned round, so that it shows no character which the table lacks. */
function inTraditional(quote) {
  if (!traditional) {
    traditional = new Map();
    for (let code = 0x4e00; code <= 0x9fff; code++) {
      const char = String.fromCharCode(code);
      const simple = simplifiedCharacter(char);
      if (simple !== char && !traditional.has(simple)) traditional.set(simple, char);
    }
  }
  return [...quote].map((char) => traditional.get(char) ?? char).join('');
}

/**
 * @param text and its passages; `elsewhere` is a text with nothing of it
 * @returns kinds, each with its quotations: what is given, the passage cited, and where it stands, if anywhere
 */
export function samplesOf({ text, passages, language, elsewhere }) {
  let state = 20261126;
  const below = (most) => (state = (state * 48271) % 2147483647) % most;
  const [shortest, longest] = LENGTHS[language];
  const long = passages.filter(({ start, end }) => end - start >= longest);
  const letters = [...text.slice(0, 100_000)].filter((char) =>
    language === 'zh' ? HAN.test(char) : /[a-z]/.test(char),
  );

  const stretch = () => {
    const passage = long[below(long.length)];
    const length = shortest + below(longest - shortest);
    const from = passage.start + below(passage.end - passage.start - length + 1);
    const whole = text.slice(from, from + length);
    const quote = whole.trim();
    if ([...quote].filter((char) => WORD.test(char)).length < shortest * 0.75) return stretch();
    const start = from + whole.indexOf(quote);
    return { quote, place: { passage, start, end: start + quote.length } };
  };
  const changed = (quote, share) => {
    const chars = [...quote];
    const places = chars.flatMap((char, n) => (WORD.test(char) ? [n] : []));
    for (let left = Math.max(1, Math.round(places.length * share)); left > 0; left--) {
      const [n] = places.splice(below(places.length), 1);
      const before = chars[n];
      while (chars[n].toLowerCase() === before.toLowerCase()) chars[n] = letters[below(letters.length)];
    }
    return chars.join('');
  };
  const SIGNS = {
    '，': ',',
    '。': '.',
    '“': '"',
    '”': '"',
    '、': '',
    '：': ':',
    ',': ' –',
    '.': '…',
    ';': ',',
  };
  const otherSigns = (quote) => [...quote].map((char) => SIGNS[char] ?? char).join('');
  const kind = (name, stands, make) => ({
    name,
    stands,
    quotations: Array.from({ length: EACH }, () => {
      const { quote, place } = stretch();
      const made = make(quote, place);
      return { cited: place.passage.n, place, ...(typeof made === 'string' ? { given: made } : made) };
    }),
  });
  const another = () => passages[below(passages.length)].n;

  return [
    kind('exact', true, (quote) => quote),
    kind('other punctuation', true, otherSigns),
    kind('one character changed', true, (quote) => changed(quote, 0)),
    kind('10 % of characters changed', true, (quote) => changed(quote, 0.1)),
    kind('from another passage than cited', true, (quote) => ({ given: quote, cited: another() })),
    kind('the same, and 10 % changed', true, (quote) => ({ given: changed(quote, 0.1), cited: another() })),
    ...(language === 'zh' ? [kind('in the traditional script', true, inTraditional)] : []),
    kind('spliced from two places', false, (quote) => {
      const { quote: other } = stretch();
      return quote.slice(0, quote.length >> 1) + other.slice(other.length >> 1);
    }),
    kind('25 % of characters changed', false, (quote) => changed(quote, 0.25)),
    kind('invented', false, (quote) => {
      const from = below(elsewhere.length - quote.length);
      return elsewhere.slice(from, from + quote.length).replace(/\s+/g, ' ');
    }),
  ];
}
