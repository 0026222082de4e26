import { Chrono, strict, type ParsedResult } from 'chrono-node/en';
import { ordinal } from '../../text/structure/ordinals.js';
import type { DateRule, DateSpan, Today, Unit, Yearless } from './date-span.js';
import { dayOf } from './date-span.js';

const MONTHS = 'january|february|march|april|may|june|july|august|september|october|november|december';
const WEEKDAYS = 'monday|tuesday|wednesday|thursday|friday|saturday|sunday';
const SEASONS: Record<string, number> = { spring: 2, summer: 5, autumn: 8, fall: 8, winter: 11 };
const COUNT =
  '(?:\\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|a few|few|some|a couple(?: of)?|half an?)';
const UNIT = '(hour|day|week|fortnight|month|year)s?';
/** Months are names of people and verbs, too: alone, they need one of these before them. */
const BEFORE_MONTH =
  '(?:in|during|since|of|early|late|mid|until|till|through|before|after|from|between|around)';

const re = (source: string) => new RegExp(source.replaceAll(' ', '\\s{1,3}'), 'dgi');
const monthOf = (name: string) =>
  MONTHS.split('|').findIndex((month) => month.startsWith(name.slice(0, 3).toLowerCase()));
const weekdayOf = (name: string) => WEEKDAYS.split('|').indexOf(name.toLowerCase());

const HOURS: Record<string, [number, number]> = {
  morning: [4, 12],
  afternoon: [12, 18],
  evening: [17, 24],
  night: [18, 29],
};

export const ENGLISH_DATES: DateRule[] = [
  { pattern: re('\\b(?:today|just now)\\b'), means: (_, today) => today.days(today.day) },
  { pattern: re('\\bthe day before yesterday\\b'), means: (_, today) => today.days(today.day - 2) },
  { pattern: re('\\byesterday\\b'), means: (_, today) => today.days(today.day - 1) },
  {
    pattern: re('\\b(this|yesterday|earlier this) (morning|afternoon|evening|night)\\b'),
    means: ([, which, part], today) =>
      today.hours(today.day - (which!.toLowerCase() === 'yesterday' ? 1 : 0), ...HOURS[part!.toLowerCase()]!),
  },
  { pattern: re('\\btonight\\b'), means: (_, today) => today.hours(today.day, ...HOURS.night!) },
  { pattern: re('\\blast night\\b'), means: (_, today) => today.hours(today.day - 1, ...HOURS.night!) },
  { pattern: re('\\bthe other day\\b'), means: (_, today) => today.ago('day', 1, 14) },
  { pattern: re('\\b(?:recently|lately)\\b'), means: (_, today) => today.past('week', 3) },
  { pattern: re('\\bthis week\\b'), means: (_, today) => today.week(0) },
  { pattern: re('\\b(?:last|previous) week\\b'), means: (_, today) => today.week(-1) },
  { pattern: re('\\bthe week before last\\b'), means: (_, today) => today.week(-2) },
  { pattern: re('\\b(?:last|previous) weekend\\b'), means: (_, today) => today.weekend(-1) },
  {
    pattern: re('\\b(?:this|the|at) weekend\\b'),
    means: (_, today) => today.weekend(today.weekday < 5 ? -1 : 0),
  },
  { pattern: re('\\bthis month\\b'), means: (_, today) => today.months(today.year, today.month) },
  {
    pattern: re('\\b(?:last|previous) month\\b'),
    means: (_, today) => today.months(today.year, today.month - 1),
  },
  {
    pattern: re('\\bthe month before last\\b'),
    means: (_, today) => today.months(today.year, today.month - 2),
  },
  { pattern: re('\\bthis year\\b'), means: (_, today) => today.months(today.year, 0, 12) },
  { pattern: re('\\b(?:last|previous) year\\b'), means: (_, today) => today.months(today.year - 1, 0, 12) },
  { pattern: re('\\bthe year before last\\b'), means: (_, today) => today.months(today.year - 2, 0, 12) },
  {
    pattern: re(`\\b(${COUNT}) ${UNIT} ago\\b`),
    means: ([, count, unit], today) => ago(count!, unit!, today),
  },
  {
    pattern: re('\\b(day|week|month|year)s ago\\b'),
    means: ([, unit], today) => today.ago(unit!.toLowerCase() as Unit, 2, 8),
  },
  {
    pattern: re(`\\b(?:last|past|previous) (?:(${COUNT}) )?${UNIT}\\b`),
    means: ([, count, unit], today) => past(count ?? 'one', unit!, today),
  },
  {
    pattern: re(`\\b(?:last|this|on|since|(?:the )?previous) (${WEEKDAYS})\\b`),
    means: ([, name], today) => today.lastWeekday(weekdayOf(name!)),
  },
  {
    pattern: re(`\\b(?:last|this|in|in the|during the|the|over the) (spring|summer|autumn|fall|winter)\\b`),
    means: ([match, name], today) => {
      const month = SEASONS[name!.toLowerCase()]!;
      const running = today.months(today.year - (today.month < month - 9 ? 1 : 0), month, 3);
      return !/^last/i.test(match) && running.from <= today.hour ? running : today.lastSeason(month);
    },
  },
  {
    pattern: re(`\\b(spring|summer|autumn|fall|winter)(?: of|,)? (last year|(?:19|20)\\d\\d)\\b`),
    means: ([, name, year], today) =>
      today.months(Number(year) || today.year - 1, SEASONS[name!.toLowerCase()]!, 3),
  },
  {
    pattern: re(
      `\\b(?:in|during|since|of|from|until|early|late|before|after|between) ((?:19|20)\\d\\d)\\b(?!-\\d)`,
    ),
    means: ([, year], today) => today.months(Number(year), 0, 12),
  },
  {
    pattern: re(
      `\\b(${MONTHS}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\\.?(?: of|,)? (last year|this year|(?:19|20)\\d\\d)\\b`,
    ),
    means: ([, name, year], today) => {
      const before = /^last/i.test(year!) ? 1 : 0;
      return today.months(Number(year) || today.year - before, monthOf(name!));
    },
  },
  {
    pattern: re(`(?<=\\b(?:${BEFORE_MONTH}|(?:${MONTHS}|\\d{4}) (?:to|and|until)) )(${MONTHS})\\b`),
    means: ([, name]) => ({ month: monthOf(name!) }),
  },
  {
    pattern: re(`\\b(?:last|this|past) (${MONTHS})\\b`),
    means: ([match, name], today) => {
      const month = monthOf(name!);
      return today.latest({ month: month === today.month && /^last/i.test(match) ? month - 12 : month });
    },
  },
  {
    pattern: re('\\bon the (\\d{1,2})(?:st|nd|rd|th)\\b'),
    means: ([, date], today) => dateBefore(Number(date), today),
  },
  {
    pattern: re(
      "\\b(christmas eve|christmas|new year['’]s eve|new year['’]s(?: day)?|valentine['’]s(?: day)?|halloween)\\b",
    ),
    means: ([name]) => HOLIDAYS.find(([words]) => words.test(name!))![1],
  },
];

