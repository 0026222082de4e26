/**
 * The date as it stands in a conversation: `2026-11-23 Mon`, the same in every language, by the days of a time zone.
 * @param timeZone IANA name; an unknown one counts as UTC
 */
export function day(at: Date, timeZone: string): string {
  const parts = partsOf(at, timeZone);
  return `${parts.year}-${parts.month}-${parts.day} ${parts.weekday}`;
}

/** `14:05` */
export function timeOfDay(at: Date, timeZone: string): string {
  const parts = partsOf(at, timeZone);
  return `${parts.hour}:${parts.minute}`;
}

/**
 * What stands before a user's message when it is sent: the date, where it is not that of the last label before it.
 * Replies carry none, or the model would learn to write them.
 */
export function dayLabel(at: Date, timeZone: string, lastLabel: string): string {
  const label = `[${day(at, timeZone)}]
`;
  return label === lastLabel ? '' : label;
}

const formats = new Map<string, Intl.DateTimeFormat>();

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

function partsOf(at: Date, timeZone: string): Record<string, string> {
  const parts: Record<string, string> = {};
  for (const { type, value } of formatFor(timeZone).formatToParts(at)) parts[type] = value;
  return parts;
}
