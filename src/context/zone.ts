const HOUR = 3_600_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * Date and time as a clock in a time zone shows them: `year`, `month`, `day`, `weekday` (Mon), `hour`, `minute`.
 * @param timeZone IANA name; an unknown one counts as UTC
 */
export function partsOf(at: Date, timeZone: string): Record<string, string> {
  const parts: Record<string, string> = {};
  for (const { type, value } of formatFor(timeZone).formatToParts(at)) parts[type] = value;
  return parts;
}

/** What a clock in a time zone shows, in whole hours since it showed the beginning of 1970. */
export function wallHour(at: Date, timeZone: string): number {
  const { year, month, day, hour } = partsOf(at, timeZone);
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour)) / HOUR;
}

/** When a clock in a time zone shows that many hours. */
export function atWallHour(hours: number, timeZone: string): Date {
  const shown = hours * HOUR;
  // The clock's distance from UTC where it is asked about, which a change of the clock may move once.
  const offset = (at: number) => wallHour(new Date(at), timeZone) * HOUR - Math.floor(at / HOUR) * HOUR;
  const guess = shown - offset(shown);
  const at = shown - offset(guess);
  return new Date(at - minutesPast(at, timeZone));
}

/** What the clock shows past the full hour, in milliseconds: zones may lie half an hour apart. */
function minutesPast(at: number, timeZone: string): number {
  const minutes = Number(partsOf(new Date(at), timeZone).minute);
  return (minutes > 30 ? minutes - 60 : minutes) * 60_000;
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
