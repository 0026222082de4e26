import { z } from 'zod';

const limits = z.strictObject({
  requests: z.int().min(0).max(1_000_000).optional(),
  tokens: z.int().min(0).max(1_000_000_000_000).optional(),
  money: z.number().min(0).max(1_000_000).optional(),
});

/** A budget as it may be sent to us; a limit of 0 lets nothing be spent. */
export const budgetSchema = z.strictObject({
  perDay: limits.optional(),
  perMonth: limits.optional(),
  perImport: limits.optional(),
});
