import { LRUCache } from 'lru-cache';
import type { Sheet } from '../../contracts/sheet.js';
import { gap } from './gap.js';
import { partsOf } from './zone.js';

/** The time zone by whose days dates are told; null: none are, the story has a time of its own. */
export type Calendar = string | null;

/** No zone's clock is changed, and no day begins, but at a quarter of an hour. */
const QUARTER = 15 * 60_000;
const MOST_DAYS = 4096;
/** By zone and quarter of an hour: formatting a date is slow, and a long tail has hundreds. */
const days = new LRUCache<string, string>({ max: MOST_DAYS });

/** As clocks are read in English, and what is written for each in Chinese. */
const WEEKDAYS: Readonly<Record<string, string>> = {
  Mon: '周一',
  Tue: '周二',
  Wed: '周三',
  Thu: '周四',
  Fri: '周五',
  Sat: '周六',
  Sun: '周日',
};

/**
 * The date as it stands in a conversation, by the days of a time zone: `2026-11-23 Mon`, `2026-11-23 周一`.
 * @param calendar IANA name; an unknown one counts as UTC; '' comes of none
 */
export function day(at: Date, calendar: Calendar, language: Sheet['language']): string {
  if (calendar === null) return '';
  const key = `${language} ${calendar} ${Math.floor(at.getTime() / QUARTER)}`;
  const known = days.get(key);
  if (known) return known;
  const parts = partsOf(at, calendar);
  const weekday = language === 'zh' ? WEEKDAYS[parts.weekday!] : parts.weekday;
  const date = `${parts.year}-${parts.month}-${parts.day} ${weekday}`;
  days.set(key, date);
  return date;
}

/** `14:05` */
export function timeOfDay(at: Date, timeZone: string): string {
  const parts = partsOf(at, timeZone);
  return `${parts.hour}:${parts.minute}`;
}

const DATE = /^\[(\d{4,}-\d\d-\d\d)/;

/**
 * What stands before a user's message when it is sent: the date, where it is not that of the last label before it,
 * and how much later that is when some days lie between: `[2026-11-23 Mon · three weeks later]` and a line end.
 * Replies carry none, or the model would learn to write them.
 *
 * @param lastLabel as it was made then; '' where there is none
 */
export function dayLabel(at: Date, timeZone: string, lastLabel: string, language: Sheet['language']): string {
  const date = day(at, timeZone, language);
  const last = DATE.exec(lastLabel)?.[1];
  if (last && date.startsWith(last)) return '';
  const between = gap(last ? daysBetween(last, date.split(' ')[0]!) : 0, language);
  const later = between && (language === 'zh' ? ` · ${between}后` : ` · ${between} later`);
  return `[${date}${later}]\n`;
}

/** Between two dates as labels write them. */
function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}
