import type { NamedPerson, Passage, Quotation, SpeechReading } from '../../types.js';

/** How a language tells, beside a line, who says it. */
export interface SpokenBeside {
  /** What follows the line in its paragraph, from the closing mark on. */
  after: RegExp;
  /** What leads up to the opening mark in the same paragraph. */
  before: RegExp;
  nameOf: (found: RegExpExecArray) => string | null;
}

/** So far from a line, in UTF-16 units, its speaker is told. */
const NEAR = 80;
/** Times that somebody is told of, as speaking or elsewhere, to be somebody. */
const LEAST = 2;

/** Who says each line where the sentence beside it names them; nothing else is guessed. */
export function speechBeside(
  text: string,
  passages: readonly Passage[],
  lines: readonly Quotation[],
  { after, before, nameOf }: SpokenBeside,
): SpeechReading {
  const byNumber = new Map(passages.map((passage) => [passage.n, passage]));
  const names = lines.map((line, i) => {
    const passage = byNumber.get(line.passage);
    if (!passage) return null;
    const next = lines[i + 1];
    const last = lines[i - 1];
    const end = Math.min(
      passage.end,
      line.end + NEAR,
      next && next.start > line.end ? next.start : passage.end,
    );
    const start = Math.max(passage.start, line.start - NEAR, last && last.end <= line.start ? last.end : 0);
    const found = after.exec(text.slice(line.end, end)) ?? before.exec(text.slice(start, line.start));
    return found && nameOf(found);
  });
  const people = new Map<string, NamedPerson>();
  for (const name of new Set(names)) {
    if (name !== null && text.split(name, LEAST + 1).length > LEAST) people.set(name, { name, aliases: [] });
  }
  return {
    people: [...people.values()],
    speakers: names.map((name) => (name === null ? null : (people.get(name) ?? null))),
    questions: [],
  };
}
