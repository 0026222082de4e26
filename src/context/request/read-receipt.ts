import { z } from 'zod';
import { FINISH_REASONS } from '../../contracts/finish-reason.js';
import { PREFIX_MOVES, type Receipt } from '../../contracts/receipt.js';

const count = z.number().catch(0);
const reported = z.number().nullable().catch(null);
const numbers = z.array(z.number()).optional().catch(undefined);
const names = z.array(z.string()).optional().catch(undefined);

/** What is missing or of a wrong type in a receipt is nothing; what later versions write beside it stays. */
const receiptSchema = z.looseObject({
  turnId: z.string().nullable().catch(null),
  sheetVersion: count,
  sourcePinned: z.boolean().catch(false),
  model: z.string().catch(''),
  connection: z.object({ id: z.string(), name: z.string() }).optional().catch(undefined),
  window: count,
  promptTokensEstimated: count,
  promptTokensReported: reported,
  cachedTokens: reported,
  completionTokens: reported,
  messagesTotal: count,
  messagesVerbatim: count,
  messagesFolded: count,
  recalled: z.array(z.number()).catch([]),
  sourceRecalled: z
    .array(
      z.object({
        sourceId: z.string(),
        passageId: z.string(),
        sectionTitle: z.string().optional(),
        why: z.array(z.string()),
      }),
    )
    .optional()
    .catch(undefined),
  recalledFor: z.record(z.string(), z.array(z.string())).optional().catch(undefined),
  recallMs: z.number().optional().catch(undefined),
  pinned: numbers,
  pinsLeftOut: numbers,
  lore: names,
  loreLeftOut: names,
  loreReasons: z
    .array(
      z.object({
        name: z.string(),
        outcome: z.enum(['told', 'no_room', 'group', 'chance']),
        why: z.enum(['key', 'constant', 'sticky']),
        key: z.string().optional(),
        seq: z.number().optional(),
        by: z.string().optional(),
      }),
    )
    .optional()
    .catch(undefined),
  pictures: z.object({ sent: count, told: count, tokens: count }).optional().catch(undefined),
  keptPrefixBytes: count,
  tailBytes: count,
  promptBytes: count,
  prefixMovedBy: z.enum(PREFIX_MOVES).optional().catch(undefined),
  noteOnce: z.string().optional().catch(undefined),
  truncatedByServer: z.boolean().catch(false),
  finishReason: z.enum(FINISH_REASONS).optional().catch(undefined),
  thinkingMs: z.number().optional().catch(undefined),
  cost: z.number().optional().catch(undefined),
  sentBytes: z.number().optional().catch(undefined),
  heldTailBytes: z.number().optional().catch(undefined),
});

/** A receipt as it was stored, or the nearest valid one; null for what is none at all. */
export function readReceipt(value: unknown): Receipt | null {
  const read = receiptSchema.safeParse(value);
  return read.success ? (read.data as Receipt) : null;
}
