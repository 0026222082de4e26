import type { Passage } from '../../../types.js';

/** Marks that an edition left out, where it is sure what they were. */

const SAY =
  'said|says|asked|cried|replied|answered|exclaimed|whispered|shouted|murmured|muttered|added|remarked|observed|continued|returned|repeated';
const NAME =
  "(?:(?:he|she|I|the\\s+\\p{Ll}+|(?:(?:Mr|Mrs|Miss|Dr)\\.?\\s+)?\\p{Lu}[\\p{L}'’-]+)(?:\\s+\\p{Lu}[\\p{L}'’-]+)?)";
const TAG = new RegExp(
  `[,!?.](?=\\s+(?:(?:${SAY})\\s+${NAME}|${NAME}\\s+(?:${SAY}))\\b[^“”",;]{0,40}[.]\\s*$)`,
  'u',
);

/** Where a line ends whose closing mark was left out before `said Joan.` at the end of its passage; -1 for nowhere. */
export function endBeforeTag(speech: string): number {
  const match = TAG.exec(speech);
  return match ? match.index + 1 : -1;
}

/** In passages: so far on a speech may close that verse or a list breaks into. */
const FAR = 8;

/**
 * Where a speech closes that its passage leaves open, when what follows is set apart from it: verse, a list. The passage's
 * index and the place behind its mark; null where something opens first.
 */
export function closesLater(
  text: string,
  passages: readonly Passage[],
  from: number,
  mark: string,
): { passage: number; end: number } | null {
  const pair = mark === '“' ? /[“”]/ : mark === '«' ? /[«»]/ : mark === '"' ? /"/ : null;
  if (!pair) return null;
  for (let n = from + 1; n <= from + FAR && passages[n]?.section === passages[from]!.section; n++) {
    const { start, end } = passages[n]!;
    const at = text.slice(start, end).search(pair);
    if (at < 0) continue;
    const place = start + at;
    const closing =
      mark === '"'
        ? at > 0 && /[.,!?;:—-]/.test(text[place - 1]!) && /^(?:\s|$)/.test(text.slice(place + 1, place + 2))
        : text[place] !== mark;
    return closing && n > from + 1 ? { passage: n, end: place + 1 } : null;
  }
  return null;
}
