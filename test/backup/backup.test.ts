import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { BACKUP_TABLES, LEFT_OUT } from '../../src/backup/backup-tables.js';
import { Mended } from '../../src/backup/rows/row-columns.js';
import { columnsOf, ROWS, shapeOf, type TableName } from '../../src/backup/rows/row-schemas.js';
import type { MessageView } from '../../src/contracts/message.js';
import type { Receipt } from '../../src/contracts/receipt.js';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { startServer, type TestServer } from '../support/server.js';
import { zipOf } from '../support/files/zip.js';

jest.setTimeout(90_000);

describe('a backup', () => {
  let model: FakeModel;
  let here: TestServer;
  let there: TestServer;
  const ids: string[] = [];

  beforeAll(async () => {
    model = await startFakeModel({ reply: ({ n }) => `米拉：Reply ${n}: 好的。` });
    const env = { OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake-1' };
    [here, there] = await Promise.all([startServer(env), startServer(env)]);
    const card = {
      spec: 'chara_card_v3',
      spec_version: '3.0',
      data: { name: '米拉', first_mes: '你来了。', alternate_greetings: ['Hm?'] },
    };
    const bytes = zipOf([
      { name: 'card.json', content: JSON.stringify(card) },
      { name: 'assets/x.bin', content: Buffer.from([0, 1, 2, 255]) },
    ]);
    const { body: mira } = await here.upload('/api/characters/import', 'file', { name: 'm.charx', bytes });
    const persona = { name: '林', description: '修钟表的人。', isDefault: true };
    await here.call('POST', '/api/personas', persona);
    for (let n = 0; n < 2; n++) {
      const id = (
        await here.call('POST', '/api/sessions', { characterId: mira.id, timeZone: 'Asia/Shanghai' })
      ).body.id as string;
      ids.push(id);
      const { reply } = await say(here, id, 'One “quoted” \\ 一');
      await say(here, id, 'Two');
      const edited = await here.call('PATCH', `/api/sessions/${id}/messages/${reply.id}`, {
        content: 'Edited.',
      });
      await here.call('PUT', `/api/sessions/${id}/messages/${edited.body.id}/pin`);
      await here.call('POST', `/api/sessions/${id}/rules`, { scope: 'session', text: 'No cats.' });
      if (n === 0) await here.call('POST', `/api/sessions/${id}/branches`, { messageId: edited.body.id });
      await say(here, id, 'Three');
    }
  });
  afterAll(async () => {
    await Promise.all([here.stop(), there.stop()]);
    await model.close();
  });

  const say = async (server: TestServer, id: string, text: string) =>
    (await server.call('POST', `/api/sessions/${id}/messages`, { text })).body as {
      reply: MessageView;
      receipt: Receipt;
    };
  const archive = async (server: TestServer) => {
    const response = await fetch(`${server.url}/api/backup`, {
      headers: { authorization: `Bearer ${server.token}` },
    });
    expect(response.status).toBe(200);
    return Buffer.from(await response.arrayBuffer());
  };
  /** As a client does that is told to come again. */
  const saved = async (server: TestServer) => {
    for (;;) {
      const response = await fetch(`${server.url}/api/backup`, {
        headers: { authorization: `Bearer ${server.token}` },
      });
      if (response.status === 200) return Buffer.from(await response.arrayBuffer());
      expect(response.status).toBe(429);
      await response.arrayBuffer();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const restore = (server: TestServer, bytes: Uint8Array) =>
    server.upload('/api/restore?forAll=true', 'file', { name: 'b.zip', bytes });
  const rowsOf = async (server: TestServer) => {
    const database = new pg.Client(server.databaseUrl);
    await database.connect();
    const tables = [
      'characters',
      'sheets',
      'card_assets',
      'personas',
      'sessions',
      'session_members',
      'pins',
      'branches',
      'branch_segments',
      'prompt_prefixes',
      'turns',
      'messages',
      'rules',
    ];
    const all: Record<string, string[]> = {};
    for (const table of tables) {
      const { rows } = await database.query(
        `SELECT ((to_jsonb(t) - 'owner_id') - 'holder')::text AS row FROM ${table} t ORDER BY 1`,
      );
      all[table] = rows.map(({ row }) => row as string);
    }
    await database.end();
    return all;
  };

  it('is put back elsewhere to an equal state, and the story goes on with its prefix kept', async () => {
    const bytes = await archive(here);
    const { status, body } = await restore(there, bytes);
    expect(status).toBe(200);
    expect(body.restored).toMatchObject({ sessions: 2, card_assets: 1, branches: 3 });
    expect(body.leftOut).toEqual([]);
    const rows = await rowsOf(there);
    expect(rows).toEqual(await rowsOf(here));
    // Replies as the model wrote them, too.
    expect(rows.messages!.some((row) => row.includes('"raw": "米拉：Reply'))).toBe(true);
    // Once more changes nothing.
    const again = await restore(there, bytes);
    expect(Object.values(again.body.restored as Record<string, number>).every((n) => n === 0)).toBe(true);
    expect(await rowsOf(there)).toEqual(await rowsOf(here));
    for (const id of ids) {
      const { receipt } = await say(there, id, 'Do you know me?');
      expect(receipt.keptPrefixBytes).toBeGreaterThan(100);
      expect(receipt.prefixMovedBy).toBeUndefined();
    }
  });

  it('has the reply that stood before where another has no text yet', async () => {
    const { characterId } = (await here.call('GET', `/api/sessions/${ids[0]}`)).body;
    const id = (await here.call('POST', '/api/sessions', { characterId })).body.id as string;
    const { reply } = await say(here, id, 'Well?');
    const socket = await here.socket();
    await socket.emitWithAck('session.open', { sessionId: id });
    const before = model.requests.length;
    model.next({ hang: true });
    const begun = await socket.emitWithAck('turn.regenerate', { sessionId: id });
    await model.received(before + 1);
    await restore(there, await archive(here));
    const ended = new Promise((resolve) => socket.once('turn.finished', resolve));
    if (begun.ok) await socket.emitWithAck('turn.stop', { turnId: begun.turnId });
    await ended;
    const { items } = (await there.call('GET', `/api/sessions/${id}/messages`)).body;
    expect(items.at(-1)).toMatchObject({ content: reply.content, status: 'complete' });
  });

  it('that is broken off, again and again, leaves the server as it was', async () => {
    for (let n = 0; n < 30; n++) {
      const leaving = new AbortController();
      const response = await fetch(`${here.url}/api/backup`, {
        headers: { authorization: `Bearer ${here.token}` },
        signal: leaving.signal,
      });
      leaving.abort();
      await response.arrayBuffer().catch(() => undefined);
    }
    // Two are saved at a time; whoever comes third is told when to come again, and no place is lost.
    for (let round = 0; round < 3; round++) {
      await Promise.all([1, 2].map(async () => expect((await saved(here)).length).toBeGreaterThan(1000)));
    }
    expect(here.output()).not.toContain('Uncaught');
  });

  it('leaves out nothing that is anybody’s but what is said to be left out', async () => {
    const database = new pg.Client(here.databaseUrl);
    await database.connect();
    const { rows } = await database.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
    );
    await database.end();
    const known = new Set([...BACKUP_TABLES.map(({ name }) => name), ...LEFT_OUT]);
    expect(rows.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([]);
  });

  it('names every column of the tables that it holds, but those that mean nothing elsewhere', async () => {
    const database = new pg.Client(here.databaseUrl);
    await database.connect();
    const { rows } = await database.query<{ table: TableName; column: string }>(
      `SELECT table_name AS table, column_name AS column FROM information_schema.columns
       WHERE table_schema = 'public' AND table_name = ANY($1) AND is_generated = 'NEVER'`,
      [Object.keys(ROWS)],
    );
    await database.end();
    const elsewhere = [
      ...['owner_id', 'ingest_id', 'holder', 'line_text', 'line_language', 'replaced_id'],
      // Made by triggers.
      ...['creator', 'tags', 'found_by', 'card_hash', 'sha256'],
      // Of connections.
      ...['secrets', 'is_default', 'is_background', 'is_recall', 'from_environment'],
    ];
    for (const table of Object.keys(ROWS) as TableName[]) {
      const there = rows.filter((row) => row.table === table && !elsewhere.includes(row.column));
      expect([table, columnsOf(table).sort()]).toEqual([table, there.map(({ column }) => column).sort()]);
    }
  });

  it('takes every word that a column of the database may hold', async () => {
    const database = new pg.Client(here.databaseUrl);
    await database.connect();
    const { rows } = await database.query<{ table: TableName; definition: string }>(
      `SELECT conrelid::regclass::text AS table, pg_get_constraintdef(oid) AS definition FROM pg_constraint
       WHERE contype = 'c' AND conrelid::regclass::text = ANY($1)`,
      [Object.keys(ROWS)],
    );
    await database.end();
    const words = rows.flatMap(({ table, definition }) => {
      const column = /\((\w+) = ANY \(ARRAY\[/.exec(definition)?.[1];
      return column && columnsOf(table).includes(column)
        ? [...definition.matchAll(/'(\w+)'::text/g)].map(([, word]) => [table, column, word!] as const)
        : [];
    });
    expect(words).toContainEqual(['turns', 'kind', 'regenerate']);
    const refused = words.filter(([table, column, word]) => {
      const read = shapeOf(table)[column]!.safeParse(word);
      return !read.success || read.data instanceof Mended;
    });
    expect(refused).toEqual([]);
  });

  it('that is broken, cut, or none is refused, and nothing is put back', async () => {
    const bytes = await archive(here);
    const before = await rowsOf(there);
    const cut = await restore(there, bytes.subarray(0, bytes.length >> 1));
    expect(cut).toMatchObject({ status: 422, body: { code: 'file_broken' } });
    const other = await restore(there, zipOf([{ name: 'a.txt', content: 'a' }]));
    expect(other).toMatchObject({ status: 422, body: { code: 'file_unsupported' } });
    const manifest = { name: 'keepsake.json', content: '{"keepsake":"backup","format":1}' };
    const twice = await restore(there, zipOf([manifest, manifest]));
    expect(twice).toMatchObject({ status: 422, body: { code: 'file_broken' } });
    for (const content of [
      '{"id":"x"}',
      '{',
      '{"id":"00000000-0000-0000-0000-000000000001","\\"; drop":1}',
      '[]',
    ]) {
      const bad = await restore(there, zipOf([manifest, { name: 'characters.jsonl', content }]));
      expect(bad).toMatchObject({
        status: 200,
        body: { restored: { characters: 0 }, leftOut: [{ table: 'characters', count: 1 }] },
      });
    }
    expect(await rowsOf(there)).toEqual(before);
  });
});
