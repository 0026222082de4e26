import type { IncomingMessage } from 'node:http';

/** Pieces are handed on in no less than this, save the last one. */
const LEAST = 16 * 1024;

/**
 * The body of a request in pieces of a fair size: one that comes byte by byte would otherwise cost whoever keeps the
 * pieces a hundred times its length.
 */
export async function* gathered(request: IncomingMessage): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let bytes = 0;
  // The connection stays, so that whoever is refused in the middle is told why.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    waiting.push(chunk);
    bytes += chunk.length;
    if (bytes < LEAST) continue;
    yield waiting.length === 1 ? chunk : Buffer.concat(waiting, bytes);
    waiting = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(waiting, bytes);
}
