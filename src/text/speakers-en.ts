/** Who says a line in English: the words right before and after it. */
const TITLE =
  '(?:Mr|Mrs|Ms|Miss|Dr|Lady|Lord|Sir|Dame|Captain|Colonel|Major|Aunt|Uncle|Madame|Monsieur|Mademoiselle|Professor|Father|Mother|Sister|Brother|King|Queen|Prince|Princess|Count|Countess|Duke|Duchess|Inspector|Judge|Reverend)';
const WORD = "[A-Z][\\p{L}]*(?:['’-][\\p{L}]+)?";
export const ENGLISH_NAME = `(?:${TITLE}\\.?\\s+)?${WORD}(?:\\s+(?:de\\s+|of\\s+|von\\s+)?${WORD}){0,2}`;
const SAY =
  '(?:said|says|asked|asks|replied|replies|cried|cries|answered|answers|exclaimed|returned|continued|whispered|repeated|observed|added|shouted|remarked|muttered|murmured|called|inquired|enquired|responded|demanded|interrupted|rejoined|began|went on|sighed|screamed|declared|insisted|told|growled|suggested|retorted|ejaculated|laughed)';
const AFTER_VERB = new RegExp(`^[\\s,]*${SAY}\\s+(?:the\\s+)?(${ENGLISH_NAME})`, 'u');
const AFTER_NAME = new RegExp(`^[\\s,]*(${ENGLISH_NAME})\\s+(?:\\w+ly\\s+|then\\s+|only\\s+)?${SAY}\\b`, 'u');
const BEFORE_NAME = new RegExp(
  `(${ENGLISH_NAME})\\s+(?:\\w+ly\\s+|then\\s+|only\\s+|again\\s+)?${SAY}(?:\\s+to\\s+[\\w.\\s]{1,30}|\\s+\\w+ly)?\\s*[,:;—-]*\\s*$`,
  'u',
);
const BEFORE_VERB = new RegExp(`${SAY}\\s+(${ENGLISH_NAME})\\s*[,:;—-]*\\s*$`, 'u');

const NOBODY = new Set(
  (
    'He She It They We You I The A An And But Or Then There That This What When Where Who Why How So Now Oh Ah Yes No Well My His Her Their Our Your One ' +
    'Everybody Nobody Somebody Someone Everyone Here Not If As At In On To For From With After Before Monday Tuesday Wednesday Thursday Friday Saturday ' +
    'Sunday January February March April May June July August September October November December Chapter God Heaven Lord Sir Madam Miss Mr Mrs'
  ).split(' '),
);

/** @returns the name as it stands there, or null where the text names nobody for certain */
export function englishSpeaker(before: string, after: string): string | null {
  for (const [pattern, text] of [
    [AFTER_VERB, after],
    [AFTER_NAME, after],
    [BEFORE_NAME, before],
    [BEFORE_VERB, before],
  ] as const) {
    const name = nameIn(pattern.exec(text)?.[1]);
    if (name) return name;
  }
  return null;
}

/** A name without what cannot be one. */
export function nameIn(found: string | undefined): string | null {
  const name = found
    ?.replace(/\s+/g, ' ')
    .replace(/['’]s$/, '')
    .trim();
  return !name || NOBODY.has(name) || (NOBODY.has(name.split(' ')[0]!) && !isTitled(name)) ? null : name;
}

const TITLED = new RegExp(`^${TITLE}\\.?\\s`, 'u');

export function isTitled(name: string): boolean {
  return TITLED.test(name);
}

/** A person who acts in mid-sentence: `… when Elizabeth smiled`. */
export const ENGLISH_ACTOR = new RegExp(
  `(?<=[\\p{Ll},;] )(${ENGLISH_NAME})(?=\\s+(?:was|had|is|has|would|could|looked|smiled|turned|thought|felt|knew|saw|came|went|took|stood|sat|nodded|laughed|${SAY.slice(3, -1)})\\b)`,
  'gu',
);
