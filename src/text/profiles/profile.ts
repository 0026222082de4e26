import { fieldLine, isField, isNameField, nameIn } from './fields.js';

/** A text whose sections are each about the one that its title names. */
export const PROFILES = 'text/x-profiles';

export interface Profiles {
  headings?: { title: string; start: number }[];
  /** Whom the whole is about, where it is one. */
  subject?: string;
}

/** Fewer kinds of fields are no profile. */
const LEAST = 3;
/** Of its lines with something on them, as many as this are fields, or stand below one. */
const SHARE = 1 / 5;

/**
 * The profiles that a cleaned text is made of (`姓名：… 性格：…`, in lists, in Markdown, in YAML), each a section, or null
 * where it is no such text.
 * @param known headings that the file tells of: a profile may have its fields as headings
 */
export function readProfiles(
  text: string,
  known: readonly { title: string; start: number }[] = [],
  title = '',
): Profiles | null {
  const labels = new Set<string>();
  const headings: { title: string; start: number }[] = [];
  let full = 0;
  let fields = 0;
  let at = 0;
  for (const line of text.split('\n')) {
    const start = at;
    at += line.length + 1;
    if (line.trim() === '') continue;
    full++;
    const field = fieldLine(line);
    if (!field) continue;
    fields++;
    labels.add(field.label.toLowerCase());
    const name = isNameField(field.label) ? nameIn(field.value) : null;
    if (name !== null && headings.at(-1)?.title !== name) headings.push({ title: name, start });
  }
  const isFull = labels.size >= LEAST && fields >= SHARE * full;
  if (isFull && headings.length > 1) return { headings };
  const named = () => headings[0]?.title ?? (known.length === 0 ? namedAbove(text) : null);
  const subject = isFull ? named() : null;
  if (subject !== null) return { ...withKnown(known), subject };
  return inHeadings(known, title, isFull);
}

/** A sheet whose fields are its headings: it is about whom the heading before them names, or the title. */
function inHeadings(
  known: readonly { title: string; start: number }[],
  title: string,
  isFull: boolean,
): Profiles | null {
  const own = known.filter((one) => isField(bare(one.title)));
  const others = known.filter((one) => !isField(bare(one.title)));
  if ((own.length >= LEAST || isFull) && known.length > 0 && others.length <= 1) {
    const subject = nameIn(others[0]?.title ?? title);
    return subject === null ? null : { headings: [...known], subject };
  }
  // names as headings, with fields in lines below each
  return isFull && others.length > 1 ? { headings: [...known] } : null;
}

/** The name that stands alone above the first field, or null. */
function namedAbove(text: string): string | null {
  const [first = '', second = ''] = text.split('\n').filter((line) => line.trim() !== '');
  const name = fieldLine(first) === null && fieldLine(second) !== null ? nameIn(first.trim()) : null;
  return name !== null && !isField(name) ? name : null;
}

function withKnown(known: readonly { title: string; start: number }[]) {
  return known.length > 0 ? { headings: [...known] } : {};
}

const bare = (title: string) => title.replace(/^[\d一二三四五六七八九十]{1,3}[.、．]\s?|[:：]$/g, '').trim();
