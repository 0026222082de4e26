import { type DateRule, type DateSpan, Today, type Yearless } from './date-span.js';
import { datesIn, ENGLISH_DATES } from './when-in-english.js';
import { CHINESE_DATES } from './when-in-chinese.js';
import { atWallMinutes, wallMinutes } from './zone.js';
import { truncate } from '../../text/encoding/truncate.js';

/** A time that words mean. */
export interface When {
  from: Date;
  /** Exclusive. */
  to: Date;
  /** The words. */
  text: string;
}

interface FoundDate {
  index: number;
  text: string;
  means: DateSpan | Yearless;
}

/** In characters: when something was is said in the first sentences. */
const LONGEST = 2000;
const MOST = 8;
const LINK = /^\s{0,3}(?:to|till|until|through|-|–|—|~|～|到|至)\s{0,3}$/i;
const PAIR = /^\s{0,3}(?:and|和|与|與|跟)\s{0,3}$/i;
const SINCE = /\b(?:ever )?since\s{1,3}(?:the )?$|自从?$|自從$|打从$|打從$/i;
const EVER_SINCE = /^(?:以来|以來|起(?![床来來])|开始|開始|到现在|到現在|至今)/;

/**
 * The times in the past that a text's words mean, in the order of the words: "last month", "in May", 上周三. By the
 * days of the time zone, weeks from Monday on; what is said loosely is meant loosely. Words for the future mean none.
 *
 * @param timeZone IANA name; an unknown one counts as UTC
 */
export function whenIn(text: string, now: Date, timeZone: string): When[] {
  const searched = truncate(text, LONGEST);
  const today = new Today(Math.floor(wallMinutes(now, timeZone) / 60));
  const found = withoutOverlaps([
    ...datesIn(searched, today),
    ...[...ENGLISH_DATES, ...CHINESE_DATES].flatMap((rule) => findBy(rule, searched, today)),
  ]);
  return spansOf(found, searched, today)
    .filter(({ from, to }) => from <= today.hour && from < to)
    .slice(0, MOST)
    .map(({ from, to, text: words }) => ({
      from: atWallMinutes(from * 60, timeZone),
      to: atWallMinutes(to * 60, timeZone),
      text: words,
    }));
}

function findBy({ pattern, means }: DateRule, text: string, today: Today): FoundDate[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const time = means(match, today);
    return time ? [{ index: match.index, text: match[0], means: time }] : [];
  });
}

/** Of what overlaps, what begins first, and of that the longest. */
function withoutOverlaps(found: FoundDate[]): FoundDate[] {
  found.sort((a, b) => a.index - b.index || b.text.length - a.text.length);
  let end = 0;
  return found.filter(({ index, text }) => {
    if (index < end) return false;
    end = index + text.length;
    return true;
  });
}

/** What was found as stretches of time: two that are linked are one, and a year said once counts for both. */
function spansOf(found: FoundDate[], text: string, today: Today): (DateSpan & { text: string })[] {
  const spans: (DateSpan & { text: string })[] = [];
  for (let n = 0; n < found.length; n++) {
    const one = found[n]!;
    const next = found[n + 1];
    const before = text.slice(Math.max(0, one.index - 20), one.index);
    const end = one.index + one.text.length;
    const between = next && text.slice(end, next.index);
    const linked =
      next &&
      between !== undefined &&
      (LINK.test(between) || (PAIR.test(between) && isPair(before, text, next)));
    if (linked) {
      const [first, last] = together(one.means, next.means, today);
      if (first.from <= last.from) {
        const words = text.slice(one.index, next.index + next.text.length);
        spans.push({ from: first.from, to: last.to, text: words });
        n++;
        continue;
      }
    }
    const span = isSpan(one.means) ? one.means : today.latest(one.means);
    const open =
      SINCE.test(before) || /^since\b/i.test(one.text) || EVER_SINCE.test(text.slice(end, end + 3));
    spans.push({ from: span.from, to: open ? (today.day + 1) * 24 : span.to, text: one.text });
  }
  return spans;
}

function isPair(before: string, text: string, next: FoundDate): boolean {
  const after = next.index + next.text.length;
  return /between\s{1,3}$/i.test(before) || /^之?[间間]/.test(text.slice(after, after + 2));
}

function together(first: DateSpan | Yearless, last: DateSpan | Yearless, today: Today): [DateSpan, DateSpan] {
  if (isSpan(first)) return [first, isSpan(last) ? last : following(first, last, today)];
  const end = isSpan(last) ? last : today.latest(last);
  const year = yearOf(end);
  const same = today.inYear(first, year);
  return [same.from <= end.from ? same : today.inYear(first, year - 1), end];
}

function following(first: DateSpan, last: Yearless, today: Today): DateSpan {
  const same = today.inYear(last, yearOf(first));
  return same.from >= first.from ? same : today.inYear(last, yearOf(first) + 1);
}

function yearOf({ from }: DateSpan): number {
  return new Date(from * 3_600_000).getUTCFullYear();
}

function isSpan(time: DateSpan | Yearless): time is DateSpan {
  return 'from' in time;
}

/** Days that come back every year and whose date was told some time: how they are asked about, how they are found. */
const PERSONAL: [RegExp, string[]][] = [
  [
    /\b(?:my|our|your|his|her|their|the|\p{L}{1,30}['’]s)\s{1,3}(?:\p{L}{1,20}\s{1,3}|\d\dth\s{1,3})?(?:birthday|b-?day)\b|生日(?!快[乐樂])|生辰/iu,
    ['birthday', '生日'],
  ],
  [/\banniversary\b|纪念日|紀念日|[周週]年(?:庆|慶)?/iu, ['anniversary', '纪念日', '周年']],
  [/\b(?:wedding|got married|marry)\b|婚礼|婚禮|结婚那|結婚那/iu, ['wedding', '婚礼', '结婚']],
  [/\bgraduation\b|毕业(?:典礼|那)|畢業(?:典禮|那)/iu, ['graduation', '毕业']],
  [/\b(?:day|time) (?:that )?we (?:first )?met\b|(?:认识|認識|相识|相識|初见|初見)(?:的)?(?:那|纪念)/iu, ['we met', '认识', '相识']], // prettier-ignore
];

/**
 * What to search for in order to learn the date of a day that a text names and that is the user's own: "on my
 * birthday" gives `birthday` and `生日`, since it may have been told in either language. Empty where there is none.
 */
export function personalDays(text: string): string[] {
  const searched = truncate(text, LONGEST);
  return PERSONAL.filter(([words]) => words.test(searched)).flatMap(([, terms]) => terms);
}

/** Whether a text names a day of the user's own that comes back, such as a birthday. */
export function isAboutADay(text: string): boolean {
  return personalDays(text).length > 0;
}
