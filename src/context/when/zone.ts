const MINUTE = 60_000;
const MOST_KEPT = 512;
const formats = new Map<string, Intl.DateTimeFormat>();
/** By zone and minute: a turn asks for the same few again and again, and formatting is slow. */
const shown = new Map<string, Readonly<Record<string, string>>>();

/**
 * Date and time as a clock in a time zone shows them: `year`, `month`, `day`, `weekday` (Mon), `hour`, `minute`.
 * @param timeZone IANA name; an unknown one counts as UTC
 */
export function partsOf(at: Date, timeZone: string): Readonly<Record<string, string>> {
  const key = `${timeZone} ${Math.floor(at.getTime() / MINUTE)}`;
  const known = shown.get(key);
  if (known) return known;
  const parts: Record<string, string> = {};
  for (const { type, value } of formatFor(timeZone).formatToParts(at)) parts[type] = value;
  if (shown.size >= MOST_KEPT) shown.clear();
  shown.set(key, parts);
  return parts;
}

/** What a clock in a time zone shows, in minutes since it showed the beginning of 1970. */
export function wallMinutes(at: Date, timeZone: string): number {
  const { year, month, day, hour, minute } = partsOf(at, timeZone);
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute)) / MINUTE;
}

/** When a clock in a time zone shows that many minutes; where it skips them, about then. */
export function atWallMinutes(minutes: number, timeZone: string): Date {
  const ahead = (at: number) => wallMinutes(new Date(at * MINUTE), timeZone) - at;
  // Asked again where the first answer leads, since the clock may have been changed between the two.
  const guess = minutes - ahead(minutes);
  return new Date((minutes - ahead(guess)) * MINUTE);
}

/** Whether this machine knows a time zone by that name. */
export function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const make = (zone: string) =>
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  let format: Intl.DateTimeFormat;
  try {
    format = make(timeZone);
  } catch {
    format = make('UTC');
  }
  formats.set(timeZone, format);
  return format;
}
