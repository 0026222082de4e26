/** More sections than this are months instead of days, or years instead of months. */
const MOST = 60;

/**
 * The day of each message, as `2024-01-02`, or where there are many, its month or its year; '' where the time tells no day.
 * Which of two small numbers is the month is seen by all dates together.
 */
export function daysOf(times: readonly (string | undefined)[]): string[] {
  const found = times.map(numbersIn);
  const short = found.filter((one) => one !== null && !one.first);
  const dayFirst = short.some((one) => one!.b > 12)
    ? false
    : short.some((one) => one!.a > 12) || !american(times);
  let last = '';
  const days = found.map((one) => {
    if (one) {
      const { year, a, b, first } = one;
      const [month, day] = first || !dayFirst ? [a, b] : [b, a];
      const isDay = month >= 1 && month <= 12 && day >= 1 && day <= 31;
      if (isDay) last = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
    }
    return last;
  });
  const lengths = [10, 7, 4];
  const length = lengths.find((n) => new Set(days.map((day) => day.slice(0, n))).size <= MOST) ?? 4;
  return days.map((day) => day.slice(0, length));
}

/** `first`: the year stands first, and the month after it. */
function numbersIn(time: string | undefined): { year: number; a: number; b: number; first: boolean } | null {
  const [, a, b, c] = /(\d{1,4})[-/.年년]\s?(\d{1,2})[-/.月월]\s?(\d{1,4})/.exec(time ?? '') ?? [];
  if (!a || !b || !c) return null;
  const years = (digits: string) => (digits.length <= 2 ? 2000 + Number(digits) : Number(digits));
  return a.length === 4
    ? { year: Number(a), a: Number(b), b: Number(c), first: true }
    : { year: years(c), a: Number(a), b: Number(b), first: false };
}

/** A clock of twelve hours beside slashes is an American's. */
function american(times: readonly (string | undefined)[]): boolean {
  return times.some((time) => /\d\/\d.*[ap]\.?m/i.test(time ?? ''));
}
