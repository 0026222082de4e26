import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { io } from 'socket.io-client';
import WebSocket from 'ws';
import { residentOf } from '../support/flood.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(60_000);

describe('somebody who is not signed in', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  /** The longest that health was waited for, in milliseconds, while something is done. */
  const slowest = async (work: Promise<unknown>) => {
    let longest = 0;
    let isDone = false;
    const done = work.catch(() => undefined).then(() => (isDone = true));
    do {
      const began = performance.now();
      expect((await server.call('GET', '/health/live')).status).toBe(200);
      longest = Math.max(longest, performance.now() - began);
    } while (!isDone);
    await done;
    return longest;
  };
  const poll = () => `${server.url}/socket.io/?EIO=4&transport=polling`;
  const sid = async () => {
    const opened = await (await fetch(poll())).text();
    return /"sid":"([^"]+)"/.exec(opened)![1]!;
  };
  const post = async (body: string) =>
    fetch(`${poll()}&sid=${await sid()}`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body,
    });

  it('cannot send more by polling than a token takes', async () => {
    const large = await post(Array(100_000).fill('40').join('\x1e'));
    expect(large.status).toBe(413);
    const many = post(Array(10_000).fill('40').join('\x1e'));
    expect(await slowest(many)).toBeLessThan(1000);
  });

  it('is cut off who sends more by websocket', async () => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => {});
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send(`40${'['.repeat(1_000_000)}`);
    await closed;
    const packets = new WebSocket(`${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    const ended = new Promise((resolve) => packets.once('close', resolve));
    packets.on('error', () => {});
    await new Promise((resolve) => packets.once('open', resolve));
    for (let n = 0; n < 40; n++) packets.send('40/nowhere,');
    await ended;
  });

  it.each(['polling', 'websocket'] as const)(
    'sends large messages by %s once signed in',
    async (transport) => {
      const socket = io(server.url, {
        transports: [transport],
        auth: { token: server.token },
        forceNew: true,
      });
      await new Promise((resolve, reject) =>
        socket.once('connect', () => resolve(1)).once('connect_error', reject),
      );
      const ack = (await socket.emitWithAck('message.send', {
        sessionId: '00000000-0000-4000-8000-000000000000',
        clientId: 'a',
        text: 'x'.repeat(1_000_000),
      })) as { code: string };
      expect(ack.code).toBe('not_found');
      socket.disconnect();
    },
  );

  it('cannot have much wait by sending request after request on one connection', async () => {
    const { port } = new URL(server.url);
    const requests = Buffer.from(
      Array.from({ length: 60_000 }, (_, n) => `GET /${n} HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`).join(
        '',
      ),
    );
    const one = () =>
      new Promise<void>((resolve) => {
        const socket = connect(Number(port), '127.0.0.1').on('error', () => {});
        socket.once('close', () => resolve()).end(requests);
      });
    const before = residentOf(server.pid);
    expect(await slowest(Promise.all([one(), one()]))).toBeLessThan(5000);
    expect(residentOf(server.pid) - before).toBeLessThan(100);
  });

  it('leaves no file open who asks for many and goes away', async () => {
    if (process.platform !== 'linux') return;
    const { port } = new URL(server.url);
    const script = /assets\/[^"]+\.js/.exec(await (await fetch(server.url)).text())![0];
    const request = `GET /${script} HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`;
    const files = async () => (await readdir(`/proc/${server.pid}/fd`)).length;
    const before = await files();
    for (let n = 0; n < 5; n++) {
      const socket = connect(Number(port), '127.0.0.1').on('error', () => {});
      socket.write(request.repeat(30));
      await new Promise((resolve) => setTimeout(resolve, 100));
      socket.destroy();
    }
    for (let n = 0; n < 100 && (await files()) > before + 10; n++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await files()).toBeLessThanOrEqual(before + 10);
  });

  it('sends a hundred headers and no more', async () => {
    const answer = (count: number) =>
      new Promise<string>((resolve) => {
        const line = connect(Number(new URL(server.url).port), '127.0.0.1');
        let heard = '';
        line.on('data', (chunk) => (heard += String(chunk))).on('close', () => resolve(heard));
        const headers = Array.from({ length: count - 2 }, (_, n) => `a${n}: b\r\n`).join('');
        line.write(`GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n${headers}\r\n`);
      });
    expect(await answer(100)).toMatch(/^HTTP\/1\.1 200 /);
    expect(await answer(101)).toMatch(/^HTTP\/1\.1 431 /);
    expect(await answer(1200)).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('is answered request by request on one connection, in order', async () => {
    const { port } = new URL(server.url);
    const socket = connect(Number(port), '127.0.0.1').on('error', () => {});
    let answer = '';
    socket.on('data', (chunk) => (answer += String(chunk)));
    const ended = new Promise((resolve) => socket.once('close', resolve));
    const to = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: localhost:${port}\r\n${more}\r\n`;
    socket.write(
      to('/health/live') +
        to('/nowhere') +
        to('/api/characters') +
        to('/health/live', 'Connection: close\r\n'),
    );
    await ended;
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(
      ['200', '401', '401', '200'].map((one) => `HTTP/1.1 ${one}`),
    );
  });

  it('cannot have much JSON parsed', async () => {
    const signIn = (body: string | Uint8Array<ArrayBuffer>, headers = {}) =>
      fetch(`${server.url}/api/sign-in`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      });
    const nested = '['.repeat(2_000_000) + ']'.repeat(2_000_000);
    expect((await signIn(nested)).status).toBe(413);
    const packed = new Uint8Array(gzipSync(nested));
    expect((await signIn(packed, { 'content-encoding': 'gzip' })).status).toBe(413);
    expect((await signIn('{"token":"wrong"}')).status).toBe(401);
  });

  it('is no different from who is, where JSON is nested deeply or holds too much', async () => {
    const wrong = (item: string) => `{"name":"W","sheet":{"greetings":[${`${item},`.repeat(200_000)}0]}}`;
    for (const body of ['['.repeat(1_900_000), `[${'{},'.repeat(900_000)}{}]`, wrong('7'), wrong('{}')]) {
      const response = await fetch(`${server.url}/api/characters`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${server.token}` },
        body,
      });
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([
        400,
        'bad_request',
      ]);
    }
  });
});
