import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A line to a server that can be made to carry nothing, as a frozen server or a cut cable does, without closing it. */
export interface StallingProxy {
  port: number;
  stall(): void;
  goOn(): void;
  close(): Promise<void>;
}

export async function startStallingProxy(port: number, host = '127.0.0.1'): Promise<StallingProxy> {
  const sockets = new Set<Socket>();
  /** Both directions of every line. */
  const ways = new Set<[from: Socket, to: Socket]>();
  let isStalled = false;
  const server = createServer((near) => {
    const far = connect(port, host);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    }
    const both: [Socket, Socket][] = [
      [near, far],
      [far, near],
    ];
    for (const way of both) {
      ways.add(way);
      way[0].on('close', () => ways.delete(way));
      if (!isStalled) way[0].pipe(way[1]);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stall: () => {
      isStalled = true;
      for (const [from, to] of ways) from.unpipe(to);
    },
    goOn: () => {
      isStalled = false;
      for (const [from, to] of ways) from.pipe(to);
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
