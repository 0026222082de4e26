import { afterEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { openOwnersSocket } from '../../network/owners-socket.js';
import { WecomSocket } from './wecom-socket.js';

const NO_END = new AbortController().signal;
const BOT = { bot_id: 'b', secret: 's' };

describe('a platform that speaks no protocol', () => {
  const servers: Server[] = [];
  afterEach(() => servers.splice(0).forEach((server) => server.close()));

  /** What is sent over a socket that has just been opened. */
  async function serve(bytes: (socket: Socket) => void) {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', (head) => {
        const key = /Sec-WebSocket-Key: (.*)\r\n/i.exec(head.toString())![1]!;
        const accept = createHash('sha1')
          .update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
          .digest('base64');
        socket.write(
          `HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
        );
        bytes(socket);
      });
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const heard: string[] = [];
    const take = async (_reqId: string, { text }: { text: string }) => void heard.push(text);
    const socket = new WecomSocket(await openOwnersSocket(address, { maxPayload: 1024 }, NO_END), {
      message: take,
      come: take,
    });
    const ended = socket
      .serve(BOT, () => undefined, NO_END)
      .then(
        () => 'ended',
        (error: { code?: string }) => error.code,
      );
    return { socket, heard, ended };
  }
  const frame = (value: object) => {
    const text = Buffer.from(JSON.stringify(value));
    return Buffer.concat([Buffer.from([0x81, 126, text.length >> 8, text.length & 255]), text]);
  };
  const BROKEN = Buffer.from([0xff, 0xff, 0xff, 0xff]);

  it('ends the connection and nothing else', async () => {
    const replaced = frame({
      cmd: 'aibot_event_callback',
      headers: { req_id: 'r' },
      body: { event: { eventtype: 'disconnected_event' } },
    });
    expect(await (await serve((socket) => socket.write(Buffer.concat([replaced, BROKEN])))).ended).toBe(
      'replaced',
    );
    expect(await (await serve((socket) => socket.write(BROKEN))).ended).toBe('ended');
    const large = frame({ text: 'x'.repeat(2000) });
    expect(await (await serve((socket) => socket.write(large))).ended).toBe('ended');
    expect(await (await serve((socket) => void socket.destroy())).ended).toBe('ended');
  });

  it('leaves nobody waiting', async () => {
    const { socket, ended } = await serve((raw) => setTimeout(() => raw.destroy(), 100));
    const asked = [socket.ask('a', 'r', {}), socket.ask('b', 'r', {})];
    for (const one of asked) await expect(one).rejects.toThrow('The connection has ended.');
    expect(await ended).toBe('ended');
    await expect(socket.ask('c', 'r', {})).rejects.toMatchObject({ code: 'not_connected' });
  });

  it('has its answers told apart, and its nonsense left', async () => {
    const said = (errcode: unknown, more = {}) =>
      frame({ headers: { req_id: 'r' }, errcode, errmsg: 'x', ...more });
    const { socket, ended, heard } = await serve((raw) => {
      setTimeout(() => {
        for (const nonsense of [
          said('0'),
          said(null),
          said(0, { headers: null }),
          frame([]),
          frame({ cmd: 'x' }),
        ])
          raw.write(nonsense);
        raw.write(Buffer.concat([said(0), said(45009), said(0)]));
        setTimeout(() => raw.destroy(), 100);
      }, 100);
    });
    const [first, second] = [socket.ask('a', 'r', {}), socket.ask('b', 'r', {})];
    await expect(second).rejects.toMatchObject({ code: 'rate_limited', retryAfterMs: 20_000 });
    await expect(first).resolves.toBeUndefined();
    expect(await ended).toBe('ended');
    expect(heard).toEqual([]);
  });
});
