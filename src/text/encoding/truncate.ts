const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** The longest character that is kept whole, in UTF-16 units: longer ones (stacked marks) are cut between code points. */
const LONGEST = 64;

/**
 * The beginning of a text, cut between two characters as a reader sees them: never within a surrogate pair, an emoji
 * of several code points, or a letter and its marks. Every cut of a text goes through here.
 *
 * @param most length of the result in UTF-16 units; what is not longer comes back as it is
 */
export function truncate(text: string, most: number): string {
  if (text.length <= most) return text;
  return text.slice(0, boundaryBefore(text, most));
}

/** The last boundary between characters at or before an offset, both in UTF-16 units. */
export function boundaryBefore(text: string, offset: number): number {
  if (offset <= 0) return 0;
  if (offset >= text.length) return text.length;
  const from = pairStart(text, Math.max(0, offset - LONGEST));
  const around = text.slice(from, offset + LONGEST);
  const { index } = characters.segment(around).containing(offset - from)!;
  return index > 0 || from === 0 ? from + index : pairStart(text, offset);
}

/** An offset, or the one before it where a surrogate pair would be cut in two. */
function pairStart(text: string, offset: number): number {
  const isLow = (text.charCodeAt(offset) & 0xfc00) === 0xdc00;
  const isHigh = offset > 0 && (text.charCodeAt(offset - 1) & 0xfc00) === 0xd800;
  return isLow && isHigh ? offset - 1 : offset;
}
