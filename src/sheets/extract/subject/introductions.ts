import type { Reading } from '../../../text/speakers/reading.js';
import { type NameMarks, OWN } from '../rules/marks.js';
import type { Rules } from '../rules/rules.js';
import type { Clause } from './clauses.js';
import { linesByPassage, sentences, stretches } from './sentences.js';

/** In so many of the passages that name somebody first, they may be introduced. */
const FIRST = 8;
/** Passages before the one with the name, and how far before it, in UTF-16 units, a description stands. */
const BEFORE = 2;
const FAR = { zh: 420, en: 900 };

/** So many words that describe make a description. */
const DESCRIBES = 2;
const ANYBODY = /[\uE000\uE100-\uE8FF]/;

interface Told {
  start: number;
  end: number;
  section: number;
  marked: string;
  isLine: boolean;
}

/** What is told of somebody before they are named: a man of such looks comes in, and then says who he is. */
export function introductions(
  reading: Reading,
  marks: NameMarks,
  { entrance, tag, described }: Rules,
): Clause[] {
  if (!entrance) return [];
  const { passages, text, language } = reading;
  const lines = linesByPassage(reading);
  const read = new Map<number, readonly Told[]>();
  const toldIn = (index: number) => {
    const known = read.get(index);
    if (known) return known;
    const passage = passages[index]!;
    const told: Told[] = [];
    for (const { start, end, quotation } of stretches(passage, lines.get(passage.n) ?? []))
      for (const span of sentences(text, start, end))
        told.push({
          ...span,
          section: passage.section,
          marked: marks.mark(text.slice(span.start, span.end)),
          isLine: quotation !== null,
        });
    read.set(index, told);
    return told;
  };
  let seen = 0;
  for (let index = 0; index < passages.length && seen < FIRST; index++) {
    const here = toldIn(index);
    read.delete(index - BEFORE - 1);
    if (!here.some(({ marked }) => marked.includes(OWN))) continue;
    seen++;
    const naming = here.find(({ marked }) => entrance.named.test(marked));
    if (!naming) continue;
    const before = [...(index > 1 ? toldIn(index - 2) : []), ...(index > 0 ? toldIn(index - 1) : []), ...here]
      .filter(
        ({ end, start, isLine }) => !isLine && end <= naming.end && naming.start - start <= FAR[language],
      )
      .reverse();
    const at = before.findIndex(({ marked }) => entrance.comes.test(marked));
    if (at < 0) continue;
    const [coming, ...then] = before.slice(0, at + 1).reverse();
    const rest = coming!.marked.slice(entrance.comes.exec(coming!.marked)!.index);
    if (ANYBODY.test(rest)) continue;
    return [
      clauseOf(coming!, OWN + rest.replace(entrance.comes, '').replace(/^[：，:,]/u, '')),
      // What goes on without a name goes on about them.
      ...then
        .filter(({ marked }) => !ANYBODY.test(marked) && described(marked).words >= DESCRIBES)
        .map((told) => clauseOf(told, OWN + told.marked)),
    ];
  }
  return [];

  function clauseOf({ start, end, section, marked: plain }: Told, marked: string): Clause {
    return {
      start,
      end,
      section,
      marked,
      plain,
      tagged: tag(marked),
      byPronoun: !plain.includes(OWN),
      byNarrator: false,
      isOwn: false,
      isGuessed: false,
      quotation: null,
      sentence: { start, end },
    };
  }
}
