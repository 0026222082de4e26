import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CharacterView } from '../../src/contracts/character.js';
import type { Receipt } from '../../src/contracts/receipt.js';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { type HealthWatch, watchHealth } from '../support/health-watch.js';
import { cardWith, hostilePatterns, honestEntries, patternEntries } from '../support/files/hostile-card.js';
import { goThrough } from '../support/files/large-card.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(60_000);

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

const take = async (card: object, language = 'en') => {
  const form = new FormData();
  form.append('file', new Blob([JSON.stringify(card)]), 'card.json');
  const headers = { authorization: `Bearer ${server.token}`, 'accept-language': language };
  const response = await fetch(`${server.url}/api/characters/import`, {
    method: 'POST',
    headers,
    body: form,
  });
  expect(response.status).toBe(201);
  return (await response.json()) as CharacterView & { report: string[] };
};
const begin = async (characterId: string) =>
  (await server.call('POST', '/api/sessions', { characterId })).body.id as string;
const say = async (id: string, text: string) => {
  const { status, body } = await server.call('POST', `/api/sessions/${id}/messages`, { text });
  expect(status).toBe(200);
  return body.receipt as Receipt;
};

describe('a card of 3,000 patterns', () => {
  const plain = {
    ...honestEntries(1)[0]!,
    name: 'The mill',
    keys: ['mill', '/m[iy]ller/i'],
    content: '@@depth 1\nThe MILL.',
  };
  const card = cardWith([plain, ...patternEntries(hostilePatterns(3000))]);

  it('is taken in and told from while everything else is answered, and says what of it is off', async () => {
    const { id, report } = await take(card);
    const [off] = report.filter((line) => line.includes('turned off'));
    expect(off).toMatch(/these \d,?\d+ entries are turned off and call nothing: Entry \d+, .* more/);
    expect(off).not.toContain('The mill');
    const session = await begin(id);
    const receipt = await say(session, 'Where is the mill?');
    expect(receipt.lore).toContain('The mill');
    expect(receipt.loreMissed).toHaveLength(100);
    expect(receipt.loreMissed![0]).toMatch(/^Entry \d+$/);
    expect(receipt.loreLeftOut).toBeUndefined();
    const again = await say(session, `The myller, ${'aab'.repeat(20_000)}`);
    expect(again.lore ?? []).not.toContain('The mill');
    expect((await say(session, 'And the myller?')).lore).toContain('The mill');
    // Taking it in alone once held everything up for a minute.
    expect(watch.asked()).toBeGreaterThan(20);
    expect(watch.longest()).toBeLessThan(5000);
  });

  it('is told of in Chinese, too', async () => {
    const small = cardWith(patternEntries(hostilePatterns(300, ['a repeated property'])));
    const { report } = await take(small, 'zh');
    expect(report.join('\n')).toMatch(/\d+ 个条目有关键词被关闭，不会触发：Entry \d+、/);
  });
});

it('a large honest lorebook loses nothing to the limits', async () => {
  const { id, report } = await take(cardWith(honestEntries(2000), { recursive_scanning: true }));
  expect(report.join('\n')).not.toMatch(/turned off|cannot be run/);
  const receipt = await say(await begin(id), 'Tell me of Place 0, and of 地名67h.');
  expect(receipt.lore).toEqual(expect.arrayContaining(['Place 0', 'Place 1', 'Place 19', 'Place 2']));
  expect(receipt.loreMissed).toBeUndefined();
});

it('a large ordinary card goes through import, edit, export and a turn while everything else is answered', async () => {
  const texts = {
    description: 'Keeps “the ferry”.\n'.repeat(15_000),
    creator_notes: '夜深了。'.repeat(20_000),
  };
  const card = cardWith(honestEntries(800), {}, texts);
  watch.reset();
  await goThrough(server, card, ['png']);
  expect(watch.asked()).toBeGreaterThan(20);
  expect(watch.longest()).toBeLessThan(2000);
});

it('what no model reads at once is refused, with what to do about it', async () => {
  const refused = async (data: object) => {
    const bytes = JSON.stringify(cardWith([], {}, data));
    const { status, body } = await server.upload('/api/characters/import', 'file', { name: 'c.json', bytes });
    expect([status, body.code]).toEqual([413, 'card_too_large']);
    return body.message as string;
  };
  expect(await refused({ description: 'x'.repeat(1_100_000) })).toMatch(/more than a million characters/);
  expect(await refused({ creator_notes: 'x'.repeat(8_500_000) })).toMatch(/up to 8 MB/);
});
