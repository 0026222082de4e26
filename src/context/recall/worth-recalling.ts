import type { RecallMeasure } from '../../contracts/session.js';
import type { AskedFor } from './question/asked-for.js';

/** What is known of a question before anything is ranked. */
export interface Question extends Pick<AskedFor, 'asks' | 'asksBack'> {
  /** What its words tell in all, beside the rarest word that there could be; and how many of them tell something. */
  told: number;
  words: number;
  /** It names a time. */
  timed: boolean;
}

/** How much of what was found is taken. */
export interface WorthRecalling {
  /** Of the room that there is, but `LEAST_ROOM` at least. */
  share: number;
  /** What a message has to be worth beside the best one; and beside the rarest word that there could be. */
  besideBest: number;
  alone: number;
  /** Words count as they tell of what is asked for; else all of them help to rank. */
  byEvidence: boolean;
}

/** However little of the room that is, in tokens. */
export const LEAST_ROOM = 300;
/** Where one word tells all, its own messages and those beside them are worth taking, and nothing behind them. */
const OF_ONE_WORD = 0.35;
/** Words that tell less than this ask for nothing. */
const NOTHING = 0.04;

/** For a text that asks, and for one that only goes on, which something may stand out for all the same. */
const TAKEN: Record<
  RecallMeasure,
  Record<'asks' | 'goesOn', Pick<WorthRecalling, 'share' | 'besideBest' | 'alone'>>
> = {
  frugal: {
    asks: { share: 0.6, besideBest: 0.25, alone: 0 },
    goesOn: { share: 0.1, besideBest: 0.5, alone: 0.7 },
  },
  balanced: {
    asks: { share: 1, besideBest: 0.1, alone: 0 },
    goesOn: { share: 0.125, besideBest: 0.3, alone: 0.5 },
  },
  thorough: {
    asks: { share: 1, besideBest: 0, alone: 0 },
    goesOn: { share: 0.67, besideBest: 0.1, alone: 0.25 },
  },
};

/**
 * How much a text is worth recalling for, null for nothing: all the room for a question with a word that is not of every
 * day, or about a time; little for what only goes on, and of that what stands out by itself.
 */
export function worthRecalling(question: Question, measure: RecallMeasure): WorthRecalling | null {
  const { asks, asksBack, told, words, timed } = question;
  const asksWhen = timed && asksBack;
  if (told < NOTHING && !asksWhen) return null;
  const asking = asks || asksWhen;
  const taken = TAKEN[measure][asking ? 'asks' : 'goesOn'];
  const ofOne = words === 1 && measure !== 'thorough' ? OF_ONE_WORD : 0;
  return { ...taken, besideBest: Math.max(taken.besideBest, ofOne), byEvidence: !asking };
}
