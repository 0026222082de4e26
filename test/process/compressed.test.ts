import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(60_000);

const NOVEL = Array.from(
  { length: 60 },
  (_, n) => `“It is late,” said Mira ${n}. The lamp had gone out. “Stay,” said Tom, who kept the ferry.`,
).join('\n\n');

describe('answers on the wire', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(async () => {
    await server.stop();
  });

  /** As it comes, not unpacked. */
  const raw = (path: string, headers: Record<string, string> = {}, method = 'GET', body = '') =>
    new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
      const asked = request(
        server.url + path,
        { method, headers: { authorization: `Bearer ${server.token}`, ...headers } },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('end', () =>
            resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(parts) }),
          );
        },
      );
      asked.on('error', reject);
      asked.end(body);
    });

  it('are packed where they are JSON, by what is accepted', async () => {
    const plain = await raw('/api/openapi.json');
    expect(plain.headers['content-encoding']).toBeUndefined();
    for (const [accepted, unpack] of [
      ['br', brotliDecompressSync],
      ['gzip', gunzipSync],
    ] as const) {
      const packed = await raw('/api/openapi.json', { 'accept-encoding': accepted });
      expect(packed.headers).toMatchObject({
        'content-encoding': accepted,
        vary: expect.stringMatching(/accept-encoding/i),
      });
      expect(packed.body.length).toBeLessThan(plain.body.length / 4);
      expect(unpack(packed.body).equals(plain.body)).toBe(true);
    }
    // Also what is sent in pieces.
    const { items } = (await server.call('GET', '/api/characters')).body;
    const sheet = await raw(`/api/characters/${items[0].id}`, { 'accept-encoding': 'gzip' });
    expect(JSON.parse(gunzipSync(sheet.body).toString()).id).toBe(items[0].id);
  });

  it('are not packed where they are files or streams of events', async () => {
    const { items } = (await server.call('GET', '/api/characters')).body;
    const packs = { 'accept-encoding': 'br, gzip' };
    for (const path of [`/api/characters/${items[0].id}/export?format=json`, '/api/backup'])
      expect({ path, packed: (await raw(path, packs)).headers['content-encoding'] }).toEqual({
        path,
        packed: undefined,
      });
    const body = JSON.stringify({
      model: items[0].id,
      stream: true,
      messages: [{ role: 'user', content: 'Hello?' }],
    });
    const stream = await raw(
      '/v1/chat/completions',
      { ...packs, 'content-type': 'application/json' },
      'POST',
      body,
    );
    expect(stream.headers['content-type']).toMatch(/event-stream/);
    expect(stream.headers['content-encoding']).toBeUndefined();
    expect(stream.body.toString()).toMatch(/\[DONE\]/);
  });

  it('of a list are not sent again while nothing has changed', async () => {
    for (const path of ['/api/characters', '/api/sessions', '/api/ingests']) {
      const { etag } = (await raw(path)).headers as { etag: string };
      expect({ path, status: (await raw(path, { 'if-none-match': etag })).status }).toEqual({
        path,
        status: 304,
      });
      expect((await raw(path, { 'if-none-match': etag, 'accept-encoding': 'gzip' })).status).toBe(304);
    }
    const { etag } = (await raw('/api/characters')).headers as { etag: string };
    await server.call('POST', '/api/characters', { name: 'New' });
    expect((await raw('/api/characters', { 'if-none-match': etag })).status).toBe(200);
  });

  it('are the files that the build has packed, which never change where they have a hash', async () => {
    const script = readdirSync('client/dist/assets').find((name) => /^index-.*\.js$/.test(name))!;
    const file = readFileSync(`client/dist/assets/${script}`);
    const plain = await raw(`/assets/${script}`);
    expect(plain.headers).toMatchObject({ 'cache-control': 'public, max-age=31536000, immutable' });
    expect(plain.body.equals(file)).toBe(true);
    for (const [accepted, form, unpack] of [
      ['br, gzip', 'br', brotliDecompressSync],
      ['gzip', 'gzip', gunzipSync],
    ] as const) {
      const packed = await raw(`/assets/${script}`, { 'accept-encoding': accepted });
      expect(packed.headers).toMatchObject({
        'content-encoding': form,
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'public, max-age=31536000, immutable',
        vary: expect.stringMatching(/accept-encoding/i),
        'content-length': String(packed.body.length),
      });
      expect(unpack(packed.body).equals(file)).toBe(true);
    }
    const page = await raw('/', { 'accept-encoding': 'br' });
    expect(page.headers).toMatchObject({
      'cache-control': 'no-cache',
      'content-type': expect.stringMatching(/^text\/html/),
    });
    expect((await raw('/assets/nothing.js', { 'accept-encoding': 'br' })).status).toBe(404);
  });

  it('of lists are light: what is opened stays whole', async () => {
    const { body } = await server.call('POST', '/api/ingests', { text: NOVEL });
    const whole = await server.settled(body.id);
    expect(whole.cast.length).toBeGreaterThan(0);
    const [listed] = (await server.call('GET', '/api/ingests')).body.items;
    expect(listed).toMatchObject({
      id: body.id,
      status: whole.status,
      title: whole.title,
      progress: whole.progress,
    });
    for (const left of ['cast', 'talks', 'flags', 'offers', 'doubts', 'questions'])
      expect(listed).not.toHaveProperty(left);
    const { items } = (await server.call('GET', '/api/characters')).body;
    const { body: session } = await server.call('POST', '/api/sessions', { characterId: items[0].id });
    await server.call('POST', `/api/sessions/${session.id}/messages`, { text: 'Hello?' });
    const [shown] = (await server.call('GET', '/api/sessions')).body.items;
    expect(shown).toMatchObject({ id: session.id, characterName: items[0].name, avatarHash: null });
    for (const left of ['receipt', 'members', 'persona', 'note']) expect(shown).not.toHaveProperty(left);
    expect((await server.call('GET', `/api/sessions/${session.id}`)).body).toMatchObject({
      receipt: {},
      members: [{}, {}],
    });
  });
});
