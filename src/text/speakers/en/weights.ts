/**
 * What speaks for or against somebody's saying a turn, as logarithms of odds, fitted to annotated novels
 * (`bench/quotes-fit.js`; what it is worth for others, `npm run bench -- quotesLeftOut` tells).
 */
export const WEIGHTS = {
  /** Acts beside the lines; is named beside them. */
  actor: 1.82,
  beside: 1.27,
  /** A pronoun acts beside the lines that may mean them, or cannot. */
  actorHe: 0.41,
  actorHeClash: -0.85,
  /** Acts last in the paragraph before, or is named in it. */
  lastActor: 1.51,
  lastNamed: 0.85,
  /** Was named lately; long ago; only later. */
  near: 0.48,
  far: -0.54,
  ahead: -0.36,
  narrator: -0.76,
  /** Says one of the turns around, or several, by the words beside them; hardly anything in the whole story. */
  speaks: 0.34,
  speaksOften: -0.11,
  minor: -0.4,
  /** The words are much like theirs, or a little; or unlike. */
  voiceOwn: 0.88,
  voice: 0.7,
  voiceOther: -0.37,
  /** Is spoken to in the turn before; is spoken of there. */
  addressed: 1.01,
  mentioned: -0.4,
  /** Is called in the lines, or spoken of; in those before or behind. */
  called: -2.93,
  spokenOf: -1.9,
  answers: 2.21,
  asked: 0.9,
  /** `Sir` or `madam` in those before or behind is not for them. */
  misaddressed: -1.46,
  misaddressedNext: -1.66,
  /** Under `he said`: acts; acted last; is somebody of whom he or she is not known; is spoken to. */
  heActor: 1.26,
  heLastActor: 0.71,
  heUnknown: -1.92,
  heObject: -0.99,
  /** Is whoever was spoken of last whom he or she may mean, by whatever words, or last but one. */
  heLast: 1.15,
  heBefore: 0.65,
  /** Somebody without a name came in last and acted last, or came in last but one. */
  otherNew: 1.46,
  otherBefore: 1.15,
  /** Under `said the old man`: nobody else may be meant. */
  nounOnly: 1.51,
  /** The word is in their name; is theirs by who answers whom, or somebody else's. */
  nounNamed: 0.23,
  nounOwn: 2.26,
  nounOther: -2.81,
  /** Under `her mother`: is told to be one, or bears the family name of others. */
  nounKin: 1.25,
  nounFamily: 1.51,
  /** For anybody else: by what the cue is; somebody without a name acts, or is there. */
  otherPlain: -0.66,
  otherHe: -0.91,
  otherNoun: 1.01,
  otherActs: 1.24,
  otherStranger: 0.77,
  /** Speaks again at once; after a question; after something was told. Anybody else again. */
  again: -1.18,
  againAsked: -2.05,
  againReplies: -0.39,
  againTold: 0.85,
  othersAgain: 1.05,
  /** Calls whoever has just spoken. */
  callsBack: 0.22,
  /** Takes turns, paragraph by paragraph or not; comes in fresh. */
  turnsTight: 1.73,
  turns: 0.44,
  freshTight: -1.07,
  fresh: -0.69,
  othersTurn: 1.13,
  othersFresh: -0.9,
};

export type Sign = keyof typeof WEIGHTS;
export type Weights = Readonly<Record<Sign, number>>;

/** The factor by which signs make something likelier. */
export function factorOf(signs: readonly Sign[], weights: Weights): number {
  return Math.exp(signs.reduce((sum, sign) => sum + weights[sign], 0));
}
