import { z } from 'zod';
import { CLAIM_PARTS } from '../contracts/claim-parts.js';

/** What a model is asked for: flat, every key required, so that every server can hold it to the schema. */
const claim = {
  part: z.enum(CLAIM_PARTS),
  text: z.string(),
  kind: z.enum(['stated', 'inferred']),
  about: z.string().nullable(),
};
const claims = z.array(
  z.object({ ...claim, quotes: z.array(z.object({ passage: z.string(), quote: z.string() })) }),
);
const scene = { scenario: z.string(), greeting: z.string() };

export const wholeSchema = z.object({ claims, ...scene });
export const partSchema = z.object({ claims, notes: z.string() });
export const mergedSchema = z.object({
  claims: z.array(z.object({ ...claim, from: z.array(z.number()) })),
  ...scene,
});
export const rewordedSchema = z.object({ texts: z.array(z.object({ n: z.number(), text: z.string() })) });
export const comparedSchema = z.object({
  pairs: z.array(z.object({ new: z.string(), known: z.string(), how: z.enum(['same', 'contradicts']) })),
});

export type WrittenClaim = z.infer<typeof claims>[number];
export type Merged = z.infer<typeof mergedSchema>;
export interface WrittenExample {
  scenario: string;
  greeting: string;
}
