const ONES = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const FIRSTS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth'];
const TEENS =
  'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth';
const TENS = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

const WORDS = new Map<string, number>();
TEENS.split(' ').forEach((word, i) => WORDS.set(word, 10 + (i % 10)));
for (const units of [ONES, FIRSTS]) {
  units.forEach((unit, i) => WORDS.set(unit, i + 1));
  TENS.forEach((tens, i) => {
    WORDS.set(units === ONES ? tens : tens.replace(/y$/, 'ieth'), 20 + 10 * i);
    units.forEach((unit, j) => WORDS.set(`${tens}-${unit}`, 21 + 10 * i + j));
  });
}

const LOW = `(?:${TENS.join('|')})[- ](?:${[...ONES, ...FIRSTS].join('|')})|${[...WORDS.keys()]
  .filter((word) => !word.includes('-'))
  .join('|')}`;
/** `One Hundred and Five`. */
const HUNDREDS = `(?:a|${ONES.join('|')})[- ]hundred(?:th|(?:[- ]and)?[- ](?:${LOW})|)`;
const HUNDRED = /^(?:(\w+)-)hundred(?:th|(?:-and)?-(.+))?$/;

/** A number in words: `two`, `twenty-first`, `one hundred and five`. To be matched with the `i` flag. */
export const SPELLED_EN = `(?:${HUNDREDS}|${LOW})(?![a-z0-9])`;

/** What stands for a number in an English heading: `12`, `XII`, `twelve`, `twelfth`. To be matched with the `i` flag. */
export const NUMBER_EN = `(?:\\d{1,4}|[ivxlcdm]{1,9}|${HUNDREDS}|${LOW})(?![a-z0-9])`;

/** What stands for an ordinal in words: `third`, `twenty-first`. To be matched with the `i` flag. */
export const ORDINAL_EN = `(?:(?:${TENS.join('|')})[- ](?:${FIRSTS.join('|')})|${[...WORDS.keys()]
  .filter((word) => !word.includes('-') && /(?:th|first|second|third)$/.test(word))
  .join('|')})(?![a-z0-9])`;

/** What says that something is the end of its row. To be matched with the `i` flag. */
export const LAST_EN = '(?:last|final)(?![a-z0-9])';
const LAST = 9999;

/** What stands for a number in a Chinese heading: `12`, `十二`, `一百零二`, `二○`. */
export const NUMBER_ZH =
  '[〇○零一二两兩三四五六七八九十百千万萬壹贰貳叁參肆伍陆陸柒捌玖拾佰仟廿卅0-9０-９]{1,9}';

const ROMAN: Record<string, number> = { i: 1, v: 5, x: 10, l: 50, c: 100, d: 500, m: 1000 };
const HAN_DIGITS = ['〇零○0０', '一壹1１上', '二贰貳两兩2２中', '三叁參3３下', '四肆4４', '五伍5５', '六陆陸6６', '七柒7７', '八捌8８', '九玖9９']; // prettier-ignore
const HAN_UNITS: Record<string, number> = { 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1000, 仟: 1000, 万: 10000, 萬: 10000 }; // prettier-ignore

/** The number that a heading's ordinal stands for, in words, digits or Roman or Chinese numerals; 0 where it is none, 9999 for the last. */
export function ordinal(written: string): number {
  const word = written.toLowerCase().replace(/\s+/g, '-');
  if (word === 'last' || word === 'final') return LAST;
  const [hundred, count = '', rest = ''] = HUNDRED.exec(word) ?? [];
  if (hundred) return 100 * (WORDS.get(count) ?? 1) + (WORDS.get(rest) ?? 0);
  return WORDS.get(word) ?? (/^[ivxlcdm]+$/.test(word) ? roman(word) : han(written));
}

function roman(digits: string): number {
  const values = [...digits].map((digit) => ROMAN[digit]!);
  return values.reduce((sum, value, i) => sum + (value < (values[i + 1] ?? 0) ? -value : value), 0);
}

function han(digits: string): number {
  let sum = 0;
  let pending = 0;
  for (const char of digits.replaceAll('廿', '二十').replaceAll('卅', '三十')) {
    const unit = HAN_UNITS[char];
    if (unit) {
      sum += (pending || 1) * unit;
      pending = 0;
    } else
      pending =
        pending * 10 +
        Math.max(
          0,
          HAN_DIGITS.findIndex((forms) => forms.includes(char)),
        );
  }
  return sum + pending;
}
