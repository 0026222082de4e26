/** What one says in an example; without a speaker it is told. */
export interface Line {
  speaker: string | null;
  text: string;
}

const START = /^[ \t]*<START>[ \t]*$/gim;
/** A name, a colon and what is said, at the beginning of a line. */
const SPOKEN = /^[ \t]*([^\s:：*"“「『][^:：\n*"“「『]{0,39}?)[ \t]*[:：][ \t]*(?!\/\/)/;

/**
 * The dialogues of a card's examples, which `<START>` parts.
 * @param speakers whose lines tell a dialogue where there is no `<START>`
 * @returns null where the text is no dialogue
 */
export function dialoguesOf(text: string, speakers: readonly string[]): Line[][] | null {
  const parts = text.split(START);
  const dialogues = parts.map(linesOf).filter((lines) => lines.length > 0);
  if (!dialogues.length) return null;
  const isDialogue = dialogues.some((lines) => lines.some((line) => speakers.includes(line.speaker ?? '')));
  return parts.length > 1 || isDialogue ? dialogues : null;
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (const row of text.split('\n')) {
    const found = SPOKEN.exec(row);
    const last = lines.at(-1);
    if (found) lines.push({ speaker: found[1]!, text: row.slice(found[0].length) });
    else if (last) last.text += `\n${row}`;
    else if (row.trim()) lines.push({ speaker: null, text: row });
  }
  return lines.map((line) => ({ ...line, text: line.text.trim() }));
}
