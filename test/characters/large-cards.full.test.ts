import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { type HealthWatch, watchHealth } from '../support/health-watch.js';
import { goThrough, LARGE_CARDS } from '../support/files/large-card.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(600_000);

let model: FakeModel;
let server: TestServer;
let watch: HealthWatch;
beforeAll(async () => {
  model = await startFakeModel({ window: 64_000 });
  server = await startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake' });
  watch = watchHealth(server);
});
afterAll(async () => {
  watch.stop();
  await server.stop();
  await model.close();
});

it.each(Object.entries(LARGE_CARDS))(
  'a card with %s goes through while all else is answered',
  async (_, make) => {
    const card = make();
    watch.reset();
    await goThrough(server, card);
    expect(watch.longest()).toBeLessThan(2000);
  },
);

it('eight large cards at once are taken in one after another, and all else is answered', async () => {
  const cards = Object.values(LARGE_CARDS).map((make) => JSON.stringify(make()));
  watch.reset();
  const made = await Promise.all(
    [...cards, cards[0]!].map((bytes) =>
      server.upload('/api/characters/import', 'file', { name: 'card.json', bytes }),
    ),
  );
  expect(made.map(({ status }) => status)).toEqual(Array(made.length).fill(201));
  expect(watch.longest()).toBeLessThan(2000);
});
