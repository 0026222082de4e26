import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { chmod, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { io } from 'socket.io-client';
import { DataSource } from 'typeorm';
import { locatePostgres } from '../../src/database/embedded/postgres-location.js';
import { startFakeModel } from '../support/fakes/fake-model.js';
import { launch, startServer, type TestServer } from '../support/server.js';

jest.setTimeout(60_000);

describe('the gate', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  /** As a stranger might send it. */
  const ask = (path: string, headers: Record<string, string>, method = 'GET') =>
    new Promise<{ status: number; cookie: string }>((resolve, reject) => {
      request(server.url + path, { method, headers }, (response) => {
        response.resume();
        resolve({ status: response.statusCode!, cookie: response.headers['set-cookie']?.[0] ?? '' });
      })
        .on('error', reject)
        .end();
    });

  it('lets nobody in without a token or a cookie, but to health and the client', async () => {
    for (const path of [
      '/api/characters',
      '/api/openapi.json',
      '/API/characters',
      '/v1/models',
      '/metrics',
    ]) {
      expect((await ask(path, {})).status).toBe(401);
    }
    expect((await ask('/health/live', {})).status).toBe(200);
    expect((await ask('/', {})).status).toBe(200);
    expect((await ask('/assets/missing.js', {})).status).toBe(401);
    expect((await ask('/api/openapi.json', { authorization: `Bearer ${server.token}` })).status).toBe(200);
    await expect(
      new Promise((resolve, reject) =>
        io(server.url, { transports: ['websocket'], reconnection: false })
          .once('connect', () => resolve(1))
          .once('connect_error', reject),
      ),
    ).rejects.toThrow(/Sign in/);
  });

  it('refuses a host or an origin that it does not know', async () => {
    const bearer = { authorization: `Bearer ${server.token}` };
    expect((await ask('/api/characters', { ...bearer, host: 'evil.example' })).status).toBe(403);
    expect((await ask('/', { host: 'evil.example' })).status).toBe(403);
    expect((await ask('/api/characters', { ...bearer, origin: 'http://evil.example' })).status).toBe(403);
    expect((await ask('/api/characters', { ...bearer, origin: 'http://localhost:9' })).status).toBe(403);
    expect((await ask('/api/characters', { ...bearer, origin: server.url })).status).toBe(200);
    expect((await ask('/assets/missing.js', bearer)).status).toBe(404);
  });

  it('changes the code of the printed link for a cookie, once', async () => {
    const code = server.signInLink.split('#sign-in=')[1];
    const signIn = () =>
      fetch(`${server.url}/api/sign-in`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code }),
      });
    const first = await signIn();
    expect(first.status).toBe(204);
    const cookie = first.headers.get('set-cookie')!;
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect((await signIn()).status).toBe(401);
    const signedIn = { cookie: cookie.split(';')[0]! };
    expect((await ask('/api/characters', signedIn)).status).toBe(200);
    expect((await ask('/api/sign-out', signedIn, 'POST')).status).toBe(403);
    expect((await ask('/api/sign-out', { ...signedIn, origin: server.url }, 'POST')).status).toBe(204);
    expect((await ask('/api/characters', signedIn)).status).toBe(401);
  });
});

