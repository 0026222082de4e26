import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import iconv from 'iconv-lite';
import type { CharacterView } from '../../src/contracts/character.js';
import type { MessageView } from '../../src/contracts/message.js';
import type { Receipt } from '../../src/contracts/receipt.js';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { cardWith } from '../support/files/hostile-card.js';
import { type HealthWatch, watchHealth } from '../support/health-watch.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(120_000);

/** Files as people have them: nobody meant harm, and much of it is too much, cut off, or says two things at once. */
let model: FakeModel;
let server: TestServer;
let watch: HealthWatch;

beforeAll(async () => {
  model = await startFakeModel({ window: 32_000 });
  server = await startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake' });
  watch = watchHealth(server);
});
afterAll(async () => {
  watch.stop();
  await server.stop();
  await model.close();
});

const import_ = (bytes: Uint8Array | string, name = 'card.json') =>
  server.upload('/api/characters/import', 'file', { name, bytes });
const take = async (card: object) => {
  const { status, body } = await import_(JSON.stringify(card));
  expect({ status, body: status === 201 ? {} : body }).toEqual({ status: 201, body: {} });
  return body as CharacterView & { report: string[] };
};
const begin = async (characterId: string) =>
  (await server.call('POST', '/api/sessions', { characterId })).body.id as string;
const say = async (id: string, text: string) => {
  const { status, body } = await server.call('POST', `/api/sessions/${id}/messages`, { text });
  expect({ status, code: body.code }).toEqual({ status: 200 });
  return body.receipt as Receipt;
};
const bring = (id: string, bytes: Uint8Array | string) =>
  server.upload(`/api/sessions/${id}/import`, 'file', { name: 'chat.jsonl', bytes });
const story = async (id: string) =>
  (await server.call('GET', `/api/sessions/${id}/messages?limit=500`)).body.items as MessageView[];
const entry = (keys: string[], content: string, more: object = {}) => ({
  keys,
  content,
  enabled: true,
  insertion_order: 1,
  extensions: {},
  ...more,
});

it('a card of 5,000 entries is taken in whole, and tells those that are called', async () => {
  const entries = Array.from({ length: 5000 }, (_, n) =>
    entry([`place${n}`, `地名${n}号`], `Place ${n} 的灯。`, { name: `E${n}` }),
  );
  watch.reset();
  const { id, report, sheet } = await take(cardWith(entries));
  expect(sheet.lorebook!.entries).toHaveLength(5000);
  expect(report.join('\n')).not.toMatch(/left out|turned off/);
  const { lore } = await say(await begin(id), 'From place17 to 地名4999号.');
  expect(lore).toEqual(expect.arrayContaining(['E17', 'E4999']));
  expect(lore).toHaveLength(2);
  expect(watch.longest()).toBeLessThan(2000);
});

it('keys that match everything fill their share of the window and no more', async () => {
  const keys = [['/.*/'], ['/(?:)/'], ['/[\\s\\S]/i'], ['/a|/'], [' '], ['']];
  const entries = Array.from({ length: 300 }, (_, n) =>
    entry(keys[n % keys.length]!, `${n}. ${'The lamp burns low. '.repeat(50)}`, { name: `E${n}` }),
  );
  const session = await begin((await take(cardWith(entries))).id);
  const receipt = await say(session, 'Hello?');
  expect(receipt.lore!.length).toBeGreaterThan(5);
  expect(receipt.loreLeftOut!.length).toBeGreaterThan(50);
  expect(receipt.promptTokensReported!).toBeLessThan(32_000 * 0.4);
  await say(session, 'And again?');
});

it('entries that call one another in a circle are told once each', async () => {
  const entries = ['lamp', 'harbour', '灯塔'].map((key, n, all) =>
    entry([key], `Of the ${key} and the ${all[(n + 1) % all.length]}.`, { name: key }),
  );
  const { id } = await take(cardWith(entries, { recursive_scanning: true }));
  const { lore } = await say(await begin(id), 'The lamp!');
  expect([...lore!].sort()).toEqual(['harbour', 'lamp', '灯塔']);
  const sent = JSON.stringify(model.last.messages);
  for (const key of ['lamp', 'harbour', '灯塔']) expect(sent.split(`Of the ${key} and`)).toHaveLength(2);
});

