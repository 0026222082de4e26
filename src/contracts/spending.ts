/**
 * What a model is asked for besides the reply of a turn (`recall`: vectors), `turn` for that, and `test` for trying a
 * connection; budgets leave these two alone.
 */
export const SPENDING_PURPOSES = [
  'turn',
  'fold',
  'rewrite',
  'import',
  'sheet',
  'draft',
  'recall',
  'test',
] as const;
export type SpendingPurpose = (typeof SPENDING_PURPOSES)[number];
export type BackgroundPurpose = Exclude<SpendingPurpose, 'turn' | 'test'>;

/** The most that may be spent; what is absent has no limit. */
export interface SpendingLimits {
  requests?: number;
  /** Read and written together. */
  tokens?: number;
  /** In the currency of the connection's price. Holds only where costs are known. */
  money?: number;
}

/** Limits of a connection's background work. Days and months begin at midnight UTC. */
export interface SpendingBudget {
  perDay?: SpendingLimits;
  perMonth?: SpendingLimits;
  /** For each imported history and each import of sources. Where it is set, long histories are summarised unasked. */
  perImport?: SpendingLimits;
}

/** A limit that is reached. */
export interface ReachedLimit {
  connectionId: string;
  period: keyof SpendingBudget;
  what: keyof SpendingLimits;
  limit: number;
  spent: number;
  /** When the day or month ends; null for an import, whose limit has to be raised. */
  beginsAnew: string | null;
}

export interface SpentAmount {
  requests: number;
  tokensIn: number;
  /** Of `tokensIn`: those that the provider had in its cache. */
  tokensCached: number;
  tokensOut: number;
  /** Absent where no price is known. */
  cost?: number;
}

/** `GET /api/connections/:id/spending` */
export interface SpendingView {
  today: Partial<Record<SpendingPurpose, SpentAmount>>;
  month: Partial<Record<SpendingPurpose, SpentAmount>>;
  /** Null: background work goes on. */
  reached: ReachedLimit | null;
}

/** What work would take, about, before it begins. */
export interface WorkEstimate {
  requests: number;
  tokens: { in: number; out: number };
  /** In the currency of the connection's price; absent where that is not known. */
  cost?: number;
}
