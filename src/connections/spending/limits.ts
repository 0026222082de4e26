import type { ReachedLimit, SpendingBudget, SpendingLimits } from '../../contracts/spending.js';

/** What limits are compared with. */
export type Amount = Required<SpendingLimits>;

/** What was spent in each period that a budget may limit. */
export type SpentInPeriods = Record<keyof SpendingBudget, Amount>;

/** The day of a moment, and the first of its month, as PostgreSQL reads dates. In UTC, wherever the server stands. */
export function dayOf(now: Date): { day: string; monthFrom: string } {
  const day = now.toISOString().slice(0, 10);
  return { day, monthFrom: `${day.slice(0, 7)}-01` };
}

/** When a period that `now` lies in is over; null for an import, which has no end. */
function endOf(period: keyof SpendingBudget, now: Date): string | null {
  if (period === 'perImport') return null;
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  return new Date(
    period === 'perDay' ? Date.UTC(year, month, day + 1) : Date.UTC(year, month + 1),
  ).toISOString();
}

/**
 * The first limit that spending some more would pass; of a day's and a month's the one that is longer in the way.
 *
 * @param more what the next request takes, about
 */
export function reachedLimit(
  budget: SpendingBudget,
  spent: SpentInPeriods,
  more: Amount,
  now: Date,
): Omit<ReachedLimit, 'connectionId'> | null {
  for (const period of ['perImport', 'perMonth', 'perDay'] as const)
    for (const what of ['requests', 'tokens', 'money'] as const) {
      const limit = budget[period]?.[what];
      const sum = spent[period][what];
      if (limit !== undefined && sum + more[what] > limit)
        return { period, what, limit, spent: sum, beginsAnew: endOf(period, now) };
    }
  return null;
}
