import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Logger } from '@nestjs/common';
import type { Response } from 'express';
import { describe } from '../../http/problem.filter.js';

const logger = new Logger('Download');

/** How long a client may take nothing of what waits for it. */
const MOST_IDLE_MS = 30_000;

/**
 * Answers with a stream, no faster than it is taken. A client that takes nothing for so long is cut off; one that breaks
 * it off ends the stream, and is no error. Where the stream fails, the answer is broken off, so that nobody takes it for
 * whole, and the log says why.
 */
export async function sendStream(response: Response, stream: Readable, idleMs = MOST_IDLE_MS): Promise<void> {
  const { socket } = response;
  let sent = -1;
  const looking = setInterval(() => {
    const now = socket?.bytesWritten ?? 0;
    if (response.writableNeedDrain && now === sent) response.destroy();
    sent = now;
  }, idleMs / 2);
  try {
    await pipeline(stream, response);
  } catch (error) {
    response.destroy();
    if (!isCutOff(error)) logger.error(describe(error));
  } finally {
    clearInterval(looking);
  }
}

function isCutOff(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? '';
  return ['ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_DESTROYED', 'ECONNRESET', 'EPIPE'].includes(code);
}
