import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { type HealthWatch, watchHealth } from '../../support/health-watch.js';
import { startServer, type TestServer } from '../../support/server.js';

jest.setTimeout(60_000);

let server: TestServer;
let watch: HealthWatch;
let characterId: string;

beforeAll(async () => {
  server = await startServer();
  characterId = (await server.call('POST', '/api/characters', { name: 'Mira' })).body.id;
  watch = watchHealth(server);
});
afterAll(async () => {
  watch.stop();
  await server.stop();
});

const GOOD = '{"role":"user","content":"Hi"}';
const importInto = (id: string, text: string) =>
  server.upload(`/api/sessions/${id}/import`, 'file', { name: 'h.jsonl', bytes: Buffer.from(text) });
const begin = async () => (await server.call('POST', '/api/sessions', { characterId })).body.id as string;

it.each([
  ['bad lines', 'x\n'.repeat(2_000_000)],
  ['broken objects', '{"role":"user","content":"a"\n'.repeat(300_000)],
  ['lines of another kind', '{"role":"system"}\n'.repeat(300_000)],
  ['empty lines', '\n'.repeat(4_000_000)],
  ['one line of brackets', `{"a":${'['.repeat(4_000_000)}`],
])('a history of nothing but %s, and one good line, holds nothing up', async (_, much) => {
  const id = await begin();
  watch.reset();
  const { status, body } = await importInto(id, `${GOOD}\n${much}\n`);
  if (status === 200) expect(body.imported).toBe(1);
  else expect([status, body.code]).toEqual([422, 'history_unreadable']);
  expect(watch.longest()).toBeLessThan(1500);
});

it('a long honest history is taken in whole while everything else is answered', async () => {
  const id = await begin();
  watch.reset();
  const line = (n: number) =>
    JSON.stringify({ role: n % 2 ? 'assistant' : 'user', content: `${n} The lamp burned low.` });
  const { status, body } = await importInto(id, Array.from({ length: 20_000 }, (_, n) => line(n)).join('\n'));
  expect([status, body.imported, body.report]).toEqual([200, 20_000, []]);
  expect(watch.asked()).toBeGreaterThan(5);
  expect(watch.longest()).toBeLessThan(1500);
  const { items } = (await server.call('GET', `/api/sessions/${id}/messages?limit=1`)).body;
  expect(items.at(-1).content).toBe('19999 The lamp burned low.');
});

it.each(['tIME', 'tEXt'])('a picture of a million pieces (%s) holds nothing up', async (type) => {
  const piece = Buffer.alloc(12);
  piece.write(type, 4, 'latin1');
  piece.writeUInt32BE(crc32(piece.subarray(4, 8)), 8);
  const bytes = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(12_000_000, piece)]);
  watch.reset();
  const { status, body } = await server.upload('/api/characters/import', 'file', { name: 'c.png', bytes });
  expect([status, body.code]).toEqual([422, 'card_unreadable']);
  expect(watch.longest()).toBeLessThan(1500);
});
