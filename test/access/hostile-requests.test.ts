import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { request } from 'node:http';
import { connect } from 'node:net';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import pg from 'pg';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(90_000);

describe('requests that mean no good', () => {
  let model: FakeModel;
  let server: TestServer;
  let temporary: string;
  let characterId: string;
  let sessionId: string;

  beforeAll(async () => {
    model = await startFakeModel();
    temporary = await mkdtemp(join(tmpdir(), 'keepsake-tmp-'));
    const env = { OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake-1', TMPDIR: temporary };
    server = await startServer(env);
    characterId = (await server.call('POST', '/api/characters', { name: 'Mira' })).body.id;
    sessionId = (await server.call('POST', '/api/sessions', { characterId })).body.id;
  });
  afterAll(async () => {
    expect(server.output()).not.toMatch(/Uncaught|Unhandled/);
    await server.stop();
    await model.close();
    await rm(temporary, { recursive: true });
  });

  const inSession = (path: string) => `/api/sessions/${sessionId}${path}`;
  const raw = (path: string, headers: Record<string, string>, body: Uint8Array | string) =>
    fetch(server.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json', ...headers },
      body: body as never,
    }).then(async (response) => ({
      status: response.status,
      body: (await response.json()) as { code: string },
    }));

  it.each([
    ['clientId', () => inSession('/messages'), { text: 'Hi', clientId: 'a\0b\ud800' }],
    ['a title', () => inSession(''), { title: 'a\0b\ud800' }],
    ['a pasted text', () => '/api/ingests', { text: 'a\0b\ud800. '.repeat(40) }],
    ['a link', () => '/api/ingests', { url: 'http://example.org/\0\ud800' }],
    ['a rule', () => inSession('/rules'), { text: 'a\0b\ud800' }],
    [
      'the name of a conversation',
      () => '/v1/chat/completions',
      {
        model: '',
        user: 'a\0b\ud800',
        messages: [{ role: 'user', content: 'Hi' }],
      },
    ],
  ])('zero characters and halves of pairs in %s lose nothing', async (_, path, body) => {
    const filled = 'model' in body ? { ...body, model: characterId } : body;
    const method = 'title' in body ? 'PATCH' : 'POST';
    expect((await server.call(method, path(), filled)).status).toBeLessThan(300);
  });

  it.each([
    ['sections/99999999999', () => '/api/sources/11111111-1111-4111-8111-111111111111/sections/99999999999'],
    ['versions/2147483648', () => `/api/characters/${characterId}/versions/2147483648`],
    ['a search for nothing that is a character', () => inSession('/search?q=%00')],
    ['a cursor that is none', () => '/api/sessions?before=%00'],
    ['a date before all dates', () => inSession('/messages?at=0000-01-01')],
    ['a list for a number', () => inSession('/messages?limit=1&limit=2')],
  ])('%s is answered in words', async (_, path) => {
    expect((await server.call('GET', path())).status).toBeLessThan(500);
  });

  it('what is too deep, too large or packed too well is refused', async () => {
    const deep = await raw('/api/characters', {}, `{"name":"x","sheet":${'['.repeat(100_000)}`);
    expect([deep.status, deep.body.code]).toEqual([400, 'bad_request']);
    const large = await raw('/api/characters', {}, JSON.stringify({ name: 'x'.repeat(5_000_000) }));
    expect([large.status, large.body.code]).toEqual([413, 'file_too_large']);
    const packed = gzipSync(Buffer.alloc(50_000_000, ' '));
    const bomb = await raw('/api/characters', { 'content-encoding': 'gzip' }, packed);
    expect([bomb.status, bomb.body.code]).toEqual([413, 'file_too_large']);
  });

  it('a token in an address, or a path in disguise, opens nothing', async () => {
    for (const path of [
      `/api/characters?token=${server.token}`,
      '//api/characters',
      '/api%2fcharacters',
      '/%61pi/characters',
      '/%6detrics',
      '/health/../api/characters',
      '/health/..%2fapi%2fcharacters',
      '/..%2fpackage.json',
      '/assets/../../../package.json',
      '/.keepsake/owner-token',
    ]) {
      const status = await new Promise((resolve, reject) => {
        request(server.url, { path }, (response) => resolve(response.resume().statusCode))
          .on('error', reject)
          .end();
      });
      expect([400, 401, 404]).toContain(status);
    }
  });

  it('events of sockets in any form are acknowledged, and unknown ones change nothing', async () => {
    const socket = await server.socket();
    const emit = (name: string, ...body: unknown[]) =>
      (
        socket as unknown as { emitWithAck(name: string, ...body: unknown[]): Promise<{ code: string }> }
      ).emitWithAck(name, ...body);
    const odd = [
      null,
      5,
      'x',
      [],
      {},
      { sessionId: [] },
      { sessionId: 7, clientId: {}, text: 7 },
      { turnId: 'x' },
    ];
    for (const name of [
      'session.open',
      'message.send',
      'message.edit',
      'turn.stop',
      'turn.continue',
      'draft.write',
    ])
      for (const body of odd)
        expect({ name, body, ...(await emit(name, body)) }).toMatchObject({ code: 'bad_request' });
    socket.emit('message.send', { sessionId } as never, undefined as never);
    (socket as unknown as { emit(name: string): void }).emit('no.such.event');
    const ack = await emit('message.send', { sessionId, clientId: 'z\0\ud800', text: 'Still here?' });
    expect(ack).toMatchObject({ ok: true });
  });

  it('uploads that stop midway and listeners that vanish leave nothing behind', async () => {
    const half = (path: string) =>
      new Promise<void>((resolve) => {
        const body = `--x\r\nContent-Disposition: form-data; name="file"; filename="a.zip"\r\n\r\n${'PK'.repeat(50_000)}`;
        const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => {
          socket.write(
            `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${server.token}\r\n` +
              `Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 10000000\r\n\r\n${body}`,
            () => setTimeout(() => socket.destroy(), 100),
          );
        });
        socket.on('close', () => resolve());
        socket.on('error', () => {});
      });
    await Promise.all(
      ['/api/restore', '/api/ingests', '/api/characters/import', inSession('/import')].flatMap((path) => [
        half(path),
        half(path),
      ]),
    );
    for (let n = 0; n < 20; n++) {
      const gone = new AbortController();
      model.next({ reply: 'a long answer '.repeat(30), chunkDelayMs: 5 });
      const response = await fetch(server.url + inSession('/messages'), {
        method: 'POST',
        headers: {
          authorization: `Bearer ${server.token}`,
          'content-type': 'application/json',
          accept: 'text/event-stream',
        },
        body: JSON.stringify({ text: `Leaving ${n}` }),
        signal: gone.signal,
      });
      expect(response.status).toBe(200);
      gone.abort();
    }
    const { body } = await server.call('POST', inSession('/messages'), { text: 'I stay.' });
    expect(body.reply.status).toBe('complete');
    const { items } = (await server.call('GET', inSession('/messages?limit=500'))).body;
    const said = (items as { content: string }[]).filter(({ content }) => content.startsWith('Leaving'));
    expect(said).toHaveLength(20);
    expect(await readdir(temporary)).toEqual([]);
  });

  it('a backup that the database breaks off is no whole one, and holds nothing up', async () => {
    const database = new pg.Client(server.databaseUrl);
    await database.connect();
    await database.query('ALTER TABLE rules RENAME TO elsewhere');
    for (let n = 0; n < 25; n++) {
      const whole = fetch(`${server.url}/api/backup`, {
        headers: { authorization: `Bearer ${server.token}` },
      }).then((response) => response.arrayBuffer());
      await expect(whole).rejects.toThrow();
    }
    await database.query('ALTER TABLE elsewhere RENAME TO rules');
    await database.end();
    expect((await server.call('GET', '/health/ready')).status).toBe(200);
    expect((await server.call('GET', '/api/backup')).status).toBe(200);
  });

  it('many at once are all answered', async () => {
    const ids = await Promise.all(
      Array.from({ length: 300 }, (_, n) =>
        server.call('POST', inSession('/rules'), { text: `Rule ${n}` }).then(({ body }) => body.id as string),
      ),
    );
    expect(new Set(ids).size).toBe(300);
    const gone = await Promise.all(ids.map((id) => server.call('DELETE', inSession(`/rules/${id}`))));
    expect(gone.every(({ status }) => status === 204)).toBe(true);
    const twins = await Promise.all(
      Array.from({ length: 50 }, () =>
        server.call('POST', inSession('/messages'), { text: 'Once.', clientId: 'the same' }),
      ),
    );
    expect(new Set(twins.map(({ body }) => body.message.id)).size).toBe(1);
    expect(new Set(twins.map(({ body }) => body.reply.id)).size).toBe(1);
  });
});
