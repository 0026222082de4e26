import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import type { BranchView } from '../../../src/contracts/branch.js';
import type { MessageView } from '../../../src/contracts/message.js';
import type { Receipt } from '../../../src/contracts/receipt.js';
import { type FakeModel, startFakeModel } from '../../support/fakes/fake-model.js';
import { startServer, type TestServer } from '../../support/server.js';

jest.setTimeout(60_000);

describe('branches', () => {
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
    (await server.call('GET', `/api/sessions/${id}/messages?limit=500`)).body.items as MessageView[];
  const texts = async (id: string) => (await told(id)).map(({ content }) => content);
  const branches = async (id: string) =>
    (await server.call('GET', `/api/sessions/${id}/branches`)).body.items as BranchView[];
  const branch = async (id: string, messageId: string, title = '') =>
    (await server.call('POST', `/api/sessions/${id}/branches`, { messageId, title })).body
      .items as BranchView[];
  const open = (id: string, branchId: string) =>
    server.call('POST', `/api/sessions/${id}/branches/${branchId}/open`);

  it('tell the same up to where they part, each its own after it, and keep the prefix that they share', async () => {
    const id = await begin();
    const one = await say(id, 'One');
    await say(id, 'Two');
    const main = await texts(id);
    const socket = await server.socket();
    await socket.emitWithAck('session.open', { sessionId: id });
    const heard = new Promise<{ branchId: string }>((resolve) => socket.once('branch.opened', resolve));
    const map = await branch(id, one.reply.id, 'What if');
    expect(map.map(({ title, fromSeq, current }) => [title, fromSeq, current])).toEqual([
      ['', 0, false],
      ['What if', one.reply.seq, true],
    ]);
    expect((await heard).branchId).toBe(map[1]!.id);
    expect(await texts(id)).toEqual(main.slice(0, 2));
    const { receipt } = await say(id, 'Another two');
    expect(receipt.prefixMovedBy).toBe('branch');
    expect(receipt.keptPrefixBytes).toBeGreaterThan(0.5 * (receipt.promptBytes - receipt.tailBytes));
    expect(JSON.stringify(model.last.messages)).not.toContain('"Two');
    const other = await texts(id);
    expect(other.slice(0, 3)).toEqual([...main.slice(0, 2), 'Another two']);

    expect((await open(id, map[0]!.id)).status).toBe(200);
    expect(await texts(id)).toEqual(main);
    const { receipt: back } = await say(id, 'Three');
    expect(back.keptPrefixBytes).toBeGreaterThan(0);
    expect(JSON.stringify(model.last.messages)).not.toContain('Another two');
    await open(id, map[1]!.id);
    expect(await texts(id)).toEqual(other);
  });

  it('come from branches, and are found after a restart', async () => {
    const id = await begin();
    const first = await say(id, 'A1');
    await branch(id, first.message.id);
    // After a message of one’s own there is something to answer.
    const socket = await server.socket();
    await socket.emitWithAck('session.open', { sessionId: id });
    const finished = new Promise((resolve) => socket.once('turn.finished', resolve));
    expect((await socket.emitWithAck('turn.regenerate', { sessionId: id })).ok).toBe(true);
    await finished;
    const second = await say(id, 'B2');
    await say(id, 'B3');
    await branch(id, second.message.id);
    await say(id, 'C3');
    const before = await texts(id);
    expect(before.slice(0, 4)).toEqual(['A1', expect.any(String), 'B2', 'C3']);
    expect(before[1]).not.toBe(first.reply.content);
    server = await server.restart();
    expect(await texts(id)).toEqual(before);
    const found = await server.call('GET', `/api/sessions/${id}/search?q=B3`);
    expect(found.body.items).toEqual([]);
    const [main, middle] = await branches(id);
    const conflict = await server.call('DELETE', `/api/sessions/${id}/branches/${middle!.id}`);
    expect(conflict).toMatchObject({ status: 409, body: { code: 'conflict' } });
    await open(id, main!.id);
    const leaf = (await branches(id))[2]!;
    expect((await server.call('DELETE', `/api/sessions/${id}/branches/${leaf.id}`)).body.items).toHaveLength(
      2,
    );
    expect(await texts(id)).toEqual(['A1', first.reply.content]);
  });

  it('change what they inherit for themselves, and their parent tells on as before', async () => {
    const id = await begin();
    const one = await say(id, 'One');
    const two = await say(id, 'Two');
    const main = await texts(id);
    await server.call('PUT', `/api/sessions/${id}/messages/${one.reply.id}/pin`);
    const [first, second] = await branch(id, two.reply.id);
    const edited = await server.call('PATCH', `/api/sessions/${id}/messages/${one.reply.id}`, {
      content: 'Another one.',
    });
    expect(edited).toMatchObject({ status: 200, body: { seq: 2, version: 2, swipes: 2, pinned: true } });
    // The last reply, too, though the parent told it, can be given anew.
    const socket = await server.socket();
    await socket.emitWithAck('session.open', { sessionId: id });
    const finished = new Promise((resolve) => socket.once('turn.finished', resolve));
    expect((await socket.emitWithAck('turn.regenerate', { sessionId: id })).ok).toBe(true);
    await finished;
    const other = await texts(id);
    expect(other).toEqual([main[0], 'Another one.', main[2], expect.not.stringMatching(main[3]!)]);
    const { receipt } = await say(id, 'Three');
    expect(receipt.messagesVerbatim).toBe(5);
    expect(JSON.stringify(model.last.messages)).toContain('Another one.');
    expect(JSON.stringify(model.last.messages)).not.toContain(`"${main[1]}"`);

    await open(id, first!.id);
    expect(await texts(id)).toEqual(main);
    await open(id, second!.id);
    // What it was is found by the id that it had, for whoever undoes it.
    const versions = await server.call('GET', `/api/sessions/${id}/messages/${edited.body.id}/versions`);
    expect(versions.body.items.map(({ content }: MessageView) => content)).toEqual([main[1], 'Another one.']);
    const back = await server.call('POST', `/api/sessions/${id}/messages/${one.reply.id}/choose`);
    expect(back.body).toMatchObject({ content: main[1], seq: 2 });
    expect(await texts(id)).toEqual([...main.slice(0, 3), other[3], 'Three', expect.any(String)]);
    server = await server.restart();
    expect((await texts(id)).slice(0, 3)).toEqual(main.slice(0, 3));
  });

  it('share what is deleted for good: it is gone on all of them', async () => {
    const id = await begin();
    const one = await say(id, 'The word is qvorblex.');
    const two = await say(id, 'Two');
    const [first, second] = await branch(id, two.reply.id);
    const edited = await server.call('PATCH', `/api/sessions/${id}/messages/${one.message.id}`, {
      content: 'It was qvorblex, here.',
    });
    const [, , third] = await branch(id, two.reply.id);
    await open(id, second!.id);
    const wiped = await server.call('DELETE', `/api/sessions/${id}/messages/${edited.body.id}?forever=true`);
    expect(wiped).toMatchObject({ status: 200, body: { content: '', swipes: 1 } });
    for (const { id: branchId } of [first!, second!, third!]) {
      await open(id, branchId);
      expect((await texts(id)).slice(0, 4)).toEqual(['', one.reply.content, 'Two', two.reply.content]);
    }
    const exported = await server.call('GET', `/api/sessions/${id}/search?q=qvorblex`);
    expect(exported.body.items).toEqual([]);
    const database = new pg.Client(server.databaseUrl);
    await database.connect();
    const { rows } = await database.query(`SELECT FROM messages WHERE content LIKE '%qvorblex%'`);
    await database.end();
    expect(rows).toEqual([]);
  });

  it('do not part while a reply is being written, and are nobody else’s', async () => {
    const id = await begin();
    const other = await begin();
    const { reply } = await say(id, 'One');
    expect(
      (await server.call('POST', `/api/sessions/${other}/branches`, { messageId: reply.id })).body.code,
    ).toBe('not_found');
    expect((await open(other, (await branches(id))[0]!.id)).body.code).toBe('not_found');
    model.next({ reply: 'slow '.repeat(60), chunkDelayMs: 20 });
    const socket = await server.socket();
    await socket.emitWithAck('session.open', { sessionId: id });
    const finished = new Promise((resolve) => socket.once('turn.finished', resolve));
    await socket.emitWithAck('message.send', { sessionId: id, clientId: 'c', text: 'Two' });
    expect(
      (await server.call('POST', `/api/sessions/${id}/branches`, { messageId: reply.id })).body.code,
    ).toBe('turn_running');
    await finished;
    expect(await branches(id)).toHaveLength(1);
  });
});
