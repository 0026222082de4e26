import { z } from 'zod';
import { THINKING_EFFORTS } from '../contracts/connection.js';

/** In bytes, of the JSON of one's own. */
const LONGEST_EXTRA = 10_000;

const amount = (least: number, most: number) => z.number().min(least).max(most);
const whole = (least: number, most: number) => z.int().min(least).max(most);

const perMillion = z.number().min(0).max(1_000_000);

/** Per million tokens. */
export const priceSchema = z.object({ input: perMillion, cachedInput: perMillion, output: perMillion });

/** A preset as it may be sent to us: bounds that no server goes beyond, and nothing that is not known. */
export const presetSchema = z.strictObject({
  temperature: amount(0, 5).optional(),
  topP: amount(0, 1).optional(),
  topK: whole(-1, 1000).optional(),
  minP: amount(0, 1).optional(),
  frequencyPenalty: amount(-2, 2).optional(),
  presencePenalty: amount(-2, 2).optional(),
  repetitionPenalty: amount(0, 3).optional(),
  dry: z
    .strictObject({
      multiplier: amount(0, 10),
      base: amount(1, 10).optional(),
      allowedLength: whole(0, 100).optional(),
    })
    .optional(),
  xtc: z.strictObject({ probability: amount(0, 1), threshold: amount(0, 1).optional() }).optional(),
  maxReplyTokens: whole(16, 1_000_000).optional(),
  stop: z.array(z.string().min(1).max(200)).max(16).optional(),
  seed: z.int().optional(),
  thinking: z.enum(THINKING_EFFORTS).optional(),
  extra: z
    .record(z.string().min(1).max(100), z.unknown())
    .refine(
      (extra) => Buffer.byteLength(JSON.stringify(extra)) <= LONGEST_EXTRA,
      `must be at most ${LONGEST_EXTRA} bytes of JSON`,
    )
    .optional(),
});
