import { Problem } from '../../../contracts/problem.js';
import { isModestJson } from '../../../text/encoding/json-size.js';
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

/** Bytes of what stands around vectors, and of one as text: numbers may have all the digits of a double. */
const AROUND = 64 * 1024;
const MOST_OF_VECTOR = MOST_DIMENSIONS * 24;

/** The most bytes that an answer with so many vectors may have. */
export const mostOfAnswer = (count: number) => AROUND + count * MOST_OF_VECTOR;

/**
 * Reads the answer to `POST /embeddings`: a vector for each text, as numbers or as base64 of little-endian 32-bit floats.
 * @throws Problem model_failed where it is none
 */
export function readVectors(text: string, count: number, place: RequestTarget): Vectors {
  // Numbers, and some twenty fields beside those of each vector.
  if (!isModestJson(text, { depth: 10, values: 100 + count * (MOST_DIMENSIONS + 20) }))
    throw noVectors(place);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw noVectors(place);
  }
  if (json && typeof json === 'object' && 'error' in json && json.error)
    throw problemOfReported(json, json.error, place);
  const { data, usage } = (json ?? {}) as { data?: unknown; usage?: unknown };
  if (!Array.isArray(data) || data.length !== count) throw noVectors(place);
  const vectors: Float32Array[] = [];
  for (const [n, item] of (data as unknown[]).entries()) {
    const { index = n, embedding } = (item ?? {}) as { index?: unknown; embedding?: unknown };
    const vector = floatsIn(embedding);
    if (!vector || !Number.isSafeInteger(index)) throw noVectors(place);
    vectors[index as number] = vector;
  }
  const dimensions = vectors[0]?.length ?? 0;
  const isSound =
    vectors.length === count &&
    dimensions >= FEWEST_DIMENSIONS &&
    dimensions <= MOST_DIMENSIONS &&
    Array.from(vectors).every((vector) => vector?.length === dimensions && vector.every(Number.isFinite));
  if (!isSound) throw noVectors(place);
  return { vectors, tokens: usageOf(usage).promptTokens };
}

/** Whatever is no number is none of a vector either. */
function floatsIn(embedding: unknown): Float32Array | null {
  if (typeof embedding === 'string') return floatsOf(embedding);
  if (!Array.isArray(embedding) || embedding.length > MOST_DIMENSIONS) return null;
  return Float32Array.from(embedding as unknown[], (value) => (typeof value === 'number' ? value : NaN));
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
