import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { savedBackup } from '../support/files/archive.js';
import { startServer, type TestServer } from '../support/server.js';

const SECONDS = Number(process.env['SOAK_BACKUP_SECONDS'] ?? 60);
const MESSAGES = 4000;

jest.setTimeout(SECONDS * 1000 + 300_000);

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('backups that are stalled, cancelled and killed', () => {
  let server: TestServer;
  let database: pg.Client;
  let sessionId = '';
  beforeAll(async () => {
    server = await startServer();
    database = new pg.Client(server.databaseUrl);
    await database.connect();
    const { body: mira } = await server.call('POST', '/api/characters', { name: 'Mira' });
    sessionId = (await server.call('POST', '/api/sessions', { characterId: mira.id })).body.id;
    await database.query(
      `INSERT INTO messages (owner_id, session_id, branch_id, seq, role, speaker, content, tokens, status)
       SELECT owner_id, id, branch_id, g, 'user', 'x',
         (SELECT string_agg(md5((g * 1000 + i)::text), '') FROM generate_series(1, 300) i), 3000, 'complete'
       FROM sessions, generate_series(1, ${MESSAGES}) g`,
    );
    await database.query(`UPDATE branches SET last_seq = ${MESSAGES}`);
  });
  afterAll(async () => {
    await database.end();
    await server.stop();
  });

  /** A download whose client reads only the beginning of it. */
  const stalled = async (): Promise<Socket> => {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.write(
      `GET /api/backup HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAuthorization: Bearer ${server.token}\r\n\r\n`,
    );
    await new Promise((resolve) => socket.once('readable', resolve));
    return socket;
  };
  const connections = async () => {
    const { rows } = await database.query<{ name: string; count: number }>(
      `SELECT application_name AS name, count(*)::int AS count FROM pg_stat_activity
       WHERE datname = current_database() AND application_name LIKE 'keepsake %' GROUP BY 1`,
    );
    return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
  };
  const untilNoneIsSaved = async (seconds: number) => {
    for (let waited = 0; waited < seconds * 5; waited++) {
      if (!(await connections())['keepsake saving']) return true;
      await pause(200);
    }
    return false;
  };

  it('hold no connection of the others, and are cut off', async () => {
    const sockets = await Promise.all(Array.from({ length: 20 }, stalled));
    expect((await connections())['keepsake saving']).toBe(2);
    // Lists, turns and health go on; whoever wants a backup is told when to come again.
    for (const path of ['/health/ready', '/api/characters', `/api/sessions/${sessionId}/messages`])
      expect((await server.call('GET', path)).status).toBe(200);
    const refused = await fetch(`${server.url}/api/backup`, {
      headers: { authorization: `Bearer ${server.token}` },
    });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30']);
    expect(await untilNoneIsSaved(60)).toBe(true);
    for (const socket of sockets) socket.destroy();
    expect((await savedBackup(server)).length).toBeGreaterThan(10_000_000);
  });

  it('that are cancelled at any moment leave nothing behind', async () => {
    const until = Date.now() + (SECONDS * 1000) / 2;
    while (Date.now() < until) {
      const leaving = new AbortController();
      const left = fetch(`${server.url}/api/backup`, {
        headers: { authorization: `Bearer ${server.token}` },
        signal: leaving.signal,
      })
        .then((response) => response.arrayBuffer())
        .catch(() => undefined);
      await pause(Math.random() * 400);
      leaving.abort();
      await left;
    }
    expect(await untilNoneIsSaved(30)).toBe(true);
    expect(server.output()).not.toMatch(/Uncaught|Unhandled/);
  });

  it('that are killed while they are put back put nothing back', async () => {
    const bytes = await savedBackup(server);
    await server.call('DELETE', `/api/sessions/${sessionId}`);
    const until = Date.now() + (SECONDS * 1000) / 2;
    for (let kills = 0; kills < 3 || Date.now() < until; kills++) {
      const restoring = server
        .upload('/api/restore', 'file', { name: 'b.zip', bytes })
        .catch(() => undefined);
      await pause(Math.random() * 1500);
      await server.stop('SIGKILL');
      await restoring;
      server = await server.restart();
      const { rows } = await database.query<{ count: number }>('SELECT count(*)::int FROM messages');
      expect([0, MESSAGES]).toContain(rows[0]!.count);
      if (rows[0]!.count) await server.call('DELETE', `/api/sessions/${sessionId}`);
    }
    const { body } = await server.upload('/api/restore', 'file', { name: 'b.zip', bytes });
    expect(body).toMatchObject({ restored: { messages: MESSAGES }, leftOut: [] });
  });
});
