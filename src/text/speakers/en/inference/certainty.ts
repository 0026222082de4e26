import { kinship, nearness, type Scene } from './candidates.js';
import type { Cue } from '../lines/cues.js';
import { nounOfCue } from '../lines/nouns.js';
import type { Individual } from '../people/individual.js';
import { isStrangerThere } from './references.js';

/**
 * From here on a line is given to whoever most likely says it. Odds deceive more often under pronouns and nouns, and
 * where something speaks against trusting them.
 */
const CERTAIN = {
  turn: { plain: 0.88, doubtful: 0.95 },
  pronoun: { plain: 0.93, doubtful: 0.97 },
  /** `The constable` of whom nothing tells that he has a name is nobody of the cast, whatever the odds. */
  noun: { plain: 0.93, doubtful: Infinity },
};
/** In passages that tell something: so long ago was somebody named who is sure to be there. */
const NEAR = 3;

/** Whether it is likely enough that somebody says a turn. */
export function isCertain(scene: Scene, n: number, person: Individual, odds: number): boolean {
  const { cue } = scene.turns[n]!;
  if (cue?.kind === 'name' || cue?.kind === 'I') return true;
  const [least, doubtful] = !cue
    ? [CERTAIN.turn, isFar(scene, n, person)]
    : cue.kind === 'somebody'
      ? [CERTAIN.noun, !isTheirs(scene, n, cue, person)]
      : [CERTAIN.pronoun, isFar(scene, n, person) || isStrangerThere(scene, n, cue)];
  return odds >= (doubtful ? least.doubtful : least.plain);
}

function isFar(scene: Scene, n: number, person: Individual): boolean {
  return person !== scene.narrator && nearness(scene, n, person)[0] > NEAR;
}

/** Whether the text itself tells that a noun is somebody's. */
function isTheirs(scene: Scene, n: number, cue: Cue, person: Individual): boolean {
  const noun = nounOfCue(cue);
  if (!noun) return false;
  const kin = kinship(scene, noun, person);
  if (kin === 'named' || (noun.theirs && kin === 'told')) return true;
  return !noun.theirs && scene.epithets.bearing(noun.phrase, person, scene.turns[n]!.at) === 'own';
}
