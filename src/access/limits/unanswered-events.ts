import type { Server, Socket } from 'socket.io';
import type { EventLoopPacer } from './event-loop-pacer.js';
import { ConcurrencyLimit } from './concurrency-limit.js';

const MB = 1024 * 1024;
/** What one socket may have asked for that is not answered yet, in bytes; each event weighs something beside its texts. */
const MOST = 16 * MB;
const EVENT = 4096;
/** Sockets of one owner: a tab has one. */
export const MOST_SOCKETS = 2000;
/** Seconds after which who was refused may ask again. */
const RETRY_AFTER = 2;

const REFUSED = {
  ok: false,
  code: 'too_much_waiting',
  message: 'Too much is waiting to be answered already: this was not taken in. Send it again in a moment.',
  retryAfter: RETRY_AFTER,
};

type Answer = (...answer: unknown[]) => void;

/**
 * Bounds what waits for an answer on each socket, and has those that send much at once served by turns. An event beyond
 * the bound is refused, and has done nothing.
 */
export function boundSockets(server: Server, pacer: EventLoopPacer, most = MOST): void {
  const limit = new ConcurrencyLimit();
  server.on('connection', (socket) => bound(socket, pacer, limit, most));
}

function bound(socket: Socket, pacer: EventLoopPacer, limit: ConcurrencyLimit, most: number): void {
  let waiting = 0;
  /** What ends the work on events that are being answered. */
  const underWay = new Set<() => void>();
  // What comes from a socket that is gone is never answered.
  socket.once('disconnect', () => underWay.forEach((ended) => ended()));
  socket.use((event, next) => {
    const [name, ...values] = event as [string, ...unknown[]];
    // What nobody listens for would never be answered.
    if (socket.listenerCount(name) === 0) return;
    const asked = typeof values.at(-1) === 'function' ? (values.pop() as Answer) : null;
    const bytes = EVENT + values.reduce((sum: number, value) => sum + textIn(value), 0);
    if (waiting > 0 && waiting + bytes > most) {
      asked?.(REFUSED);
      return;
    }
    waiting += bytes;
    const serve = (ended: () => void) => {
      if (!socket.connected) return ended();
      underWay.add(ended);
      // Its handler answers every event once, whether the client wants to know or not.
      event.splice(1, event.length, ...values, (...answer: unknown[]) => {
        waiting -= bytes;
        underWay.delete(ended);
        asked?.(...answer);
        ended();
      });
      next();
    };
    pacer.begin(socket.id, () => limit.begin(socket.id, serve));
  });
}

/** Bytes of the texts in an event's body: bodies are flat. */
function textIn(body: unknown): number {
  if (typeof body === 'string') return 2 * body.length;
  if (typeof body !== 'object' || body === null) return 0;
  let bytes = 0;
  for (const value of Object.values(body)) if (typeof value === 'string') bytes += 2 * value.length;
  return bytes;
}
