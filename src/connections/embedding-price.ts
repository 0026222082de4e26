import type { Price } from '../contracts/connection.js';
import { knownModel } from '../model/known/known-models.js';
import type { StoredConnection } from './connections.repository.js';

/** What vectors cost; null: not known. A connection's price is its other model's, so that it is what its supplier is known to take. */
export function embeddingPrice({
  baseUrl,
  model,
  price,
  embeddingModel,
}: Pick<StoredConnection, 'baseUrl' | 'model' | 'price' | 'embeddingModel'>): Price | null {
  if (embeddingModel === model) return price;
  if (!URL.canParse(baseUrl)) return null;
  return knownModel(new URL(baseUrl).host, embeddingModel)?.price ?? null;
}
