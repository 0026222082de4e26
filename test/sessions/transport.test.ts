import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { MessageView } from '../../src/contracts/message.js';
import type { Receipt } from '../../src/contracts/receipt.js';
import { FakeResponses } from '../support/fakes/fake-responses.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(60_000);

const LONG = 'The tide came in over the causeway and nobody had told the ferryman. 潮水漫过了堤道。'.repeat(
  60,
);

describe('a session over a socket that holds the conversation', () => {
  let model: FakeResponses;
  let server: TestServer;
  const begin = async () => {
    const sheet = { language: 'en', scenario: LONG };
    const character = await server.call('POST', '/api/characters', { name: 'Mira', sheet });
    return (await server.call('POST', '/api/sessions', { characterId: character.body.id })).body.id as string;
  };
  const say = async (id: string, text: string) =>
    (await server.call('POST', `/api/sessions/${id}/messages`, { text })).body as {
      receipt: Receipt;
      message: MessageView;
    };

  beforeAll(async () => {
    model = await new FakeResponses().listen();
    server = await startServer({
      OPENAI_BASE_URL: model.url,
      OPENAI_API_KEY: 'k',
      MODEL: 'fake',
      MODEL_CONTEXT_WINDOW: '60000',
      MODEL_TRANSPORT: 'responses-ws',
      MODEL_PRICE: '2 0.5 8',
    });
  });
  afterAll(async () => {
    await server.stop();
    await model.close();
  });

  it('sends only what is new, says so in the receipt, and goes whole after an edit', async () => {
    const id = await begin();
    await say(id, LONG);
    const second = await say(id, 'What then?');
    expect(model.last.over).toBe('ws');
    expect(model.last.body.previous_response_id).toBeDefined();
    expect(model.last.input).toHaveLength(1);
    expect(second.receipt.sentBytes).toBe(model.last.bytes);
    expect(second.receipt.sentBytes! - second.receipt.tailBytes).toBeLessThan(2048);
    expect(second.receipt.heldTailBytes).toBeGreaterThan(0);
    expect(second.receipt.promptBytes).toBeGreaterThan(10_000);
    expect(second.receipt.cost).toBeGreaterThan(0);
    expect(second.receipt.truncatedByServer).toBe(false);

    const { items } = (await server.call('GET', `/api/sessions/${id}/messages`)).body as {
      items: MessageView[];
    };
    const first = items.find(({ role }) => role === 'user')!;
    const edited = await server.call('PATCH', `/api/sessions/${id}/messages/${first.id}`, {
      content: 'Something shorter.',
    });
    expect(edited.status).toBe(200);
    const third = await say(id, 'And now?');
    expect(model.last.body.previous_response_id).toBeUndefined();
    expect(JSON.stringify(model.last.conversation)).toContain('Something shorter.');
    expect(third.receipt.heldTailBytes).toBe(0);
    expect(third.receipt.prefixMovedBy).toBe('edit');
  });

  it('is not disturbed by a draft beside it, and given up when something of it is deleted for good', async () => {
    const id = await begin();
    const { message } = await say(id, LONG);
    const open = model.sockets.size;
    const draft = await server.call('POST', `/api/sessions/${id}/impersonate`, {});
    expect(draft).toMatchObject({ status: 200, body: { text: expect.any(String) } });
    expect(model.last.over).toBe('http');
    await say(id, 'What then?');
    expect(model.last.over).toBe('ws');
    expect(model.last.input).toHaveLength(1);
    expect(
      (await server.call('DELETE', `/api/sessions/${id}/messages/${message.id}?forever=true`)).status,
    ).toBe(200);
    while (model.sockets.size >= open) await new Promise((resolve) => setTimeout(resolve, 20));
    await say(id, 'And now?');
    expect(model.last.body.previous_response_id).toBeUndefined();
    const told = model.last.conversation.filter(({ role }) => role === 'user');
    expect(JSON.stringify(told)).not.toContain('causeway');
  });

  it('loses nothing when the server drops the connection between turns', async () => {
    const id = await begin();
    await say(id, 'The password is heliotrope.');
    for (const socket of model.sockets) socket.terminate();
    await say(id, 'Go on.');
    expect(JSON.stringify(model.last.conversation)).toContain('heliotrope');
    await say(id, 'And on.');
    expect(model.last.conversation.map(({ role }) => role)).toEqual([
      'system',
      'user',
      'assistant',
      'user',
      'assistant',
      'user',
    ]);
  });
});
