import type { Cue } from '../lines/cues.js';
import type { Sign } from './weights.js';

/** What gives a turn to somebody: odds are to be trusted more or less by it. */
export type Ground =
  | 'turn'
  /** Named long ago or only later, or somebody without a name acts. */
  | 'doubtfulTurn'
  /** `He said`, of whoever did something last. */
  | 'pronoun'
  | 'otherPronoun'
  /** Somebody without a name has come in, whom it may mean. */
  | 'entered'
  /** `The constable` of whom something tells that it is they. */
  | 'noun';

/** How likely whoever most likely says a turn does say it, of the odds; and from where on they are told. */
export interface Certainty {
  /** A base, and a factor of the odds' logarithm. */
  trust: Readonly<Record<Ground, readonly [base: number, factor: number]>>;
  least: number;
}

const TIED: readonly Sign[] = ['nounOwn', 'nounFamily', 'nounNamed', 'nounKin', 'nounSpouse'];
const DOES: readonly Sign[] = ['heSubject', 'heActor', 'heLastActor', 'lastActor', 'lastAnswers'];
const AWAY: readonly Sign[] = ['far', 'ahead', 'beside'];

/**
 * What gives a turn to somebody where no name does; null where odds tell nothing: `the constable` of whom nothing tells
 * that he has a name is nobody of the cast, `she` nobody who may be a man while a woman without a name is there, and a
 * line beside which Joan acts is not Peter's.
 * @param own the signs of their saying it
 * @param others the signs of each other's, anybody else's last
 */
export function groundOf(
  cue: Cue | null,
  own: readonly Sign[],
  others: readonly (readonly Sign[])[],
): Ground | null {
  const has = (signs: readonly Sign[]) => signs.some((sign) => own.includes(sign));
  if (!cue) {
    if (others.some((signs) => signs.includes('actor'))) return null;
    return others.some((signs) => signs.includes('otherActs')) || has(AWAY) ? 'doubtfulTurn' : 'turn';
  }
  if (cue.kind === 'somebody') return has(TIED) ? 'noun' : null;
  const unknown = others.at(-1) ?? [];
  const entered = unknown.includes('otherBefore') || unknown.includes('otherNew');
  if (own.includes('heUnknown')) return entered || unknown.includes('otherStranger') ? null : 'entered';
  if (entered) return 'entered';
  return has(DOES) ? 'pronoun' : 'otherPronoun';
}

const MOST = 0.9999;

/** The odds' logarithm, neither of which is ever without end. */
export function logit(odds: number): number {
  const bound = Math.min(MOST, Math.max(1 - MOST, odds));
  return Math.log(bound / (1 - bound));
}

/** How likely it is that whoever most likely says a turn does say it. */
export function trustIn(ground: Ground, odds: number, { trust }: Certainty): number {
  const [base, factor] = trust[ground];
  return 1 / (1 + Math.exp(-base - factor * logit(odds)));
}
