import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { openOwnersSocket } from './owners-socket.js';

const ANSWER = 'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\n';
const NO_END = new AbortController().signal;

describe('a socket at an address that an owner has named', () => {
  let server: Server;
  let sockets: Socket[] = [];
  const listen = async (answer: (socket: Socket) => void) => {
    server = createServer((socket) => {
      sockets.push(socket.on('error', () => undefined).resume());
      answer(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    sockets = [];
    await new Promise((resolve) => server.close(resolve));
  });

  it.each([
    ['says nothing', () => undefined],
    [
      'answers letter by letter, without end',
      (socket: Socket) => {
        let at = 0;
        const timer = setInterval(() => socket.write(ANSWER[at++] ?? 'x'), 20);
        socket.on('close', () => clearInterval(timer));
      },
    ],
  ])('is given up where its server %s', async (_, answer) => {
    const address = await listen(answer);
    await expect(openOwnersSocket(address, { maxPayload: 1024 }, NO_END, 200)).rejects.toThrow();
    // Nothing is left of it.
    await new Promise<void>((resolve) => {
      if (sockets.every(({ destroyed }) => destroyed)) resolve();
      else sockets[0]!.on('close', () => resolve());
    });
  });
});
