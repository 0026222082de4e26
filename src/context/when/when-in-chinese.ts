import { ordinal } from '../../text/structure/ordinals.js';
import { dayOf, type DateRule, type DateSpan, type Today, type Unit, type Yearless } from './date-span.js';
import { lunarDay } from './lunar.js';
import { dateBefore } from './when-in-english.js';

const NUMBER = '(?:[0-9０-９]{1,3}|[一二两兩三四五六七八九十百]{1,4})';
const YEAR = '(?:(?:19|20)[0-9]{2}|[一二][〇○零一二三四五六七八九]{3})年';
const NAMED_YEAR = '(?:今年|(?<![过過])去年|大?前年)(?![轻輕纪紀级級])';
const MONTH = '(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月';
const DATE = '(?:[12][0-9]|3[01]|0?[1-9]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号號]';
const WEEK = '(?:周|週|星期|礼拜|禮拜)';
/** Not the end of 马上, 晚上. */
const LAST = '(?<![马馬晚早])上上?';
const UNIT = '(?:个|個)?(小时|小時|钟头|鐘頭|天|日|周|週|星期|礼拜|禮拜|月|年)';

const UNITS: Record<string, Unit> = { 小: 'hour', 钟: 'hour', 鐘: 'hour', 天: 'day', 日: 'day', 月: 'month', 年: 'year' }; // prettier-ignore
const YEARS_BACK: Record<string, number> = { 今年: 0, 去年: 1, 前年: 2, 大前年: 3 };
const SEASONS: Record<string, number> = { 春: 2, 夏: 5, 秋: 8, 冬: 11 };
const DAYS_BACK: Record<string, number> = { 今: 0, 昨: 1, 前: 2, 大前: 3 };
const FEASTS: Record<string, Yearless> = {
  元旦: { month: 0, day: 1 },
  情人節: { month: 1, day: 14 },
  情人节: { month: 1, day: 14 },
  儿童节: { month: 5, day: 1 },
  國慶: { month: 9, day: 1 },
  国庆: { month: 9, day: 1 },
  萬聖節: { month: 9, day: 31 },
  万圣节: { month: 9, day: 31 },
  平安夜: { month: 11, day: 24 },
  聖誕: { month: 11, day: 25 },
  圣诞: { month: 11, day: 25 },
  跨年: { month: 11, day: 31 },
};
/** Month, day, and so many days before and after. */
const LUNAR_FEASTS: Record<string, [number, number, number, number]> = {
  春节: [1, 1, 1, 6],
  春節: [1, 1, 1, 6],
  过年: [1, 1, 1, 6],
  過年: [1, 1, 1, 6],
  除夕: [1, 1, 1, -1],
  元宵: [1, 15, 0, 0],
  端午: [5, 5, 0, 0],
  七夕: [7, 7, 0, 0],
  中秋: [8, 15, 0, 0],
  重阳: [9, 9, 0, 0],
  重陽: [9, 9, 0, 0],
};

const re = (source: string) => new RegExp(source, 'g');
const unitOf = (written: string): Unit => UNITS[written[0]!] ?? 'week';
const back = (which: string) => (which.startsWith('上') ? which.length : 0);

/** The numerals of a year, month or date. */
function numberOf(written: string): number {
  return ordinal(written.replace(/[年月日号號]/g, ''));
}

function hoursOf(part: string): [number, number] {
  if (/凌晨|半夜|夜里|夜裡|深夜/.test(part)) return [0, 29];
  if (/早|上午|清晨/.test(part)) return [4, 12];
  if (/中午/.test(part)) return [11, 14];
  if (/下午|傍晚/.test(part)) return [12, 20];
  return [17, 29];
}

