import { describe, expect, it, jest } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from '../src/database/postgres-place.js';
import { newDatabase, newFolder, newUser, query, refusal } from './databases.js';
import { startFakePooler } from './fake-pooler.js';
import { launch, startServer } from './server.js';
import { startStallingProxy } from './stalling-proxy.js';

jest.setTimeout(60_000);

describe('a database', () => {
  it('is refused while another process works on it, which goes on', async () => {
    const first = await startServer();
    expect(await refusal(first.databaseUrl)).toMatch(
      /ended with 1:[^]*Another Keepsake works on this database/,
    );
    expect((await first.call('GET', '/api/characters')).status).toBe(200);
    expect((await first.call('GET', '/health/ready')).status).toBe(200);
    await first.stop('SIGKILL');
    const next = await launch({
      DATA_DIR: await newFolder(),
      DATABASE_URL: first.databaseUrl,
    });
    expect((await next.call('GET', '/health/ready')).status).toBe(200);
    await next.stop();
  });

  it('is refused when a newer version changed it, and nothing is changed in it', async () => {
    const server = await startServer();
    await server.stop();
    await query(
      server.databaseUrl,
      `INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'FromTheFuture9999999999999')`,
    );
    const printed = await refusal(server.databaseUrl);
    expect(printed).toMatch(/newer version of Keepsake/);
    expect(printed).not.toMatch(/^\s+at /m);
  });

  it('is refused in one sentence where rights are missing', async () => {
    const user = await newUser();
    const bare = await newDatabase();
    const printed = await refusal(user.at(bare));
    expect(printed).toContain(`GRANT USAGE, CREATE ON SCHEMA "public" TO "${user.name}"`);
    expect(printed).not.toMatch(/^\s+at /m);
  });

  it('is refused behind a pooler that changes connections between transactions', async () => {
    const pooler = await startFakePooler(await newDatabase());
    expect(await refusal(pooler.url)).toMatch(/pooler[^]*pool_mode = session/);
    await pooler.close();
  });
});

it('searches without regard to case where the database does not fold it', async () => {
  const url = await newDatabase(`ENCODING 'UTF8' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0`);
  const server = await launch({ DATA_DIR: await newFolder(), DATABASE_URL: url });
  const { id: characterId } = (await server.call('POST', '/api/characters', { name: 'Émile' })).body;
  const { id } = (await server.call('POST', '/api/sessions', { characterId })).body;
  await server.call('POST', `/api/sessions/${id}/messages`, { text: 'Ж — ÉTÉ à la plage' });
  const found = await server.call('GET', `/api/sessions/${id}/search?q=${encodeURIComponent('été À')}`);
  expect(found.body.items).toHaveLength(1);
  await server.stop();
});

describe('whether it is ready', () => {
  it('is told within two seconds when the database does not answer, and again when it does', async () => {
    const url = new URL(await newDatabase());
    const proxy = await startStallingProxy(Number(url.port));
    url.port = String(proxy.port);
    const server = await launch({ DATA_DIR: await newFolder(), DATABASE_URL: url.href });
    const ready = async () => {
      const began = performance.now();
      const { status, body } = await server.call('GET', '/health/ready');
      return { status, code: body.code, isLate: performance.now() - began > 2000 };
    };
    expect(await ready()).toMatchObject({ status: 200 });
    proxy.stall();
    for (let n = 0; n < 3; n++)
      expect(await ready()).toEqual({ status: 503, code: 'database_away', isLate: false });
    expect((await server.call('GET', '/health/live')).status).toBe(200);
    proxy.goOn();
    for (let n = 0; n < 20 && (await ready()).status !== 200; n++)
      await new Promise((r) => setTimeout(r, 100));
    expect(await ready()).toMatchObject({ status: 200 });
    await server.stop();
    await proxy.close();
  });

  it('is denied when another version changed the schema', async () => {
    const server = await startServer();
    await query(server.databaseUrl, `INSERT INTO migrations (timestamp, name) VALUES (1, 'Other1')`);
    const { status, body } = await server.call('GET', '/health/ready');
    expect([status, body.code]).toEqual([503, 'schema_of_another_version']);
    await server.stop();
  });
});

it('gives PostgreSQL none of its secrets', async () => {
  if (process.platform !== 'linux') return;
  const dataDir = await newFolder();
  const server = await launch({
    DATA_DIR: dataDir,
    OPENAI_API_KEY: 'sk-very-secret',
    OTHER_PASSWORD: 'hunter2',
  });
  const { home } = await findPlace(dataDir);
  const [pid] = (await readFile(join(home, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
  const environment = await readFile(`/proc/${pid}/environ`, 'utf8');
  expect(environment).toMatch(/PATH=/);
  expect(environment).not.toMatch(/sk-very-secret|hunter2|OWNER_TOKEN/);
  await server.stop();
});
