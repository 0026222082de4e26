/** What stands between two brackets, brackets of the same kind within them. */
const within = (open: string, close: string, begins = '') =>
  String.raw`${open}${begins}(?:[^${open}${close}]|${open}[^${open}${close}]*${close})*${close}`;
const OOC = String.raw`\s*OOC\b`;

/** `[OOC: …]`, `((…))` and their like in full width, as all of a message. */
const OUTSIDE = new RegExp(
  String.raw`^\s*(?:(?:${[
    within('\\[', '\\]', OOC),
    within('\\(', '\\)', OOC),
    within('（', '）', OOC),
    within('【', '】', OOC),
    String.raw`\(${within('\\(', '\\)')}\)`,
    `（${within('（', '）')}）`,
  ].join('|')})\s*)+$`,
  'i',
);

/** Whether all of a message stands outside the story: what was asked for then is not to be asked for again. */
export function isOutOfCharacter(text: string): boolean {
  return OUTSIDE.test(text);
}
