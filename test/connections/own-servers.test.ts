import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { llamaCpp } from '../support/fakes/local-answers.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(120_000);

const WINDOW = 4096;

let server: TestServer;
let slots: FakeModel;
let proxied: FakeModel;

beforeAll(async () => {
  const strict = { unknownFields: false };
  [slots, proxied] = await Promise.all([
    startFakeModel({ paths: llamaCpp(32_768, 4), strict }),
    // Behind a proxy that passes on nothing but the API itself.
    startFakeModel({ window: null, slotTokens: WINDOW, strict }),
  ]);
  server = await startServer();
});

afterAll(async () => {
  await server.stop();
  await Promise.all([slots.close(), proxied.close()]);
});

const connect = async (baseUrl: string) =>
  (await server.call('POST', '/api/connections', { baseUrl, isDefault: true })).body.id as string;

async function newSession(): Promise<string> {
  const character = await server.call('POST', '/api/characters', { name: 'Mira' });
  const session = await server.call('POST', '/api/sessions', { characterId: character.body.id });
  return session.body.id;
}
const say = (sessionId: string, text: string) =>
  server.call('POST', `/api/sessions/${sessionId}/messages`, { text });

describe('llama.cpp with several slots', () => {
  it('reads a conversation in the slot that has it', async () => {
    await connect(slots.url);
    const [one, two] = [await newSession(), await newSession()];
    const slotOf = async (sessionId: string) => {
      expect((await say(sessionId, 'Hello')).status).toBe(200);
      return (slots.requests.filter(({ json }) => json.stream).at(-1)!.json as { id_slot?: number }).id_slot;
    };
    const [first, second] = [await slotOf(one), await slotOf(two)];
    expect(first).not.toBe(second);
    expect([await slotOf(one), await slotOf(two), await slotOf(one)]).toEqual([first, second, first]);
  });
});

describe('a window that nobody tells', () => {
  it('is learned from a refusal: the turn goes on folded, and nothing is stored twice', async () => {
    await connect(proxied.url);
    const sessionId = await newSession();
    const line = 'The ferry comes at nine and the tide is low by then. '.repeat(18);
    const turns = 16;
    for (let n = 1; n <= turns; n++) {
      const { status, body } = await say(sessionId, `${n}. ${line}`);
      expect({ n, status, code: body.code }).toEqual({ n, status: 200, code: undefined });
    }
    const { body } = await server.call('GET', `/api/sessions/${sessionId}/messages?limit=100`);
    const said = body.items.filter(({ role }: { role: string }) => role === 'user');
    expect(said.map(({ content }: { content: string }) => Number.parseInt(content))).toEqual(
      Array.from({ length: turns }, (_, n) => n + 1),
    );
    const { model } = (await server.call('GET', '/api/connections')).body;
    expect(model).toMatchObject({ window: WINDOW, windowFrom: 'server' });
    const refused = proxied.requests.filter(({ messageBytes }) => messageBytes.length / 4 > WINDOW);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(4);
  });
});
