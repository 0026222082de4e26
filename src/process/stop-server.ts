import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { NestExpressApplication } from '@nestjs/platform-express';

/** How long requests that run may go on, and sockets may take to say goodbye, in milliseconds. */
const GRACE_MS = 3000;
const LOOK_EVERY_MS = 50;

/**
 * Knows the connections of a server, so that it can be stopped while some of them stand still: an upload that stalls,
 * a download that nobody reads, a socket whose client sleeps.
 *
 * @param app not listening yet
 * @returns what stops it: nobody new comes in, turns and jobs are halted and stored, and what is open then ends
 */
export function stoppable(app: NestExpressApplication): () => Promise<void> {
  const server = app.getHttpServer() as Server;
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return async () => {
    server.close();
    const idle = setInterval(() => server.closeIdleConnections(), LOOK_EVERY_MS);
    const late = setInterval(() => {
      for (const socket of open) socket.destroy();
    }, GRACE_MS);
    try {
      await app.close();
    } finally {
      clearInterval(idle);
      clearInterval(late);
    }
  };
}
