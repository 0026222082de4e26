import { type ChildProcess, spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { io } from 'socket.io-client';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(60_000);

describe('the client while it is worked on', () => {
  let server: TestServer;
  let vite: ChildProcess;
  let url: string;

  beforeAll(async () => {
    server = await startServer();
    vite = spawn(
      process.execPath,
      ['node_modules/vite/bin/vite.js', 'client', '--host', '127.0.0.1', '--port', '0'],
      {
        env: { ...process.env, KEEPSAKE_SERVER: server.url, NO_COLOR: '1' },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let printed = '';
    url = await new Promise((resolve, reject) => {
      const heard = (chunk: Buffer) => {
        printed += chunk.toString();
        const found = /http:\/\/127\.0\.0\.1:\d+/.exec(printed);
        if (found) resolve(found[0]);
      };
      vite.stdout!.on('data', heard);
      vite.stderr!.on('data', heard);
      vite.once('exit', () => reject(new Error(`Vite ended:\n${printed}`)));
    });
  });
  afterAll(async () => {
    vite?.kill();
    await server.stop();
  });

  it('signs in, changes things and opens its socket through the server that Vite starts', async () => {
    expect(await (await fetch(url)).text()).toContain('@vite/client');
    const post = (path: string, body: object, headers: Record<string, string> = {}) =>
      fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: url, ...headers },
        body: JSON.stringify(body),
      });
    const signedIn = await post('/api/sign-in', { token: server.token });
    expect(signedIn.status).toBe(204);
    const cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!;
    expect(cookie).toMatch(new RegExp(`^keepsake-${new URL(url).port}=`));
    expect((await post('/api/personas', { name: 'Ada' }, { cookie })).status).toBe(201);
    expect((await post('/api/personas', { name: 'Ada' }, { cookie, origin: server.url })).status).toBe(403);
    const socket = io(url, { transports: ['websocket'], extraHeaders: { cookie, origin: url } });
    await new Promise((resolve, reject) => {
      socket.once('connect', () => resolve(1));
      socket.once('connect_error', reject);
    });
    socket.disconnect();
  });
});
