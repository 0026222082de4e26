import type { LeftOutReason, LeftOutView } from '../contracts/backup.js';

/** So many rows are named by their ids, for each table and reason. */
export const MOST_EXAMPLES = 5;

/** Why a row is not as it was, though it is there. */
const PUT_BACK: ReadonlySet<LeftOutReason> = new Set(['mended', 'not_default']);

/** What an archive holds and cannot be put back: counted by table and reason, a few of each by name. */
export class LeftOut {
  private readonly tables = new Map<string, Map<LeftOutReason, { count: number; examples: string[] }>>();

  add(table: string, reason: LeftOutReason, examples: readonly string[], count = examples.length): void {
    if (count === 0) return;
    const reasons = this.tables.get(table) ?? new Map<LeftOutReason, { count: number; examples: string[] }>();
    this.tables.set(table, reasons);
    const known = reasons.get(reason) ?? { count: 0, examples: [] };
    reasons.set(reason, known);
    known.count += count;
    known.examples.push(...examples.slice(0, MOST_EXAMPLES - known.examples.length));
  }

  addAll(views: readonly LeftOutView[]): void {
    for (const { table, reasons } of views) {
      for (const { reason, count, examples } of reasons) this.add(table, reason, examples, count);
    }
  }

  /** In the order in which the tables were read. */
  view(): LeftOutView[] {
    return [...this.tables].map(([table, reasons]) => ({
      table,
      count: [...reasons].reduce((sum, [reason, { count }]) => sum + (PUT_BACK.has(reason) ? 0 : count), 0),
      reasons: [...reasons].map(([reason, known]) => ({ reason, ...known })),
    }));
  }
}
