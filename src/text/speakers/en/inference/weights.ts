import type { Certainty } from './certainty.js';

/**
 * What speaks for or against somebody's saying a turn, as logarithms of odds, fitted to annotated novels
 * (`bench/quotes/quotes-fit.js`; what it is worth for others, `npm run bench -- quotesLeftOut` tells).
 */
export const WEIGHTS = {
  /** Acts beside the lines; is named beside them. */
  actor: 1.61,
  beside: 1.2,
  /** A pronoun acts beside the lines that may mean them, or cannot. */
  actorHe: 0.6,
  actorHeClash: -0.55,
  /** Acts last in the paragraph before, or is named in it. */
  lastActor: 1.62,
  lastNamed: 0.93,
  /** Does something last in the paragraph before, though not as the first word of a sentence. */
  lastSubject: 0.82,
  /** Takes what was said in the paragraph before, by name. */
  lastAnswers: 1.16,
  /** Takes what is said, in the paragraph behind. */
  taken: -1.88,
  /** Is called by what they are to the speaker. */
  kinCalled: -1.02,
  /** Was named lately; long ago; only later. */
  near: 0.54,
  far: -0.37,
  ahead: -0.26,
  narrator: -0.95,
  /** Says one of the turns around for sure; many of the whole story's turns; hardly any. */
  speaks: 0.37,
  main: 0.38,
  minor: -0.06,
  /** Speaks in this run of paragraphs by the words beside a line; two others do. */
  runSpeaks: -0.39,
  runOther: -0.48,
  /** The words are much like theirs, or a little; or unlike. */
  voiceOwn: 0.98,
  voice: 0.63,
  voiceOther: -0.54,
  /** Is spoken to in the turn before; is spoken of there. */
  addressed: 0.84,
  mentioned: -0.31,
  /** Is called in the lines, or spoken of; in those before or behind. */
  called: -2.88,
  spokenOf: -1.86,
  answers: 2.21,
  asked: 0.8,
  /** `Sir` or `madam` in those before or behind is not for them. */
  misaddressed: -1.52,
  misaddressedNext: -1.24,
  /** Under `he said`: acts; acted last; is somebody of whom he or she is not known; is spoken to. */
  heActor: 0.89,
  heLastActor: 0.48,
  heUnknown: -1.42,
  heObject: -0.62,
  /** Is whoever was spoken of last whom he or she may mean, by whatever words, or last but one. */
  heLast: 0.92,
  heBefore: 0.36,
  /** Is whoever did something last. */
  heSubject: 0.56,
  /** Somebody without a name came in last and acted last, or came in last but one. */
  otherNew: 1.41,
  otherBefore: 0.94,
  /** Under `said the old man`: nobody else may be meant. */
  nounOnly: 1.3,
  /** The word is in their name; is theirs by who answers whom, or somebody else's. */
  nounNamed: 0.85,
  nounOwn: 2.71,
  nounOther: -2.89,
  /** Under `her mother`: is the wife or husband of somebody there; is told to be one; bears the family name of others. */
  nounSpouse: 3.5,
  nounKin: 0.91,
  nounFamily: 1.79,
  /** For anybody else: by what the cue is; somebody without a name acts, or is there. */
  otherPlain: -0.54,
  otherHe: -0.72,
  otherNoun: 0.96,
  otherActs: 1.13,
  otherStranger: 0.83,
  /** Speaks again at once; after a question; after something was told, or after it was told how somebody
   * took it. Anybody else again. */
  again: -0.81,
  againAsked: -1.37,
  againReplies: -0.42,
  /** Under `she added`, `she answered`. */
  againAdds: 1.28,
  againAnswers: -1.05,
  againTold: 0.67,
  againAnswered: 1.18,
  othersAgain: 1.05,
  /** Calls whoever has just spoken. */
  callsBack: 0.3,
  /** Takes turns, paragraph by paragraph or not; comes in fresh. Two are known to speak in these paragraphs, or more. */
  turnsTight: 1.73,
  turnsPair: 2.13,
  turnsCrowd: 1.75,
  turns: 0.49,
  freshTight: -1.86,
  freshPair: -0.49,
  freshCrowd: 0.23,
  fresh: -0.62,
  othersTurn: 1.26,
  othersFresh: -0.9,
};

/** How far the odds that come of these are to be trusted, fitted to the same novels, and what is certain enough. */
export const CERTAINTY: Certainty = {
  trust: {
    turn: [0.31, 0.92],
    doubtfulTurn: [-0.16, 0.65],
    pronoun: [0.34, 0.66],
    otherPronoun: [-0.09, 0.86],
    entered: [-0.17, 0.61],
    noun: [0.71, 0.66],
  },
  least: 0.85,
};

export type Sign = keyof typeof WEIGHTS;
export type Weights = Readonly<Record<Sign, number>>;

/** The factor by which signs make something likelier. */
export function factorOf(signs: readonly Sign[], weights: Weights): number {
  return Math.exp(signs.reduce((sum, sign) => sum + weights[sign], 0));
}
