import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { cutOffIdleConnections } from './idle-connections.js';

const GET = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';

describe('connections after an answer', () => {
  let server: Server;
  let socket: Socket;
  let heard = '';

  beforeEach(async () => {
    server = createServer((_request, response) => void setTimeout(() => response.end('here'), 20));
    server.on('upgrade', (_request, line) => line.write('HTTP/1.1 101 Switching Protocols\r\n\r\n'));
    cutOffIdleConnections(server, 300);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    heard = '';
    socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.on('data', (chunk) => (heard += String(chunk))).on('error', () => {});
  });
  afterEach(() => {
    socket.destroy();
    server.closeAllConnections();
    server.close();
  });

  const write = async (text: string, times: number) => {
    for (let n = 0; n < times && !socket.destroyed; n++) {
      socket.write(text);
      await sleep(100);
    }
  };
  const answers = () => heard.split('here').length - 1;

  it('are cut off where line ends come and no request', async () => {
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write(GET);
    while (answers() < 1) await sleep(10);
    void write('\r\n', 1000);
    await closed;
  });

  it('stay where request follows on request, one by one or together', async () => {
    await write(GET, 10);
    await write(GET + GET, 5);
    while (answers() < 20) await sleep(10);
    expect(socket.destroyed).toBe(false);
  });

  it('stay where they become something else', async () => {
    socket.write(GET);
    while (answers() < 1) await sleep(10);
    socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n');
    await write('ping', 10);
    expect(heard).toContain('101');
    expect(socket.destroyed).toBe(false);
  });
});
