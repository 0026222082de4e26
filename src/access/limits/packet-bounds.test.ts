import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { WebSocket } from 'ws';
import { boundPackets } from './packet-bounds.js';

describe('what comes by a socket', () => {
  const http = createServer();
  const server = new Server(http, { maxHttpBufferSize: 4_000_000 });
  let url: string;
  let heard: unknown[] = [];
  let transport: { readyState: string };

  beforeAll(async () => {
    boundPackets(server);
    server.engine.on('connection', (connection: { transport: typeof transport }) => {
      transport = connection.transport;
    });
    server.on('connection', (socket) => socket.onAny((_name, body) => heard.push(body)));
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/socket.io/?EIO=4&transport=`;
  });
  afterAll(async () => {
    http.closeAllConnections();
    await server.close();
  });

  /** @returns whether the connection is open after all of it */
  const byWebsocket = async (packets: (string | Buffer)[]) => {
    heard = [];
    const socket = new WebSocket(`${url.replace('http', 'ws')}websocket`);
    socket.on('error', () => {});
    const closed = new Promise<boolean>((resolve) => socket.once('close', () => resolve(false)));
    const message = (wanted: string) =>
      new Promise<boolean>((resolve) =>
        socket.on('message', (data) => String(data as Buffer).startsWith(wanted) && resolve(true)),
      );
    const opened = message('0');
    await opened;
    const connected = message('40');
    socket.send('40');
    await connected;
    for (const packet of packets) socket.send(packet);
    const answered = new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 300));
    const isOpen = await Promise.race([closed, answered]);
    socket.terminate();
    return isOpen;
  };

  const byPolling = async (body: string) => {
    heard = [];
    const ask = async (address: string, init: RequestInit = {}) => {
      const answer = await fetch(address, { ...init, headers: { connection: 'close' } });
      return { status: answer.status, text: await answer.text() };
    };
    const own = `${url}polling&sid=${/"sid":"([^"]+)"/.exec((await ask(`${url}polling`)).text)![1]!}`;
    await ask(own, { method: 'POST', body: '40' });
    await ask(own);
    await ask(own, { method: 'POST', body });
    await new Promise((resolve) => setTimeout(resolve, 50));
    // One that is open has nothing to tell.
    const polled = await ask(own, { signal: AbortSignal.timeout(200) }).catch(() => null);
    return polled === null;
  };

  it('is passed on where a client may have sent it', async () => {
    const text = `"[[[[{{{{,,,,${'x'.repeat(1_000_000)}\\"`;
    const packets = [`42["say",{"text":${JSON.stringify(text)}}]`, '4217["say",{"a":[1,2]}]', '3'];
    expect(await byWebsocket(packets)).toBe(true);
    expect(heard).toEqual([{ text }, { a: [1, 2] }]);
    expect(await byPolling(Array(2500).fill('42["say",1]').join('\x1e'))).toBe(true);
    expect(heard).toHaveLength(2500);
  });

  it.each<[string, string | Buffer]>([
    ['is nested', `42["say",${'['.repeat(500)}${']'.repeat(500)}]`],
    ['holds many values', `42["say",[${'0,'.repeat(30_000)}0]]`],
    ['holds many fields', `42["say",{${Array.from({ length: 30_000 }, (_, n) => `"${n}":1`).join(',')}}]`],
    ['is bytes', Buffer.from('say')],
    ['announces bytes', '451-["say",{"_placeholder":true,"num":0}]'],
    ['has a long number', `42${'1'.repeat(100_000)}["say"]`],
    ['has a long namespace', `42/${'x'.repeat(100_000)},["say"]`],
  ])('ends its connection where it %s', async (_, packet) => {
    expect(await byWebsocket([packet])).toBe(false);
    expect(heard).toEqual([]);
    if (typeof packet !== 'string') return;
    expect(await byPolling(packet)).toBe(false);
    expect(heard).toEqual([]);
    // Otherwise it waits half a minute for a request that would be told of its end.
    expect(transport.readyState).toBe('closed');
  });

  it('ends its connection where thousands of packets come at once', async () => {
    expect(await byPolling(Array(5000).fill('42["say",1]').join('\x1e'))).toBe(false);
    expect(heard).toEqual([]);
    expect(await byPolling(Array(500_000).fill('3').join('\x1e'))).toBe(false);
  });
});
