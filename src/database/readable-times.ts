import pg from 'pg';

/** The types of PostgreSQL that are moments: `timestamptz`, and `timestamp`. */
const MOMENTS = [1184, 1114];
/** What dates here can be written as. */
const FIRST = new Date('0001-01-01T00:00:00.000Z');
const LAST = new Date('9999-12-31T23:59:59.999Z');

/**
 * Lets every moment be read as a `Date` of the years 1 to 9999: the database holds some that no `Date` or no text can be
 * (`infinity`, the year 290000), and one of those must not take a whole list with it. They read as the nearest.
 */
export function readMomentsAsDates(): void {
  for (const type of MOMENTS) {
    const read = pg.types.getTypeParser(type, 'text') as (text: string) => Date | number;
    pg.types.setTypeParser(type, (text: string) => {
      const moment = Number(read(text));
      const before = text.startsWith('-') || text.endsWith('BC');
      if (Number.isNaN(moment)) return before ? FIRST : LAST;
      return new Date(Math.min(Math.max(moment, FIRST.getTime()), LAST.getTime()));
    });
  }
}
