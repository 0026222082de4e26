import type { BridgeEvent, BridgeKind, BridgeSettings, BridgeView } from '../../src/contracts/bridge.js';
import type { MessageView } from '../../src/contracts/message.js';
import { type FakeModel, startFakeModel } from './fakes/fake-model.js';
import { startServer, type TestServer } from './server.js';

/** A server with a character, to which a bridge leads. */
export interface Bridged {
  model: FakeModel;
  server: TestServer;
  characterId: string;
  bridge: (kind: BridgeKind, settings: BridgeSettings, enabled?: boolean) => Promise<string>;
  view: (id: string) => Promise<BridgeView>;
  events: (id: string) => Promise<BridgeEvent[]>;
  code: (id: string) => Promise<string>;
  /** Waits until a bridge stands so. */
  until: (id: string, is: (view: BridgeView) => boolean) => Promise<BridgeView>;
  sessions: () => Promise<{ id: string; title: string; lastSeq: number }[]>;
  messages: (sessionId: string) => Promise<MessageView[]>;
  /** Ends the server with no time to tidy up, and starts it again. */
  kill: () => Promise<void>;
  close: () => Promise<void>;
}

export async function startBridged(
  model: Parameters<typeof startFakeModel>[0] = {
    reply: ({ n }) => `Reply ${n}.`,
    strict: { alternation: false },
  },
  sheet: object = { greetings: ['Welcome.'] },
): Promise<Bridged> {
  const fake = await startFakeModel(model);
  const server = await startServer({ OPENAI_BASE_URL: fake.url, OPENAI_API_KEY: 'k', MODEL: fake.model });
  const { id: characterId } = (await server.call('POST', '/api/characters', { name: 'Mira', sheet })).body;
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await bridged.server.call(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer.body;
  };
  const bridged: Bridged = {
    model: fake,
    server,
    characterId,
    bridge: async (kind, settings, enabled = true) =>
      (await call('POST', '/api/bridges', { kind, name: kind, settings, enabled })).id,
    view: (id) => call('GET', `/api/bridges/${id}`),
    events: async (id) => (await call('GET', `/api/bridges/${id}/events`)).items,
    code: async (id) => (await call('POST', `/api/bridges/${id}/pairings`, { characterId })).code,
    until: async (id, is) => {
      for (;;) {
        const view = await bridged.view(id);
        if (is(view)) return view;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    sessions: async () => (await call('GET', '/api/sessions')).items,
    messages: async (sessionId) => (await call('GET', `/api/sessions/${sessionId}/messages`)).items,
    kill: async () => {
      await bridged.server.stop('SIGKILL');
      bridged.server = await bridged.server.restart();
    },
    close: async () => {
      await bridged.server.stop();
      await fake.close();
    },
  };
  return bridged;
}
