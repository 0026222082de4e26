import type { Pronoun } from './pronouns-zh.js';
import type { Named } from './types.js';

/** What is known of one line of a conversation. */
export interface Turn {
  speaker: Named | null;
  /** Who the narrator says is spoken to. */
  to: Named | null;
  /** Who the line itself calls by name at its beginning: not the speaker. */
  calls: Named | null;
  /** The narrator tells nothing of whose the line is, or only a pronoun. */
  open: boolean;
  pronoun: Pronoun | null;
  /** It begins a paragraph, and nothing stands between the line before and it but what tells whose they are. */
  answers: boolean;
}

/** Gives lines of two people who answer each other in turns to them, where all that is known agrees. */
export function takeTurns(turns: readonly Turn[], genderOf: (person: Named) => Pronoun | null): void {
  for (let from = 0; from < turns.length;) {
    let to = from + 1;
    while (to < turns.length && turns[to]!.answers) to++;
    if (to - from > 1) fill(turns.slice(from, to), genderOf);
    from = to;
  }
}

function fill(turns: readonly Turn[], genderOf: (person: Named) => Pronoun | null): void {
  const sides = [new Set<Named>(), new Set<Named>()] as const;
  const said = [0, 0];
  turns.forEach(({ speaker, to }, n) => {
    if (speaker) sides[(n % 2) as 0 | 1].add(speaker);
    if (speaker) said[n % 2]!++;
    if (to) sides[((n + 1) % 2) as 0 | 1].add(to);
  });
  if (sides[0].size > 1 || sides[1].size > 1) return;
  const two = sides.map(([one]) => one);
  if (two[0] === two[1]) return;
  // With one side unknown there may be more than two; somebody who comes back in their turn makes it unlikely.
  if (!(two[0] && two[1]) && said[two[0] ? 0 : 1]! < 2) return;
  turns.forEach((turn, n) => {
    const speaker = two[n % 2];
    if (!speaker || turn.speaker || !turn.open || turn.calls === speaker) return;
    if (turn.pronoun && genderOf(speaker) !== turn.pronoun) return;
    turn.speaker = speaker;
  });
}
