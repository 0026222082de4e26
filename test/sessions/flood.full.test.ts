import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { environmentOf, flood, twoSessions } from '../support/flood.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(900_000);

describe('2,500 messages at once', () => {
  let model: FakeModel;
  let server: TestServer;

  beforeAll(async () => {
    model = await startFakeModel({ window: 10_000_000 });
    server = await startServer(environmentOf(model));
  });
  afterAll(async () => {
    await server.stop();
    await model.close();
  });

  it.each([
    ['socket', 100],
    ['socket', 100_000],
    ['http', 100],
    ['http', 100_000],
  ] as const)('take little memory and delay nobody, by %s, of %d bytes each', async (door, bytes) => {
    const sessions = await twoSessions(server);
    const { taken, refused, turns, otherAnswered, grewBy } = await flood(server, sessions, {
      count: 2500,
      bytes,
      door,
    });
    expect(taken).toBeGreaterThan(0);
    expect(taken + refused.length).toBe(2500);
    expect(refused.every(({ code, retryAfter }) => code === 'too_much_waiting' && retryAfter! > 0)).toBe(
      true,
    );
    expect(otherAnswered.every(Boolean)).toBe(true);
    expect(grewBy).toBeLessThan(400);
    if (bytes === 100) expect(turns).toBeLessThanOrEqual(5);
  });

  it('are no flood in 500 sessions with a turn each', async () => {
    const characterId = (await server.call('POST', '/api/characters', { name: 'Mira' })).body.id;
    const ids: string[] = [];
    for (let n = 0; n < 500; n++)
      ids.push((await server.call('POST', '/api/sessions', { characterId })).body.id);
    const answers = await Promise.all(
      ids.map((id) => server.call('POST', `/api/sessions/${id}/messages`, { text: 'Hello.' })),
    );
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  });
});
