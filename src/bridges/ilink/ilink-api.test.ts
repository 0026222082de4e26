import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ILinkApi, Nonsense } from './ilink-api.js';

describe('a question to iLink', () => {
  let server: Server | undefined;
  let api: ILinkApi;
  const end = () => {
    api.close();
    server?.closeAllConnections();
    server?.close();
    server = undefined;
  };
  afterEach(end);

  const answering = async (answer: RequestListener) => {
    if (server) end();
    const begun = (server = createServer(answer));
    await new Promise<void>((resolve) => begun.listen(0, '127.0.0.1', resolve));
    api = new ILinkApi(`http://127.0.0.1:${(begun.address() as AddressInfo).port}`, 'a-token');
  };
  const ask = (withinMs = 5000, signal?: AbortSignal) =>
    api.post('getupdates', { get_updates_buf: '' }, { withinMs, ...(signal && { signal }) });
  const says = (status: number, body: string) =>
    answering((_, response) => void response.writeHead(status).end(body));

  it('has the headers and the body that are wanted', async () => {
    let asked: unknown;
    await answering((request, response) => {
      request.setEncoding('utf8').once('data', (body: string) => {
        asked = { url: request.url, headers: request.headers, body: JSON.parse(body) as unknown };
        response.end('{"ret":0}');
      });
    });
    expect(await ask()).toMatchObject({ code: 0 });
    expect(asked).toMatchObject({
      url: '/ilink/bot/getupdates',
      headers: {
        authorization: 'Bearer a-token',
        authorizationtype: 'ilink_bot_token',
        'content-type': 'application/json',
        'ilink-app-id': 'bot',
        'ilink-app-clientversion': '132105',
        'x-wechat-uin': expect.stringMatching(/^[A-Za-z0-9+/]+=*$/),
      },
      body: { get_updates_buf: '', base_info: { channel_version: '2.4.9', bot_agent: 'Keepsake/0.1' } },
    });
  });

  it.each([
    [200, '{"ret":-14}', 'session_over'],
    [200, '{"errcode":-14}', 'session_over'],
    [401, '', 'session_over'],
    [200, '{"ret":-2,"errmsg":"x"}', 'rate_limited'],
    [429, '', 'rate_limited'],
    [200, '{"ret":-1}', 'refused'],
    [404, '<html>', 'refused'],
  ])('is refused by %i %s: %s', async (status, body, code) => {
    await says(status, body);
    await expect(ask()).rejects.toMatchObject({ name: 'PlatformRefusal', code });
  });

  it.each([
    [200, '<html>'],
    [200, ''],
    [200, '{"ret":1e999}'],
    [500, '{"ret":0}'],
    [302, ''],
    [204, ''],
  ])('is answered by nonsense: %i %j', async (status, body) => {
    await says(status, body);
    await expect(ask()).rejects.toBeInstanceOf(Nonsense);
  });

  it('ends, whatever comes: nothing, byte by byte, without an end, or a line that is cut', async () => {
    await answering(() => undefined);
    await expect(ask(50)).rejects.toThrow();
    await answering((_, response) => {
      response.write('{');
      const drip = setInterval(() => response.write(' '), 10);
      response.on('close', () => clearInterval(drip));
    });
    await expect(ask(100)).rejects.toThrow();
    await answering((_, response) => {
      const more = () => {
        while (response.write(Buffer.alloc(1 << 20, 0x20)));
      };
      response.on('drain', more);
      more();
    });
    await expect(ask()).rejects.toBeInstanceOf(Nonsense);
    await answering((request) => void request.socket.destroy());
    await expect(ask()).rejects.not.toMatchObject({ name: 'PlatformRefusal' });
  });

  it('ends when whoever asks goes away, and is not sent where nobody listens', async () => {
    await answering(() => undefined);
    const ending = new AbortController();
    const asked = ask(60_000, ending.signal);
    ending.abort();
    await expect(asked).rejects.toThrow();
    await expect(ask(60_000, ending.signal)).rejects.toThrow();
    server!.closeAllConnections();
    await new Promise((resolve) => server!.close(resolve));
    await expect(ask()).rejects.toMatchObject({ code: 'not_connected', retryAfterMs: expect.any(Number) });
  });
});
