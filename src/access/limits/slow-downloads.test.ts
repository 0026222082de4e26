import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Response } from 'express';
import { sendStream } from './slow-downloads.js';

describe('a stream as an answer', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  /** Serves one stream; tells how its sending ended, and whether the stream was closed. */
  const serve = async (stream: Readable, idleMs: number) => {
    let over = () => {};
    const sent = new Promise<void>((resolve) => (over = resolve));
    server = createServer((_, response) => void sendStream(response as Response, stream, idleMs).then(over));
    await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const answer = await new Promise<IncomingMessage>((resolve) => {
      get({ port, host: '127.0.0.1' }, resolve).on('error', () => undefined);
    });
    answer.on('error', () => undefined);
    return { answer, sent };
  };
  const endless = () =>
    new Readable({
      read() {
        this.push(Buffer.alloc(65_536));
      },
    });

  it('is cut off where its client takes nothing', async () => {
    const stream = endless();
    const { answer, sent } = await serve(stream, 200);
    answer.pause();
    await sent;
    expect(stream.destroyed).toBe(true);
  });

  it('goes on to a client that is slow, and waits for a stream that is', async () => {
    let n = 0;
    const slow = new Readable({
      read() {
        setTimeout(() => this.push(n++ < 8 ? Buffer.alloc(65_536) : null), 100);
      },
    });
    const { answer, sent } = await serve(slow, 100);
    let bytes = 0;
    for await (const chunk of answer as AsyncIterable<Buffer>) bytes += chunk.length;
    await sent;
    expect(bytes).toBe(8 * 65_536);
  });

  it('ends with its client', async () => {
    const stream = endless();
    const { answer, sent } = await serve(stream, 60_000);
    answer.once('data', () => answer.destroy());
    await sent;
    expect(stream.destroyed).toBe(true);
  });
});
