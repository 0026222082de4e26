/**
 * What speaks for or against somebody's saying a turn, as logarithms of odds, fitted to annotated novels
 * (`bench/quotes/quotes-fit.js`; what it is worth for others, `npm run bench -- quotesLeftOut` tells).
 */
export const WEIGHTS = {
  /** Acts beside the lines; is named beside them. */
  actor: 1.84,
  beside: 1.28,
  /** A pronoun acts beside the lines that may mean them, or cannot. */
  actorHe: 0.59,
  actorHeClash: -0.91,
  /** Acts last in the paragraph before, or is named in it. */
  lastActor: 1.62,
  lastNamed: 0.93,
  /** Does something last in the paragraph before, though not as the first word of a sentence. */
  lastSubject: 0.83,
  /** Takes what was said in the paragraph before, by name. */
  lastAnswers: 1.23,
  /** Takes what is said, in the paragraph behind. */
  taken: -1.61,
  /** Is called by what they are to the speaker. */
  kinCalled: -1.3,
  /** Was named lately; long ago; only later. */
  near: 0.54,
  far: -0.58,
  ahead: -0.34,
  narrator: -0.74,
  /** Says one of the turns around, or several, by the words beside them; hardly anything in the whole story. */
  speaks: 0.34,
  speaksOften: -0.06,
  minor: -0.26,
  /** The words are much like theirs, or a little; or unlike. */
  voiceOwn: 0.86,
  voice: 0.67,
  voiceOther: -0.39,
  /** Is spoken to in the turn before; is spoken of there. */
  addressed: 0.98,
  mentioned: -0.43,
  /** Is called in the lines, or spoken of; in those before or behind. */
  called: -2.84,
  spokenOf: -1.9,
  answers: 2.31,
  asked: 0.77,
  /** `Sir` or `madam` in those before or behind is not for them. */
  misaddressed: -1.53,
  misaddressedNext: -1.66,
  /** Under `he said`: acts; acted last; is somebody of whom he or she is not known; is spoken to. */
  heActor: 1.11,
  heLastActor: 0.53,
  heUnknown: -1.62,
  heObject: -0.68,
  /** Is whoever was spoken of last whom he or she may mean, by whatever words, or last but one. */
  heLast: 0.86,
  heBefore: 0.35,
  /** Is whoever did something last. */
  heSubject: 0.62,
  /** Somebody without a name came in last and acted last, or came in last but one. */
  otherNew: 1.47,
  otherBefore: 1.11,
  /** Under `said the old man`: nobody else may be meant. */
  nounOnly: 1.66,
  /** The word is in their name; is theirs by who answers whom, or somebody else's. */
  nounNamed: 0.79,
  nounOwn: 2.67,
  nounOther: -2.79,
  /** Under `her mother`: is told to be one, or bears the family name of others. */
  nounKin: 0.78,
  nounFamily: 1.58,
  /** For anybody else: by what the cue is; somebody without a name acts, or is there. */
  otherPlain: -0.64,
  otherHe: -0.83,
  otherNoun: 1.07,
  otherActs: 1.28,
  otherStranger: 0.82,
  /** Speaks again at once; after a question; after something was told, or after it was told how somebody
   * took it. Anybody else again. */
  again: -1.03,
  againAsked: -1.89,
  againReplies: -0.42,
  againTold: 0.69,
  againAnswered: 1.19,
  othersAgain: 1.09,
  /** Calls whoever has just spoken. */
  callsBack: 0.34,
  /** Takes turns, paragraph by paragraph or not; comes in fresh. */
  turnsTight: 1.78,
  turns: 0.51,
  freshTight: -0.94,
  fresh: -0.63,
  othersTurn: 1.16,
  othersFresh: -0.92,
};

export type Sign = keyof typeof WEIGHTS;
export type Weights = Readonly<Record<Sign, number>>;

/** The factor by which signs make something likelier. */
export function factorOf(signs: readonly Sign[], weights: Weights): number {
  return Math.exp(signs.reduce((sum, sign) => sum + weights[sign], 0));
}
