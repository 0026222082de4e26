import { z } from 'zod';
import { Problem } from '../../../contracts/problem.js';
import { problemOfReported, type RequestTarget } from '../server/server-problem.js';
import { usageOf } from '../replies/usage.js';

/** What a server made of some texts. */
export interface Vectors {
  /** In the order of the texts, all with as many dimensions. */
  vectors: Float32Array[];
  /** Null where the server does not say. */
  tokens: number | null;
}

/** More dimensions than any model is known to have: no vectors for us. */
export const MOST_DIMENSIONS = 4096;
const FEWEST_DIMENSIONS = 8;

const ANSWER = z.object({
  data: z.array(
    z.object({
      index: z.int().min(0).optional(),
      embedding: z.union([z.string(), z.array(z.number())]),
    }),
  ),
  usage: z.unknown(),
});

/**
 * Reads the answer to `POST /embeddings`: a vector for each text, as numbers or as base64 of little-endian 32-bit floats.
 * @throws Problem model_failed where it is none
 */
export function readVectors(text: string, count: number, place: RequestTarget): Vectors {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw noVectors(place);
  }
  if (json && typeof json === 'object' && 'error' in json && json.error)
    throw problemOfReported(json, json.error, place);
  const answer = ANSWER.safeParse(json);
  if (!answer.success || answer.data.data.length !== count) throw noVectors(place);
  const vectors: Float32Array[] = [];
  for (const [n, { index = n, embedding }] of answer.data.data.entries())
    vectors[index] = typeof embedding === 'string' ? floatsOf(embedding) : Float32Array.from(embedding);
  const dimensions = vectors[0]?.length ?? 0;
  const isSound =
    vectors.length === count &&
    dimensions >= FEWEST_DIMENSIONS &&
    dimensions <= MOST_DIMENSIONS &&
    Array.from(vectors).every((vector) => vector?.length === dimensions && vector.every(Number.isFinite));
  if (!isSound) throw noVectors(place);
  return { vectors, tokens: usageOf(answer.data.usage).promptTokens };
}

function floatsOf(base64: string): Float32Array {
  const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
  return new Float32Array(bytes.buffer, 0, bytes.length >> 2);
}

function noVectors({ server, model }: RequestTarget): Problem {
  return new Problem(
    'model_failed',
    `${server} answered, but not with vectors. Check the embedding model of this connection (${model}), and that its address ends where the server's API begins (often /v1).`,
  );
}
