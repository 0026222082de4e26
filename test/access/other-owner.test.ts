import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(60_000);

interface Operation {
  requestBody?: { content: Record<string, { schema: { required?: string[] } }> };
}

/** What would be taken, were it one's own. */
const BODIES: Record<string, object> = {
  '/api/characters/{id}': { name: 'Stolen' },
  '/api/ingests/{id}/characters': { names: ['Martha Quill'] },
  '/api/ingests/{id}/pages': { urls: ['https://example.org/'] },
  '/api/ingests/{id}/merges': { merges: [] },
  '/api/ingests/{id}/flags': { letIn: [] },
  '/api/ingests/{id}/encoding': { file: 0, encoding: 'utf-8' },
  '/api/characters/{id}/prompts/{language}/{name}': { text: 'Stolen' },
  '/api/characters/{id}/lorebook/entries': { entries: [{ keys: [], content: 'Stolen' }] },
  '/api/characters/{id}/lorebook/entries/{n}': { content: 'Stolen' },
  '/api/personas/{id}': { name: 'Stolen' },
  '/api/connections/{id}': { name: 'Stolen' },
  '/api/bridges/{id}': { name: 'Stolen' },
  '/api/bridges/{id}/pairings': {},
  '/api/bridges/{id}/sign-in': {},
  '/api/sessions': {},
  '/api/sessions/{id}': { title: 'Stolen' },
  '/api/sessions/{id}/messages': { text: 'Stolen' },
  '/api/sessions/{id}/messages/{messageId}': { content: 'Stolen' },
  '/api/sessions/{id}/context': { text: 'Stolen' },
  '/api/sessions/{id}/chronicle/{foldId}': { text: 'Stolen' },
  '/api/sessions/{id}/facts/{factId}': { text: 'Stolen' },
  '/api/sessions/{id}/rules': { text: 'Stolen' },
  '/api/sessions/{id}/branches': { messageId: '', title: 'Stolen' },
  '/api/sessions/{id}/branches/{branchId}': { title: 'Stolen' },
  '/api/sessions/{id}/impersonate': {},
  '/api/characters/{id}/lorebook/dry-run': { text: 'Stolen' },
};
const BOOK = JSON.stringify({
  spec: 'lorebook_v3',
  data: { entries: [{ keys: ['ferry'], content: 'Stolen' }] },
});
const LINE = JSON.stringify({ role: 'user', content: 'Stolen' });
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const NOBODY = '11111111-1111-4111-8111-111111111111';

