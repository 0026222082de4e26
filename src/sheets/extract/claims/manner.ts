import type { Sheet } from '../../../contracts/sheet.js';
import type { Quotation } from '../../../text/types.js';
import { SHEET_WORDS } from './sheet-words.js';

/** How somebody speaks, by the figures of their lines. */
export function manner(lines: readonly Quotation[], language: Sheet['language']): string {
  const lengths = lines
    .map(({ text }) => (language === 'zh' ? (text.match(/\p{Script=Han}/gu) ?? []).length : wordsIn(text)))
    .sort((a, b) => a - b);
  const share = (mark: RegExp) =>
    Math.round((100 * lines.filter(({ text }) => mark.test(text)).length) / lines.length);
  return SHEET_WORDS[language].speaks(
    lines.length,
    lengths[lengths.length >> 1]!,
    share(/[?？]/),
    share(/[!！]/),
  );
}

/** Words, also of a language that is written without blanks. */
function wordsIn(text: string): number {
  if (!/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return text.split(/\s+/).length;
  return [...new Intl.Segmenter('ja', { granularity: 'word' }).segment(text)].filter(
    ({ isWordLike }) => isWordLike,
  ).length;
}
