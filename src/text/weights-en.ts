/**
 * What speaks for or against somebody's saying a turn, as logarithms of odds: set by hand, then fitted to annotated
 * novels, where leaving out the novel that is judged changes nothing that matters.
 */
export const WEIGHTS = {
  /** Acts beside the lines; is named beside them. */
  actor: 2.8,
  beside: 1.9,
  /** A pronoun acts beside the lines that may mean them, or cannot. */
  actorHe: 0.4,
  actorHeClash: -0.9,
  /** Acts last in the paragraph before, or is named in it; but does so without a word. */
  lastActor: 1.9,
  lastNamed: 1,
  silent: -0.6,
  /** Was named lately; long ago; only later. */
  near: 0.4,
  far: -0.5,
  ahead: -0.4,
  narrator: -0.4,
  /** Is called in the lines, or spoken of; in those before or behind. */
  called: -3.2,
  spokenOf: -2.4,
  answers: 2,
  asked: 0.7,
  /** `Sir` or `madam` in those before or behind is not for them. */
  misaddressed: -2.1,
  misaddressedNext: -1.5,
  /** Under `he said`: acts; was named last; acted last; is somebody of whom he or she is not known; is spoken to. */
  heActor: 2.3,
  heNearest: 0.8,
  heLastActor: 0.7,
  heUnknown: -2.3,
  heObject: -0.7,
  /** Under `said the old man`: nobody else may be meant; under `her sister`. */
  nounOnly: 1.4,
  nounTheirs: 1.2,
  /** For anybody else: by what the cue is; somebody without a name acts, came in last, acted last (or both), is there. */
  otherPlain: -0.3,
  otherHe: -0.6,
  otherNoun: 0.9,
  otherActs: 1.6,
  otherLast: 0.3,
  otherActor: 1,
  otherBoth: 1.5,
  otherStranger: 0.7,
  /** Speaks again at once; after a question; after something was told. Anybody else again. */
  again: -1,
  againAsked: -1.9,
  againTold: 1.2,
  othersAgain: 1,
  /** Takes turns, paragraph by paragraph or not; comes in fresh. */
  turnsTight: 2.1,
  turns: 0.8,
  freshTight: -0.9,
  fresh: -0.6,
  othersTurn: 1.1,
  othersFresh: -0.8,
};

export type Sign = keyof typeof WEIGHTS;
export type Weights = Readonly<Record<Sign, number>>;

/** The factor by which signs make something likelier. */
export function factorOf(signs: readonly Sign[], weights: Weights): number {
  return Math.exp(signs.reduce((sum, sign) => sum + weights[sign], 0));
}
