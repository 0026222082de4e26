/** Lorebooks that cost more than they seem to, and a large one that means well; the bench uses them, too. */

/** Each makes the nth pattern of its kind. */
const KINDS = {
  'nested repetitions': (n) => `/(?:a{1,${20 + (n % 30)}}b?){1,${10 + (n % 10)}}z${n}/`,
  'a repeated property': (n) => `/\\p{L}{1,${900 + (n % 100)}}${n}!/i`,
  'repetitions of nothing': (n) => `/(?:x{0,${900 + (n % 99)}}){0,1}(?:y{0,999})z${n}$/`,
  'many words': (n) =>
    `/\\b(?:${range(110, (k) => `w${(n * 7919 + k * 104_729).toString(36)}`).join('|')})\\b/i`,
  'wide folded classes': (n) =>
    `/[${range(60, (k) => `!-${String.fromCodePoint(0x1e000 + n + k)}`).join('')}]${n}/i`,
  'many properties': (n) => `/[${'\\p{L}\\P{Lu}'.repeat(15)}]${n}/i`,
  'captures within captures': (n) => `/${'('.repeat(60)}.*${')*'.repeat(60)}${n}/s`,
  'anything and then anything': (n) => `/${'.*'.repeat(40)}${n}/s`,
  'anchored and wide': (n) => `/^(?:\\p{L}\\d){1,${300 + (n % 100)}}${n}/`,
  'repetitions in a row': (n) => `/${range(12, (k) => `[a-${'bcdefgh'[k % 7]}]{1,80}`).join('')}${n}/`,
  'not valid in the end': (n) => `/(?:\\p{L}{1,99}){1,9}${n}(/`,
};
export const PATTERN_KINDS = Object.keys(KINDS);

function range(length, make) {
  return Array.from({ length }, (_, n) => make(n));
}

/**
 * Patterns that take long to compile, to keep or to run.
 * @param {number} count
 * @param {string[]} [kinds] of `PATTERN_KINDS`; if not given, all in turn
 */
export function hostilePatterns(count, kinds = PATTERN_KINDS) {
  return range(count, (n) => KINDS[kinds[n % kinds.length]](n));
}

/** One entry for each pattern, which no pinned part can hold: each belongs into some turns only. */
export function patternEntries(patterns) {
  return patterns.map((pattern, n) => ({
    keys: [pattern],
    content: `@@depth 1\nEntry ${n}.`,
    name: `Entry ${n}`,
    enabled: true,
    insertion_order: n,
    extensions: {},
    use_regex: false,
  }));
}

/** A book of plain words that a patient author might have written. */
export function honestEntries(count, keys = 4) {
  return range(count, (n) => ({
    keys: range(keys, (k) =>
      k % 2 ? `地名${(n * keys + k).toString(36)}` : `Place ${(n * keys + k).toString(36)}`,
    ),
    content: `@@depth 1\nThe place number ${n} lies by the river, and its neighbour is Place ${((n + 1) * keys).toString(36)}.`,
    name: `Place ${n}`,
    enabled: true,
    insertion_order: n,
    extensions: {},
    use_regex: false,
  }));
}

/** @param {object[]} entries */
export function cardWith(entries, book = {}, data = {}) {
  return {
    spec: 'chara_card_v3',
    spec_version: '3.0',
    data: {
      name: 'Ilse',
      description: 'Keeps the ferry.',
      first_mes: 'Mind the plank.',
      ...data,
      character_book: { ...book, entries },
    },
  };
}
