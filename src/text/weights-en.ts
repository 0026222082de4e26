/**
 * What speaks for or against somebody's saying a turn, as logarithms of odds, fitted to annotated novels
 * (`bench/quotes-fit.js`; what it is worth for others, `npm run bench -- quotesLeftOut` tells).
 */
export const WEIGHTS = {
  /** Acts beside the lines; is named beside them. */
  actor: 1.94,
  beside: 1.17,
  /** A pronoun acts beside the lines that may mean them, or cannot. */
  actorHe: 0.35,
  actorHeClash: -0.95,
  /** Acts last in the paragraph before, or is named in it. */
  lastActor: 1.48,
  lastNamed: 0.82,
  /** Was named lately; long ago; only later. */
  near: 0.47,
  far: -0.53,
  ahead: -0.36,
  narrator: -0.65,
  /** Says one of the turns around, or several, by the words beside them; hardly anything in the whole story. */
  speaks: 0.34,
  speaksOften: -0.11,
  minor: -0.48,
  /** The words are much like theirs, or a little; or unlike. */
  voiceOwn: 1.26,
  voice: 0.74,
  voiceOther: -0.61,
  /** Is spoken to in the turn before; is spoken of there. */
  addressed: 0.86,
  mentioned: -0.33,
  /** Is called in the lines, or spoken of; in those before or behind. */
  called: -3.02,
  spokenOf: -1.96,
  answers: 2.23,
  asked: 1.06,
  /** `Sir` or `madam` in those before or behind is not for them. */
  misaddressed: -1.77,
  misaddressedNext: -1.62,
  /** Under `he said`: acts; acted last; is somebody of whom he or she is not known; is spoken to. */
  heActor: 1.3,
  heLastActor: 0.68,
  heUnknown: -1.98,
  heObject: -1.05,
  /** Is whoever was spoken of last whom he or she may mean, by whatever words, or last but one. */
  heLast: 1.21,
  heBefore: 0.69,
  /** Somebody without a name came in last and acted last, or came in last but one. */
  otherNew: 1.42,
  otherBefore: 1.14,
  /** Under `said the old man`: nobody else may be meant. */
  nounOnly: 1.47,
  /** The word is in their name; is theirs by who answers whom, or somebody else's. */
  nounNamed: 0.24,
  nounOwn: 2.22,
  nounOther: -2.77,
  /** Under `her mother`: bears the family name of others. */
  nounFamily: 1.39,
  /** For anybody else: by what the cue is; somebody without a name acts, or is there. */
  otherPlain: -0.71,
  otherHe: -0.94,
  otherNoun: 0.94,
  otherActs: 1.26,
  otherStranger: 0.75,
  /** Speaks again at once; after a question; after something was told. Anybody else again. */
  again: -1.21,
  againAsked: -2.06,
  againTold: 0.9,
  othersAgain: 1.11,
  /** Takes turns, paragraph by paragraph or not; comes in fresh. */
  turnsTight: 1.82,
  turns: 0.54,
  freshTight: -0.95,
  fresh: -0.63,
  othersTurn: 1.19,
  othersFresh: -0.88,
};

export type Sign = keyof typeof WEIGHTS;
export type Weights = Readonly<Record<Sign, number>>;

/** The factor by which signs make something likelier. */
export function factorOf(signs: readonly Sign[], weights: Weights): number {
  return Math.exp(signs.reduce((sum, sign) => sum + weights[sign], 0));
}
