import type { Passage, Quotation } from '../../types.js';
import { inOneLine } from '../../structure/one-line.js';

/** What the narrator says around a line, as far as it may tell whose the line is. */
export interface Setting {
  /** The narration right before the line, back to the line before it or the beginning of the passage. */
  lead: string;
  /** The narration before the lead that ends the passage before. */
  earlier: string;
  /** The lead ends the passage before: it is the line's only by its colon. */
  leadAbove: boolean;
  /** The narration right after the line, up to the next line or the end of the passage. */
  tail: string;
  /** The tail is a passage of its own, of one sentence. */
  tailBelow: boolean;
  /** What stands between the line and the next is no whole sentence: one speaker says both. */
  goesOn: boolean;
  /** The line begins its passage. */
  opens: boolean;
  /** The line ends its passage. */
  closes: boolean;
}

/** In UTF-16 units. */
const REACH = 160;
const ONE_SENTENCE = 60;
const ABOVE = 120;

/** The setting of each line, in order. */
export function settingsOf(
  text: string,
  passages: readonly Passage[],
  lines: readonly Quotation[],
): Setting[] {
  const first = new Map<number, Quotation>();
  const last = new Map<number, Quotation>();
  for (const line of lines) {
    if (!first.has(line.passage)) first.set(line.passage, line);
    last.set(line.passage, line);
  }
  return lines.map((line, n) => {
    const passage = passages[line.passage - 1]!;
    const before = lines[n - 1]?.passage === line.passage ? lines[n - 1]!.end : passage.start;
    const after = lines[n + 1]?.passage === line.passage ? lines[n + 1]!.start : passage.end;
    let lead = flat(text.slice(Math.max(before, line.start - REACH), line.start));
    let earlier = '';
    let tail = flat(text.slice(line.end, Math.max(line.end, Math.min(after, line.end + REACH))));
    const opens = before === passage.start && lead === '';
    const closes = after === passage.end && tail === '';
    const above = opens ? passages[line.passage - 2] : undefined;
    if (above && above.section === passage.section) {
      const from = Math.max(last.get(above.n)?.end ?? above.start, above.end - REACH);
      const narration = flat(text.slice(from, above.end));
      if (/[：:]$/.test(narration)) [lead, earlier] = [narration, toldBefore(text, passages, above, first)];
    }
    const below = closes ? passages[line.passage] : undefined;
    if (below && below.section === passage.section && !first.has(below.n)) {
      const narration = flat(text.slice(below.start, Math.min(below.end, below.start + ONE_SENTENCE + 1)));
      if (narration.length <= ONE_SENTENCE && /^[^。！？…：]+[。！？…]+$/u.test(narration)) tail = narration;
    } else if (below && below.section === passage.section) {
      // 阿蛮说着，拿出一封信，道：: what was said before.
      const [said] =
        /^[^。！？…：“”「」，]{1,8}[说讲](?:着|完|罢|毕)/u.exec(text.slice(below.start, below.end)) ?? [];
      if (said) tail = `${said}。`;
    }
    const goesOn = after < passage.end && /^[^：:。！？…]+[，,]$/u.test(tail);
    return {
      lead,
      earlier,
      leadAbove: opens && lead !== '',
      tail,
      tailBelow: closes && tail !== '',
      goesOn,
      opens,
      closes,
    };
  });
}

/** The narration of the passages before one, where each sentence is a passage of its own. */
function toldBefore(
  text: string,
  passages: readonly Passage[],
  { n, start, section }: Passage,
  first: ReadonlyMap<number, Quotation>,
): string {
  if (first.has(n)) return '';
  let from = start;
  for (let at = n - 2; at >= 0; at--) {
    const before = passages[at]!;
    if (before.section !== section || first.has(before.n) || start - before.start > ABOVE) break;
    from = before.start;
  }
  return flat(text.slice(from, start));
}

/** Without the line breaks of a text that was broken to a width. */
export function flat(text: string): string {
  return inOneLine(text, '').trim();
}

/** Without marks around words that nobody says: 小武“啪”地一拍桌子. */
function plain(narration: string): string {
  return narration.replace(/[“「『‘]([^“”「」『』‘’，。！？：…]{1,8})[”」』’]/gu, '$1');
}

const LINKS = /[\s：:，,、—-]/u;
const STOPS = /[。！？!?．；;…”」』\n\r]/u;

/** The last sentence of a lead, without the marks at its end. Read from the end: an expression tries each mark anew. */
export function lastSentence(lead: string): string {
  const text = plain(lead);
  let end = text.length;
  while (end > 0 && LINKS.test(text[end - 1]!)) end--;
  let start = end;
  while (start > 0 && !STOPS.test(text[start - 1]!)) start--;
  return text.slice(start, end).trim();
}

/** The first sentence of a tail, and the mark that ends it (empty where the tail does). */
export function firstSentence(tail: string): { sentence: string; end: string } {
  const found = /^[\s，,、—]*([^。！？!?．；;：:…“「『\n]*)([。！？!?．；;：:…\n]?)/u.exec(plain(tail))!;
  return { sentence: found[1]!.trim(), end: found[2]! };
}
