import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { itInFull } from '../support/full.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(90_000);

describe('what the database cannot store', () => {
  let model: FakeModel;
  let server: TestServer;
  let database: pg.Client;
  let characterId: string;

  beforeAll(async () => {
    model = await startFakeModel({ window: 100_000 });
    server = await startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake' });
    database = new pg.Client(server.databaseUrl);
    await database.connect();
    characterId = (await server.call('POST', '/api/characters', { name: 'Mira' })).body.id;
  });
  afterAll(async () => {
    await database.end();
    await server.stop();
    await model.close();
  });

  const begin = async (of = characterId) =>
    (await server.call('POST', '/api/sessions', { characterId: of })).body.id as string;
  const say = (id: string, text: string) => server.call('POST', `/api/sessions/${id}/messages`, { text });
  const streamed = () => model.requests.filter(({ json }) => json.stream).length;
  /** Has the database refuse changes of a table's rows that a condition holds for, until it is called off. */
  const refuse = async (table: string, condition: string) => {
    await database.query(`
      CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = '22P02'; END $$;
      CREATE TRIGGER refuse BEFORE UPDATE ON ${table} FOR EACH ROW WHEN (${condition}) EXECUTE FUNCTION refuse()`);
    return () => database.query(`DROP TRIGGER refuse ON ${table}`);
  };

  it('is nothing in a lorebook entry whose name is cut anywhere within its emoji', async () => {
    const emoji = '👩‍👩‍👧‍👦😀🏳️‍🌈';
    const entries = Array.from({ length: 24 }, (_, n) => ({
      keys: ['lamp'],
      comment: `${'x'.repeat(60 + n)}${emoji}${emoji}`,
      content: `@@depth 1\nEntry ${n}.`,
      enabled: true,
      insertion_order: n,
      use_regex: false,
      extensions: {},
    }));
    const data = {
      name: 'Ilse',
      description: 'Keeps the ferry.',
      character_book: { entries, extensions: {} },
    };
    const bytes = JSON.stringify({ spec: 'chara_card_v3', spec_version: '3.0', data });
    const card = await server.upload('/api/characters/import', 'file', { name: 'i.json', bytes });
    const id = await begin(card.body.id);
    const { status, body } = await say(id, 'The lamp?');
    expect(status).toBe(200);
    expect(body.receipt.lore).toHaveLength(24);
    expect(body.receipt.lore.every((name: string) => name.isWellFormed() && name.length <= 80)).toBe(true);
    expect((await say(id, 'And the lamp?')).status).toBe(200);
    expect((await server.call('DELETE', `/api/sessions/${id}`)).status).toBe(204);
  });

  it('ends its turn, and nothing else: later messages are answered, and nothing is asked again', async () => {
    const allowed = await refuse('messages', `NEW.content LIKE '%poison%'`);
    const [id, other] = [await begin(), await begin()];
    model.next({ when: ({ raw }) => raw.includes('First.'), reply: 'This is poison.' });
    const [bad, good] = await Promise.all([say(id, 'First.'), say(other, 'Elsewhere.')]);
    expect([bad.status, bad.body.code]).toEqual([500, 'reply_not_stored']);
    expect(good.status).toBe(200);
    const asked = streamed();
    const next = await say(id, 'Second.');
    expect([next.status, next.body.reply.status]).toEqual([200, 'complete']);
    await allowed();
    server = await server.restart();
    const { items } = (await server.call('GET', `/api/sessions/${id}/messages`)).body;
    expect(items.map(({ status }: { status: string }) => status)).toEqual([
      'complete',
      'failed',
      'complete',
      'complete',
    ]);
    expect(streamed()).toBe(asked + 1);
    expect((await server.call('DELETE', `/api/sessions/${id}`)).status).toBe(204);
  });

  itInFull('does not keep what else is being written from being kept', async () => {
    const allowed = await refuse('messages', `NEW.content LIKE '%poison%'`);
    const [id, other] = [await begin(), await begin()];
    const slow = { chunkDelayMs: 150, chunkSize: 8 };
    model.next({
      when: ({ raw }) => raw.includes('Bad.'),
      reply: `poison ${'and so on '.repeat(20)}`,
      ...slow,
    });
    model.next({
      when: ({ raw }) => raw.includes('Good.'),
      reply: 'It goes on and on. '.repeat(12),
      ...slow,
    });
    const both = Promise.all([say(id, 'Bad.'), say(other, 'Good.')]);
    let kept = '';
    for (let n = 0; n < 100 && !kept; n++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      const { rows } = await database.query<{ content: string }>(
        `SELECT content FROM messages WHERE session_id = $1 AND status = 'streaming'`,
        [other],
      );
      kept = rows[0]?.content ?? '';
    }
    expect(kept).toMatch(/^It goes/);
    const [bad, good] = await both;
    expect([bad.body.code, good.status]).toEqual(['reply_not_stored', 200]);
    await allowed();
  });

  it('gives a turn up that cannot be ended at all, answers for it, and mends its rows when that is possible', async () => {
    const id = await begin();
    const allowed = await refuse('turns', `OLD.session_id = '${id}'`);
    const bad = await say(id, 'First.');
    expect([bad.status, bad.body.code]).toEqual([500, 'reply_not_stored']);
    const second = say(id, 'Second.');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await allowed();
    expect((await second).status).toBe(200);
    const { rows } = await database.query(
      `SELECT status FROM turns WHERE session_id = $1 ORDER BY created_at`,
      [id],
    );
    expect(rows).toEqual([{ status: 'failed' }, { status: 'finished' }]);
  });

  it('never makes a 500 of any text in any body of any route', async () => {
    const { body: api } = await server.call('GET', '/api/openapi.json');
    const { body: session } = await server.call('POST', '/api/sessions', { characterId });
    const ids: [RegExp, string][] = [
      [/\/sessions\/\{id\}/, `/sessions/${session.id}`],
      [/\/characters\/\{id\}/, `/characters/${characterId}`],
      [/\{\w+\}/g, '11111111-1111-4111-8111-111111111111'],
    ];
    const of = (schema: any): any => (schema?.$ref ? of(at(schema.$ref)) : schema);
    const at = (ref: string) =>
      ref
        .slice(2)
        .split('/')
        .reduce((node: any, key) => node[key], api);
    /** A body that passes, with a text in every place for one. */
    const filled = (given: any, text: string, depth = 0): unknown => {
      const schema = of(given);
      if (!schema || depth > 6) return text;
      if (schema.const !== undefined) return schema.const;
      if (schema.enum) return schema.enum[0];
      const [one] = schema.anyOf ?? schema.oneOf ?? schema.allOf ?? [];
      if (one) return filled(one, text, depth + 1);
      if (schema.format === 'uuid') return schema === given ? characterId : characterId;
      if (schema.type === 'string') return text;
      if (schema.type === 'array') return [filled(schema.items, text, depth + 1)];
      if (schema.type === 'object') {
        const fields = Object.entries(schema.properties ?? {});
        return Object.fromEntries(fields.map(([key, field]) => [key, filled(field, text, depth + 1)]));
      }
      return schema.type === 'boolean' ? true : 1;
    };
    const bad: object[] = [];
    let tried = 0;
    for (const [path, methods] of Object.entries<any>(api.paths)) {
      for (const [method, operation] of Object.entries<any>(methods)) {
        const schema = operation.requestBody?.content?.['application/json']?.schema;
        if (!schema || path.startsWith('/api/sign-in')) continue;
        const where = ids.reduce((told, [what, id]) => told.replace(what, id), path);
        const whole = filled(schema, 'a\0b\ud800c\udc00') as Record<string, unknown>;
        // All at once, and each field alone: one that is refused hides the others.
        for (const body of [whole, ...Object.keys(whole).map((key) => ({ [key]: whole[key] }))]) {
          tried++;
          const { status, body: told } = await server.call(method.toUpperCase(), where, body);
          if (status >= 500 && !/^(model|reply)_/.test(told.code))
            bad.push({ method, path, body, status, told });
        }
      }
    }
    expect(tried).toBeGreaterThan(60);
    expect(bad).toEqual([]);
  });
});