it('a chat whose reply has ten swipes of a megabyte keeps them all, and goes on', async () => {
  const swipes = Array.from(
    { length: 10 },
    (_, n) => `${n} ${'The tide comes in. '.repeat(n === 3 ? 1 : 52_000)}`,
  );
  const lines = [
    { user_name: 'Ann', character_name: 'Ada', chat_metadata: {} },
    { name: 'Ann', is_user: true, mes: 'Tell me.', send_date: '2025-01-01T10:00:00Z' },
    { name: 'Ada', is_user: false, mes: swipes[3], swipes, swipe_id: 3, send_date: '2025-01-01T10:01:00Z' },
  ];
  const id = await begin((await server.call('POST', '/api/characters', { name: 'Ada' })).body.id);
  watch.reset();
  const { status, body } = await bring(id, lines.map((line) => JSON.stringify(line)).join('\n'));
  expect({ status, imported: body.imported }).toEqual({ status: 200, imported: 2 });
  const [, reply] = await story(id);
  expect(reply).toMatchObject({ swipes: 10 });
  expect(reply!.content.slice(0, 20)).toBe('3 The tide comes in.');
  await say(id, 'Go on.');
  expect(watch.longest()).toBeLessThan(2000);
});

it('mixed encodings are read as what they are, or as far as they can be', async () => {
  const id = await begin((await server.call('POST', '/api/characters', { name: 'Ada' })).body.id);
  const line = (name: string, mes: string) => JSON.stringify({ name, is_user: name === 'Ann', mes });
  const [first, second] = [line('Ann', '灯塔还亮着吗？海上起雾了。'), line('Ada', '亮着呢，你看那边的光。')];
  const gbk = await bring(id, iconv.encode(`${first}\n${second}\n`, 'gb18030'));
  expect(gbk.status).toBe(200);
  expect((await story(id)).map(({ content }) => content)).toEqual([
    '灯塔还亮着吗？海上起雾了。',
    '亮着呢，你看那边的光。',
  ]);
  const mixed = Buffer.concat([
    Buffer.from(`${first}\n`),
    iconv.encode(`${second}\n`, 'gb18030'),
    Buffer.from(first),
  ]);
  expect(await bring(id, mixed)).toMatchObject({ status: 200, body: { imported: 3 } });
  expect((await story(id)).slice(2).map(({ content }) => content)).toEqual([
    '灯塔还亮着吗？海上起雾了。',
    '亮着呢，你看那边的光。',
    '灯塔还亮着吗？海上起雾了。',
  ]);
  const utf16 = await import_(
    Buffer.from(`\uFEFF${JSON.stringify(cardWith([], {}, { name: '林晚' }))}`, 'utf16le'),
  );
  expect(utf16.body).toMatchObject({ name: '林晚' });
});

it('cut files are refused in words, or read as far as they go, and leave nothing half done', async () => {
  const card = Buffer.from(JSON.stringify(cardWith([entry(['lamp'], 'It burns.')])));
  const before = (await server.call('GET', '/api/characters')).body.items.length as number;
  for (const end of [1, 20, 100, card.length - 2]) {
    const { status, body } = await import_(card.subarray(0, end));
    expect([status, body.code]).toEqual([422, 'card_unreadable']);
  }
  expect((await server.call('GET', '/api/characters')).body.items).toHaveLength(before);
  const id = await begin((await server.call('POST', '/api/characters', { name: 'Ada' })).body.id);
  const lines = Array.from({ length: 50 }, (_, n) =>
    JSON.stringify({ name: n % 2 ? 'Ada' : 'Ann', is_user: n % 2 === 0, mes: `第 ${n} 句` }),
  );
  const cut = await bring(id, Buffer.from(lines.join('\n')).subarray(0, -9));
  expect(cut).toMatchObject({ status: 200, body: { imported: 49 } });
  expect(cut.body.report.length).toBeGreaterThan(0);
});

it('of two programs’ fields that disagree the more specific stand, and the report says so', async () => {
  const v2 = cardWith([], {}, { name: 'Ada', description: 'Of the card.' });
  const both = await take({ ...v2, char_name: 'Eve', char_persona: 'Of Pygmalion.', desc: 'Of Risu.' });
  expect(both.name).toBe('Ada');
  expect(JSON.stringify(both.sheet)).toContain('Of the card.');
  expect(both.report.join('\n')).toMatch(/char_name|char_persona/);

  const id = await begin(both.id);
  const chat = {
    messages: [{ role: 'user', content: 'As a list.' }],
    chat_messages: [
      { sender: 'human', text: 'As Claude’s.', created_at: '2024-06-10T10:00:00Z' },
      { sender: 'assistant', text: 'Yes.', created_at: '2024-06-10T10:00:05Z' },
    ],
  };
  const { status, body } = await bring(id, JSON.stringify(chat));
  expect({ status, imported: body.imported }).toEqual({ status: 200, imported: 2 });
  expect((await story(id)).at(-2)!.content).toBe('As Claude’s.');
});
