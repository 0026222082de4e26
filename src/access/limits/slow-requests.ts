import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/**
 * Cuts requests off whose bodies come too slowly, so that nobody holds connections by sending a byte now and then. How
 * long a body may take in all has no limit: a large backup over a thin line is put back, too.
 *
 * @param every so often it is looked, in milliseconds
 * @param least bytes that have to come in that time
 * @param linger how long the rest of a request is taken that has been answered already, in milliseconds
 */
export function cutOffSlowRequests(server: Server, every = 30_000, least = 8192, linger = 15_000): void {
  server.requestTimeout = 0;
  const watch = (request: IncomingMessage, response: ServerResponse): void => {
    const { socket } = request;
    let before = socket.bytesRead;
    const timer = setInterval(() => {
      if (request.complete || request.destroyed) clearInterval(timer);
      // What the server itself is not ready to take is not slow.
      else if (socket.bytesRead - before < least && !request.isPaused()) socket.destroy();
      before = socket.bytesRead;
    }, every).unref();
    request.once('close', () => clearInterval(timer));
    // A client that is still sending may not see an answer before it has sent more; one that never ends is cut off.
    response.once('finish', () => {
      if (request.complete) return;
      request.resume();
      const late = setTimeout(() => socket.destroy(), linger).unref();
      request.once('close', () => {
        clearTimeout(late);
        // Otherwise the next request may be on its way already.
        if (request.httpVersion === '1.0' || /\bclose\b/i.test(request.headers.connection ?? ''))
          socket.end();
      });
    });
  };
  // A request that expects something comes by the other event.
  server.on('request', watch).on('checkExpectation', watch);
}
