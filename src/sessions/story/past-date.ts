/** No date is written longer; a stranger's may have megabytes. */
const LONGEST = 100;

/** Dates as they come: ISO, milliseconds, `2024-5-17@14h03m20s`, `May 17, 2024 2:03pm`. Unreadable ones are none. */
export function readDate(value: string | number | null | undefined): Date | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'number') return valid(new Date(value < 1e11 ? value * 1000 : value));
  if (value.length > LONGEST) return null;
  if (/^\d{10,13}$/.test(value)) return readDate(Number(value));
  const packed = /^(\d{4})-(\d{1,2})-(\d{1,2})\s*@\s*(\d{1,2})h\s*(\d{1,2})m(?:\s*(\d{1,2})s)?/.exec(value);
  if (packed) {
    const [, year, month, day, hour, minute, second] = packed.map((part) => Number(part ?? 0));
    return valid(new Date(year!, month! - 1, day, hour, minute, second));
  }
  return valid(new Date(value.replace(/(\d)(am|pm)$/i, '$1 $2')));
}

function valid(date: Date): Date | null {
  const year = date.getFullYear();
  return Number.isNaN(date.getTime()) || year < 1 || year > 9999 ? null : date;
}
