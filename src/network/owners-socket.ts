import { WebSocket } from 'ws';
import { notMetadata } from './owners-address.js';

const OPENS_WITHIN_MS = 15_000;

/** A server that speaks HTTP and opens no socket. */
export class SocketRefused extends Error {
  constructor(readonly status: number) {
    super(`The server answered ${status}.`);
    this.name = 'SocketRefused';
  }
}

/**
 * Opens a WebSocket at an address that an owner has named. It is paused: what comes before somebody listens would be lost.
 * @throws SocketRefused; anything else where nobody is there, or the signal ends it
 */
export function openOwnersSocket(
  address: string,
  { headers = {}, maxPayload }: { headers?: Record<string, string>; maxPayload: number },
  signal: AbortSignal,
  withinMs = OPENS_WITHIN_MS,
): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address, {
      headers,
      maxPayload,
      perMessageDeflate: false,
      followRedirects: false,
      lookup: notMetadata(),
    });
    const leave = () => socket.terminate();
    signal.addEventListener('abort', leave);
    // The library's own time begins anew with each byte that comes.
    const late = setTimeout(leave, withinMs);
    const over = () => {
      clearTimeout(late);
      signal.removeEventListener('abort', leave);
    };
    socket.once('open', () => {
      over();
      socket.pause();
      resolve(socket);
    });
    socket.once('unexpected-response', (_request, response) => {
      response.destroy();
      socket.terminate();
      reject(new SocketRefused(response.statusCode ?? 0));
    });
    socket.on('error', (error) => {
      over();
      reject(error);
    });
  });
}
