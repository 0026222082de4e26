import type { Server } from 'socket.io';

/** What may come on one connection before it says whose it is: a token, and what protocols need around it. */
const MOST_BYTES = 32 * 1024;
const MOST_PACKETS = 16;
/** Connections at once that have not said so yet: all clients come back together when the server was away. */
const MOST_STRANGERS = 2000;

/** What is used here of a connection below Socket.IO. */
interface Connection {
  transport: Transport;
  request: { socket?: Line };
  on(event: 'packet' | 'close', listener: () => void): void;
  on(event: 'upgrading', listener: (transport: Transport) => void): void;
  close(discard: boolean): void;
}

interface Transport {
  name: string;
  /** Of polling: bytes of one body. */
  maxHttpBufferSize?: number;
  /** Of a websocket, with the line that it runs on. */
  socket?: { _socket?: Line };
}

interface Line {
  on(event: 'data', listener: (bytes: Buffer) => void): void;
  off(event: 'data', listener: (bytes: Buffer) => void): void;
  destroy(): void;
}

/**
 * Bounds what connections may send, and how many there are, for as long as nobody knows whose they are: a token comes
 * in the first packet of a connection, which is read by whoever has the address.
 *
 * @returns what is to be called with a connection whose owner is known
 */
export function boundStrangers(server: Server): (connection: object) => void {
  const strangers = new Map<object, () => void>();
  const most = server.engine.opts.maxHttpBufferSize as number;

  server.engine.on('connection', (connection: Connection) => {
    const lines = new Set<Line>();
    let bytes = 0;
    let packets = 0;
    const count = (piece: Buffer) => {
      bytes += piece.length;
      if (bytes > MOST_BYTES) for (const line of lines) line.destroy();
    };
    const bound = (transport: Transport, first?: Line) => {
      if (transport.name === 'polling') transport.maxHttpBufferSize = MOST_BYTES;
      const line = transport.name === 'websocket' ? (transport.socket?._socket ?? first) : undefined;
      if (!line || lines.has(line)) return;
      lines.add(line);
      line.on('data', count);
    };
    bound(connection.transport, connection.request.socket);
    connection.on('upgrading', (transport) => strangers.has(connection) && bound(transport));
    connection.on('packet', () => {
      if (strangers.has(connection) && ++packets > MOST_PACKETS) connection.close(true);
    });
    connection.on('close', () => strangers.delete(connection));
    strangers.set(connection, () => {
      if (connection.transport.name === 'polling') connection.transport.maxHttpBufferSize = most;
      for (const line of lines) line.off('data', count);
    });
    if (strangers.size > MOST_STRANGERS) connection.close(true);
  });

  return (connection) => {
    strangers.get(connection)?.();
    strangers.delete(connection);
  };
}
