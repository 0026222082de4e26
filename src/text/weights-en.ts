/**
 * What speaks for or against somebody's saying a turn, as logarithms of odds, fitted to annotated novels
 * (`bench/quotes-fit.js`; what it is worth for others, `npm run bench -- quotesLeftOut` tells).
 */
export const WEIGHTS = {
  /** Acts beside the lines; is named beside them. */
  actor: 1.83,
  beside: 1.28,
  /** A pronoun acts beside the lines that may mean them, or cannot. */
  actorHe: 0.43,
  actorHeClash: -0.88,
  /** Acts last in the paragraph before, or is named in it. */
  lastActor: 1.49,
  lastNamed: 0.83,
  /** Was named lately; long ago; only later. */
  near: 0.47,
  far: -0.53,
  ahead: -0.36,
  narrator: -0.74,
  /** Says one of the turns around, or several, by the words beside them; hardly anything in the whole story. */
  speaks: 0.34,
  speaksOften: -0.1,
  minor: -0.45,
  /** The words are much like theirs, or a little; or unlike. */
  voiceOwn: 1.4,
  voice: 0.66,
  voiceOther: -0.6,
  /** Is spoken to in the turn before; is spoken of there. */
  addressed: 0.98,
  mentioned: -0.45,
  /** Is called in the lines, or spoken of; in those before or behind. */
  called: -2.91,
  spokenOf: -1.94,
  answers: 2.21,
  asked: 1.1,
  /** `Sir` or `madam` in those before or behind is not for them. */
  misaddressed: -1.52,
  misaddressedNext: -1.69,
  /** Under `he said`: acts; acted last; is somebody of whom he or she is not known; is spoken to. */
  heActor: 1.32,
  heLastActor: 0.69,
  heUnknown: -1.91,
  heObject: -1.01,
  /** Is whoever was spoken of last whom he or she may mean, by whatever words, or last but one. */
  heLast: 1.17,
  heBefore: 0.65,
  /** Somebody without a name came in last and acted last, or came in last but one. */
  otherNew: 1.44,
  otherBefore: 1.13,
  /** Under `said the old man`: nobody else may be meant. */
  nounOnly: 1.47,
  /** The word is in their name; is theirs by who answers whom, or somebody else's. */
  nounNamed: 0.24,
  nounOwn: 2.25,
  nounOther: -2.79,
  /** Under `her mother`: bears the family name of others. */
  nounFamily: 1.37,
  /** For anybody else: by what the cue is; somebody without a name acts, or is there. */
  otherPlain: -0.73,
  otherHe: -0.96,
  otherNoun: 0.94,
  otherActs: 1.28,
  otherStranger: 0.75,
  /** Speaks again at once; after a question; after something was told. Anybody else again. */
  again: -1.23,
  againAsked: -2.17,
  againTold: 0.85,
  othersAgain: 1.05,
  /** Takes turns, paragraph by paragraph or not; comes in fresh. */
  turnsTight: 1.73,
  turns: 0.45,
  freshTight: -1.08,
  fresh: -0.7,
  othersTurn: 1.11,
  othersFresh: -0.91,
};

export type Sign = keyof typeof WEIGHTS;
export type Weights = Readonly<Record<Sign, number>>;

/** The factor by which signs make something likelier. */
export function factorOf(signs: readonly Sign[], weights: Weights): number {
  return Math.exp(signs.reduce((sum, sign) => sum + weights[sign], 0));
}
