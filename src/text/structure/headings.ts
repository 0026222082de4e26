import { headingForm, type HeadingForm } from './heading-forms.js';

/** What opens a chapter or other division: a line or two. Offsets are UTF-16 units in the whole text. */
export interface Heading {
  title: string;
  start: number;
  end: number;
}

type Candidate = Heading & HeadingForm;

/** In UTF-16 units: a longer line is no heading. */
const LONGEST = 80;
/** Headings nearer to each other than this are a table of contents. */
const DENSE = 200;
/** Kinds that may hold chapters. */
const VOLUME = /^(?:[卷部篇集册幕]|book|part|volume|act)$/;

/**
 * The headings of `text` between two offsets, in order; none where no chapters can be told from prose. The table of
 * contents is left out, and so are lines that only begin like a heading. A volume's heading that a chapter's follows at
 * once is one with it.
 */
export function findHeadings(text: string, from = 0, to = text.length): Heading[] {
  const all = candidates(text, from, to);
  const strong = withoutContents(all.filter((c) => !c.weak));
  const chapters = strong.filter((c) => c.kind !== 'special' && !isVolume(c));
  const found = inOrder(chapters.length >= 2 ? strong : [...strong, ...bestWeak(all)].sort(byStart));
  const counted = found.filter((c) => c.kind !== 'special');
  const enough =
    found.length >= 3 || (counted.length === 2 && counted[1]!.ordinal === counted[0]!.ordinal + 1);
  return enough ? underVolumes(text, found) : [];
}

const isVolume = (c: Candidate) => VOLUME.test(c.kind);
const byStart = (a: Heading, b: Heading) => a.start - b.start;

// ── lines ──────────────────────────────────────────────────────────────────

interface Line {
  /** Without blanks and ornaments around it. */
  text: string;
  start: number;
  end: number;
  afterBlank: boolean;
  beforeBlank: boolean;
}

function candidates(text: string, from: number, to: number): Candidate[] {
  const found: Candidate[] = [];
  const lines = shortLines(text, from, to);
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const form = formOf(line);
    if (!form) continue;
    const next = lines[i + 1];
    const titled = form.bare && next && isTitle(text, line, next);
    const last = titled ? next : line;
    const title = (titled ? `${line.text} ${next.text}` : line.text).replace(/\s+/g, ' ');
    found.push({ ...form, title, start: line.start, end: last.end });
    if (titled) i++;
  }
  return found;
}

const formOf = (line: Line) => headingForm(line.text, line.afterBlank && line.beforeBlank, line.afterBlank);

