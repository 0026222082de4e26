import type { Server } from 'socket.io';

/** Characters that may wait for one client, besides what its connection has taken already. */
const MOST_WAITING = 8 * 1024 * 1024;

/** What is used here of a connection below Socket.IO. */
interface Connection {
  transport: { socket?: { terminate?: () => void } };
  on(event: 'packetCreate', listener: (packet: { data?: string | { length: number } }) => void): void;
  on(event: 'flush', listener: () => void): void;
  close(discard: boolean): void;
}

/**
 * Cuts clients off that take what is sent to them too slowly (a sleeping phone, a stopped debugger), so that what
 * waits for them has a bound. They come back by themselves, open their session again and have what they missed.
 */
export function cutOffSlowSockets(server: Server): void {
  server.engine.on('connection', (connection: Connection) => {
    let waiting = 0;
    let cut = false;
    connection.on('flush', () => (waiting = 0));
    connection.on('packetCreate', ({ data }) => {
      waiting += data?.length ?? 0;
      if (waiting <= MOST_WAITING || cut) return;
      cut = true;
      // A closing handshake would wait for the one that does not read.
      const { socket } = connection.transport;
      setImmediate(() => (socket?.terminate ? socket.terminate() : connection.close(true)));
    });
  });
}
