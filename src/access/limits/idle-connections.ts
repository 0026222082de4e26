import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

interface Line {
  /** That have no answer yet. */
  requests: number;
  late?: NodeJS.Timeout;
}

/**
 * Ends connections on which no other request follows an answer. Node does so by itself as long as nothing at all comes;
 * a line end now and then is no request, and would hold a connection for ever.
 *
 * @param after so long the next request has time to begin, in milliseconds
 */
export function cutOffIdleConnections(server: Server, after = 30_000): void {
  const lines = new WeakMap<Socket, Line>();
  const begin = ({ socket }: IncomingMessage): Line => {
    const line = lines.get(socket) ?? { requests: 0 };
    lines.set(socket, line);
    clearTimeout(line.late);
    line.requests++;
    return line;
  };
  const watch = (request: IncomingMessage, response: ServerResponse): void => {
    const line = begin(request);
    response.once('close', () => {
      line.requests--;
      if (line.requests === 0) line.late = setTimeout(() => request.socket.destroy(), after).unref();
    });
  };
  server.on('request', watch).on('checkExpectation', watch);
  // It is HTTP no more.
  server.on('upgrade', begin);
}
