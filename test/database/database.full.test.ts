import { describe, expect, it, jest } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { locatePostgres } from '../../src/database/embedded/postgres-location.js';
import { newDatabase, newFolder, newUser, query, refusal } from '../support/databases.js';
import { launch, startServer, type TestServer } from '../support/server.js';
import { startStallingProxy } from '../support/stalling-proxy.js';

jest.setTimeout(240_000);

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

  it('is refused when it holds the tables of another program', async () => {
    const url = await newDatabase();
    await query(url, `CREATE TABLE migrations (id serial, timestamp bigint, name text)`);
    await query(url, `INSERT INTO migrations (timestamp, name) VALUES (1, 'Theirs1')`);
    expect(await refusal(url)).toMatch(/another program/);
    expect(await query(url, `SELECT FROM pg_tables WHERE tablename = 'sessions'`)).toEqual([]);
  });

  it.each(['LATIN1', 'SQL_ASCII', 'EUC_JP'])('is refused in %s', async (encoding) => {
    const url = await newDatabase(
      `ENCODING '${encoding}' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0`,
    );
    expect(await refusal(url)).toMatch(new RegExp(`encoded in ${encoding}[^]*ENCODING 'UTF8'`));
  });

  it('is refused in one sentence whichever right is missing', async () => {
    const user = await newUser();
    const bare = await newDatabase();
    await query(bare, `GRANT ALL ON SCHEMA public TO ${user.name}`);
    await query(bare, `REVOKE TEMP ON DATABASE ${new URL(bare).pathname.slice(1)} FROM PUBLIC`);
    expect(await refusal(user.at(bare))).toContain('GRANT TEMPORARY');
    await query(bare, `ALTER DATABASE ${new URL(bare).pathname.slice(1)} SET search_path = nowhere`);
    expect(await refusal(user.at(bare))).toContain('may use no schema');
    await query(
      bare,
      `ALTER DATABASE ${new URL(bare).pathname.slice(1)} SET default_transaction_read_only = on`,
    );
    expect(await refusal(user.at(bare))).toContain('can only be read');
  });

  it('is refused in one sentence where its tables belong to another user', async () => {
    const user = await newUser();
    // One migration behind.
    const older = await startServer();
    await older.stop();
    await query(older.databaseUrl, 'DELETE FROM migrations WHERE id = (SELECT max(id) FROM migrations)');
    await query(
      older.databaseUrl,
      `GRANT ALL ON SCHEMA public TO ${user.name}; GRANT SELECT, INSERT ON migrations TO ${user.name}; GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${user.name}`,
    );
    const foreign = await refusal(user.at(older.databaseUrl));
    expect(foreign).toMatch(/may not do what Keepsake needs: (must be owner|permission denied)/);
    expect(foreign).not.toMatch(/^\s+at /m);
  });

  it('is refused behind PgBouncer in transaction and statement mode, and worked on in session mode', async () => {
    if (spawnSync('pgbouncer', ['--version']).status !== 0) {
      console.log('Skipped: there is no pgbouncer here.');
      return;
    }
    for (const mode of ['transaction', 'statement', 'session']) {
      const bouncer = await startBouncer(await newDatabase(), mode);
      if (mode === 'session') {
        const server = await launch({
          DATA_DIR: await newFolder(),
          DATABASE_URL: bouncer.url,
        });
        expect((await server.call('GET', '/health/ready')).status).toBe(200);
        await server.stop();
      } else expect(await refusal(bouncer.url)).toMatch(/pool_mode = session/);
      await bouncer.stop();
    }
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

it('gives PostgreSQL none of its secrets', async () => {
  if (process.platform !== 'linux') return;
  const dataDir = await newFolder();
  const server = await launch({
    DATA_DIR: dataDir,
    OPENAI_API_KEY: 'sk-very-secret',
    OTHER_PASSWORD: 'hunter2',
  });
  const { home } = await locatePostgres(dataDir);
  const [pid] = (await readFile(join(home, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
  const environment = await readFile(`/proc/${pid}/environ`, 'utf8');
  expect(environment).toMatch(/PATH=/);
  expect(environment).not.toMatch(/sk-very-secret|hunter2|OWNER_TOKEN/);
  await server.stop();
});

it('ends every request while the database does not answer', async () => {
  const url = new URL(await newDatabase());
  const proxy = await startStallingProxy(Number(url.port));
  url.port = String(proxy.port);
  const server = await launch({ DATA_DIR: await newFolder(), DATABASE_URL: url.href });
  try {
    proxy.stall();
    const asked = Array.from({ length: 40 }, () => server.call('GET', '/api/characters'));
    asked.push(server.call('GET', '/api/backup'));
    for (const { status, body } of await Promise.all(asked))
      expect([status, body.code]).toEqual([503, 'database_away']);
    proxy.goOn();
    for (let n = 0; n < 100 && (await server.call('GET', '/health/ready')).status !== 200; n++)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await server.call('GET', '/api/characters')).status).toBe(200);
  } finally {
    await server.stop();
    await proxy.close();
  }
});

it('gives up a message while the database does not answer, and stores it once when it is sent again', async () => {
  const url = new URL(await newDatabase());
  const proxy = await startStallingProxy(Number(url.port));
  url.port = String(proxy.port);
  const server = await launch({ DATA_DIR: await newFolder(), DATABASE_URL: url.href });
  try {
    const characterId = (await server.call('POST', '/api/characters', { name: 'Mira' })).body.id;
    const { id } = (await server.call('POST', '/api/sessions', { characterId })).body;
    const say = (text: string) => server.call('POST', `/api/sessions/${id}/messages`, { text });
    expect((await say('Before.')).status).toBe(200);
    proxy.stall();
    const given = await Promise.all([say('Meanwhile.'), say('And this.')]);
    for (const { status, body } of given) expect([status, body.code]).toEqual([503, 'database_away']);
    proxy.goOn();
    for (let n = 0; n < 100 && (await server.call('GET', '/health/ready')).status !== 200; n++)
      await new Promise((resolve) => setTimeout(resolve, 100));
    for (const text of ['Meanwhile.', 'And this.']) expect((await say(text)).status).toBe(200);
    const { items } = (await server.call('GET', `/api/sessions/${id}/messages`)).body;
    const said = (items as { role: string; content: string }[]).filter(({ role }) => role === 'user');
    expect(said.map(({ content }) => content)).toEqual(['Before.', 'Meanwhile.', 'And this.']);
  } finally {
    await server.stop();
    await proxy.close();
  }
});

it('is not waited for at a start where it takes connections and says nothing', async () => {
  const silent = createServer((socket) => socket.on('error', () => {}));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  expect(await refusal(`postgres://u:p@127.0.0.1:${port}/x`)).toMatch(/DATABASE_URL does not answer/);
  silent.close();
});

it('breaks off a backup when the database falls silent in the middle of it', async () => {
  const url = new URL(await newDatabase());
  const proxy = await startStallingProxy(Number(url.port));
  url.port = String(proxy.port);
  const server = await launch({ DATA_DIR: await newFolder(), DATABASE_URL: url.href });
  try {
    // More than buffers hold, which does not pack well.
    await query(
      url.href,
      `WITH source AS (
         INSERT INTO sources (owner_id, title, kind, media_type, language, length)
         SELECT id, 'x', 'file', 'text/plain', 'en', 0 FROM owners RETURNING id
       )
       INSERT INTO sections (source_id, n, title, text)
       SELECT source.id, n, '', (SELECT string_agg(md5((n * 100000 + i)::text), '') FROM generate_series(1, 60000) i)
       FROM source, generate_series(1, 20) n`,
    );
    const headers = { authorization: `Bearer ${server.token}` };
    const response = await fetch(`${server.url}/api/backup`, { headers });
    const reader = response.body!.getReader();
    await reader.read();
    proxy.stall();
    const rest = async () => {
      while (!(await reader.read()).done);
    };
    await expect(rest()).rejects.toThrow();
    proxy.goOn();
  } finally {
    await server.stop();
    await proxy.close();
  }
});

it('is not ready while the disk is full, and is when there is room again', async () => {
  const disk = await newFolder();
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=400m,mode=711', 'none', disk]).status !== 0) {
    console.log('Skipped: no small disk can be mounted here.');
    return;
  }
  let server: TestServer | undefined;
  try {
    server = await launch({ DATA_DIR: disk });
    expect((await server.call('GET', '/health/ready')).status).toBe(200);
    spawnSync('dd', ['if=/dev/zero', `of=${join(disk, 'filler')}`, 'bs=1M'], { stdio: 'ignore' });
    const { status, body } = await server.call('GET', '/health/ready');
    expect([status, body.code]).toEqual([503, 'disk_full']);
    await rm(join(disk, 'filler'));
    expect((await server.call('GET', '/health/ready')).status).toBe(200);
  } finally {
    await server?.stop();
    spawnSync('umount', ['-l', disk]);
  }
});

/** A real PgBouncer before a database, whatever user it has to run as. */
async function startBouncer(databaseUrl: string, mode: string) {
  const { hostname, port, username, password, pathname } = new URL(databaseUrl);
  const home = await mkdtemp(join(tmpdir(), 'keepsake-bouncer-'));
  await chmod(home, 0o777);
  const own = 20000 + Math.floor(Math.random() * 20000);
  await writeFile(join(home, 'users'), `"${username}" "${password}"\n`, { mode: 0o644 });
  await writeFile(
    join(home, 'ini'),
    `[databases]\n* = host=${hostname} port=${port}\n[pgbouncer]\nlisten_addr=127.0.0.1\nlisten_port=${own}\nauth_type=plain\n` +
      `auth_file=${join(home, 'users')}\npool_mode=${mode}\ndefault_pool_size=40\nunix_socket_dir=\n` +
      `logfile=${join(home, 'log')}\npidfile=${join(home, 'pid')}\n`,
  );
  await chmod(join(home, 'ini'), 0o644);
  const asUser = process.getuid?.() === 0 ? ['-u', 'postgres'] : [];
  spawnSync('pgbouncer', ['-d', ...asUser, join(home, 'ini')]);
  return {
    url: `postgres://${username}:${password}@127.0.0.1:${own}${pathname}`,
    stop: async () => {
      const pid = Number(await readFile(join(home, 'pid'), 'utf8').catch(() => '0'));
      if (pid > 1) process.kill(pid, 'SIGKILL');
      await rm(home, { recursive: true, force: true });
    },
  };
}
