import type { Cue } from '../lines/cues.js';
import type { Sign } from './weights.js';

/**
 * From here on a line is given to whoever most likely says it. Odds deceive where something speaks against trusting
 * them.
 */
const CERTAIN = {
  turn: 0.82,
  /** Named long ago or only later, or somebody else acts. */
  doubtfulTurn: 0.93,
  /** `He said`, of whoever did something last. */
  pronoun: 0.85,
  otherPronoun: 0.95,
  /** Somebody without a name has come in, whom it may mean. */
  entered: 0.985,
  /** `The constable` of whom something tells that it is they. */
  noun: 0.9,
  /** `The constable` of whom nothing tells that he has a name is nobody of the cast, whatever the odds. */
  otherNoun: Infinity,
};

const TIED: readonly Sign[] = ['nounOwn', 'nounFamily', 'nounNamed', 'nounKin'];
const DOES: readonly Sign[] = ['heSubject', 'heActor', 'heLastActor', 'lastActor', 'lastAnswers'];
const AWAY: readonly Sign[] = ['far', 'ahead', 'beside'];

/**
 * Whether it is likely enough that somebody says a turn.
 * @param own the signs of their saying it
 * @param others the signs of each other's, anybody else's last
 */
export function isCertain(
  cue: Cue | null,
  own: readonly Sign[],
  others: readonly (readonly Sign[])[],
  odds: number,
): boolean {
  if (cue?.kind === 'name' || cue?.kind === 'I') return true;
  return odds >= leastFor(cue, own, others);
}

function leastFor(cue: Cue | null, own: readonly Sign[], others: readonly (readonly Sign[])[]): number {
  const has = (signs: readonly Sign[]) => signs.some((sign) => own.includes(sign));
  if (!cue) {
    const act = others.some((signs) => signs.includes('actor') || signs.includes('otherActs'));
    return act || has(AWAY) ? CERTAIN.doubtfulTurn : CERTAIN.turn;
  }
  if (cue.kind === 'somebody') return has(TIED) ? CERTAIN.noun : CERTAIN.otherNoun;
  const unknown = others.at(-1) ?? [];
  if (unknown.includes('otherBefore') || unknown.includes('otherNew') || own.includes('heUnknown'))
    return CERTAIN.entered;
  return has(DOES) ? CERTAIN.pronoun : CERTAIN.otherPronoun;
}
