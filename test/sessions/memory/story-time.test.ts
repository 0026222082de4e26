import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { MessageView } from '../../../src/contracts/message.js';
import type { Receipt } from '../../../src/contracts/receipt.js';
import type { SessionView } from '../../../src/contracts/session.js';
import { type FakeModel, startFakeModel } from '../../support/fakes/fake-model.js';
import { startServer, type TestServer } from '../../support/server.js';

jest.setTimeout(120_000);

const DATE = /\b20\d\d-\d\d-\d\d\b|Real time|现实时间/;
const LINES = [
  'We walked along the harbour until the lamps were lit, and you told me about the boat your father had mended.',
  '昨天下了一整天的雨，我坐在窗边把你送我的那本书读完了，结尾和我想的完全不一样。',
  'There is a bakery behind the church that sells rye bread on Thursdays only; we should go there some time.',
];

describe('a session', () => {
  let model: FakeModel;
  let server: TestServer;
  let characterId: string;

  beforeAll(async () => {
    model = await startFakeModel({
      window: 4000,
      reply: ({ n }) => `Reply ${n}: ${LINES[n % LINES.length]}`,
    });
    server = await startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake' });
    characterId = (await server.call('POST', '/api/characters', { name: 'Mira' })).body.id;
  });
  afterAll(async () => {
    await server.stop();
    await model.close();
  });

  const begin = async (wish: object = {}) =>
    (await server.call('POST', '/api/sessions', { characterId, ...wish })).body as SessionView;
  const change = async (id: string, wish: object) =>
    (await server.call('PATCH', `/api/sessions/${id}`, wish)).body as SessionView;
  const view = async (id: string) => (await server.call('GET', `/api/sessions/${id}`)).body as SessionView;
  const say = async (id: string, text: string) =>
    (await server.call('POST', `/api/sessions/${id}/messages`, { text })).body as { receipt: Receipt };
  const history = async (id: string, count: number) => {
    const lines = Array.from({ length: count }, (_, n) => ({
      role: n % 2 ? 'assistant' : 'user',
      content: `${n}. ${LINES[n % LINES.length]}`,
      at: new Date(Date.UTC(2025, 2, 1 + 3 * Math.floor(n / 2), 9)).toISOString(),
    }));
    const bytes = Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n'));
    await server.upload(`/api/sessions/${id}/import`, 'file', { name: 'h.jsonl', bytes });
  };
  const sent = () => model.requests.filter(({ json }) => json.stream).at(-1)!;
  const asText = () => JSON.stringify(sent().messages);
  const tail = () => sent().messages.at(-1)!.content.split('<tail>\n').at(-1)!;
  const written = () => model.requests.filter(({ json }) => json.response_format);
  const exact = async (id: string, { turnId }: Receipt) =>
    (await server.call('GET', `/api/sessions/${id}/turns/${turnId}/request`)).body.exact as boolean;

  describe('whose story has a time of its own', () => {
    it('is told no date, but of a pause, and tells dates again when it is set back: one move each time', async () => {
      const { id, storyTime } = await begin();
      expect(storyTime).toBe('mine');
      await history(id, 6);
      const first = (await say(id, 'And now?')).receipt;
      expect(asText()).toMatch(/\[2025-03-04 Tue · three days later\]/);
      const labelled = sent().messages.slice(0, -1);

      expect((await change(id, { storyTime: 'own' })).storyTime).toBe('own');
      const second = (await say(id, 'Where were we?')).receipt;
      expect(asText()).not.toMatch(DATE);
      expect(second.prefixMovedBy).toBe('clock');
      const third = (await say(id, 'Tell me about the boat.')).receipt;
      expect(third.prefixMovedBy).toBeUndefined();
      expect(third.keptPrefixBytes).toBeGreaterThan(second.promptBytes - second.tailBytes - 10);

      await change(id, { storyTime: 'mine' });
      const fourth = (await say(id, 'And the lamps?')).receipt;
      expect(fourth.prefixMovedBy).toBe('clock');
      expect(sent().messages.slice(0, labelled.length)).toEqual(labelled);
      expect(tail()).toMatch(DATE);
      for (const receipt of [first, second, third, fourth]) expect(await exact(id, receipt)).toBe(true);
    });

    it('is told of a pause by its length alone', async () => {
      const { id } = await begin({ storyTime: 'own' });
      await history(id, 2);
      await say(id, 'I am back.');
      expect(tail()).toMatch(/A pause of (?:a|two|three|\d+) \w+ lies before this message/);
      expect(asText()).not.toMatch(DATE);
    });

    it('has a chronicle, recall and folds without dates', async () => {
      const { id } = await begin({ storyTime: 'own' });
      await history(id, 120);
      model.fill = () => ({
        events: ['They walked (#2).'],
        facts: [],
        promises: [],
        jokes: [],
        relationship: '',
        scene: 'On the quay.',
      });
      const before = written().length;
      await say(id, 'What was it about the bakery behind the church?');
      for (let n = 0; n < 40; n++) {
        const { body } = await server.call('GET', `/api/sessions/${id}/chronicle`);
        if (!body.folding && body.entries.length) break;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      await say(id, 'What was it about the bakery behind the church?');
      expect(asText()).toContain('<chronicle>');
      expect(asText()).toMatch(/## #1–#\d+/);
      expect(tail()).toContain('<recalled>');
      expect(asText()).not.toMatch(DATE);
      for (const request of written().slice(before))
        expect(JSON.stringify(request.messages)).not.toMatch(DATE);
    });

    it('is drafted for without dates', async () => {
      const { id } = await begin({ storyTime: 'own' });
      await say(id, 'Hello.');
      await server.call('POST', `/api/sessions/${id}/impersonate`, {});
      expect(asText()).not.toMatch(DATE);
    });
  });

  describe('with a note for the next reply only', () => {
    const texts = async (id: string) =>
      ((await server.call('GET', `/api/sessions/${id}/messages`)).body.items as MessageView[]).length;
    const again = async (id: string) => {
      const socket = await server.socket();
      await socket.emitWithAck('session.open', { sessionId: id });
      const end = new Promise((resolve) => {
        socket.once('turn.finished', resolve);
        socket.once('turn.failed', resolve);
      });
      expect(await socket.emitWithAck('turn.regenerate', { sessionId: id })).toMatchObject({ ok: true });
      await end;
      socket.disconnect();
    };

    it('tells it once, and again with another version of that reply', async () => {
      const { id } = await begin();
      expect((await change(id, { note: 'It rains.', noteOnce: 'Let the lamp go out.' })).noteOnce).toBe(
        'Let the lamp go out.',
      );
      await server.call('POST', `/api/sessions/${id}/impersonate`, {});
      expect(asText()).not.toContain('Let the lamp go out.');
      const { receipt } = await say(id, 'It is late.');
      expect(tail()).toContain('for this reply only: Let the lamp go out.');
      expect(tail()).toContain('It rains.');
      expect(receipt.noteOnce).toBe('Let the lamp go out.');
      expect((await view(id)).noteOnce).toBe('');
      await again(id);
      expect(tail()).toContain('Let the lamp go out.');
      await again(id);
      expect(tail()).toContain('Let the lamp go out.');
      await say(id, 'And now?');
      expect(tail()).not.toContain('Let the lamp go out.');
      expect(tail()).toContain('It rains.');
      expect(await texts(id)).toBe(4);
    });

    it('keeps it where a reply fails', async () => {
      const { id } = await begin();
      await change(id, { noteOnce: 'Let the lamp go out.' });
      model.next({ failStatus: 400, failBody: { error: { message: 'No.' } } });
      await server.call('POST', `/api/sessions/${id}/messages`, { text: 'It is late.' });
      expect(tail()).toContain('Let the lamp go out.');
      expect((await view(id)).noteOnce).toBe('Let the lamp go out.');
      await again(id);
      expect(tail()).toContain('Let the lamp go out.');
      expect((await view(id)).noteOnce).toBe('');
    });

    it('refuses one that is no note', async () => {
      const { id } = await begin();
      expect((await server.call('PATCH', `/api/sessions/${id}`, { noteOnce: 7 })).status).toBe(400);
      expect((await server.call('PATCH', `/api/sessions/${id}`, { storyTime: 'never' })).status).toBe(400);
      expect((await server.call('PATCH', `/api/sessions/${id}`, { recall: 'greedy' })).status).toBe(400);
    });
  });

  it('recalls nothing for ordinary talk once it is folded, and what is asked for', async () => {
    const { id } = await begin();
    await history(id, 120);
    await say(id, 'Hm.');
    const asked = async (text: string) =>
      (await server.call('POST', `/api/sessions/${id}/context`, { text })).body.receipt as Receipt;
    for (const text of [
      'go on',
      '继续',
      'Hello! How are you today?',
      '嗯嗯好的',
      '*nods and looks at the fire*',
    ])
      expect((await asked(text)).recalled).toEqual([]);
    const balanced = await asked('What did I say about the bakery behind the church?');
    expect(balanced.recalled.length).toBeGreaterThan(3);
    expect((await change(id, { recall: 'frugal' })).recall).toBe('frugal');
    const frugal = await asked('What did I say about the bakery behind the church?');
    expect(frugal.recalled.length).toBeLessThanOrEqual(balanced.recalled.length);
    expect(frugal.recalled.length).toBeGreaterThan(0);
  });
});
