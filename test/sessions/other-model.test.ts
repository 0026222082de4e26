import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import type { ConnectionView } from '../../src/contracts/connection.js';
import type { MessageView } from '../../src/contracts/message.js';
import type { Receipt } from '../../src/contracts/receipt.js';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(60_000);

describe('a conversation that more than one model answers', () => {
  let large: FakeModel;
  let small: FakeModel;
  let server: TestServer;
  let smallOne: ConnectionView;

  beforeAll(async () => {
    [large, small] = await Promise.all([
      startFakeModel({ model: 'large', reply: ({ n }) => `Large ${n}.` }),
      startFakeModel({ model: 'small', window: 4000, reply: ({ n }) => `Small ${n}.` }),
    ]);
    server = await startServer();
  });
  afterAll(async () => {
    await server.stop();
    await Promise.all([large.close(), small.close()]);
  });

  const begin = async () => {
    const character = await server.call('POST', '/api/characters', { name: 'Mira' });
    return (await server.call('POST', '/api/sessions', { characterId: character.body.id })).body.id as string;
  };
  const say = async (id: string, text: string) =>
    (await server.call('POST', `/api/sessions/${id}/messages`, { text })).body as {
      reply: MessageView;
      receipt: Receipt;
    };
  const told = async (id: string) =>
    (await server.call('GET', `/api/sessions/${id}/messages?limit=500`)).body.items as MessageView[];
  const socketIn = async (id: string) => {
    const socket = await server.socket();
    await socket.emitWithAck('session.open', { sessionId: id });
    return socket;
  };
  type Finished = { message: MessageView; receipt: Receipt };
  const rewrite = async (
    id: string,
    connectionId: string | undefined,
    how: 'turn.regenerate' | 'turn.continue' = 'turn.regenerate',
  ) => {
    const socket = await socketIn(id);
    const ended = new Promise<Finished>((resolve) => socket.once('turn.finished', resolve));
    expect(await socket.emitWithAck(how, { sessionId: id, connectionId })).toMatchObject({ ok: true });
    const finished = await ended;
    socket.disconnect();
    return finished;
  };

  it('keeps what the understudy says of itself from the model that comes after it', async () => {
    const id = await begin();
    const { reply } = await say(id, 'Where were you born?');
    expect(reply.thinking).toContain('not a language model');
    expect(reply.content).not.toContain('Keepsake');
    for (const [name, { url }] of [
      ['Large', large],
      ['Small', small],
    ] as const)
      smallOne = (await server.call('POST', '/api/connections', { name, baseUrl: url })).body;
    await say(id, 'And now?');
    const sent = JSON.stringify(large.last.messages);
    expect(sent).toContain(reply.content);
    expect(sent).not.toContain('understudy');
  });

  it('has one reply written by another, and is answered by its own again', async () => {
    const id = await begin();
    await say(id, 'Hello');
    const other = await rewrite(id, smallOne.id);
    expect(other.receipt).toMatchObject({ model: 'small', connection: { id: smallOne.id, name: 'Small' } });
    expect(other.message).toMatchObject({ version: 2, content: expect.stringMatching(/^Small/) });
    expect(small.last.messages.at(-1)!.content).toContain('Hello');
    const longer = await rewrite(id, smallOne.id, 'turn.continue');
    expect(longer.message.content).toMatch(/^Small \d+\.\s*Small \d+\.$/);
    const { items } = (await server.call('GET', `/api/sessions/${id}/messages/${other.message.id}/versions`))
      .body as { items: MessageView[] };
    expect(items.map(({ receipt }) => receipt?.connection?.name)).toEqual(['Large', 'Small', 'Small']);
    expect((await say(id, 'And you?')).receipt.model).toBe('large');
    expect((await rewrite(id, undefined)).receipt.model).toBe('large');
  });

  it('sends no more than that one reads', async () => {
    const id = await begin();
    const bytes = Array.from({ length: 200 }, (_, n) =>
      JSON.stringify({
        role: n % 2 ? 'assistant' : 'user',
        content: `Line ${n + 1}, of the sea and the wind that goes over it, and of the boats that came home.`,
        at: new Date(Date.now() - (300 - n) * 60_000).toISOString(),
      }),
    ).join('\n');
    await server.upload(`/api/sessions/${id}/import`, 'file', { name: 'h.jsonl', bytes });
    const { receipt: whole } = await say(id, 'Hello');
    expect(whole.promptTokensEstimated).toBeGreaterThan(4000);
    const { receipt } = await rewrite(id, smallOne.id);
    expect(receipt).toMatchObject({ model: 'small', window: 4000 });
    expect(receipt.promptTokensEstimated).toBeLessThan(4000);
    expect(receipt.messagesFolded).toBeGreaterThan(0);
    expect(await told(id)).toHaveLength(202);
  });

  it("answers nothing by a connection that is nobody's, or another owner's", async () => {
    const id = await begin();
    await say(id, 'Hello');
    const before = await told(id);
    const database = new pg.Client(server.databaseUrl);
    await database.connect();
    const { rows } = await database.query<{ id: string }>(
      `WITH other AS (INSERT INTO owners (name) VALUES ('other') RETURNING id)
       INSERT INTO connections (owner_id, name, base_url) SELECT id, 'Theirs', $1 FROM other RETURNING id`,
      [large.url],
    );
    await database.end();
    const socket = await socketIn(id);
    const asked = large.requests.length;
    for (const connectionId of [rows[0]!.id, '5f0c9f4e-6f0f-4c50-9d7c-3d9b9d0c1a11'])
      for (const how of ['turn.regenerate', 'turn.continue'] as const)
        expect(await socket.emitWithAck(how, { sessionId: id, connectionId })).toMatchObject({
          ok: false,
          code: 'not_found',
        });
    expect(await told(id)).toEqual(before);
    expect(large.requests).toHaveLength(asked);
    expect((await rewrite(id, undefined)).receipt.model).toBe('large');
  });
});
