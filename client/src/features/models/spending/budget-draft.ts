import type { SpendingBudget, SpendingLimits } from '../../../../../src/contracts/spending.js';

export const LIMIT_PERIODS = ['perDay', 'perMonth', 'perImport'] as const;
export const LIMIT_KINDS = ['requests', 'tokens', 'money'] as const;

export type LimitField = `${keyof SpendingBudget}.${keyof SpendingLimits}`;

/** Limits as they are typed; empty is no limit. */
export type BudgetDraft = Record<LimitField, string>;
export type BudgetErrors = Partial<Record<LimitField, 'limit'>>;

/** As the server has it. */
const MOST: Required<SpendingLimits> = { requests: 1_000_000, tokens: 1_000_000_000_000, money: 1_000_000 };

const FIELDS = LIMIT_PERIODS.flatMap((period) => LIMIT_KINDS.map((kind) => ({ period, kind })));

export function budgetDraft(budget: SpendingBudget): BudgetDraft {
  return Object.fromEntries(
    FIELDS.map(({ period, kind }) => [`${period}.${kind}`, String(budget[period]?.[kind] ?? '')]),
  ) as BudgetDraft;
}

/** What was typed as limits, or what is wrong with it, field by field. */
export function budgetOf(draft: BudgetDraft): { budget: SpendingBudget; errors: BudgetErrors } {
  const budget: SpendingBudget = {};
  const errors: BudgetErrors = {};
  for (const { period, kind } of FIELDS) {
    const field = `${period}.${kind}` as const;
    const text = draft[field].replace(/[\s_]/g, '');
    if (!text) continue;
    // A comma stands between thousands, or, in money, before the decimals.
    const value = Number(
      kind === 'money' ? text.replace(/^(\d*),(\d+)$/, '$1.$2') : text.replaceAll(',', ''),
    );
    if (!(value >= 0 && value <= MOST[kind]) || (kind !== 'money' && !Number.isInteger(value)))
      errors[field] = 'limit';
    else budget[period] = { ...budget[period], [kind]: value };
  }
  return { budget, errors };
}
