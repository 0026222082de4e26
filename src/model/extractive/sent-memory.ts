/** A line of what was sent besides sheet and conversation, and who said it when. */
export interface RememberedLine {
  text: string;
  /** '' where it is nobody's own words. */
  speaker: string;
  /** `2026-11-23` */
  date?: string;
}

const TAIL = '\n\n<tail>\n';
const TAIL_END = '\n</tail>';
/** `#12 Ann: words`, in a chronicle as an item of a list. */
const SPOKEN = /^(?:- )?#\d+ (.{1,200}?): (.*)$/;
/** `[2026-11-23 Mon]`, in a chronicle `2026-11-23 Mon:`. */
const DAY = /^\[(\d{4}-\d\d-\d\d)[^\]\n]{0,60}\]$|^(\d{4}-\d\d-\d\d) \w{3}:$/;

/** The last message in two: what was said, and the tail without its marks. */
export function splitTail(content: string): { message: string; tail: string } {
  const text = `\n\n${content.trimEnd()}`;
  // What was recalled may hold such marks itself.
  const recalling = text.lastIndexOf(`${TAIL}<recalled>\n`);
  const at = recalling >= 0 ? recalling : text.lastIndexOf(TAIL);
  if (at < 0 || !text.endsWith(TAIL_END)) return { message: content, tail: '' };
  return { message: text.slice(2, Math.max(2, at)), tail: text.slice(at + TAIL.length, -TAIL_END.length) };
}

/** What the tail recalls, oldest first. */
export function recalledIn(tail: string): RememberedLine[] {
  return linesOf(between(tail, 'recalled'), true);
}

/** What the tail has of the lorebook. */
export function lorebookIn(tail: string): string[] {
  return between(tail, 'lorebook');
}

/** The system message in two: the sheet, and the chronicle after it. */
export function splitChronicle(system: string): { sheet: string; chronicle: RememberedLine[] } {
  const at = Math.max(system.lastIndexOf('\n# Chronicle\n'), system.lastIndexOf('\n# 纪事\n'));
  if (at < 0) return { sheet: system, chronicle: [] };
  const [, ...entries] = system.slice(at).split(/\n(?=## \d{4}-\d\d-\d\d )/);
  const chronicle = entries.flatMap((entry) => {
    const [heading, ...lines] = entry.split('\n');
    // An entry of one day says so in its heading; of more, its lines do.
    const date = /^## (\d{4}-\d\d-\d\d) \w{3} \(/.exec(heading!)?.[1];
    return linesOf(lines, false, date).map((line) => ({ ...line, text: line.text.replace(/^- /, '') }));
  });
  return { sheet: system.slice(0, at), chronicle };
}

/** The lines of a part of the tail without its heading. */
function between(tail: string, mark: string): string[] {
  const text = `\n${tail}\n`;
  const from = text.indexOf(`\n<${mark}>\n`);
  const to = text.lastIndexOf(`\n</${mark}>\n`);
  if (from < 0 || to < from) return [];
  return text
    .slice(from + mark.length + 4, to)
    .split('\n')
    .slice(1);
}

/** @param continues whether a line without a speaker is more of the line before it */
function linesOf(lines: readonly string[], continues: boolean, day?: string): RememberedLine[] {
  let date = day;
  let speaker = '';
  return lines.flatMap((line) => {
    const label = DAY.exec(line);
    const spoken = SPOKEN.exec(line);
    if (label) date = label[1] ?? label[2];
    if (spoken) speaker = spoken[1]!;
    else if (label || !continues) speaker = '';
    return label ? [] : [{ text: spoken ? spoken[2]! : line, speaker, date }];
  });
}