function shortLines(text: string, from: number, to: number): Line[] {
  const lines: Line[] = [];
  let previous: Line | null = null;
  let afterBlank = true;
  for (let start = from; start < to;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? to : Math.min(newline, to);
    const whole = text.slice(start, Math.min(end, start + 3 * LONGEST)).trim();
    if (whole === '' && end - start < 3 * LONGEST) {
      if (previous) previous.beforeBlank = true;
      afterBlank = true;
    } else {
      previous = null;
      if (whole.length <= LONGEST && end - start < 3 * LONGEST) {
        const at = text.indexOf(whole, start);
        const bare = whole
          .replace(/^([【[〔])([^】\]〕]+)[】\]〕] ?(?=.)/, '$2 ') // 【第一章】雪夜
          .replace(/^[*=#~_☆★◎●■◆【[〔《<\s-]+、? ?/, '')
          .replace(/[*=#~_☆★◎●■◆\s-]+$/, '')
          .replace(/^([^【[〔《<]+)[】\]〕》>]+$/, '$1');
        previous = {
          text: bare || whole,
          start: at,
          end: at + whole.length,
          afterBlank,
          beforeBlank: end >= to,
        };
        lines.push(previous);
      }
      afterBlank = false;
    }
    start = end + 1;
  }
  return lines;
}

/** Whether the line after a bare "Chapter I" is its title: it stands alone, is short, and ends like no sentence. */
function isTitle(text: string, heading: Line, line: Line): boolean {
  if (text.slice(heading.end, line.start).trim() !== '' || formOf(line)) return false;
  if (/\p{Script=Han}/u.test(line.text)) {
    return line.text.length <= 20 && !/[。！？；：，、…”」』.!?:,]/.test(line.text);
  }
  const capitals = /\p{Lu}/u.test(line.text) && line.text === line.text.toUpperCase();
  return line.beforeBlank && line.text.length <= 60 && (capitals || /^\p{Lu}.*[\p{L}\d?!]$/u.test(line.text));
}

// ── which of them are headings ─────────────────────────────────────────────

/** Leaves out runs of headings with nothing between them that all come again later. */
function withoutContents(all: Candidate[]): Candidate[] {
  let volume = '';
  const keys = all.map((c) => {
    if (isVolume(c)) volume = c.kind + c.ordinal;
    return c.kind === 'special'
      ? c.title.toLowerCase()
      : `${isVolume(c) ? '' : volume} ${c.kind} ${c.ordinal}`;
  });
  const lastAt = new Map(keys.map((key, i) => [key, i]));
  const dropped = new Set<Candidate>();
  for (let i = 0; i < all.length;) {
    const seen = new Set<string>();
    const kinds = new Map<string, number>();
    let j = i;
    for (; j < all.length && !seen.has(keys[j]!); j++) {
      if (j > i && all[j]!.start - all[j - 1]!.end >= DENSE) break;
      seen.add(keys[j]!);
      kinds.set(all[j]!.kind, (kinds.get(all[j]!.kind) ?? 0) + 1);
    }
    for (let k = i; j - i >= 3 && k < j; k++) {
      const alone = kinds.get(all[k]!.kind) === 1 && all[k]!.kind !== 'special';
      if (!alone && lastAt.get(keys[k]!)! >= j) dropped.add(all[k]!);
    }
    i = j;
  }
  return all.filter((c) => !dropped.has(c));
}

/** Of the weak kinds the one that counts furthest, 1, 2, 3, with text between. */
function bestWeak(all: Candidate[]): Candidate[] {
  let best: Candidate[] = [];
  for (const kind of new Set(all.filter((c) => c.weak).map((c) => c.kind))) {
    const chain: Candidate[] = [];
    let last = 0;
    let inNewVolume = false;
    for (const c of withoutContents(all.filter((c) => c.kind === kind || (!c.weak && isVolume(c))))) {
      if (c.kind !== kind) inNewVolume = true;
      else if (c.ordinal === last + 1 || (c.ordinal === 1 && inNewVolume)) {
        chain.push(c);
        last = c.ordinal;
        inNewVolume = false;
      }
    }
    const gaps = chain.slice(1).map((c, i) => c.start - chain[i]!.end);
    const median = gaps.sort((a, b) => a - b)[gaps.length >> 1] ?? 0;
    if (chain.length >= 3 && chain.length > best.length && median >= 2 * DENSE) best = chain;
  }
  return best;
}

/**
 * Of each kind, those whose ordinals rise, from one again in a new volume. One out of order is kept when its form is
 * clear and it stands far from its neighbours: misprinted ordinals are common.
 */
function inOrder(all: Candidate[]): Candidate[] {
  const kept = new Set(all.filter((c) => c.kind === 'special'));
  for (const kind of new Set(all.map((c) => c.kind))) {
    const same = withoutRepeats(all.filter((c) => c.kind === kind && c.kind !== 'special'));
    const runs: Candidate[][] = [];
    same.forEach((c, i) => {
      const [before, after] = [same[i - 1], same[i + 1]];
      const stray = c.ordinal <= 1 && before && before.ordinal > 1 && after?.ordinal === before.ordinal + 1;
      if (stray && !c.clear) return;
      if (runs.length === 0 || (c.ordinal <= 1 && !stray)) runs.push([]);
      runs.at(-1)!.push(c);
    });
    for (const c of runs.flatMap(rising)) kept.add(c);
    same.forEach((c, i) => {
      const gap = Math.min(
        c.start - (same[i - 1]?.end ?? -Infinity),
        (same[i + 1]?.start ?? Infinity) - c.end,
      );
      if (c.clear && gap >= 5 * DENSE) kept.add(c);
    });
  }
  return all.filter((c) => kept.has(c));
}

/** A chapter's heading may stand in its text once more: as a running head, or as the first words of its prose. */
function withoutRepeats(same: Candidate[]): Candidate[] {
  return same.filter((c, i) => {
    const before = same[i - 1];
    return before?.ordinal !== c.ordinal || (c.clear && (c.bare || c.title !== before.title));
  });
}

/** The longest subsequence whose ordinals never fall. */
function rising(run: Candidate[]): Candidate[] {
  const ends: number[] = []; // ends[k]: index of the last member of the best subsequence of length k + 1
  const previous = run.map((c, i) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (run[ends[middle]!]!.ordinal <= c.ordinal) low = middle + 1;
      else high = middle;
    }
    ends[low] = i;
    return ends[low - 1] ?? -1;
  });
  const kept: Candidate[] = [];
  for (let i = ends.at(-1) ?? -1; i >= 0; i = previous[i]!) kept.push(run[i]!);
  return kept.reverse();
}

// ── volumes ────────────────────────────────────────────────────────────────

/** Joins a volume's heading with the chapter's that follows at once; names the volume where chapters count anew. */
function underVolumes(text: string, all: Candidate[]): Heading[] {
  const chapters = all.filter((c) => !isVolume(c) && c.kind !== 'special');
  const anew = new Set(chapters.map((c) => c.kind + c.ordinal)).size < chapters.length;
  const headings: Heading[] = [];
  let volume: string | null = null;
  let waiting: Heading | null = null; // a volume's heading under which there is nothing yet
  all.forEach((c, i) => {
    const within: string | null =
      waiting?.title ?? (anew && !isVolume(c) && c.kind !== 'special' ? volume : null);
    const heading = {
      title: within ? `${within} · ${c.title}` : c.title,
      start: waiting?.start ?? c.start,
      end: c.end,
    };
    const next = all[i + 1];
    const empty = next && next.kind !== c.kind && text.slice(c.end, next.start).trim().length < DENSE / 4;
    if (isVolume(c)) volume = c.title;
    waiting = isVolume(c) && empty && chapters.length > 0 ? heading : null;
    if (!waiting) headings.push(heading);
  });
  return headings;
}
