import type { Response } from 'express';

/** So often an idle stream says that it lives, in milliseconds: proxies close what is silent for a minute. */
const ALIVE = 15_000;

/** Bytes that may wait for one stream, besides what its connection has taken already. */
const MOST_WAITING = 8 * 1024 * 1024;

/** Begins a stream of server-sent events. */
export function beginEvents(response: Response): void {
  response.set({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  response.flushHeaders();
  const timer = setInterval(() => response.write(': alive\n\n'), ALIVE);
  response.once('finish', () => clearInterval(timer)).once('close', () => clearInterval(timer));
}

/** Sends one event, or cuts off who does not read: what waits for one stream has a bound. */
export function writeEvent(response: Response, data: string): void {
  response.write(data);
  if (response.writableLength > MOST_WAITING) response.destroy();
}

/** Aborted when whoever asked is gone. */
export function goneWith(response: Response): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return gone.signal;
}
