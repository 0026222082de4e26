import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { cutOffSlowRequests } from './slow-requests.js';

describe('requests that come slowly', () => {
  let server: Server;
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const begin = async (answerAfter = 0) => {
    server = createServer((request, response) => {
      let length = 0;
      request.on('data', (chunk: Buffer) => (length += chunk.length));
      request.on('end', () => setTimeout(() => response.end(`took ${length}`), answerAfter));
    });
    cutOffSlowRequests(server, 200, 1000);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => (answer += String(chunk))).on('error', () => {});
    const ended = new Promise<string>((resolve) => socket.once('close', () => resolve(answer)));
    return { socket, ended };
  };
  const head = (length: number) =>
    `POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${length}\r\n\r\n`;
  const drip = async (socket: Socket, bytes: number, times: number) => {
    for (let n = 0; n < times && !socket.destroyed; n++) {
      socket.write('x'.repeat(bytes));
      await sleep(50);
    }
  };

  it('are cut off when only a little comes', async () => {
    const { socket, ended } = await begin();
    socket.write(head(100_000));
    await drip(socket, 1, 40);
    expect(await ended).toBe('');
  });

  it('are taken as long as enough comes, however long it takes in all', async () => {
    const { socket, ended } = await begin();
    socket.write(head(40 * 2000));
    await drip(socket, 2000, 40);
    expect(await ended).toContain('took 80000');
  });

  it('may wait for their answer as long as that takes', async () => {
    const { socket, ended } = await begin(1000);
    socket.write(`${head(3)}abc`);
    expect(await ended).toContain('took 3');
  });

  it('are answered before they have come, and have time to hear it', async () => {
    server = createServer((request, response) => {
      response.shouldKeepAlive = true;
      if (!request.complete) response.end('no');
    });
    cutOffSlowRequests(server, 200, 1000, 1000);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => (answer += String(chunk))).on('error', () => {});
    const ended = new Promise<string>((resolve) => socket.once('close', () => resolve(answer)));
    socket.write(head(10_000_000));
    await drip(socket, 2000, 5);
    expect(answer).toContain('no');
    expect(socket.destroyed).toBe(false);
    await drip(socket, 2000, 60);
    expect(await ended).toContain('no');
  });

  it('leave the connection open for the next one when they were answered early and came whole', async () => {
    server = createServer((request, response) => response.end(request.url));
    cutOffSlowRequests(server, 200, 1000, 1000);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => (answer += String(chunk))).on('error', () => {});
    const ended = new Promise<string>((resolve) => socket.once('close', () => resolve(answer)));
    socket.write('POST /first HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\nabc');
    while (!answer.includes('/first')) await sleep(10);
    socket.write('def');
    await sleep(50);
    socket.write('GET /second HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(await ended).toContain('/second');
  });

  it('end the connection when they were answered early and asked for its end', async () => {
    server = createServer((request, response) => {
      if (!request.complete) response.shouldKeepAlive = true;
      response.end('no');
    });
    cutOffSlowRequests(server, 200, 1000, 1000);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => (answer += String(chunk))).on('error', () => {});
    const ended = new Promise<string>((resolve) => socket.once('close', () => resolve(answer)));
    socket.write(`${head(6)}abc`);
    while (!answer.includes('no')) await sleep(10);
    socket.write('def');
    expect(await ended).toContain('no');
  });

  it('are cut off when they expect something, too', async () => {
    server = createServer();
    server.on('checkExpectation', (_request, response) => void response);
    cutOffSlowRequests(server, 200, 1000);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const ended = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => {});
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nExpect: anything\r\nContent-Length: 100000\r\n\r\n');
    await drip(socket, 1, 40);
    await ended;
  });
});
