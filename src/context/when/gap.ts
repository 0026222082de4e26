import type { Sheet } from '../../contracts/sheet.js';

const NUMBERS = {
  en: 'a two three four five six seven eight nine ten eleven twelve'.split(' '),
  zh: '一 两 三 四 五 六 七 八 九 十 十一 十二'.split(' '),
};
const UNITS = {
  en: { day: 'day', week: 'week', month: 'month', year: 'year' },
  zh: { day: '天', week: '周', month: '个月', year: '年' },
};
const MONTH = 30.44;
const YEAR = 365.25;

/**
 * A span of days as a person would name it, rounded: `three weeks`, `三周`; '' below two days, which is no gap.
 */
export function gap(days: number, language: Sheet['language']): string {
  if (!(days >= 2)) return '';
  const [count, unit] = rounded(days);
  const number = NUMBERS[language][count - 1] ?? String(count);
  const name = UNITS[language][unit];
  if (language === 'zh') return number + name;
  return `${number} ${name}${count > 1 ? 's' : ''}`;
}

function rounded(days: number): [number, keyof (typeof UNITS)['en']] {
  if (days < 7) return [Math.floor(days), 'day'];
  if (days < 25) return [Math.round(days / 7), 'week'];
  if (days < 11.5 * MONTH) return [Math.round(days / MONTH), 'month'];
  return [Math.round(days / YEAR), 'year'];
}
