import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * A pooler as PgBouncer is in transaction mode, as far as a client can tell: it speaks PostgreSQL's protocol, and lends
 * a connection to the server for as long as a transaction lasts, the one that came back last first.
 */
export interface FakePooler {
  /** The database's address by way of the pooler. */
  url: string;
  close(): Promise<void>;
}

interface Backend {
  socket: Socket;
  lentTo: Client | null;
}

interface Client {
  socket: Socket;
  backend: Backend | null;
  isReady: boolean;
  waiting: Buffer[];
}

/** Whether the last message of an answer is ReadyForQuery outside of a transaction. */
const endsIdle = (bytes: Buffer) =>
  bytes.length >= 6 && bytes.subarray(-6).equals(Buffer.from([0x5a, 0, 0, 0, 5, 0x49]));

export async function startFakePooler(databaseUrl: string): Promise<FakePooler> {
  const { hostname, port } = new URL(databaseUrl);
  const idle: Backend[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const client: Client = { socket, backend: null, isReady: false, waiting: [] };
    sockets.add(socket);
    // Its own connection signs in and then belongs to whoever comes next.
    lend(open(), client);
    socket.on('data', (bytes) => {
      if (client.isReady && bytes[0] === 0x58) return void socket.end(); // Terminate
      if (!client.backend) {
        const free = idle.pop();
        if (!free) return void client.waiting.push(bytes);
        lend(free, client);
      }
      client.backend!.socket.write(bytes);
    });
    socket.on('error', () => {});
    socket.on('close', () => client.backend?.socket.destroy());
  });

  function open(): Backend {
    const backend: Backend = { socket: connect(Number(port), hostname), lentTo: null };
    sockets.add(backend.socket);
    backend.socket.on('error', () => {});
    backend.socket.on('data', (bytes) => {
      const client = backend.lentTo;
      client?.socket.write(bytes);
      if (!client || !endsIdle(bytes)) return;
      client.isReady = true;
      client.backend = backend.lentTo = null;
      idle.push(backend);
    });
    return backend;
  }

  function lend(backend: Backend, client: Client): void {
    backend.lentTo = client;
    client.backend = backend;
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
