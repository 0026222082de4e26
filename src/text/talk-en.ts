import { ENGLISH_ACTOR, englishSpeaker, isTitled, nameIn } from './speakers-en.js';
import type { Named, Passage, Quotation, Talk } from './types.js';

const CONTEXT = 80;

/** Who is in an English text, and who says each of its lines. */
export function englishTalk(text: string, passages: readonly Passage[], lines: readonly Quotation[]): Talk {
  const byNumber = new Map(passages.map((passage) => [passage.n, passage]));
  const around = lines.map((line, n) => {
    const passage = byNumber.get(line.passage)!;
    const from = Math.max(passage.start, lines[n - 1]?.end ?? 0, line.start - CONTEXT);
    const to = Math.min(passage.end, lines[n + 1]?.start ?? text.length, line.end + CONTEXT);
    return { before: text.slice(from, line.start), after: text.slice(line.end, Math.max(to, line.end)) };
  });
  const said = around.map(({ before, after }) => englishSpeaker(before, after));
  const named = new Set(said.filter((name) => name !== null));
  const acting = new Map<string, number>();
  for (const [, found] of text.matchAll(ENGLISH_ACTOR)) {
    const name = nameIn(found);
    if (name) acting.set(name, (acting.get(name) ?? 0) + 1);
  }
  for (const [name, times] of acting) if (times >= 2) named.add(name);
  const mainName = mergeEnglish(named);
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

/**
 * `Darcy` is `Mr. Darcy` when no other titled Darcy is there; `Elizabeth` is `Elizabeth Bennet` when she is the only
 * one of that first name.
 */
function mergeEnglish(named: ReadonlySet<string>): Map<string, string> {
  const main = new Map<string, string>();
  const names = [...named.keys()];
  for (const name of names) {
    if (name.includes(' ')) continue;
    const longer = names.filter(
      (other) => other !== name && other.includes(' ') && other.split(' ').includes(name),
    );
    const [only] = longer;
    if (longer.length === 1 && only && (isTitled(only) || only.startsWith(`${name} `))) main.set(name, only);
  }
  return main;
}
