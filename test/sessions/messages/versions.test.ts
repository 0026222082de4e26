import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import type { MessageVersion, MessageView } from '../../../src/contracts/message.js';
import type { Receipt } from '../../../src/contracts/receipt.js';
import { type FakeModel, startFakeModel } from '../../support/fakes/fake-model.js';
import { startServer, type TestServer } from '../../support/server.js';

jest.setTimeout(60_000);

describe('what stands at a place', () => {
  let model: FakeModel;
  let server: TestServer;
  let characterId: string;

  beforeAll(async () => {
    model = await startFakeModel({ reply: ({ n }) => `Reply ${n}.` });
    server = await startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake-1' });
    characterId = (await server.call('POST', '/api/characters', { name: 'Mira' })).body.id;
  });
  afterAll(async () => {
    await server.stop();
    await model.close();
  });

  const begin = async () => (await server.call('POST', '/api/sessions', { characterId })).body.id as string;
  const say = async (id: string, text: string) =>
    (await server.call('POST', `/api/sessions/${id}/messages`, { text })).body as {
      message: MessageView;
      reply: MessageView;
      receipt: Receipt;
    };
  const told = async (id: string) =>
    ((await server.call('GET', `/api/sessions/${id}/messages`)).body.items as MessageView[]).map(
      ({ content }) => content,
    );
  const versions = async (id: string, message: string) =>
    (await server.call('GET', `/api/sessions/${id}/messages/${message}/versions`)).body
      .items as MessageVersion[];

  it('is chosen among swipes, and goes to the model as chosen', async () => {
    const id = await begin();
    const { reply } = await say(id, 'One');
    const socket = await server.socket();
    await socket.emitWithAck('session.open', { sessionId: id });
    const finished = new Promise((resolve) => socket.once('turn.finished', resolve));
    await socket.emitWithAck('turn.regenerate', { sessionId: id });
    await finished;
    const both = await versions(id, reply.id);
    expect(both.map(({ chosen, version, swipes }) => [chosen, version, swipes])).toEqual([
      [false, 1, 2],
      [true, 2, 2],
    ]);
    const changed = new Promise<{ message: MessageView }>((resolve) =>
      socket.once('message.changed', resolve),
    );
    const answer = await server.call('POST', `/api/sessions/${id}/messages/${reply.id}/choose`);
    expect(answer).toMatchObject({ status: 200, body: { id: reply.id, version: 1, swipes: 2 } });
    expect((await changed).message).toMatchObject({ id: reply.id, content: reply.content });
    expect(await told(id)).toEqual(['One', reply.content]);
    await say(id, 'Two');
    const sent = JSON.stringify(model.last.messages);
    expect(sent).toContain(reply.content);
    expect(sent).not.toContain(both[1]!.content);
  });

  it('is a greeting, of which others may be chosen, and has a note beside it', async () => {
    const greetings = ['Good evening, {{user}}.', '你来了，{{user}}。', 'Who is there?'];
    const { body } = await server.call('POST', '/api/characters', { name: 'Ada', sheet: { greetings } });
    const wish = { characterId: body.id, persona: { name: 'Jo' } };
    const id = (await server.call('POST', '/api/sessions', wish)).body.id as string;
    const [first] = (await server.call('GET', `/api/sessions/${id}/messages`)).body.items as MessageView[];
    expect(first).toMatchObject({ content: 'Good evening, Jo.', swipes: 3, version: 1, turnId: null });
    const second = (await versions(id, first!.id))[1]!;
    await server.call('POST', `/api/sessions/${id}/messages/${second.id}/choose`);
    const noted = await server.call('PATCH', `/api/sessions/${id}`, { note: 'It rains on {{char}}.' });
    expect(noted.body.note).toBe('It rains on {{char}}.');
    await say(id, 'Hello.');
    const sent = model.last.messages;
    expect(JSON.stringify(sent)).toContain('你来了，Jo。');
    expect(JSON.stringify(sent)).not.toContain('Good evening');
    expect(sent.at(-1)!.content).toContain('It rains on Ada.');
  });

  it('may be taken out of the story and brought back', async () => {
    const id = await begin();
    const { message } = await say(id, 'A secret about the well.');
    const socket = await server.socket();
    const gone = await socket.emitWithAck('message.delete', { sessionId: id, messageId: message.id });
    if (!gone.ok) throw new Error(gone.message);
    expect(gone.message).toMatchObject({ content: '', seq: message.seq, swipes: 2 });
    const { receipt } = await say(id, 'What did I say?');
    expect(JSON.stringify(model.last.messages)).not.toContain('the well');
    expect(receipt.prefixMovedBy).toBe('edit');
    const back = await socket.emitWithAck('message.choose', { sessionId: id, messageId: message.id });
    expect(back).toMatchObject({ ok: true, message: { swipes: 1, version: 1 } });
    await say(id, 'And now?');
    expect(JSON.stringify(model.last.messages)).toContain('the well');
  });

  it('may be deleted for good: nothing in the database holds its words', async () => {
    const id = await begin();
    const { message } = await say(id, 'My number is 5551234987.');
    const edited = await server.call('PATCH', `/api/sessions/${id}/messages/${message.id}`, {
      content: 'My number is 5551234987, I said.',
    });
    await say(id, 'Go on.');
    const wiped = await server.call('DELETE', `/api/sessions/${id}/messages/${edited.body.id}?forever=true`);
    expect(wiped).toMatchObject({ status: 200, body: { content: '', swipes: 1, seq: message.seq } });
    const database = new pg.Client(server.databaseUrl);
    await database.connect();
    for (const table of ['messages', 'turns', 'prompt_prefixes', 'folds', 'sessions']) {
      const { rows } = await database.query(`SELECT t::text AS row FROM ${table} t`);
      expect(rows.filter(({ row }) => row.includes('5551234987'))).toEqual([]);
    }
    await database.end();
    await say(id, 'Still there?');
    expect((await told(id)).filter(Boolean)).toHaveLength(5);
    expect(JSON.stringify(model.last.messages)).not.toContain('5551234987');
    expect(await server.call('GET', `/api/sessions/${id}/messages/${message.id}/versions`)).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    });
  });

  it('does not change while a reply is being written, nor in another’s session', async () => {
    const id = await begin();
    const other = await begin();
    const { message, reply } = await say(id, 'One');
    expect((await server.call('DELETE', `/api/sessions/${other}/messages/${message.id}`)).body.code).toBe(
      'not_found',
    );
    model.next({ reply: 'slow '.repeat(60), chunkDelayMs: 20 });
    const socket = await server.socket();
    await socket.emitWithAck('session.open', { sessionId: id });
    const finished = new Promise((resolve) => socket.once('turn.finished', resolve));
    await socket.emitWithAck('message.send', { sessionId: id, clientId: 'c', text: 'Two' });
    for (const [name, body] of [
      ['message.edit', { sessionId: id, messageId: message.id, content: 'x' }],
      ['message.choose', { sessionId: id, messageId: reply.id }],
      ['message.delete', { sessionId: id, messageId: message.id }],
    ] as const) {
      expect(await socket.emitWithAck(name, body as never)).toMatchObject({
        ok: false,
        code: 'turn_running',
      });
    }
    await finished;
  });
});
