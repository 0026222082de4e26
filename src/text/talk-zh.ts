import { chineseCue, sayingClause } from './speakers-zh.js';
import type { Named, Passage, Quotation, Talk } from './types.js';

const CONTEXT = 80;

/** Who is in a Chinese text, and who says each of its lines. */
export function chineseTalk(text: string, passages: readonly Passage[], lines: readonly Quotation[]): Talk {
  const byNumber = new Map(passages.map((passage) => [passage.n, passage]));
  const around = lines.map((line, n) => {
    const passage = byNumber.get(line.passage)!;
    const from = Math.max(passage.start, lines[n - 1]?.end ?? 0, line.start - CONTEXT);
    const to = Math.min(passage.end, lines[n + 1]?.start ?? text.length, line.end + CONTEXT);
    return { before: text.slice(from, line.start), after: text.slice(line.end, Math.max(to, line.end)) };
  });
  const said = chineseSpeakers(around);
  const named = new Set(said.filter((name) => name !== null));
  const mainName = mergeChinese(named);
  const people = new Map<string, Named>();
  for (const name of named.keys()) {
    const main = mainName.get(name) ?? name;
    const person = people.get(main) ?? { name: main, aliases: [] };
    if (name !== main) person.aliases.push(name);
    people.set(main, person);
  }
  const speakers = said.map((name) => (name ? people.get(mainName.get(name) ?? name)! : null));
  return { people: [...people.values()], speakers, questions: [] };
}

/** First the names that stand right before a word of saying, more than once; then clauses that begin with one. */
function chineseSpeakers(around: readonly { before: string; after: string }[]): (string | null)[] {
  const cues = around.map(({ before, after }) => chineseCue(before, after));
  const times = new Map<string, number>();
  for (const cue of cues) if (cue) times.set(cue.name, (times.get(cue.name) ?? 0) + 1);
  const names = [...times].filter(([, n]) => n >= 2).map(([name]) => name);
  const known = new Set(names);
  // "贾母笑" beside "贾母": the longer one has caught a word of manner.
  for (const name of names) {
    const shorter = name.slice(0, -1);
    if (shorter.length >= 2 && known.has(shorter) && times.get(shorter)! > times.get(name)!)
      known.delete(name);
  }
  return cues.map((cue, n) => {
    if (cue && known.has(cue.name)) return cue.name;
    const clause = sayingClause(around[n]!.before);
    if (!clause || clause.length > 24) return null;
    let first: string | null = null;
    for (const length of [4, 3, 2]) {
      const start = clause.slice(0, length);
      if (start.length === length && known.has(start)) {
        first = start;
        break;
      }
    }
    if (!first) return null;
    const rest = clause.slice(first.length);
    return names.some((name) => known.has(name) && rest.includes(name)) ? null : first;
  });
}

/** 凤姐儿 is 凤姐. */
function mergeChinese(named: ReadonlySet<string>): Map<string, string> {
  const main = new Map<string, string>();
  for (const name of named.keys()) {
    if (name.endsWith('儿') && name.length > 2 && named.has(name.slice(0, -1)))
      main.set(name, name.slice(0, -1));
  }
  return main;
}