const HOLIDAYS: [RegExp, Yearless][] = [
  [/christmas\s+eve/i, { month: 11, day: 24 }],
  [/christmas/i, { month: 11, day: 25 }],
  [/eve$/i, { month: 11, day: 31 }],
  [/new/i, { month: 0, day: 1 }],
  [/valentine/i, { month: 1, day: 14 }],
  [/halloween/i, { month: 9, day: 31 }],
];

/** The last such day of a month that has begun; null where there is none. */
export function dateBefore(date: number, today: Today): DateSpan | null {
  if (date < 1 || date > 31) return null;
  return today.days(dayOf(today.year, today.month - (date > today.date ? 1 : 0), date));
}

function amount(count: string): [number, number] {
  const word = count.toLowerCase().replace(/\s+/g, ' ');
  if (word.startsWith('half')) return [0.5, 0.5];
  if (word.startsWith('a couple')) return [2, 3];
  if (/few|several|some/.test(word)) return [2, 6];
  const number = word === 'a' || word === 'an' ? 1 : ordinal(word);
  return [number, number];
}

function unitOf(unit: string): [Unit, number] {
  const word = unit.toLowerCase();
  return word === 'fortnight' ? ['week', 2] : [word as Unit, 1];
}

function ago(count: string, written: string, today: Today): DateSpan {
  const [least, most] = amount(count);
  const [unit, times] = unitOf(written);
  if (least < 1 && unit === 'year') return today.ago('month', 6);
  return today.ago(unit, Math.floor(least * times), Math.ceil(most * times));
}

function past(count: string, written: string, today: Today): DateSpan {
  const [unit, times] = unitOf(written);
  const most = amount(count)[1] * times;
  return most < 1 && unit === 'year' ? today.past('month', 6) : today.past(unit, Math.ceil(most));
}

/** Of what chrono reads, only dates that are written as such: all that is relative has rules of its own. */
const dates = new Chrono({
  parsers: strict.parsers.filter(
    ({ constructor }) => !/TimeUnit|TimeExpression|Weekday/.test(constructor.name),
  ),
  refiners: strict.refiners,
});

/** Dates such as `3 May`, `May 3rd, 2023`, `2023-05-03`, `3–7 May`. */
export function datesIn(
  text: string,
  today: Today,
): { index: number; text: string; means: DateSpan | Yearless }[] {
  return dates
    .parse(text, { instant: new Date(today.hour * 3_600_000), timezone: 0 })
    .filter(
      ({ start, text: found }) => start.isCertain('day') && (start.isCertain('year') || !found.includes('/')),
    )
    .map(({ index, text: found, start, end }) => {
      const first = dateOf(start);
      const year = [start, end].find((part) => part?.isCertain('year'))?.get('year');
      const one = year ? today.inYear(first, year) : today.latest(first);
      if (!end) return { index, text: found, means: year ? one : first };
      const last = dateOf(end);
      const until = year ? today.inYear(last, year) : today.latest(last);
      return { index, text: found, means: until.from < one.from ? one : { from: one.from, to: until.to } };
    });
}

function dateOf(part: ParsedResult['start']): { month: number; day: number } {
  return { month: part.get('month')! - 1, day: part.get('day')! };
}
