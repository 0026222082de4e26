import type { Passage, Person, Quotation } from '../types.js';

/** What is asked of a reading here. */
interface Read {
  text: string;
  passages: readonly Passage[];
  people: readonly Person[];
  quotations: readonly Quotation[];
}

/**
 * A line that somebody says, as it is written into the text of a page whose markup told that it is one: a table of
 * voice lines, a list of quotations.
 */
export function spokenLine(speaker: string, line: string): string {
  return /\p{Script=Han}/u.test(speaker) ? `${speaker}：“${line}”` : `${speaker}: “${line}”`;
}

/**
 * Who is on a page about somebody, and who says what there: they are among its people, and what `spokenLine` wrote is
 * theirs, whatever else the rules of the language took it for. `about` is their name among the people.
 */
export function aboutSubject(
  reading: Read,
  subject: string,
): { people: Person[]; quotations: Quotation[]; about: string } {
  const lines = linesOf(reading, subject);
  const byPassage = new Map(lines.map((line) => [line.passage, line]));
  const lost = new Map<string, number>();
  const quotations = reading.quotations.filter(({ passage, speaker }) => {
    if (!byPassage.has(passage)) return true;
    if (speaker) lost.set(speaker, (lost.get(speaker) ?? 0) + 1);
    return false;
  });
  const people = reading.people.map((person) => ({
    ...person,
    quotes: person.quotes - (lost.get(person.name) ?? 0),
  }));
  let person = people.find(({ name, aliases }) => name === subject || aliases.includes(subject));
  if (!person) {
    person = { name: subject, aliases: [], quotes: 0, ...named(reading, subject) };
    people.unshift(person);
  }
  const { name } = person;
  person.quotes += lines.length;
  quotations.push(...lines.map((line) => ({ ...line, speaker: name })));
  quotations.sort((a, b) => a.start - b.start);
  return { people, quotations, about: name };
}

function linesOf({ text, passages }: Read, subject: string): Quotation[] {
  const [before, after] = spokenLine(subject, '\n').split('\n') as [string, string];
  const lines: Quotation[] = [];
  for (const { n, start, end } of passages) {
    const passage = text.slice(start, end);
    if (!passage.startsWith(before) || !passage.endsWith(after)) continue;
    const line = passage.slice(before.length, -after.length);
    lines.push({ start: start + before.length - 1, end, passage: n, text: line, speaker: null });
  }
  return lines;
}

function named({ text, passages }: Read, name: string): Pick<Person, 'mentions' | 'first'> {
  let mentions = 0;
  let first: Passage | undefined;
  for (const passage of passages) {
    const times = text.slice(passage.start, passage.end).split(name).length - 1;
    mentions += times;
    if (times > 0) first ??= passage;
  }
  return { mentions, first: first?.n ?? passages[0]?.n ?? 1 };
}