export const CHINESE_DATES: DateRule[] = [
  { pattern: /今天|今日|刚才|剛才|刚刚|剛剛/g, means: (_, today) => today.days(today.day) },
  {
    pattern: /(大前|昨|(?<![以之从從目])前)(?:天|日(?![本子]))/g,
    means: ([, which], today) => today.days(today.day - DAYS_BACK[which!]!),
  },
  {
    pattern:
      /(今|昨|大?前)(?:天|日)?(早上|早晨|清晨|上午|中午|下午|傍晚|晚上|夜里|夜裡|深夜|半夜|凌晨|(?<=[今昨])[早晚夜])/g,
    means: ([, which, part], today) => today.hours(today.day - DAYS_BACK[which!]!, ...hoursOf(part!)),
  },
  {
    pattern: /[前这這](?:几|幾|两|兩)[天日]|前些(?:天|日子)/g,
    means: (_, today) => today.past('day', 14),
  },
  { pattern: /前(?:一)?(?:阵子|陣子|段时间|段時間)/g, means: (_, today) => today.past('month', 3) },
  { pattern: /最近|近来|近來/g, means: (_, today) => today.past('week', 3) },
  {
    pattern: re(`(${LAST}|这|這|本)(?:个|個)?${WEEK}(?![一二三四五六日天末])`),
    means: ([, which], today) => today.week(-back(which!)),
  },
  {
    pattern: re(`(?<!下(?:个|個)?)(${LAST}|这|這|本)?(?:个|個)?${WEEK}([一二三四五六日天])(?!天)`),
    means: ([, which, name], today) => {
      const weekday = name === '天' || name === '日' ? 6 : '一二三四五六'.indexOf(name!);
      if (!which) return today.lastWeekday(weekday);
      return today.days(today.week(-back(which)).from / 24 + weekday);
    },
  },
  {
    pattern: re(`(?<!下(?:个|個)?)(${LAST}|这|這|本)?(?:个|個)?(?:${WEEK}末)`),
    means: ([, which], today) => {
      if (which && back(which) > 0) return today.weekend(-back(which));
      return today.weekend(today.weekday < 5 ? -1 : 0);
    },
  },
  {
    pattern: re(`(${LAST}|这|這|本)(?:个|個)?月(${DATE})?`),
    means: ([, which, date], today) => {
      const month = today.month - back(which!);
      if (!date) return today.months(today.year, month);
      return today.days(dayOf(today.year, month, numberOf(date)));
    },
  },
  {
    pattern: re(`(?:(${YEAR})|(${NAMED_YEAR}))的?(?:(${MONTH})份?(${DATE})?|([春夏秋冬])[天季]?)?`),
    means: ([, year, named, month, date, season], today) => {
      const of = yearOf(year, named, today);
      if (season) return today.months(of, SEASONS[season]!, 3);
      return month ? today.inYear(partsOf(month, date), of) : today.months(of, 0, 12);
    },
  },
  {
    pattern: re(`(?<![明后後]年)(${MONTH})(?:份|(${DATE}))?(?![前后後])`),
    means: ([, month, date]) => partsOf(month!, date),
  },
  {
    pattern: re(`(?<![0-9一二三四五六七八九十月第])(${DATE})(?![楼樓线線院室车車门門位机機店馆館桌])`),
    means: ([match], today) => (match.endsWith('日') ? null : dateBefore(numberOf(match), today)),
  },
  {
    pattern: /上(?:个|個)?([春夏秋冬])[天季]|([春夏秋冬])(?:天|季)/g,
    means: ([, last, plain], today) => {
      const month = SEASONS[(last ?? plain)!]!;
      const running = today.months(today.year - (today.month < month - 9 ? 1 : 0), month, 3);
      return plain && running.from <= today.hour ? running : today.lastSeason(month);
    },
  },
  {
    pattern: re(`(半|几|幾|数|數|好几|好幾|${NUMBER})(?:来|多)?${UNIT}半?(?:之|以)?前(?![几幾])`),
    means: ([match, count, unit], today) => {
      // 三月前 is before March.
      if (unit === '月' && !/[个個]/.test(match)) return null;
      if (count === '半') return unit === '年' ? today.ago('month', 6) : today.ago('day', 12, 18);
      const several = /[几幾数數]/.test(count!);
      return several ? today.ago(unitOf(unit!), 2, 9) : today.ago(unitOf(unit!), ordinal(count!));
    },
  },
  {
    pattern: re(`(?:过去|過去|最近|近|这|這)的?(半|几|幾|${NUMBER})?${UNIT}(?:以?来|以?內|以?内|里|裡)?`),
    means: ([match, count, unit], today) => {
      if (unit === '月' && !/[个個]/.test(match)) return null;
      if (!count) return null;
      if (count === '半') return unit === '年' ? today.past('month', 6) : today.past('day', 16);
      return today.past(unitOf(unit!), /[几幾]/.test(count) ? 9 : ordinal(count));
    },
  },
  {
    pattern: re(`(?:(?:(${YEAR})|(${NAMED_YEAR}))的?)?(${Object.keys(FEASTS).join('|')})`),
    means: ([, year, named, feast], today) => {
      const { month, day } = FEASTS[feast!]!;
      return named || year ? today.inYear({ month, day }, yearOf(year, named, today)) : { month, day };
    },
  },
  {
    pattern: re(`(?:(?:(${YEAR})|(${NAMED_YEAR}))的?)?(${Object.keys(LUNAR_FEASTS).join('|')})`),
    means: ([, year, named, feast], today) => {
      const found = lunarFeast(feast!, named || year ? yearOf(year, named, today) : today.year, today);
      const over = !named && !year && found && found.from > today.hour;
      return over ? lunarFeast(feast!, today.year - 1, today) : found;
    },
  },
];

function yearOf(written: string | undefined, named: string | undefined, today: Today): number {
  return written ? numberOf(written) : today.year - YEARS_BACK[named!]!;
}

/** A feast of the Chinese calendar with the days that people count in. */
function lunarFeast(name: string, year: number, today: Today): DateSpan | null {
  const [month, day, before, after] = LUNAR_FEASTS[name]!;
  const at = lunarDay(year, month, day);
  return at === null ? null : today.days(at - before, at + 1 + after);
}

function partsOf(month: string, date: string | undefined): Yearless {
  return { month: numberOf(month) - 1, ...(date && { day: numberOf(date) }) };
}
