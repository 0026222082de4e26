import { headingCandidates, headingLines, type Candidate, type HeadingLine } from './heading-lines.js';
import { LONE_TITLE, loneTitles } from './lone-titles.js';
import { bestNumbered } from './numbered-lines.js';
import { withMissing } from './missing-headings.js';

/** What opens a chapter or other division: a line or a few. Offsets are UTF-16 units in the whole text. */
export interface Heading {
  title: string;
  start: number;
  end: number;
}

/** Headings nearer to each other than this are a table of contents. */
const DENSE = 200;
/** In UTF-16 units: with less than this below them, headings are a list of headings. */
const EMPTY = 10;
/** Kinds that may hold chapters. */
const VOLUME = /^(?:[卷部篇集册编幕]|book|part|volume|act)$/;

/**
 * The headings of `text` between two offsets, in order; none where no chapters can be told from prose. The table of
 * contents is left out, and so are lines that only begin like a heading. A volume's heading that a chapter's follows at
 * once is one with it.
 */
export function findHeadings(text: string, from = 0, to = text.length): Heading[] {
  const lines = headingLines(text, from, to);
  const all = withoutContents(headingCandidates(text, lines));
  const strong = withoutContents(all.filter((c) => !c.weak));
  const chapters = strong.filter((c) => c.kind !== 'special' && !isVolume(c));
  const few = chapters.length < 2;
  const inRow = few ? bestNumbered(text, all, isVolume, leastApart(text)) : [];
  const titles = few && inRow.length === 0 ? loneTitles(text, linesOutside(strong, lines), DENSE) : [];
  const found = withMissing(text, lines, inOrder([...strong, ...inRow, ...titles].sort(byStart)));
  const counted = found.filter((c) => c.kind !== 'special');
  const enough =
    found.length >= 3 || (counted.length === 2 && counted[1]!.ordinal === counted[0]!.ordinal + 1);
  return enough ? underVolumes(text, found) : [];
}

/** Chinese says as much in half the signs. */
function leastApart(text: string): number {
  return /\p{Script=Han}[\s\S]{0,9}\p{Script=Han}/u.test(text.slice(0, 10_000)) ? DENSE : 2 * DENSE;
}

function linesOutside(found: readonly Candidate[], lines: readonly HeadingLine[]): HeadingLine[] {
  let n = 0;
  return lines.filter(({ start }) => {
    while (n < found.length && found[n]!.end <= start) n++;
    return !found[n] || start < found[n]!.start;
  });
}

const isVolume = (c: Candidate) => VOLUME.test(c.kind);
const isCounted = (c: Candidate) => !isVolume(c) && c.kind !== 'special' && c.kind !== LONE_TITLE;
const byStart = (a: Heading, b: Heading) => a.start - b.start;

// ── which of them are headings ─────────────────────────────────────────────

/** Leaves out runs of headings with nothing between them that all come again later, or below which there is no text. */
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
      const { kind, end } = all[k]!;
      const alone = kinds.get(kind) === 1 && kind !== 'special';
      const isListed = kinds.get(kind)! >= 3 && k < j - 1 && all[k + 1]!.start - end < EMPTY;
      if (!alone && (lastAt.get(keys[k]!)! >= j || isListed)) dropped.add(all[k]!);
    }
    i = j;
  }
  return all.filter((c) => !dropped.has(c));
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
  const chapters = all.filter(isCounted);
  const anew = new Set(chapters.map((c) => c.kind + c.ordinal)).size < chapters.length;
  const headings: Heading[] = [];
  let volume: string | null = null;
  let waiting: Heading | null = null; // a volume's heading under which there is nothing yet
  all.forEach((c, i) => {
    const within: string | null = waiting?.title ?? (anew && isCounted(c) ? volume : null);
    const heading = {
      title: within ? `${within} · ${c.title}` : c.title,
      start: waiting?.start ?? c.start,
      end: c.end,
    };
    const next = all[i + 1];
    // a title page may stand between a volume and its first chapter
    const most = next && next.ordinal <= 1 && !isVolume(next) ? DENSE : DENSE / 4;
    const empty = next && next.kind !== c.kind && text.slice(c.end, next.start).trim().length < most;
    if (isVolume(c)) volume = c.title;
    waiting = isVolume(c) && empty && chapters.length > 0 ? heading : null;
    if (!waiting) headings.push(heading);
  });
  return headings;
}