describe('what belongs to another owner', () => {
  let server: TestServer;
  let database: pg.Client;
  let ids: Record<string, string>;
  let other: string;

  beforeAll(async () => {
    server = await startServer();
    database = new pg.Client(server.databaseUrl);
    await database.connect();
    const text = 'Martha Quill kept the ferry for years. “You are late,” said Martha Quill. '.repeat(20);
    const ingestId = (await server.call('POST', '/api/ingests', { text, name: 'Martha Quill' })).body.id;
    const ingest = await server.settled(ingestId);
    const characterId = ingest.characterIds[0]!;
    const personaId = (await server.call('POST', '/api/personas', { name: 'Ada' })).body.id;
    const session = (await server.call('POST', '/api/sessions', { characterId, personaId })).body;
    const inSession = `/api/sessions/${session.id}`;
    const { message, receipt } = (await server.call('POST', `${inSession}/messages`, { text: 'Hello?' }))
      .body;
    await server.call('PUT', `${inSession}/messages/${message.id}/pin`);
    const picture = await server.upload(`${inSession}/pictures`, 'file', { name: 'a.png', bytes: PNG });
    const ruleId = (await server.call('POST', `${inSession}/rules`, { text: 'Be brief.' })).body.id;
    ids = {
      ingest: ingestId,
      character: characterId,
      persona: personaId,
      session: session.id,
      source: ingest.sourceIds[0]!,
      messageId: message.id,
      turnId: receipt.turnId,
      branchId: session.branchId,
      ruleId,
      foldId: NOBODY,
      pictureId: picture.body.id,
      factId: NOBODY,
      passageId: 'p1',
      n: '1',
      language: 'en',
      name: 'main',
      model: characterId,
    };
    other = (await database.query(`INSERT INTO owners (name) VALUES ('other') RETURNING id`)).rows[0].id;
    await giveAllTo(other);
    // Straight into the table: a model that was connected before would have answered above.
    const { rows } = await database.query(
      `INSERT INTO connections (owner_id, name, base_url) VALUES ($1, 'Hello?', 'http://127.0.0.1:9/v1') RETURNING id`,
      [other],
    );
    ids['connection'] = rows[0].id;
    const bridge = await database.query(
      `INSERT INTO bridges (owner_id, kind, name) VALUES ($1, 'onebot', 'Hello?') RETURNING id`,
      [other],
    );
    ids['bridge'] = bridge.rows[0].id;
    const subscription = await database.query(
      `INSERT INTO push_subscriptions (owner_id, sign_in_id, endpoint, p256dh, auth)
       SELECT $1, id, 'https://push.example/Hello?', '', '' FROM sign_ins LIMIT 1 RETURNING id`,
      [other],
    );
    ids['subscription'] = subscription.rows[0].id;
    const key = await database.query(
      `INSERT INTO api_keys (owner_id, hash, name, hint, scopes) VALUES ($1, 'Hello?', 'Hello?', '', '{}') RETURNING id`,
      [other],
    );
    ids['key'] = key.rows[0].id;
    const webhook = await database.query(
      `INSERT INTO webhooks (owner_id, url, events, secret) VALUES ($1, 'https://example.org/Hello?', '{}', '') RETURNING id`,
      [other],
    );
    ids['webhook'] = webhook.rows[0].id;
  });
  afterAll(async () => {
    await database.end();
    await server.stop();
  });

  const owned = async () =>
    (
      await database.query<{ name: string }>(
        `SELECT table_name AS name FROM information_schema.columns
         WHERE column_name = 'owner_id' AND table_schema = current_schema() AND table_name <> 'sign_ins' ORDER BY 1`,
      )
    ).rows.map(({ name }) => name);
  const giveAllTo = async (owner: string) => {
    for (const name of await owned()) await database.query(`UPDATE ${name} SET owner_id = $1`, [owner]);
  };
  /** Everything that is stored, as text. */
  const everything = async () => {
    let all = '';
    for (const name of await owned())
      all += JSON.stringify((await database.query(`SELECT * FROM ${name} ORDER BY 1, 2`)).rows);
    return all;
  };
  const filled = (path: string) =>
    path
      .replace(
        /\/(\w+)s\/\{id\}/,
        (_, what: string) => `/${what}s/${ids[what === 'model' ? 'character' : what]}`,
      )
      .replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? NOBODY);

  const putPicture = async (path: string) => {
    const response = await fetch(server.url + path, {
      method: 'PUT',
      headers: { authorization: `Bearer ${server.token}`, 'content-type': 'image/png' },
      body: PNG,
    });
    return { status: response.status, body: (await response.json()) as unknown };
  };

  it('is not there: no route shows it, lists it or changes it', async () => {
    const { paths } = (await server.call('GET', '/api/openapi.json')).body as {
      paths: Record<string, Record<string, Operation>>;
    };
    const before = await everything();
    for (const [path, item] of Object.entries(paths)) {
      for (const method of Object.keys(item)) {
        // One's own defaults are nobody else's.
        if (!path.includes('{') || path.startsWith('/api/prompts/')) continue;
        const body: Record<string, unknown> | undefined = ['post', 'patch', 'put'].includes(method)
          ? { ...BODIES[path] }
          : undefined;
        if (body && 'messageId' in body) body['messageId'] = ids['messageId'];
        const query = path.endsWith('/search') ? '?q=Hello' : path.endsWith('/estimate') ? '?names=Ada' : '';
        const isUpload = /import|lorebook$|pictures$/.test(path) && method === 'post';
        const answer =
          path.endsWith('/avatar') && method === 'put'
            ? await putPicture(filled(path))
            : isUpload
              ? await server.upload(filled(path), 'file', {
                  name: 'x.json',
                  bytes: path.includes('lorebook') ? BOOK : LINE,
                })
              : await server.call(method.toUpperCase(), filled(path) + query, body);
        const what = `${method} ${path}`;
        const { status } = answer;
        expect({ what, status, said: JSON.stringify(answer.body).includes('Hello?') }).toEqual({
          what,
          status: 404,
          said: false,
        });
      }
    }
    for (const path of ['/api/characters', '/api/sessions', '/api/personas', '/api/ingests'])
      expect((await server.call('GET', path)).body.items).toEqual([]);
    expect((await server.call('GET', '/v1/models')).body.data).toEqual([]);
    const { status } = await server.call('POST', '/api/sessions', { characterId: ids['character'] });
    expect(status).toBe(404);
    const text = 'More of her. '.repeat(50);
    const more = await server.call('POST', '/api/ingests', { text, characterId: ids['character'] });
    expect(more.status).toBe(404);
    const completion = await server.call('POST', '/v1/chat/completions', {
      model: ids['character'],
      messages: [{ role: 'user', content: 'Hello?' }],
      user: ids['session'],
    });
    expect(completion.status).toBe(404);
    expect(await everything()).toBe(before);
  });

  it('is not there for sockets, which hear nothing of it either', async () => {
    const before = await everything();
    const socket = await server.socket();
    const heard: string[] = [];
    socket.onAny((name: string) => heard.push(name));
    const {
      session: sessionId,
      messageId,
      turnId,
    } = ids as { session: string; messageId: string; turnId: string };
    const asked: [string, object][] = [
      ['session.open', { sessionId }],
      ['message.send', { sessionId, clientId: 'a', text: 'Stolen' }],
      ['message.edit', { sessionId, messageId, content: 'Stolen' }],
      ['message.choose', { sessionId, messageId }],
      ['message.delete', { sessionId, messageId, forever: true }],
      ['message.pin', { sessionId, messageId, pinned: false }],
      ['turn.stop', { turnId }],
      ['turn.regenerate', { sessionId }],
      ['turn.regenerate', { sessionId, connectionId: ids['connection'] }],
      ['turn.continue', { sessionId }],
    ];
    for (const [event, body] of asked) {
      const ack = (await socket.emitWithAck(event as 'session.open', body as never)) as { code?: string };
      expect({ event, code: ack.code }).toEqual({ event, code: 'not_found' });
    }
    expect(heard).toEqual([]);
    expect(await everything()).toBe(before);
  });
});
