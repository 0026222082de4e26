/** A stretch of time by the clock on the wall, in hours since it showed the beginning of 1970; `to` exclusive. */
export interface DateSpan {
  from: number;
  to: number;
}

/** A day or month of no certain year. */
export interface Yearless {
  /** 0 to 11 */
  month: number;
  /** The whole month without it. */
  day?: number;
}

/** The day, as days since the beginning of 1970; months count from 0 and may overflow, as days may. */
export function dayOf(year: number, month: number, day: number): number {
  return Date.UTC(year, month, day) / 86_400_000;
}

/** Today as its parts. */
export class Today {
  /** Days since the beginning of 1970. */
  readonly day: number;
  readonly year: number;
  /** 0 to 11 */
  readonly month: number;
  readonly date: number;
  /** 0 is Monday. */
  readonly weekday: number;

  /** @param hour what the clock shows, in hours since the beginning of 1970 */
  constructor(readonly hour: number) {
    this.day = Math.floor(hour / 24);
    const at = new Date(this.day * 86_400_000);
    this.year = at.getUTCFullYear();
    this.month = at.getUTCMonth();
    this.date = at.getUTCDate();
    this.weekday = (at.getUTCDay() + 6) % 7;
  }

  days(from: number, to = from + 1): DateSpan {
    return { from: from * 24, to: to * 24 };
  }

  /** Hours of a day. */
  hours(day: number, from: number, to: number): DateSpan {
    return { from: day * 24 + from, to: day * 24 + to };
  }

  /** The week that lies so many weeks from this one, from Monday on. */
  week(distance: number): DateSpan {
    const monday = this.day - this.weekday + 7 * distance;
    return this.days(monday, monday + 7);
  }

  weekend(distance: number): DateSpan {
    const monday = this.day - this.weekday + 7 * distance;
    return this.days(monday + 5, monday + 7);
  }

  months(year: number, month: number, count = 1): DateSpan {
    return this.days(dayOf(year, month, 1), dayOf(year, month + count, 1));
  }

  /** The last such day before today. @param weekday 0 is Monday */
  lastWeekday(weekday: number): DateSpan {
    return this.days(this.day - (((this.weekday - weekday + 6) % 7) + 1));
  }

  /** A day or month in a year. */
  inYear({ month, day }: Yearless, year: number): DateSpan {
    return day === undefined ? this.months(year, month) : this.days(dayOf(year, month, day));
  }

  /** The last that has begun. */
  latest(date: Yearless): DateSpan {
    const thisYear = this.inYear(date, this.year);
    return thisYear.from <= this.hour ? thisYear : this.inYear(date, this.year - 1);
  }

  /** Three months from that one on, the last such that are over. */
  lastSeason(month: number): DateSpan {
    const thisYear = this.months(this.year, month, 3);
    return thisYear.to <= this.hour ? thisYear : this.months(this.year - 1, month, 3);
  }

  /** So many hours, days, weeks, months or years ago, as loosely as people count: half a unit either way. */
  ago(unit: Unit, least: number, most = least): DateSpan {
    const { year, month, date, day } = this;
    switch (unit) {
      case 'hour':
        return { from: this.hour - most - 1, to: this.hour - least + 1 };
      case 'day':
        return this.days(day - most, day - least + 1);
      case 'week':
        return this.days(day - 7 * most - 4, day - 7 * least + 5);
      case 'month':
        return this.days(dayOf(year, month - most, date) - 16, dayOf(year, month - least, date) + 17);
      case 'year': {
        // By the calendar or counted from today: people mean either.
        const from = Math.min(dayOf(year - most, 0, 1), dayOf(year - most, month - 6, date));
        const to = Math.max(dayOf(year - least + 1, 0, 1), dayOf(year - least, month + 6, date));
        return this.days(from, Math.min(to, day + 1));
      }
    }
  }

  /** The last so many of them, up to now. */
  past(unit: Unit, count: number): DateSpan {
    const { year, month, date, day } = this;
    const from = {
      hour: day - Math.ceil(count / 24),
      day: day - count,
      week: day - 7 * count,
      month: dayOf(year, month - count, date),
      year: dayOf(year - count, month, date),
    }[unit];
    return this.days(from, day + 1);
  }
}

export type Unit = 'hour' | 'day' | 'week' | 'month' | 'year';

/** How words mean a time: where they match, that time, if it is one. */
export interface DateRule {
  pattern: RegExp;
  means(match: RegExpMatchArray, today: Today): DateSpan | Yearless | null;
}
