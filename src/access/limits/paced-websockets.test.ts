import { expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { PacedWebSockets } from './paced-websockets.js';

it('of a burst of messages one is read in a round of the event loop, all of them in their order', async () => {
  const server = new PacedWebSockets({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const read: string[] = [];
  let inRound = 0;
  let most = 0;
  server.on('connection', (socket) =>
    socket.on('message', (data) => {
      read.push(String(data as Buffer));
      most = Math.max(most, ++inRound);
      setImmediate(() => (inRound = 0));
    }),
  );
  await once(client, 'open');
  const sent = Array.from({ length: 500 }, (_, n) => String(n));
  const { _socket: line } = client as unknown as { _socket: { cork(): void; uncork(): void } };
  line.cork();
  for (const one of sent) client.send(one);
  line.uncork();
  client.close();
  await once(client, 'close');
  server.close();
  expect(read).toEqual(sent);
  expect(most).toBe(1);
});
