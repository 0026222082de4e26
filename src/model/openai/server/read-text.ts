import type { Readable } from 'node:stream';

/**
 * Reads a body whole.
 * @param limit bytes; what lies beyond is not read, and the connection is closed
 */
export async function readText(body: Readable, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= limit) break;
  }
  return Buffer.concat(chunks).toString('utf8', 0, limit);
}
