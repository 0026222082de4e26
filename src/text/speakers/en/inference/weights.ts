/**
 * What speaks for or against somebody's saying a turn, as logarithms of odds, fitted to annotated novels
 * (`bench/quotes/quotes-fit.js`; what it is worth for others, `npm run bench -- quotesLeftOut` tells).
 */
export const WEIGHTS = {
  /** Acts beside the lines; is named beside them. */
  actor: 1.83,
  beside: 1.26,
  /** A pronoun acts beside the lines that may mean them, or cannot. */
  actorHe: 0.44,
  actorHeClash: -0.83,
  /** Acts last in the paragraph before, or is named in it. */
  lastActor: 1.5,
  lastNamed: 0.85,
  /** Was named lately; long ago; only later. */
  near: 0.49,
  far: -0.58,
  ahead: -0.38,
  narrator: -0.79,
  /** Says one of the turns around, or several, by the words beside them; hardly anything in the whole story. */
  speaks: 0.34,
  speaksOften: -0.12,
  minor: -0.35,
  /** The words are much like theirs, or a little; or unlike. */
  voiceOwn: 0.92,
  voice: 0.67,
  voiceOther: -0.37,
  /** Is spoken to in the turn before; is spoken of there. */
  addressed: 0.98,
  mentioned: -0.43,
  /** Is called in the lines, or spoken of; in those before or behind. */
  called: -2.91,
  spokenOf: -1.95,
  answers: 2.37,
  asked: 0.92,
  /** `Sir` or `madam` in those before or behind is not for them. */
  misaddressed: -1.5,
  misaddressedNext: -1.65,
  /** Under `he said`: acts; acted last; is somebody of whom he or she is not known; is spoken to. */
  heActor: 1.25,
  heLastActor: 0.71,
  heUnknown: -1.87,
  heObject: -0.98,
  /** Is whoever was spoken of last whom he or she may mean, by whatever words, or last but one. */
  heLast: 1.12,
  heBefore: 0.62,
  /** Somebody without a name came in last and acted last, or came in last but one. */
  otherNew: 1.47,
  otherBefore: 1.2,
  /** Under `said the old man`: nobody else may be meant. */
  nounOnly: 1.6,
  /** The word is in their name; is theirs by who answers whom, or somebody else's. */
  nounNamed: 0.19,
  nounOwn: 2.65,
  nounOther: -2.79,
  /** Under `her mother`: is told to be one, or bears the family name of others. */
  nounKin: 1.22,
  nounFamily: 1.49,
  /** For anybody else: by what the cue is; somebody without a name acts, or is there. */
  otherPlain: -0.58,
  otherHe: -0.86,
  otherNoun: 1.08,
  otherActs: 1.29,
  otherStranger: 0.73,
  /** Speaks again at once; after a question; after something was told. Anybody else again. */
  again: -1.08,
  againAsked: -1.92,
  againReplies: -0.34,
  againTold: 0.88,
  othersAgain: 1.08,
  /** Calls whoever has just spoken. */
  callsBack: 0.29,
  /** Takes turns, paragraph by paragraph or not; comes in fresh. */
  turnsTight: 1.86,
  turns: 0.49,
  freshTight: -0.92,
  fresh: -0.64,
  othersTurn: 1.13,
  othersFresh: -0.88,
};

export type Sign = keyof typeof WEIGHTS;
export type Weights = Readonly<Record<Sign, number>>;

/** The factor by which signs make something likelier. */
export function factorOf(signs: readonly Sign[], weights: Weights): number {
  return Math.exp(signs.reduce((sum, sign) => sum + weights[sign], 0));
}
