import { truncate } from '../encoding/truncate.js';
import { workBounds } from '../structure/imprint.js';
import { writeDialogue, nameOf, PLAY, type DialogueText, type DialoguePart } from './dialogue-format.js';
import { playHeading, type PlayHeading } from './play-headings.js';
import { LABEL_FORMS, type Label, type LabelForm } from './play-labels.js';
import { listedPersons, wholeName } from './play-persons.js';

/** Fewer speeches are no play. */
const LEAST = 5;
/** So often a name stands before words where it might be something else. */
const ENOUGH = 3;
/** Of the paragraphs, where one without a name goes on with the speech before. */
const MOST_BEGIN = 0.45;
/** A line that is a direction, whatever stands before it. */
const DIRECTION =
  /^[_*]{0,3}[(（[【〔△▲][^\n]*$|^[_*]{0,3}(?:\[?(?:re-?enter|enter|exit|exeunt|curtain|flourish)\b|（?幕[启落]).*$/i;
const WHOLE_DIRECTION =
  /^[_*]{0,3}[(（[【〔][^)）\]】〕]*[)）\]】〕][.。]?[_*]{0,3}$|^[△▲]|^[_*]{0,3}(?:re-?enter|enter|exit|exeunt)\b/i;

interface Piece extends DialoguePart {
  opens?: PlayHeading;
}

interface Line {
  text: string;
  heading: PlayHeading | null;
  afterBlank: boolean;
  /** The next line with something on it, where it is no heading. */
  next: string;
  label: Label | null;
}

/**
 * The play or film that a cleaned text is, or null where it is none: names in capitals or before a colon, a full stop or
 * a blank, in front of what they say or on lines of their own; acts and scenes are its sections.
 * @param known headings that the file tells of, by where they begin
 */
export function readPlay(text: string, known: DialogueText['headings'] = []): DialogueText | null {
  const bounds = workBounds(text);
  const lines = linesOf(text.slice(bounds.from, bounds.to), bounds.from, known);
  let best: { parts: DialoguePart[]; said: number } | null = null;
  for (const form of LABEL_FORMS) {
    const found = inForm(lines, form);
    if (found && found.said > (best?.said ?? 0)) best = found;
  }
  if (!best) return null;
  const { from, to } = bounds;
  return writeDialogue(
    [
      ...(from > 0 ? [{ text: text.slice(0, from), heading: bounds.before }] : []),
      ...withTitle(best.parts, from > 0),
      ...(to < text.length ? [{ text: text.slice(to), heading: bounds.after }] : []),
    ],
    PLAY,
  );
}

function linesOf(text: string, from: number, known: NonNullable<DialogueText['headings']>): Line[] {
  const titles = new Map(known.map(({ title, start }) => [start, title]));
  let at = from;
  let blank = true;
  const lines = text.split('\n').map((line) => {
    const title = titles.get(at);
    at += line.length + 1;
    const plain = line.trim();
    const own = playHeading(plain);
    const heading = own ?? (title !== undefined ? { title, level: 2 as const } : null);
    const one: Line = { text: plain, heading, afterBlank: blank, next: '', label: null };
    blank = plain === '';
    return one;
  });
  let next = '';
  for (const line of lines.toReversed()) {
    line.next = next;
    if (line.text !== '') next = line.heading ? '' : line.text;
  }
  return lines;
}

/** The speeches as one form tells them, with how many letters are said; null where they are too few or too little. */
function inForm(lines: readonly Line[], form: LabelForm): { parts: DialoguePart[]; said: number } | null {
  const labelled = lines.map((line): Line => {
    if (line.text === '' || line.text.length > 20_000 || line.heading) return line;
    return { ...line, label: form.of(line.text, line.afterBlank, line.next) };
  });
  if (labelled.filter(({ label }) => label).length < LEAST) return null;
  const first = labelled.findIndex(({ label }) => label !== null);
  const persons = listedPersons(
    lines.map(({ text }) => text),
    (i) => i >= first || lines[i]!.heading !== null,
  );
  const written = timesOf(labelled);
  for (const { label } of labelled) if (label) label.name = wholeName(label.name, persons, written);
  const times = timesOf(labelled);
  const regular = [...times].filter(([, n]) => n >= form.least);
  const speeches = regular.reduce((sum, [, n]) => sum + n, 0);
  const all = [...times.values()].reduce((sum, n) => sum + n, 0);
  if (regular.length < 2 || speeches < LEAST || speeches < 0.6 * all) return null;
  if (form.goesOn && speeches < MOST_BEGIN * paragraphsOf(labelled)) return null;
  const sure = new Set(labelled.filter(({ label }) => label?.sure).map(({ label }) => label!.name));
  const isName = (name: string) =>
    sure.has(name) ||
    persons.has(name.toUpperCase()) ||
    times.get(name)! >= (sure.size > 0 ? ENOUGH : form.least);
  const parts = partsOf(
    labelled.map((line) => (line.label && !isName(line.label.name) ? { ...line, label: null } : line)),
    form,
  );
  const size = (some: readonly DialoguePart[]) => some.reduce((sum, part) => sum + part.text.length, 0);
  const said = size(parts.filter(({ name }) => name !== undefined));
  const begun = parts.slice(parts.findIndex(({ name }) => name !== undefined));
  return said >= form.share * size(begun) ? { parts: named(parts, lines), said } : null;
}

function timesOf(lines: readonly Line[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const { label } of lines) if (label) times.set(label.name, (times.get(label.name) ?? 0) + 1);
  return times;
}

/** From the first speech on. */
function paragraphsOf(lines: readonly Line[]): number {
  const first = lines.findIndex(({ label }) => label !== null);
  return lines.filter(
    ({ text, afterBlank, heading }, i) => i >= first && afterBlank && text !== '' && !heading,
  ).length;
}

function partsOf(lines: readonly Line[], { goesOn, lineEach }: LabelForm): DialoguePart[] {
  const pieces: Piece[] = [];
  let open: Piece | null = null;
  const begin = (piece: Piece): Piece => {
    pieces.push(piece);
    return piece;
  };
  for (const { text, heading, label, afterBlank } of lines) {
    if (text === '') continue;
    if (heading) {
      open = null;
      begin({ text, opens: heading });
    } else if (label) open = begin({ name: nameOf(label.name), text: label.words });
    else if (!open) open = begin({ text });
    else if (open.name === undefined) {
      if (afterBlank) open = begin({ text });
      else open.text = joined(open.text, text, false);
    } else if ((afterBlank && !goesOn && !isBegun(open)) || isDirection(text, open, afterBlank))
      open = begin({ text });
    else if (lineEach && !afterBlank && open.text !== '' && isNewLine(open.text, text))
      open = begin({ text });
    else open.text = joined(open.text, text, afterBlank);
  }
  return titled(pieces.filter(({ text }) => text.trim() !== ''));
}

/** A name stands there and no words yet, or only how they are said. */
function isBegun({ text }: DialoguePart): boolean {
  return text === '' || (text.length <= 120 && /^[(（[【][^)）\]】]*[)）\]】]$/.test(text));
}

