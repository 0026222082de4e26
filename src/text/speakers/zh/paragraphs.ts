import type { Pronoun } from './pronouns.js';
import type { SpeechTurn } from './turns.js';
import type { NamedPerson, Quotation } from '../../types.js';

/** The lines of one paragraph as one turn, where each speaker has a paragraph. */
export interface Paragraph {
  turn: SpeechTurn;
  /** Indexes of its first line and its last. */
  first: number;
  last: number;
}

/**
 * The turns of paragraphs: one answers the paragraph right before it, whatever is told in either, where it is known who
 * speaks in it or nothing but lines stands there; not where somebody else acts first (`isAfterAnother`).
 */
export function paragraphsOf(
  turns: readonly SpeechTurn[],
  lines: readonly Quotation[],
  areTogether: (a: Quotation, b: Quotation) => boolean,
  isAfterAnother: (line: number) => boolean,
): Paragraph[] {
  const found: Paragraph[] = [];
  for (let first = 0; first < turns.length;) {
    let last = first;
    while (lines[last + 1]?.passage === lines[first]!.passage) last++;
    const own = turns.slice(first, last + 1);
    const before = found.at(-1);
    const turn = joined(own);
    const follows =
      before !== undefined &&
      areTogether(lines[before.last]!, lines[first]!) &&
      lines[first]!.passage - lines[before.last]!.passage === 1;
    turn.answers ||= follows && isClear(turn) && isClear(before.turn) && !isAfterAnother(first);
    found.push({ turn, first, last });
    first = last + 1;
  }
  return found;
}

const isClear = ({ speaker, open }: SpeechTurn) => speaker !== null || open;

/** Several speakers in one paragraph are nobody's turn. */
function joined(own: readonly SpeechTurn[]): SpeechTurn {
  const [head] = own as [SpeechTurn];
  const speakers = new Set(own.flatMap(({ speaker }) => speaker ?? []));
  const [only] = speakers;
  return {
    ...head,
    speaker: speakers.size === 1 ? only! : null,
    open: speakers.size === 0 && own.every(({ open }) => open),
    to: own.map(({ to }) => to).find(Boolean) ?? null,
    calls: own.map(({ calls }) => calls).find(Boolean) ?? null,
    pronoun: own.map(({ pronoun }) => pronoun).find(Boolean) ?? null,
    stranger: own.some(({ stranger }) => stranger),
    loosely: head.loosely,
  };
}

/** Gives the lines of a paragraph that nothing speaks against to its only speaker. */
export function share(
  { speaker }: SpeechTurn,
  turns: readonly SpeechTurn[],
  first: number,
  last: number,
  genderOf: (person: NamedPerson) => Pronoun | null,
): void {
  for (const turn of turns.slice(first, last + 1)) {
    if (!speaker || turn.speaker || !turn.open || turn.calls === speaker) continue;
    if (!turn.pronoun || genderOf(speaker) === turn.pronoun) turn.speaker = speaker;
  }
}
