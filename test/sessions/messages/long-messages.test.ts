import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type TestServer, startServer } from '../../support/server.js';

jest.setTimeout(90_000);

describe('a history of long messages', () => {
  let server: TestServer;
  let session: string;
  const LONG = 900_000;
  const COUNT = 7;

  beforeAll(async () => {
    server = await startServer();
    const { body: character } = await server.call('POST', '/api/characters', { name: 'Ada' });
    session = (await server.call('POST', '/api/sessions', { characterId: character.id })).body.id;
    const lines = Array.from({ length: COUNT }, (_, n) =>
      JSON.stringify({
        role: n % 2 ? 'assistant' : 'user',
        content: `${n} boat `.padEnd(LONG, 'The lamps. '),
      }),
    );
    const file = { name: 'h.jsonl', bytes: lines.join('\n') };
    const { body } = await server.upload(`/api/sessions/${session}/import`, 'file', file);
    expect(body).toMatchObject({ imported: COUNT, report: [] });
  });
  afterAll(() => server.stop());

  it('has none that is longer than a message may be: it is cut, and that is told', async () => {
    const { characterId } = (await server.call('GET', `/api/sessions/${session}`)).body;
    const { id } = (await server.call('POST', '/api/sessions', { characterId })).body;
    const bytes = JSON.stringify({ role: 'user', content: 'x'.repeat(1_000_001) });
    const { body } = await server.upload(`/api/sessions/${id}/import`, 'file', { name: 'h.jsonl', bytes });
    expect(body).toMatchObject({ imported: 1, report: [expect.stringMatching(/^Cut .* \(line 1\)/)] });
    const [kept] = (await server.call('GET', `/api/sessions/${id}/messages`)).body.items;
    expect(kept.content).toHaveLength(1_000_000);
  });

  const numbersOf = (items: { content: string }[]) => items.map(({ content }) => parseInt(content));

  it('is shown a few at a time, from the newest back and from a place on', async () => {
    const path = `/api/sessions/${session}/messages?limit=500`;
    const seen: number[] = [];
    for (let before = ''; ;) {
      const { body } = await server.call('GET', path + before);
      expect(body.items.length).toBeLessThan(4);
      seen.unshift(...numbersOf(body.items));
      if (!body.next) break;
      before = `&before=${body.next}`;
    }
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6]);
    const on: number[] = [];
    for (let after: string | undefined = '0'; after !== undefined;) {
      const { body } = await server.call('GET', `${path}&after=${after}`);
      on.push(...numbersOf(body.items));
      after = body.later;
    }
    expect(on).toEqual(seen);
    const { body: around } = await server.call('GET', `${path}&around=4`);
    expect(numbersOf(around.items)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(around).toMatchObject({ next: '2' });
  });

  it('is searched and opened a few at a time', async () => {
    const { body } = await server.call('GET', `/api/sessions/${session}/search?q=boat`);
    expect(numbersOf(body.items)).toEqual([6, 5, 4]);
    expect(body.next).toBe('5');
    const socket = await server.socket();
    const opened = await socket.emitWithAck('session.open', { sessionId: session });
    expect(opened).toMatchObject({ ok: true, messages: { length: 3 } });
  });

  it.each(['jsonl', 'markdown', 'sillytavern'])('goes out whole as %s', async (format) => {
    const { body } = await server.call('GET', `/api/sessions/${session}/export?format=${format}`);
    expect(String(body).length).toBeGreaterThan(COUNT * LONG);
    for (let n = 0; n < COUNT; n++) expect(String(body)).toContain(`${n} boat The lamps`);
  });
});
