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
/** `- words (Ann, #12)`; of more lines than one, which are set in, this is the last. */
const ENDS = /(?: \(([^()]{1,200}?), #\d+\)|（([^（）]{1,200}?)，#\d+）)$/;
/** `[2026-11-23 Mon]`, in a chronicle `2026-11-23 Mon:`. */
const DAY = /^\[(\d{4}-\d\d-\d\d)[^\]\n]{0,60}\]$|^(\d{4}-\d\d-\d\d) \S{2,3}:$/u;

/** Between messages that do not follow each other. */
const LEFT_OUT = '…';

/** The last message in two: what was said, and the tail without its marks. */
export function splitTail(content: string): { message: string; tail: string } {
  const text = `\n\n${content.trimEnd()}`;
  // What was recalled may hold such marks itself.
  const [from, recalling, bare] = ['<source>\n', '<recalled>\n', ''].map((first) =>
    text.lastIndexOf(TAIL + first),
  );
  const at = from! >= 0 ? from! : recalling! >= 0 ? recalling! : bare!;
  if (at < 0 || !text.endsWith(TAIL_END)) return { message: content, tail: '' };
  return { message: text.slice(2, Math.max(2, at)), tail: text.slice(at + TAIL.length, -TAIL_END.length) };
}

/** What the tail recalls, oldest first. */
export function recalledIn(tail: string): RememberedLine[] {
  return linesOf(between(tail, 'recalled'));
}

/** What the tail has of the lorebook. */
export function lorebookIn(tail: string): string[] {
  return between(tail, 'lorebook');
}

/** The system message in two: the sheet, and what the chronicle tells. What follows, the frame, is neither. */
export function splitChronicle(system: string): { sheet: string; chronicle: RememberedLine[] } {
  const frame = Math.max(system.lastIndexOf('\n# How to play\n'), system.lastIndexOf('\n# 扮演须知\n'));
  const text = frame < 0 ? system : system.slice(0, frame);
  const [whole, inner] = /\n<chronicle>\n([\s\S]*?)\n<\/chronicle>/.exec(text) ?? [];
  if (whole === undefined) return { sheet: text, chronicle: [] };
  const [, ...entries] = inner!.split(/(?<=\n)(?=## (?:\d{4}-\d\d-\d\d |#\d))/);
  const chronicle = entries.flatMap((entry) => {
    const [heading, ...lines] = entry.split('\n');
    // An entry of one day says so in its heading; of more, its lines do.
    const date = /^## (\d{4}-\d\d-\d\d) \S{2,3} \(/u.exec(heading!)?.[1];
    return linesOf(lines, date);
  });
  return { sheet: text.replace(whole, ''), chronicle };
}

/** The lines of a part of the tail without its heading. */
export function between(tail: string, mark: string): string[] {
  const text = `\n${tail}\n`;
  const from = text.indexOf(`\n<${mark}>\n`);
  const to = text.lastIndexOf(`\n</${mark}>\n`);
  if (from < 0 || to < from) return [];
  return text
    .slice(from + mark.length + 4, to)
    .split('\n')
    .slice(1);
}

/** Quoted messages with their speakers, and whatever else there is as nobody's. */
function linesOf(lines: readonly string[], day?: string): RememberedLine[] {
  const found: RememberedLine[] = [];
  let date = day;
  let open: string[] = [];
  const close = (speaker: string) => {
    found.push(...open.map((text) => ({ text, speaker, date })));
    open = [];
  };
  for (const line of lines) {
    const label = DAY.exec(line);
    const begins = line.startsWith('- ');
    if (label || begins) close('');
    if (label) date = label[1] ?? label[2];
    else if (!begins && !open.length && line === LEFT_OUT) continue;
    else if (!begins && !open.length) found.push({ text: line, speaker: '', date });
    else {
      const end = ENDS.exec(line);
      open.push(line.slice(2, end ? -end[0].length : undefined));
      if (end) close((end[1] ?? end[2])!);
    }
  }
  close('');
  return found;
}
