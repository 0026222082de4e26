import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(60_000);

describe('writing characters by a program', () => {
  let server: TestServer;
  let key: string;

  beforeAll(async () => {
    server = await startServer();
    const scopes = [
      'characters:read',
      'characters:write',
      'sessions:write',
      'sessions:talk',
      'sessions:read',
    ];
    key = (await server.call('POST', '/api/keys', { name: 'Author', scopes })).body.key;
  });
  afterAll(() => server.stop());

  const ask = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(server.url + path, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && {
        body: body instanceof Uint8Array ? (body as never) : JSON.stringify(body),
      }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text.startsWith('{') ? (JSON.parse(text) as any) : text,
    };
  };
  const count = async (q: string) => (await ask('GET', `/api/characters?q=${q}`)).body.items.length as number;

  it('needs no more of a claim than its text, and names what there is not', async () => {
    const sheet = {
      identity: ['A ferrywoman of sixty.', { text: 'Born in 1871.', kind: 'stated' }],
      greetings: ['You are late.'],
    };
    const wish = { name: 'Martha Quill', sheet, tags: ['ferry', 'calm'], folder: 'Thames', favourite: true };
    const made = await ask('POST', '/api/characters', wish);
    expect(made).toMatchObject({
      status: 201,
      body: { name: 'Martha Quill', tags: ['ferry', 'calm'], folder: 'Thames', favourite: true },
    });
    const [first, second] = made.body.sheet.identity;
    expect(first).toEqual({
      id: expect.any(String),
      text: 'A ferrywoman of sixty.',
      kind: 'invented',
      citations: [],
    });
    expect(second).toMatchObject({ kind: 'stated', citations: [] });
    expect(second.id).not.toBe(first.id);
    const wrong: [object, string][] = [
      [{ name: 'X', tag: ['a'] }, 'tag'],
      [{ name: 'X', sheet: { voyce: [] } }, 'voyce'],
      [{ name: 'X', sheet: { identity: [{ text: 'a', knd: 'stated' }] } }, 'knd'],
      [{ name: 'X', sheet: { identity: [{ txt: 'a' }] } }, 'sheet.identity[0]'],
    ];
    for (const [body, named] of wrong) {
      const answer = await ask('POST', '/api/characters', body);
      expect(answer).toMatchObject({ status: 400, body: { code: 'bad_request' } });
      expect(answer.body.message).toContain(named);
    }
    expect((await ask('PATCH', `/api/characters/${made.body.id}`, { nam: 'Y' })).body.message).toContain(
      'nam',
    );
    // What was read can be sent back.
    const { sheet: read } = (await ask('GET', `/api/characters/${made.body.id}`)).body;
    expect(await ask('PATCH', `/api/characters/${made.body.id}`, { sheet: read })).toMatchObject({
      status: 200,
    });
    const found = (await ask('GET', '/api/characters?q=quill&tag=ferry&limit=1')).body;
    expect(found.items.map(({ name }: { name: string }) => name)).toEqual(['Martha Quill']);
    // A filter that there is not would show the whole library.
    for (const list of ['characters?tags=ferry', 'characters?before=x&page=2', 'sessions?tags=ferry']) {
      const answer = await ask('GET', `/api/${list}`);
      expect(answer).toMatchObject({ status: 400, body: { code: 'bad_request' } });
      expect(answer.body.message).toMatch(/"tags"|"page"/);
    }
    // Tags stand beside the sheet for an author, so a sheet that says nothing of them leaves them.
    const written = await ask('PATCH', `/api/characters/${made.body.id}`, { sheet: { scenario: 'Noon.' } });
    expect(written.body).toMatchObject({
      tags: ['ferry', 'calm'],
      sheet: { scenario: 'Noon.', identity: [] },
    });
    const without = { sheet: { ...written.body.sheet, cardNotes: undefined }, tags: [] };
    expect((await ask('PATCH', `/api/characters/${made.body.id}`, without)).body.tags).toEqual([]);
    const revoked = await fetch(`${server.url}/api/characters`, {
      headers: { authorization: 'Bearer ksk_nobody' },
    });
    expect(revoked.status).toBe(401);
    expect(await revoked.json()).toMatchObject({
      code: 'not_signed_in',
      message: expect.stringContaining('API key'),
    });
  });

  it('does a request that is named once', async () => {
    const named = { 'idempotency-key': 'first' };
    const wish = { name: 'Once Only', sheet: { identity: ['She is one.'] } };
    const [one, other] = await Promise.all([
      ask('POST', '/api/characters', wish, named),
      ask('POST', '/api/characters', wish, named),
    ]);
    const done = one.status === 201 ? one : other;
    expect(done.status).toBe(201);
    expect([one, other].every(({ status }) => status === 201 || status === 409)).toBe(true);
    const again = await ask('POST', '/api/characters', wish, named);
    expect(again).toMatchObject({ status: 201, body: done.body });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.headers.get('content-type')).toBe(done.headers.get('content-type'));
    expect(await ask('POST', '/api/characters', { ...wish, name: 'Twice' }, named)).toMatchObject({
      status: 409,
      body: { code: 'idempotency_conflict' },
    });
    expect(await count('once')).toBe(1);
    // What was refused is no answer to keep.
    const second = { 'idempotency-key': 'second' };
    expect((await ask('POST', '/api/characters', { name: '' }, second)).status).toBe(400);
    expect((await ask('POST', '/api/characters', { name: '' }, second)).status).toBe(400);
    expect((await ask('POST', '/api/characters', wish, { 'idempotency-key': 'x'.repeat(300) })).status).toBe(
      400,
    );
    // By another key, or the owner, it is another's name.
    const owners = await fetch(`${server.url}/api/characters`, {
      method: 'POST',
      headers: { ...named, authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'The Owner’s' }),
    });
    expect(owners.status).toBe(201);
    // A key that is shown once is shown again, and stands in the database nowhere as it is.
    const makeKey = async () => {
      const headers = {
        'idempotency-key': 'a key',
        authorization: `Bearer ${server.token}`,
        'content-type': 'application/json',
      };
      const body = JSON.stringify({ name: 'Made once', scopes: ['sessions:read'] });
      return (await fetch(`${server.url}/api/keys`, { method: 'POST', headers, body })).json();
    };
    const secret = await makeKey();
    expect(secret).toMatchObject({ key: expect.stringContaining('ksk_') });
    expect(await makeKey()).toEqual(secret);
    const database = new pg.Client(server.databaseUrl);
    await database.connect();
    const { rows } = await database.query<{ body: Buffer }>(
      'SELECT body FROM idempotent_requests WHERE body IS NOT NULL',
    );
    expect(rows.length).toBeGreaterThan(1);
    for (const { body } of rows) expect(body.toString('latin1')).not.toMatch(/ksk_|She is one|Made once/);
    // A message is said once, and its reply heard again.
    const { id } = (await ask('POST', '/api/sessions', { characterId: done.body.id })).body;
    const say = () =>
      ask('POST', `/api/sessions/${id}/messages`, { text: 'Hello' }, { 'idempotency-key': 'm' });
    const reply = await say();
    expect((await say()).body).toEqual(reply.body);
    expect((await ask('GET', `/api/sessions/${id}/messages`)).body.items).toHaveLength(2);
    // A stream is watched by many, and none of them leaks.
    const events = { accept: 'text/event-stream' };
    const streamed = await ask('POST', `/api/sessions/${id}/messages`, { text: 'And then?' }, events);
    expect(streamed.body).toContain('event: turn.finished');
    expect(server.output()).not.toContain('MaxListeners');
    // Neither names nor answers fill the disk.
    const [owner] = (await database.query<{ id: string }>('SELECT id FROM owners')).rows;
    const others = (bytes: string, to: number) =>
      database.query(
        `INSERT INTO idempotent_requests (owner_id, name, request, status, body)
         SELECT $1, sha256(n::text::bytea), '', 200, ${bytes} FROM generate_series(1, $2::int) n ON CONFLICT DO NOTHING`,
        [owner!.id, to],
      );
    await others(`convert_to(repeat('x', 64 * 1024 * 1024), 'UTF8')`, 4);
    const large = { 'idempotency-key': 'no room' };
    const make = () => ask('POST', '/api/characters', { ...wish, name: 'Without room' }, large);
    expect((await make()).status).toBe(201);
    expect(await make()).toMatchObject({ status: 409, body: { code: 'conflict' } });
    await others('NULL', 100_000);
    const late = await ask('POST', '/api/characters', wish, { 'idempotency-key': 'too late' });
    expect(late).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    expect((await make()).status).toBe(409);
    expect((await ask('POST', '/api/characters', { ...wish, name: 'Unnamed' })).status).toBe(201);
    // After a day they are forgotten, whether others come or not.
    await database.query(`UPDATE idempotent_requests SET created_at = now() - interval '25 hours'`);
    await database.end();
    server = await server.restart();
    const after = new pg.Client(server.databaseUrl);
    await after.connect();
    const left = async () =>
      (await after.query<{ n: number }>('SELECT count(*)::int AS n FROM idempotent_requests')).rows[0]!.n;
    for (let n = 0; n < 400 && (await left()) > 0; n++) await new Promise((wake) => setTimeout(wake, 50));
    expect(await left()).toBe(0);
    await after.end();
  });

  it('loses no edit of somebody else’s', async () => {
    const made = await ask('POST', '/api/characters', { name: 'Edited' });
    const path = `/api/characters/${made.body.id}`;
    const read = await ask('GET', path);
    const etag = read.headers.get('etag')!;
    expect(etag).toBe(made.headers.get('etag'));
    const change = (scenario: string, ifMatch: string) =>
      ask('PATCH', path, { sheet: { ...read.body.sheet, scenario } }, { 'if-match': ifMatch });
    const both = await Promise.all([change('A', etag), change('B', etag)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(both.find(({ status }) => status === 412)!.body.code).toBe('changed_meanwhile');
    const now = both.find(({ status }) => status === 200)!.headers.get('etag')!;
    expect(now).not.toBe(etag);
    expect((await change('C', `"x", ${now}`)).status).toBe(200);
    expect((await change('D', '*')).status).toBe(200);
    expect((await ask('GET', path)).body).toMatchObject({ sheetVersion: 4, sheet: { scenario: 'D' } });
  });

  it('has a lorebook entry by entry, and a picture', async () => {
    const { id } = (await ask('POST', '/api/characters', { name: 'Lore' })).body;
    const path = `/api/characters/${id}/lorebook/entries`;
    const entry = (n: number) => ({ keys: [`key ${n}`], content: `Told of ${n}.`, position: 'before_char' });
    const added = await ask('POST', path, { entries: [entry(1), entry(2), entry(3)] });
    expect(added).toMatchObject({ status: 201, body: { total: 3, items: [{ n: 1 }, { n: 2 }, { n: 3 }] } });
    expect(await ask('PATCH', `${path}/2`, { content: 'Another.' })).toMatchObject({
      status: 200,
      body: { n: 2, entry: { keys: ['key 2'], content: 'Another.', position: 'before_char' } },
    });
    const { headers } = await ask('GET', `${path}/1`);
    expect((await ask('DELETE', `${path}/1`, undefined, { 'if-match': '"0-0"' })).status).toBe(412);
    expect((await ask('DELETE', `${path}/1`, undefined, { 'if-match': headers.get('etag')! })).status).toBe(
      204,
    );
    expect((await ask('GET', `${path}?limit=1`)).body).toMatchObject({
      total: 2,
      items: [{ n: 1, entry: { content: 'Another.' } }],
      next: '1',
    });
    expect((await ask('GET', `${path}?limit=1&after=1`)).body.items[0].entry.content).toBe('Told of 3.');
    for (const [method, at] of [
      ['GET', 9],
      ['PATCH', 9],
      ['DELETE', 0],
    ] as const)
      expect((await ask(method, `${path}/${at}`, method === 'PATCH' ? {} : undefined)).status).toBe(404);
    const many = Array.from({ length: 10_000 }, (_, n) => entry(n));
    expect(await ask('POST', path, { entries: many })).toMatchObject({
      status: 201,
      body: { total: 10_002 },
    });
    expect((await ask('POST', path, { entries: many.map(() => 1) })).status).toBe(400);
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    const picture = await ask('PUT', `/api/characters/${id}/avatar`, png, { 'content-type': 'image/png' });
    expect(picture).toMatchObject({ status: 200, body: { hasAvatar: true } });
  });
});
