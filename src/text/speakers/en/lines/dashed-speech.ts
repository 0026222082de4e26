import type { Passage, Quotation } from '../../../types.js';

/** A passage that begins with a dash, in a text that marks speech so. */
const DASHED = /^(?:—|―|–|--)\s*(?=\S)/;
const SAY =
  'said|says|asked|asks|cried|cries|replied|answered|exclaimed|whispered|shouted|murmured|muttered|added|remarked|called|went on|began';
const WHO =
  "(?:he|she|I|they|the\\s+\\p{Ll}+|(?:(?:Mr|Mrs|Miss|Dr)\\.?\\s+)?\\p{Lu}[\\p{L}'’-]+(?:\\s+\\p{Lu}[\\p{L}'’-]+)?)";
/** Where the line ends and who says it begins. */
const TAG = new RegExp(`[,!?.…](?=\\s+(?:(?:${SAY})\\s+${WHO}|${WHO}\\s+(?:${SAY}))\\b)`, 'u');
const FEWEST = 4;

/**
 * Lines of an English text that opens each with a dash and has hardly a quotation mark: up to who says it. What goes on
 * behind that is left out, for nothing tells speech from telling there.
 */
export function dashedSpeech(text: string, passages: readonly Passage[]): Quotation[] {
  const marks = text.match(/[“”"«»]/g)?.length ?? 0;
  const found: Quotation[] = [];
  let tagged = 0;
  for (const { n, start, end } of passages) {
    const passage = text.slice(start, end);
    const dash = DASHED.exec(passage)?.[0];
    if (!dash) continue;
    const tag = TAG.exec(passage);
    if (tag) tagged++;
    const speech = passage.slice(dash.length, tag ? tag.index + 1 : undefined).trim();
    found.push({ start, end: tag ? start + tag.index + 1 : end, passage: n, text: speech, speaker: null });
  }
  return found.length >= FEWEST && tagged >= 2 && marks < found.length ? found : [];
}
