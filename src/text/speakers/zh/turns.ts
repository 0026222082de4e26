import type { Pronoun } from './pronouns.js';
import type { NamedPerson } from '../../types.js';

/** What is known of one line of a conversation. */
export interface SpeechTurn {
  speaker: NamedPerson | null;
  /** Who the narrator says is spoken to. */
  to: NamedPerson | null;
  /** Who the line itself calls by name at its beginning: not the speaker. */
  calls: NamedPerson | null;
  /** The narrator tells nothing of whose the line is, or only a pronoun. */
  open: boolean;
  pronoun: Pronoun | null;
  /** Somebody says it who has no name. */
  stranger: boolean;
  /** It begins a paragraph, and nothing stands between the line before and it but what tells whose they are. */
  answers: boolean;
  /** What tells whose the line before is stands in a paragraph of its own: the same speaker may go on. */
  loosely: boolean;
}

/** What is known of the people around a conversation. */
export interface Scene {
  genderOf(person: NamedPerson): Pronoun | null;
  /** Who is named in the narration before a line. */
  near(line: number): ReadonlySet<NamedPerson>;
}

/** In turns: so long somebody without a name is about who has spoken. */
const LATELY = 4;

/** Gives lines of two people who answer each other in turns to them, where all that is known agrees. */
export function takeTurns(turns: readonly SpeechTurn[], scene: Scene): void {
  for (let from = 0; from < turns.length;) {
    let to = from + 1;
    while (to < turns.length && turns[to]!.answers) to++;
    if (to - from > 1) for (const [start, end] of parts(turns, from, to)) fill(turns, start, end, scene);
    from = to;
  }
}

/**
 * A run of turns where it is two people's; else the parts of it that are, each from one turn that is known to another:
 * who speaks in between when a third comes in is not certain.
 */
function parts(turns: readonly SpeechTurn[], from: number, to: number): [number, number][] {
  const found: [number, number][] = [];
  let start = from;
  let first = -1;
  let last = -1;
  let sides: (NamedPerson | undefined)[] = [];
  for (let n = from; n < to; n++) {
    const { speaker } = turns[n]!;
    if (!speaker) continue;
    const side = (n - start) % 2;
    if ((sides[side] && sides[side] !== speaker) || sides[1 - side] === speaker) {
      found.push([first, last + 1]);
      // Whoever is answered at once is the other one.
      const before = last === n - 1 ? turns[last]!.speaker! : null;
      sides = before && before !== speaker ? [before, speaker] : [speaker];
      start = first = n + 1 - sides.length;
    } else sides[side] = speaker;
    if (first < 0) first = n;
    last = n;
  }
  return found.length ? [...found, [first, last + 1]] : [[from, to]];
}

function fill(turns: readonly SpeechTurn[], from: number, to: number, scene: Scene): void {
  const two = sidesOf(turns, from, to, scene);
  // Nobody calls themselves: then more than two talk, or not in turns.
  if (two && turns.slice(from, to).some(({ calls }, n) => calls && calls === two[n % 2])) return;
  for (let n = from; two && n < to; n++) {
    const turn = turns[n]!;
    const speaker = two[(n - from) % 2];
    if (!speaker || turn.speaker || !turn.open || turn.calls === speaker) continue;
    if (turn.pronoun && scene.genderOf(speaker) !== turn.pronoun) continue;
    turn.speaker = speaker;
  }
}

/** Who speaks first, third … and second, fourth …; null where they may be more than two, or not in turns. */
function sidesOf(
  turns: readonly SpeechTurn[],
  from: number,
  to: number,
  scene: Scene,
): (NamedPerson | undefined)[] | null {
  const sides = [new Set<NamedPerson>(), new Set<NamedPerson>()];
  const counts = [0, 0];
  const strange = [false, false];
  let loose = false;
  for (let n = from; n < to; n++) {
    const { speaker, to: spokenTo, loosely, stranger } = turns[n]!;
    const side = (n - from) % 2;
    if (speaker) sides[side]!.add(speaker);
    if (speaker) counts[side]!++;
    if (stranger) strange[side] = true;
    if (spokenTo) sides[1 - side]!.add(spokenTo);
    if (n > from && loosely) loose = true;
  }
  if (sides.some(({ size }, side) => size + Number(strange[side]) > 1)) return null;
  const two = sides.map(([one]) => one);
  if (two[0] === two[1] || (loose && !(counts[0] && counts[1]))) return null;
  if (two[0] && two[1]) return two;
  // With one side unknown: the only other one about, or else somebody who comes back in their turn.
  const known = two[0] ? 0 : 1;
  if (strange[1 - known] || turns.slice(Math.max(0, from - LATELY), from).some(({ stranger }) => stranger))
    return counts[known]! < 2 ? null : two;
  const others = [...scene.near(from)].filter((person) => person !== two[known]);
  if (others.length === 1) two[1 - known] = others[0];
  else if (counts[known]! < 2) return null;
  return two;
}
