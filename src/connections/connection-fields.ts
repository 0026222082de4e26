import { z } from 'zod';
import { TRANSPORTS } from '../contracts/connection.js';
import { presetSchema, priceSchema } from './preset-schema.js';
import { budgetSchema } from './spending/budget-schema.js';

/** By RFC 9110; what the client or the connection itself sends is not to be replaced. */
const headerName = z
  .string()
  .regex(/^[a-z0-9!#$%&'*+.^_`|~-]{1,100}$/i, 'must be the name of a header')
  .refine(
    (name) =>
      !/^(?:host|content-.*|connection|transfer-encoding|keep-alive|proxy-connection|trailer|authorization|cookie|expect|upgrade|te)$/i.test(
        name,
      ),
    'must not be a header that Keepsake sends itself',
  );
/** What may be said of a connection. */
export const connectionFields = {
  name: z.string().max(100),
  supplier: z.string().max(60),
  baseUrl: z.string().max(2000),
  apiKey: z.string().max(4000),
  headers: z
    .record(
      headerName,
      z
        .string()
        .max(4000)
        .regex(/^[\x20-\x7e]*$/, 'must be plain characters in one line'),
    )
    .refine((headers) => Object.keys(headers).length <= 20, 'must be at most 20 headers'),
  model: z.string().max(300),
  window: z.int().min(1024).max(1_000_000_000).nullable(),
  price: priceSchema.nullable(),
  transport: z.enum(TRANSPORTS),
  preset: presetSchema,
  budget: budgetSchema,
  /** Whether its model sees pictures; null: as is known of it. */
  sees: z.boolean().nullable(),
  isDefault: z.boolean(),
  isBackground: z.boolean(),
  embeddingModel: z.string().max(300),
  isRecall: z.boolean(),
};
