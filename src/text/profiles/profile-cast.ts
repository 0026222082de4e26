import type { TextSpan } from '../structure/passages.js';
import type { Passage, Person, Question, Quotation, Section } from '../types.js';
import { fieldLine, isField, isNameField, isSaying, nameIn } from './fields.js';

interface Divided {
  sections: readonly Section[];
  passages: readonly Passage[];
}

/** The people whom profiles are about, and what these say that they say. A field is nobody. */
export function profileCast(
  text: string,
  { sections, passages }: Divided,
  subject?: string | null,
): { people: Person[]; quotations: Quotation[]; questions: Question[] } {
  const owners = ownersOf(text, { sections, passages }, subject);
  const people = new Map<string, Person>();
  const quotations: Quotation[] = [];
  for (const passage of passages) {
    const name = owners.get(passage.section);
    if (name === undefined) continue;
    const person = people.get(name) ?? { name, aliases: [], quotes: 0, mentions: 0, first: passage.n };
    people.set(name, person);
    for (const { start, end } of sayings(text, passage)) {
      person.quotes++;
      quotations.push({ start, end, passage: passage.n, text: text.slice(start, end), speaker: name });
    }
  }
  for (const person of people.values()) person.mentions = Math.max(1, text.split(person.name).length - 1);
  return {
    people: [...people.values()].sort((a, b) => b.mentions - a.mentions || a.first - b.first),
    quotations,
    questions: [],
  };
}

/** The passages that tell something of somebody: fields, and what stands below a heading that is one. */
export function profileFacts(
  text: string,
  divided: Divided,
  name: string,
  subject?: string | null,
): TextSpan[] {
  const owners = ownersOf(text, divided, subject);
  const titles = new Map(divided.sections.map(({ n, title }) => [n, title]));
  return divided.passages.filter(({ section, start, end }) => {
    if (owners.get(section) !== name) return false;
    const line = text.slice(start, end);
    const field = fieldLine(line.split('\n', 1)[0]!);
    if (field) return field.value !== '' && !isSaying(field.label);
    const title = titles.get(section)!;
    return line !== title && !/^[#*【\s]/.test(line) && (isField(title) || title === name);
  });
}

/** By section, the one whom it is about. */
function ownersOf(
  text: string,
  { sections, passages }: Divided,
  subject?: string | null,
): Map<number, string> {
  if (subject) return new Map(sections.map(({ n }) => [n, subject]));
  const fields = new Map<number, { count: number; name: string | null }>();
  for (const { section, start, end } of passages) {
    for (const line of text.slice(start, end).split('\n')) {
      const field = fieldLine(line);
      if (!field) continue;
      const found = fields.get(section) ?? { count: 0, name: null };
      fields.set(section, found);
      found.count++;
      if (isNameField(field.label)) found.name ??= nameIn(field.value);
    }
  }
  const owners = new Map<number, string>();
  let before: string | null = null;
  for (const { n, title } of sections) {
    const found = fields.get(n);
    const own = nameIn(title);
    const named = found?.name ?? (found && found.count >= 2 && own !== null && !isField(own) ? own : null);
    // below a heading that is a field, it goes on about the one before
    before = named ?? (isField(title) ? before : null);
    if (before !== null) owners.set(n, before);
  }
  return owners;
}

/** What stands in a field of sayings: in marks, or all of it. */
function sayings(text: string, passage: Passage): TextSpan[] {
  const found: TextSpan[] = [];
  let at = passage.start;
  for (const line of text.slice(passage.start, passage.end).split('\n')) {
    const field = fieldLine(line);
    if (field && isSaying(field.label) && field.value !== '') {
      const from = at + line.lastIndexOf(field.value);
      const marked = [...field.value.matchAll(/[“"「『]([^“”"「」『』\n]{2,400})[”"」』]/g)];
      for (const match of marked) {
        const start = from + match.index + 1;
        found.push({ start, end: start + match[1]!.length });
      }
      if (marked.length === 0) found.push({ start: from, end: from + field.value.length });
    }
    at += line.length + 1;
  }
  return found;
}