function isDirection(text: string, open: DialoguePart, afterBlank: boolean): boolean {
  // on the line below a name, it says how
  if (isBegun(open)) return /^(?:re-?enter|enter|exit|exeunt)\b/i.test(text);
  return WHOLE_DIRECTION.test(text) || (afterBlank && DIRECTION.test(text));
}

/** Chinese is not broken to a width where each speech has a line: what stands on the next is told. */
function isNewLine(before: string, line: string): boolean {
  return /[。！？…”」）)—]/.test(before.slice(-1)) && /^[\p{Script=Han}]/u.test(line);
}

/**
 * Acts and scenes as sections. One in which nobody says anything belongs to a list of contents; a scene is told of with
 * its act.
 */
function titled(pieces: readonly Piece[]): DialoguePart[] {
  const filled: boolean[] = [];
  let said = false;
  for (let i = pieces.length - 1; i >= 0; i--) {
    if (pieces[i]!.name !== undefined) said = true;
    filled[i] = said;
    if (pieces[i]!.opens) said = false;
  }
  const titles = new Map<number, string>();
  let act = '';
  let from = -1;
  for (const [i, { opens }] of pieces.entries()) {
    if (!opens) continue;
    if (opens.level === 1) {
      act = opens.title;
      from = i;
      if (filled[i]) titles.set(i, act);
    } else if (filled[i])
      titles.set(from >= 0 && !titles.has(from) ? from : i, act ? `${act} · ${opens.title}` : opens.title);
    if (opens.level === 2) from = -1;
  }
  return pieces.map(({ name, text }, i) => ({
    ...(name !== undefined && { name }),
    text,
    ...(titles.has(i) && { heading: titles.get(i)! }),
  }));
}

/** Lines of a speech that were broken to a width are one; a paragraph stays one. */
function joined(before: string, line: string, paragraph: boolean): string {
  if (before === '') return line;
  if (paragraph) return `${before}\n${line}`;
  const tight =
    /[\u2E80-\uA4CF\uFF00-\uFFEF]/.test(before.slice(-1)) && /^[\u2E80-\uA4CF\uFF00-\uFFEF]/.test(line);
  return before + (tight ? '' : ' ') + line;
}

/** Names in capitals as the text writes them elsewhere, so that whoever speaks is who is spoken of. */
function named(parts: readonly DialoguePart[], lines: readonly Line[]): DialoguePart[] {
  const forms = new Map<string, string>();
  for (const { text } of lines) {
    for (const [word] of text.matchAll(/\p{Lu}[\p{L}\p{M}'’]*\p{Ll}/gu)) {
      const capitals = word.toUpperCase();
      if (!forms.has(capitals)) forms.set(capitals, word);
    }
  }
  const mixed = (word: string) => forms.get(word) ?? word.slice(0, 1) + word.slice(1).toLowerCase();
  return parts.map((part) => {
    if (part.name === undefined || !/\p{Lu}{2}/u.test(part.name) || /\p{Ll}/u.test(part.name)) return part;
    return { ...part, name: part.name.replace(/\p{Lu}[\p{Lu}\p{M}'’]*/gu, mixed) };
  });
}

/** What stands before the first act is a section of its own: title, persons, place. */
function withTitle(parts: readonly DialoguePart[], framed: boolean): DialoguePart[] {
  const [first, ...rest] = parts;
  if (!first || first.heading !== undefined) return [...parts];
  if (!framed && !rest.some(({ heading }) => heading !== undefined)) return [...parts];
  const title = truncate((first.name === undefined ? first.text : '').split('\n', 1)[0]!, 60).trim();
  return [{ ...first, heading: title || '1' }, ...rest];
}
