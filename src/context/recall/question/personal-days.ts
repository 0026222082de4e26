import { personalDays, type When, whenIn } from '../../when/when.js';
import { atWallMinutes, partsOf } from '../../when/zone.js';

/** Something said that may tell when a day of the user's own is. */
export interface DatedMessage {
  content: string;
  at: Date;
}

const DAY = 24 * 3_600_000;
const MOST_YEARS = 8;
/** A question about what was on such a day, and not about when it is. */
const ON_IT =
  /\b(?:on|at|for|last|previous|this year['’]s)\b[^.?!\n]{0,30}\b(?:birthday|b-?day|anniversary|wedding|graduation)\b|(?:生日|生辰|纪念日|紀念日|婚礼|婚禮|典礼|典禮)(?:那|当|當|时|時|的时候|的時候|会上|會上|这天|這天)|(?:去年|今年|前年|上次|上一次)[^。？！\n]{0,8}(?:生日|生辰|纪念日|紀念日)/iu;

/** Whether the times that a text means hang on a date that was told some time: "on my birthday". */
export function asksForPersonalDays(text: string): boolean {
  return ON_IT.test(text) && personalDays(text).length > 0;
}

/**
 * The times that a text such as "what did we do on my birthday" means: that day in each of the last years, newest
 * first, by the date that was told last ("my birthday is the third of March", 今天是我生日).
 *
 * @param sayings that hold the words of `personalDays(text)`, in the order of the story
 */
export function personalDaysIn(
  text: string,
  sayings: readonly DatedMessage[],
  now: Date,
  timeZone: string,
): Pick<When, 'from' | 'to'>[] {
  const terms = personalDays(text).map((term) => term.toLowerCase());
  const date = [...sayings]
    .reverse()
    .map((saying) => dateIn(saying, terms, timeZone))
    .find(Boolean);
  if (!date) return [];
  const year = Number(partsOf(now, timeZone)['year']);
  return Array.from({ length: MOST_YEARS }, (_, n) => {
    const minutes = (day: number) => Date.UTC(year - n, date.month - 1, day) / 60_000;
    return {
      from: atWallMinutes(minutes(date.day), timeZone),
      to: atWallMinutes(minutes(date.day + 1), timeZone),
    };
  }).filter(({ from }) => from <= now);
}

/** The day of the year that a saying names in the same sentence as one of the terms. */
function dateIn(
  { content, at }: DatedMessage,
  terms: string[],
  timeZone: string,
): { month: number; day: number } | null {
  for (const sentence of content.split(/(?<=[.!?。！？\n])\s*/u)) {
    const low = sentence.toLowerCase();
    // A question tells no date.
    if (/[?？]\s*$/.test(sentence) || !terms.some((term) => low.includes(term))) continue;
    for (const { from, to } of whenIn(sentence, at, timeZone)) {
      if (to.getTime() - from.getTime() > 1.1 * DAY) continue;
      const { month, day } = partsOf(from, timeZone);
      return { month: Number(month), day: Number(day) };
    }
  }
  return null;
}
