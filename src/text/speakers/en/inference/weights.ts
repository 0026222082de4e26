/**
 * What speaks for or against somebody's saying a turn, as logarithms of odds, fitted to annotated novels
 * (`bench/quotes/quotes-fit.js`; what it is worth for others, `npm run bench -- quotesLeftOut` tells).
 */
export const WEIGHTS = {
  /** Acts beside the lines; is named beside them. */
  actor: 1.79,
  beside: 1.39,
  /** A pronoun acts beside the lines that may mean them, or cannot. */
  actorHe: 0.49,
  actorHeClash: -0.87,
  /** Acts last in the paragraph before, or is named in it. */
  lastActor: 1.45,
  lastNamed: 0.64,
  /** Does something last in the paragraph before, though not as the first word of a sentence. */
  lastSubject: 0.64,
  /** Takes what was said in the paragraph before, by name. */
  lastAnswers: 0.67,
  /** Takes what is said, in the paragraph behind. */
  taken: -1.27,
  /** Is called by what they are to the speaker. */
  kinCalled: -1.27,
  /** Was named lately; long ago; only later. */
  near: 0.49,
  far: -0.75,
  ahead: -0.49,
  narrator: -0.67,
  /** Says one of the turns around, or several, by the words beside them; hardly anything in the whole story. */
  speaks: 0.31,
  speaksOften: -0.07,
  minor: -0.3,
  /** The words are much like theirs, or a little; or unlike. */
  voiceOwn: 0.77,
  voice: 0.56,
  voiceOther: -0.43,
  /** Is spoken to in the turn before; is spoken of there. */
  addressed: 0.89,
  mentioned: -0.34,
  /** Is called in the lines, or spoken of; in those before or behind. */
  called: -2.92,
  spokenOf: -1.79,
  answers: 2.42,
  asked: 0.51,
  /** `Sir` or `madam` in those before or behind is not for them. */
  misaddressed: -1.27,
  misaddressedNext: -1.79,
  /** Under `he said`: acts; acted last; is somebody of whom he or she is not known; is spoken to. */
  heActor: 1.01,
  heLastActor: 0.56,
  heUnknown: -1.45,
  heObject: -0.57,
  /** Is whoever was spoken of last whom he or she may mean, by whatever words, or last but one. */
  heLast: 0.9,
  heBefore: 0.42,
  /** Is whoever did something last. */
  heSubject: 0.71,
  /** Somebody without a name came in last and acted last, or came in last but one. */
  otherNew: 1.79,
  otherBefore: 0.75,
  /** Under `said the old man`: nobody else may be meant. */
  nounOnly: 0.67,
  /** The word is in their name; is theirs by who answers whom, or somebody else's. */
  nounNamed: 1.09,
  nounOwn: 2.92,
  nounOther: -2.92,
  /** Under `her mother`: is told to be one, or bears the family name of others. */
  nounKin: 0.56,
  nounFamily: 1.45,
  /** For anybody else: by what the cue is; somebody without a name acts, or is there. */
  otherPlain: -0.8,
  otherHe: -0.43,
  otherNoun: 0.94,
  otherActs: 1.76,
  otherStranger: 0.63,
  /** Speaks again at once; after a question; after something was told, or after it was told how somebody
   * took it. Anybody else again. */
  again: -1.01,
  againAsked: -1.79,
  againReplies: -0.83,
  againTold: 0.67,
  againAnswered: 1.01,
  othersAgain: 0.75,
  /** Calls whoever has just spoken. */
  callsBack: 0.51,
  /** Takes turns, paragraph by paragraph or not; comes in fresh. */
  turnsTight: 1.45,
  turns: 0.49,
  freshTight: -1.01,
  fresh: -0.56,
  othersTurn: 0.83,
  othersFresh: -1.01,
};

export type Sign = keyof typeof WEIGHTS;
export type Weights = Readonly<Record<Sign, number>>;

/** The factor by which signs make something likelier. */
export function factorOf(signs: readonly Sign[], weights: Weights): number {
  return Math.exp(signs.reduce((sum, sign) => sum + weights[sign], 0));
}
