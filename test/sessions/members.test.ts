import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { DataSource } from 'typeorm';
import type { RestoreView } from '../../src/contracts/backup.js';
import type { MessageView } from '../../src/contracts/message.js';
import type { MemberView, SessionView } from '../../src/contracts/session.js';
import { databaseOptions } from '../../src/database/database-options.js';
import { MembersRepository } from '../../src/sessions/story/members.repository.js';
import { anew, archiveOf, rowsOfArchive, savedBackup } from '../support/files/archive.js';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(180_000);

describe('the members of a session', () => {
  let model: FakeModel;
  let server: TestServer;
  let database: pg.Client;
  let source: DataSource;
  let characterId: string;
  let ownerId: string;

  beforeAll(async () => {
    model = await startFakeModel({ reply: ({ n }) => `Reply ${n}.`, strict: { alternation: false } });
    server = await startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake-1' });
    database = new pg.Client(server.databaseUrl);
    await database.connect();
    source = await new DataSource(databaseOptions(server.databaseUrl)).initialize();
    characterId = (
      await server.call('POST', '/api/characters', { name: 'Mira', sheet: { greetings: ['Welcome.'] } })
    ).body.id;
    ownerId = (await database.query('SELECT owner_id FROM characters LIMIT 1')).rows[0].owner_id;
  });
  afterAll(async () => {
    await database.end();
    await source.destroy();
    await server.stop();
    await model.close();
  });

  const begin = async (wish: object = { characterId }) =>
    (await server.call('POST', '/api/sessions', wish)).body as SessionView;
  const view = async (id: string) => (await server.call('GET', `/api/sessions/${id}`)).body as SessionView;
  const guest = (sessionId: string, name: string) =>
    new MembersRepository(source).guest(ownerId, sessionId, name);
  const said = async (sessionId: string) =>
    (
      await database.query<{ speaker: string; kind: string | null; name: string | null }>(
        `SELECT m.speaker, p.kind, p.name FROM messages m LEFT JOIN session_members p ON p.id = m.member_id
         WHERE m.session_id = $1 AND m.chosen ORDER BY m.seq`,
        [sessionId],
      )
    ).rows.map(({ speaker, kind, name }) => [speaker, kind, name]);
  const named = (members: readonly MemberView[]) => members.map(({ kind, name }) => [kind, name]);

  it('are the character and the persona, however the character is named', async () => {
    const one = await begin();
    const other = await begin({ members: [{ characterId }] });
    for (const { members } of [one, other]) {
      expect(members).toEqual([
        { id: expect.any(String), kind: 'character', characterId, name: 'Mira' },
        { id: expect.any(String), kind: 'persona', name: 'User' },
      ]);
    }
    const two = { members: [{ characterId }, { characterId }] };
    for (const wish of [two, {}, { characterId: randomUUID(), members: [{ characterId }] }]) {
      const { status, body } = await server.call('POST', '/api/sessions', wish);
      expect([status, body.code]).toEqual([400, 'bad_request']);
    }
  });

  it('are called as the character and the persona are called now', async () => {
    const { id, members } = await begin();
    const { body: persona } = await server.call('POST', '/api/personas', { name: 'Ann' });
    await server.call('PATCH', `/api/sessions/${id}`, { personaId: persona.id });
    expect(named((await view(id)).members)).toEqual([
      ['character', 'Mira'],
      ['persona', 'Ann'],
    ]);
    await server.call('PATCH', `/api/personas/${persona.id}`, { name: 'Anna' });
    await server.call('PATCH', `/api/characters/${characterId}`, { name: 'Mira Quill' });
    const renamed = (await view(id)).members;
    expect(named(renamed)).toEqual([
      ['character', 'Mira Quill'],
      ['persona', 'Anna'],
    ]);
    expect(renamed.map((member) => member.id)).toEqual(members.map((member) => member.id));
    await server.call('PATCH', `/api/characters/${characterId}`, { name: 'Mira' });
  });

  it('stand with what they said: greeting, message, reply, other versions of it', async () => {
    const { id } = await begin();
    const { body } = await server.call('POST', `/api/sessions/${id}/messages`, { text: 'Hello.' });
    const character = ['Mira', 'character', 'Mira'];
    const persona = ['User', 'persona', 'User'];
    expect(await said(id)).toEqual([character, persona, character]);
    await server.call('PATCH', `/api/sessions/${id}/messages/${body.message.id}`, { content: 'Hello!' });
    const socket = await server.socket();
    const finished = new Promise((resolve) => socket.once('turn.finished', resolve));
    await socket.emitWithAck('session.open', { sessionId: id });
    expect((await socket.emitWithAck('turn.regenerate', { sessionId: id })).ok).toBe(true);
    await finished;
    await server.call('POST', `/api/sessions/${id}/branches`, { messageId: body.message.id });
    await server.call('PATCH', `/api/sessions/${id}/messages/${body.message.id}`, { content: 'Hi.' });
    const rows = await said(id);
    expect(rows.every((row) => JSON.stringify([character, persona]).includes(JSON.stringify(row)))).toBe(
      true,
    );
  });

  it('may be guests, each made once and told apart by name', async () => {
    const { id } = await begin();
    const [one, again, other] = await Promise.all([guest(id, 'Tom'), guest(id, ' Tom '), guest(id, 'Ada')]);
    expect(again).toEqual(one);
    expect(await guest(id, 'Tom')).toEqual(one);
    expect(other!.id).not.toBe(one!.id);
    const guests = (await view(id)).members.slice(2);
    expect(guests.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual(['guest Ada', 'guest Tom']);
    await expect(guest(id, ' ')).rejects.toMatchObject({ code: 'bad_request' });
    await expect(guest(randomUUID(), 'Tom')).rejects.toMatchObject({ code: 'not_found' });
    await expect(new MembersRepository(source).guest(randomUUID(), id, 'Tom')).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('speak for themselves: what two of them say is sent as two messages, and can be rebuilt', async () => {
    const { id, members } = await begin();
    const say = (text: string, memberId?: string) =>
      server.call('POST', `/api/sessions/${id}/messages`, { text, memberId });
    // So that a snapshot is kept from before the guest came.
    await say('First.');
    const tom = await guest(id, 'Tom');
    model.next({ reply: 'Slowly, now. '.repeat(20), chunkDelayMs: 40 });
    const before = model.requests.length;
    const slow = say('Is anybody there?');
    await model.received(before + 1);
    const answers = [];
    for (const [text, memberId] of [['I am.'], ['So am I.', tom.id], ['And I.', tom.id]] as const) {
      answers.push(say(text, memberId));
      while ((await said(id)).length < 5 + answers.length) await new Promise((r) => setTimeout(r, 20));
    }
    await slow;
    const [answered] = await Promise.all(answers);
    const { body } = answered!;
    const sent = model.last.messages.slice(-3).map(({ role, content }) => [role, content.split('\n\n[')[0]]);
    expect(sent.map(([role]) => role)).toEqual(['assistant', 'user', 'user']);
    expect(sent[1]![1]).toBe('I am.');
    expect(sent[2]![1]).toMatch(/^So am I\.\n\nAnd I\./);
    expect((await said(id)).slice(-4, -1)).toEqual([
      ['User', 'persona', 'User'],
      ['Tom', 'guest', 'Tom'],
      ['Tom', 'guest', 'Tom'],
    ]);
    const { items } = (await server.call('GET', `/api/sessions/${id}/messages`)).body;
    expect((items as MessageView[]).slice(-4).map(({ speaker }) => speaker)).toEqual([
      'User',
      'Tom',
      'Tom',
      'Mira',
    ]);
    const rebuilt = await server.call('GET', `/api/sessions/${id}/turns/${body.receipt.turnId}/request`);
    expect([rebuilt.status, rebuilt.body.exact]).toEqual([200, true]);
    for (const memberId of [members[0]!.id, randomUUID()]) {
      const { status, body: refused } = await say('I am the character.', memberId);
      expect([status, refused.code]).toEqual([404, 'not_found']);
    }
  });

  it('are made of the sessions where an archive is from before there were any', async () => {
    const { id } = await begin();
    await guest(id, 'Tom');
    await server.call('POST', `/api/sessions/${id}/messages`, { text: 'Hello.' });
    const restore = async (rows: ReturnType<typeof anew>) =>
      (await server.upload('/api/restore', 'file', { name: 'b.zip', bytes: archiveOf(rows) }))
        .body as RestoreView;
    const whole = rowsOfArchive(await savedBackup(server));
    const copied = anew(whole);
    expect((await restore(copied)).leftOut).toEqual([]);
    const old = anew(whole);
    const at = old['sessions']!.findIndex((_, n) => whole['sessions']![n]!['id'] === id);
    delete old['session_members'];
    for (const message of old['messages']!) delete message['member_id'];
    const { restored, leftOut } = await restore(old);
    expect(leftOut).toEqual([]);
    expect(restored['session_members']).toBe(2 * old['sessions']!.length);
    const namesIn = async (rows: typeof old) =>
      named((await view(rows['sessions']![at]!['id'])).members).sort();
    expect(await namesIn(old)).toEqual([
      ['character', 'Mira'],
      ['persona', 'User'],
    ]);
    expect(await namesIn(copied)).toEqual([
      ['character', 'Mira'],
      ['guest', 'Tom'],
      ['persona', 'User'],
    ]);
    const { status } = await server.call('POST', `/api/sessions/${old['sessions']![at]!['id']}/messages`, {
      text: 'Still there?',
    });
    expect(status).toBe(200);
  });

  it('are made of the sessions that an older version left, whose prefix is kept', async () => {
    const { id } = await begin();
    const talk = async (text: string) =>
      (await server.call('POST', `/api/sessions/${id}/messages`, { text })).body;
    await talk('Before.');
    await server.stop();
    // Members, and what came after them.
    const hasMembers = () =>
      database.query('SELECT 1 FROM pg_tables WHERE tablename = $1', ['session_members']);
    while ((await hasMembers()).rowCount) await source.undoLastMigration();
    server = await server.restart();
    expect(named((await view(id)).members)).toEqual([
      ['character', 'Mira'],
      ['persona', 'User'],
    ]);
    const { receipt } = await talk('After.');
    expect(receipt.prefixMovedBy).toBeUndefined();
    expect((await said(id)).map(([, kind]) => kind)).toEqual([null, null, null, 'persona', 'character']);
  });
});
