import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { sample } from '../support/full.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(60_000);

const KEY = 'sk-a-key-of-the-tests-0123456789';
const HEADER = 'a-secret-of-a-gateway-4711';

let server: TestServer;
const others: Server[] = [];

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());
afterEach(() => {
  for (const other of others.splice(0)) {
    other.closeAllConnections();
    other.close();
  }
});

async function answering(listener: RequestListener): Promise<string> {
  const other = createServer(listener);
  others.push(other);
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(other.address() as AddressInfo).port}/v1`;
}

const BOMBS = {
  gzip: gzipSync(Buffer.alloc(50_000_000, ' ')),
  brotli: brotliCompressSync(Buffer.alloc(50_000_000, ' '), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 4 },
  }),
};

/** What a server answers everything with that means no good, or is no model server at all. */
const ANSWERS: [what: string, listener: RequestListener][] = [
  ['bytes', (_, response) => response.end(Buffer.alloc(100_000, 0xfe))],
  ['a page', (_, response) => response.setHeader('content-type', 'text/html').end('<h1>Hello</h1>')],
  ['null', (_, response) => response.setHeader('content-type', 'application/json').end('null')],
  [
    'a list of lists',
    (_, response) =>
      response.setHeader('content-type', 'application/json').end('[[[1]], null, {"choices":{"0":null}}]'),
  ],
  [
    'something deep',
    (_, response) =>
      response.setHeader('content-type', 'application/json').end('{"data":' + '['.repeat(200_000)),
  ],
  [
    'a bomb in gzip',
    (_, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
        .end(BOMBS.gzip),
  ],
  [
    'a bomb in brotli',
    (_, response) =>
      response
        .writeHead(200, { 'content-type': 'text/event-stream', 'content-encoding': 'br' })
        .end(BOMBS.brotli),
  ],
  [
    'without an end',
    (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, '{'))) continue;
      };
      response.on('drain', more);
      more();
    },
  ],
  [
    'one event without an end',
    (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: ');
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, 'x'))) continue;
      };
      response.on('drain', more);
      more();
    },
  ],
  ['half of what it says', (_, response) => response.writeHead(200, { 'content-length': 99 }).end('{"data"')],
  ['and hangs up', (request) => request.socket.destroy()],
];

describe('a server that is none, or means no good', () => {
  it.each(sample(ANSWERS, 1, 3, 7))('is told of when it answers %s', async (_, listener) => {
    const baseUrl = await answering(listener);
    const listed = await server.call('POST', '/api/connections/models', { baseUrl, apiKey: KEY });
    expect(listed.body.code ?? listed.body.models).toEqual(
      listed.status === 200 ? [] : expect.stringMatching(/^model_/),
    );

    const connection = await server.call('POST', '/api/connections', {
      baseUrl,
      apiKey: KEY,
      model: 'm',
      isDefault: true,
    });
    expect(connection.status).toBe(201);
    const tested = await server.call('POST', `/api/connections/${connection.body.id}/test`);
    expect(tested).toMatchObject({
      status: 200,
      body: { error: { code: expect.stringMatching(/^model_/) } },
    });

    const characterId = (await server.call('POST', '/api/characters', { name: 'Mira' })).body.id;
    const session = (await server.call('POST', '/api/sessions', { characterId })).body.id;
    const said = await server.call('POST', `/api/sessions/${session}/messages`, { text: 'Hello.' });
    expect(said.body.code ?? said.body.reply?.status).toMatch(/^model_|^failed$/);
    await server.call('DELETE', `/api/connections/${connection.body.id}`);

    expect((await server.call('GET', '/health/ready')).status).toBe(200);
    expect(server.output()).not.toContain(KEY);
  });

  it.each([301, 302, 307, 308])('leads nobody elsewhere with %i, and no key with them', async (status) => {
    const seen: unknown[] = [];
    const elsewhere = await answering((request, response) => {
      seen.push(request.headers);
      response.end('{"data":[{"id":"theirs"}]}');
    });
    const baseUrl = await answering(({ url }, response) =>
      response.writeHead(status, { location: elsewhere.replace(/\/v1$/, url!) }).end(),
    );
    const wish = { baseUrl, apiKey: KEY, headers: { 'x-gateway': HEADER }, model: 'm' };
    const listed = await server.call('POST', '/api/connections/models', {
      baseUrl,
      apiKey: KEY,
      headers: wish.headers,
    });
    expect(listed).toMatchObject({ status: 502, body: { code: 'model_list_missing' } });
    const { id } = (await server.call('POST', '/api/connections', wish)).body;
    const { body } = await server.call('POST', `/api/connections/${id}/test`);
    expect(body).toMatchObject({ models: [], error: { code: expect.stringMatching(/^model_/) } });
    expect(seen).toEqual([]);
  });

  it('repeats neither key nor headers in what it is told to have said', async () => {
    const baseUrl = await answering(({ headers }, response) =>
      response
        .writeHead(400, { 'content-type': 'application/json' })
        .end(JSON.stringify({ error: { message: `Bad: ${JSON.stringify(headers)}` } })),
    );
    const wish = { baseUrl, apiKey: KEY, headers: { 'x-gateway': HEADER } };
    const listed = await server.call('POST', '/api/connections/models', wish);
    const { id } = (await server.call('POST', '/api/connections', { ...wish, model: 'm' })).body;
    const tested = await server.call('POST', `/api/connections/${id}/test`);
    for (const { body } of [listed, tested]) {
      expect(JSON.stringify(body)).toContain('Bad: ');
      expect(JSON.stringify(body)).not.toContain(HEADER);
      expect(JSON.stringify(body)).not.toContain(KEY);
    }
  });

  it('is told of when it lists more models than anybody has', async () => {
    const data = Array.from({ length: 500_000 }, (_, n) => ({ id: `a-model-${n}` }));
    const list = JSON.stringify({ data });
    const baseUrl = await answering((_, response) => response.end(list));
    const { status, body } = await server.call('POST', '/api/connections/models', { baseUrl });
    expect([status, body.code]).toEqual([502, 'model_list_missing']);
    expect(body.message).toMatch(/too long/);
  });
});

describe('what an owner enters', () => {
  const baseUrl = 'http://127.0.0.1:9/v1';

  it.each([
    ['a key of two lines', { apiKey: 'sk-1\r\nx-evil: 1' }],
    ['a header of two lines', { headers: { 'x-a': 'b\r\nx-evil: 1' } }],
    ['a header that ends in a line break', { headers: { 'x-a': 'b\n' } }],
    ['a header’s name of two lines', { headers: { 'x-a\r\nx-evil': 'b' } }],
    ['a header with a colon in its name', { headers: { 'x-a:': 'b' } }],
    ['a host', { headers: { Host: 'elsewhere' } }],
    ['a length', { headers: { 'Content-Length': '5' } }],
    ['another way to send a body', { headers: { 'Transfer-Encoding': 'chunked' } }],
    ['a proxy’s connection', { headers: { 'Proxy-Connection': 'keep-alive' } }],
    ['another key', { headers: { Authorization: 'Bearer x' } }],
    ['an address with a key in it', { baseUrl: 'http://user:word@127.0.0.1:9/v1' }],
    ['a name that leads to metadata', { baseUrl: 'http://metadata.google.internal/v1' }],
  ])('is refused where it is %s', async (_, wish) => {
    const connected = await server.call('POST', '/api/connections', { baseUrl, ...wish });
    expect([connected.status, connected.body.code]).toEqual([400, 'bad_request']);
    const listed = await server.call('POST', '/api/connections/models', { baseUrl, ...wish });
    expect([listed.status, listed.body.code]).toEqual([400, 'bad_request']);
  });

  it('is one default whatever two windows choose at once', async () => {
    for (const { id } of (await server.call('GET', '/api/connections')).body.items)
      await server.call('DELETE', `/api/connections/${id}`);
    const ids = await Promise.all(
      Array.from({ length: 6 }, async (_, n) => {
        const { body } = await server.call('POST', '/api/connections', { baseUrl, name: `C${n}` });
        return body.id as string;
      }),
    );
    const choices = Array.from({ length: 30 }, (_, n) =>
      server.call('PATCH', `/api/connections/${ids[n % ids.length]}`, {
        isDefault: true,
        isBackground: n % 2 === 0,
      }),
    );
    for (const { status, body } of await Promise.all(choices))
      expect([status, body.code]).toEqual([200, undefined]);
    const { items } = (await server.call('GET', '/api/connections')).body;
    expect(items.filter((one: { isDefault: boolean }) => one.isDefault)).toHaveLength(1);
  });

  it('is changed once where two windows change the same', async () => {
    const { body } = await server.call('POST', '/api/connections', { baseUrl, name: 'One' });
    const changes = ['A', 'B', 'C', 'D'].map((name) =>
      server.call('PATCH', `/api/connections/${body.id}`, { name, revision: body.revision }),
    );
    const statuses = (await Promise.all(changes)).map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 409, 409, 409]);
  });
});
