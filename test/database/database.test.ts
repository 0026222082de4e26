import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { newDatabase, newFolder, newUser, query, refusal } from '../support/databases.js';
import { startFakePooler } from '../support/fakes/fake-pooler.js';
import { launch, startServer, type TestServer } from '../support/server.js';
import { startStallingProxy } from '../support/stalling-proxy.js';

jest.setTimeout(60_000);

describe('a database', () => {
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

describe('whether it is ready', () => {
  let proxy: Awaited<ReturnType<typeof startStallingProxy>>;
  let server: TestServer;
  let databaseUrl: string;
  beforeAll(async () => {
    databaseUrl = await newDatabase();
    const url = new URL(databaseUrl);
    proxy = await startStallingProxy(Number(url.port));
    url.port = String(proxy.port);
    server = await launch({ DATA_DIR: await newFolder(), DATABASE_URL: url.href });
  });
  afterAll(async () => {
    await server.stop();
    await proxy.close();
  });

  it('is told within two seconds when the database does not answer, and again when it does', async () => {
    const ready = async () => {
      const began = performance.now();
      const { status, body } = await server.call('GET', '/health/ready');
      return { status, code: body.code, isLate: performance.now() - began > 2000 };
    };
    expect(await ready()).toMatchObject({ status: 200 });
    proxy.stall();
    for (let n = 0; n < 2; n++)
      expect(await ready()).toEqual({ status: 503, code: 'database_away', isLate: false });
    expect((await server.call('GET', '/health/live')).status).toBe(200);
    proxy.goOn();
    for (let n = 0; n < 20 && (await ready()).status !== 200; n++)
      await new Promise((r) => setTimeout(r, 100));
    expect(await ready()).toMatchObject({ status: 200 });
  });

  it('is denied when another version changed the schema', async () => {
    await query(databaseUrl, `INSERT INTO migrations (timestamp, name) VALUES (1, 'Other1')`);
    const { status, body } = await server.call('GET', '/health/ready');
    expect([status, body.code]).toEqual([503, 'schema_of_another_version']);
  });
});
