const calendar = new Intl.DateTimeFormat('en-u-ca-chinese', {
  timeZone: 'UTC',
  month: 'numeric',
  day: 'numeric',
});
const known = new Map<string, number>();

/**
 * When a day of the Chinese calendar falls in a year of the common one.
 *
 * @param month from 1 on
 * @returns days since the beginning of 1970; null where that year has no such day
 */
export function lunarDay(year: number, month: number, day: number): number | null {
  const key = `${year} ${month}/${day}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  // The first month begins at the end of January at the earliest, and the twelfth may end in February.
  const first = Date.UTC(year, 0, 20) / 86_400_000;
  for (let at = first; at < first + 384; at++) {
    if (calendar.format(at * 86_400_000) !== `${month}/${day}`) continue;
    if (known.size > 1000) known.clear();
    known.set(key, at);
    return at;
  }
  return null;
}
