/** Lorebooks and conversations made of a seed, the same wherever they are made. What they activate stands in `generated.json`. */

export const KEYS = [
  'lamp',
  'oil',
  'sea',
  'ship',
  'Ada',
  'storm',
  'cat',
  'lighthouse',
  'lamp oil',
  'old ship',
  '灯塔',
  '船',
];
export const MORE_KEYS = [
  'été',
  'café',
  'one-two',
  'OIL',
  '/oil|sea/i',
  '/st(o|e)rm/',
  '/\\bship\\b/gi',
  'lamps',
  'cats',
  'C++',
  '!',
  'a',
];
export const WORDS = [
  'the',
  'lamp',
  'burns',
  'oil',
  'at',
  'sea',
  'ship',
  'a',
  'storm',
  'cats',
  'cat',
  'lighthouse',
  '灯塔',
  '灯塔很高',
];
export const MORE_WORDS = [
  '船来了',
  'été',
  'café',
  'one-two',
  'OIL',
  'User',
  'lamps',
  'C++',
  'old',
  'seaside',
  '!',
  'Lamp,',
];

/** Numbers from 0 to 1, by mulberry32. */
export function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @returns entries in the form of V3 with SillyTavern's extensions, and messages with the newest first */
export function generatedCases(seed, count) {
  const random = chance(seed);
  const maybe = (part) => random() < part;
  const pick = (list) => list[Math.floor(random() * list.length)];
  const some = (least, most, make) =>
    Array.from({ length: least + Math.floor(random() * (most - least + 1)) }, make);
  const text = (most) => some(1, most, () => pick([...WORDS, ...MORE_WORDS])).join(' ');
  const keys = (least, most) => some(least, most, () => pick([...KEYS, ...MORE_KEYS]));
  const entry = (n) => {
    // One order a member, so that no group is left to chance.
    const group = maybe(0.12) ? pick(['g', 'h']) : '';
    return {
      name: `e${n}`,
      keys: maybe(0.1) ? [] : keys(1, 3),
      secondary_keys: maybe(0.5) ? keys(0, 3) : [],
      content: `E${n} ${maybe(0.5) ? text(4) : ''}`,
      constant: maybe(0.1),
      selective: maybe(0.85),
      insertion_order: group ? 100 + n : pick([100, 50, 10, 200]),
      enabled: true,
      use_regex: true,
      extensions: {
        selectiveLogic: pick([0, 0, 1, 2, 3]),
        exclude_recursion: maybe(0.15),
        prevent_recursion: maybe(0.15),
        delay_until_recursion: maybe(0.1) ? pick([true, 1, 2]) : false,
        probability: pick([100, 100, 100, 0]),
        useProbability: maybe(0.9),
        scan_depth: maybe(0.2) ? pick([0, 1, 3, 5]) : null,
        case_sensitive: maybe(0.2) ? maybe(0.5) : null,
        match_whole_words: maybe(0.25) ? maybe(0.5) : null,
        delay: maybe(0.1) ? pick([0, 2, 6]) : null,
        group,
        group_override: group !== '',
        use_group_scoring: group ? maybe(0.3) : null,
        position: pick([0, 1, 4]),
      },
    };
  };
  return Array.from({ length: count }, () => ({
    entries: Array.from({ length: 8 }, (_, n) => entry(n)),
    messages: some(1, 6, () => text(8)).map((said, n) => `${n % 2 ? 'Ada' : 'User'}: ${said}`),
  }));
}