describe('the embedded database', () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'keepsake-own-'));
    await chmod(dataDir, 0o711);
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  it('survives a killed process, is held by one process at a time, and stops with it', async () => {
    const first = await launch({ DATA_DIR: dataDir });
    const { body } = await first.call('POST', '/api/characters', { name: '留念' });
    await expect(launch({ DATA_DIR: dataDir })).rejects.toThrow(/already running/);
    await first.stop('SIGKILL');
    const second = await launch({ DATA_DIR: dataDir });
    expect((await second.call('GET', `/api/characters/${body.id}`)).body.name).toBe('留念');
    expect(await second.stop()).toBe(0);
    const third = await launch({ DATA_DIR: dataDir });
    expect((await third.call('GET', `/api/characters/${body.id}`)).status).toBe(200);
    expect(await third.stop('SIGINT')).toBe(0);
  });

  it('is started again when it is killed in the middle of a turn, whose reply is kept', async () => {
    const model = await startFakeModel();
    const server = await launch({
      DATA_DIR: dataDir,
      OPENAI_BASE_URL: model.url,
      OPENAI_API_KEY: 'k',
      MODEL: 'fake-1',
    });
    const { id: characterId } = (await server.call('POST', '/api/characters', { name: '留念' })).body;
    const { id } = (await server.call('POST', '/api/sessions', { characterId })).body;
    const path = `/api/sessions/${id}/messages`;
    const reply = 'Word by word. '.repeat(20);
    model.next({ reply, chunkDelayMs: 20 });
    const turn = server.call('POST', path, { text: 'Tell me.' });
    await model.received(1);
    const { home } = await locatePostgres(dataDir);
    const [postmaster] = (await readFile(join(home, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
    process.kill(Number(postmaster), 'SIGKILL');
    const away = await server.call('GET', '/health/ready');
    if (away.status !== 200) expect([away.status, away.body.code]).toEqual([503, 'database_away']);
    const told = await turn;
    // Where the database takes long to come back, the request is told so and the turn goes on.
    if (told.status === 503) expect(told.body.code).toBe('database_away');
    else expect(told.body).toMatchObject({ reply: { content: reply, status: 'complete' } });
    const stored = async () => (await server.call('GET', path)).body.items;
    let items = await stored();
    for (; items?.[1]?.status !== 'complete'; items = await stored())
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect(items.map(({ content }: { content: string }) => content)).toEqual(['Tell me.', reply]);
    expect((await server.call('POST', path, { text: 'And?' })).status).toBe(200);
    expect(await server.stop()).toBe(0);
    await model.close();
  });

  it('is not taken for alive when it was killed and nobody has collected it', async () => {
    if (process.platform !== 'linux') return;
    // A shell that becomes something which never asks after its children leaves a dead one behind.
    const named = join(dataDir, 'postgres-that-was');
    await symlink('/bin/sleep', named);
    const parent = spawn('/bin/sh', ['-c', `"${named}" 0.05 & echo $!; exec sleep 60`]);
    try {
      const [printed] = (await once(parent.stdout, 'data')) as [Buffer];
      const dead = Number(printed.toString());
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(await readFile(`/proc/${dead}/stat`, 'utf8')).toContain(') Z ');
      const { home } = await locatePostgres(dataDir);
      const cluster = join(home, 'postgres');
      await writeFile(
        join(cluster, 'postmaster.pid'),
        `${dead}\n${cluster}\n1700000000\n59999\n\n127.0.0.1\n1 1\nready   \n`,
      );
      await writeFile(join(dataDir, 'keepsake.pid'), `${dead}\n\n`);
      const server = await launch({ DATA_DIR: dataDir });
      expect((await server.call('GET', '/api/characters')).status).toBe(200);
      expect(await server.stop()).toBe(0);
    } finally {
      parent.kill('SIGKILL');
    }
  });

  it('is at rest when nobody reads what it prints', async () => {
    if (process.platform !== 'linux') return;
    const server = await startServer({ LOG_LEVEL: 'verbose' });
    const client = new pg.Client(server.databaseUrl);
    await client.connect();
    await client.query('ALTER TABLE characters RENAME TO elsewhere');
    expect((await server.call('GET', '/api/characters')).status).toBe(500);
    // The log names our files, not those of the build.
    expect(server.output()).toMatch(/\(src\/characters\/\S+\.ts:\d+:\d+\)/);
    server.hangUp();
    expect((await server.call('GET', '/api/characters')).status).toBe(500); // and is logged
    await client.query('ALTER TABLE elsewhere RENAME TO characters');
    await client.end();
    const rest = () => new Promise((resolve) => setTimeout(resolve, 1000));
    const ticks = async () => {
      const fields = (await readFile(`/proc/${server.pid}/stat`, 'utf8')).split(') ')[1]!.split(' ');
      return Number(fields[11]) + Number(fields[12]);
    };
    await rest();
    const shares: number[] = [];
    for (let before = await ticks(); shares.length < 3;) {
      await rest();
      const now = await ticks();
      shares.push((now - before) / 100);
      before = now;
    }
    expect(Math.min(...shares)).toBeLessThan(0.2);
    expect((await server.call('GET', '/api/characters')).status).toBe(200);
    await server.stop();
  });

  it('names a variable that is wrong', async () => {
    await expect(launch({ DATA_DIR: dataDir, MODEL_CONTEXT_WINDOW: 'large' })).rejects.toThrow(
      /MODEL_CONTEXT_WINDOW/,
    );
  });
});

describe('the schema', () => {
  it('is the same in migrations and entities', async () => {
    const server = await startServer();
    const { databaseOptions } = (await import('../../dist/src/database/database-options.js' as string)) as {
      databaseOptions(url: string): object;
    };
    const source = new DataSource({
      ...databaseOptions(server.databaseUrl),
      entities: ['dist/src/**/*.entity.js'],
    } as never);
    await source.initialize();
    const tables = await source.query(
      `SELECT count(*)::int AS count FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migrations'`,
    );
    expect(source.entityMetadatas).toHaveLength(tables[0].count);
    const { upQueries } = await source.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
    await source.destroy();
    await server.stop();
  });
});
