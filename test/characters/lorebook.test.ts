import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { CharacterView } from '../../src/contracts/character.js';
import type { MessageView } from '../../src/contracts/message.js';
import type { Receipt } from '../../src/contracts/receipt.js';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { once, startServer, type TestServer } from '../support/server.js';

jest.setTimeout(60_000);

const entry = (keys: string[], content: string, extensions: object = {}) => ({
  keys,
  content,
  extensions,
  enabled: true,
  insertion_order: 1,
  use_regex: false,
});
const CARD = {
  spec: 'chara_card_v3',
  spec_version: '3.0',
  data: {
    name: 'Ilse',
    description: 'Keeps the ferry.',
    first_mes: 'Mind the plank.',
    alternate_greetings: ['Fog again.'],
    character_book: {
      recursive_scanning: true,
      entries: [
        entry(['rope'], '@@dont_activate_after_match\nThe rope is told of ONCE.'),
        entry(['mist'], 'The mist STAYS for a while.', { sticky: 3, cooldown: 2 }),
        entry(['always'], '@@is_greeting 1\n@@activate_only_after 0\nIt began with FOG.'),
        entry(['bell'], '@@depth 1\nThe bell names the HERON.'),
        entry(['heron'], '@@depth 1\nThe heron is RECURSIVE.'),
        entry(['oar'], 'The oar falls by CHANCE.', { probability: 50, useProbability: true }),
        entry(['flood'], `@@depth 1\n${'Water over the meadows, up to the door. '.repeat(600)}`),
        entry(['plain'], 'This is ALWAYS known.'),
      ],
    },
  },
};

let model: FakeModel;
let server: TestServer;
let character: CharacterView;

beforeAll(async () => {
  model = await startFakeModel({ window: 16_000, reply: ({ n }) => `Reply ${n}.` });
  server = await startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake' });
  character = await taken(CARD);
  const whole = { ...character.sheet, lorebookByKeys: false };
  const changed = await server.call('PATCH', `/api/characters/${character.id}`, { sheet: whole });
  expect(changed.status).toBe(200);
});

const taken = async (card: object) => {
  const bytes = JSON.stringify(card);
  const made = await server.upload('/api/characters/import', 'file', { name: 'ilse.json', bytes });
  return made.body as CharacterView;
};
afterAll(async () => {
  await server.stop();
  await model.close();
});

const begin = async (characterId = character.id) =>
  (await server.call('POST', '/api/sessions', { characterId })).body.id as string;
const say = async (id: string, text: string) =>
  (await server.call('POST', `/api/sessions/${id}/messages`, { text })).body as { receipt: Receipt };
const sent = () => {
  const messages = model.requests.filter(({ json }) => json.stream).at(-1)!.messages;
  return { systemPrompt: messages[0]!.content, tail: messages.at(-1)!.content.split('<tail>\n')[1]! };
};
const told = async (id: string, text: string) => {
  await say(id, text);
  return sent().tail.match(/\b[A-Z]{3,}\b/g) ?? [];
};

it('tells an entry once, keeps one for a while and lets it rest, as what was sent before says', async () => {
  const id = await begin();
  // What a text would send is not sent, and counts for nothing.
  const would = await server.call('POST', `/api/sessions/${id}/context`, { text: 'the rope, the mist' });
  expect(JSON.stringify(would.body.request)).toMatch(/ONCE.*STAYS/s);
  expect(await told(id, 'the rope and the mist')).toEqual(['ONCE', 'STAYS']);
  expect(sent().systemPrompt).toContain('ALWAYS');
  expect(sent().systemPrompt).not.toMatch(/ONCE|STAYS/);
  // Another reply to the same message is told the same.
  const socket = await server.socket();
  await socket.emitWithAck('session.open', { sessionId: id });
  const finished = once(socket, 'turn.finished');
  await socket.emitWithAck('turn.regenerate', { sessionId: id });
  await finished;
  expect(sent().tail).toMatch(/ONCE.*STAYS/s);
  expect(await told(id, 'the rope')).toEqual(['STAYS']);
  expect(await told(id, 'the mist')).toEqual([]);
  expect(await told(id, 'the mist')).toEqual(['STAYS']);
});

it('remembers it on a branch as far as the two tell the same', async () => {
  const id = await begin();
  await told(id, 'hello');
  await told(id, 'the rope');
  const { items } = (await server.call('GET', `/api/sessions/${id}/messages`)).body as {
    items: MessageView[];
  };
  const [first] = (await server.call('GET', `/api/sessions/${id}/branches`)).body.items;
  for (const [at, found] of [
    [items.at(-1)!, []],
    [items[2]!, ['ONCE']],
  ] as const) {
    const made = await server.call('POST', `/api/sessions/${id}/branches`, { messageId: at.id });
    expect(made.status).toBe(201);
    expect(await told(id, 'the rope')).toEqual(found);
    await server.call('POST', `/api/sessions/${id}/branches/${first.id}/open`);
  }
});

it('knows the greeting that a conversation began with, lets entries call others, and names what has no room', async () => {
  const id = await begin();
  expect(await told(id, 'always')).toEqual([]);
  const other = await begin();
  const versions = (await server.call('GET', `/api/sessions/${other}/messages`)).body.items as MessageView[];
  const swipes = (
    await server.call('GET', `/api/sessions/${other}/messages/${versions[0]!.id}/versions`)
  ).body.items.map(({ id: version }: MessageView) => version);
  const socket = await server.socket();
  await socket.emitWithAck('message.choose', { sessionId: other, messageId: swipes[1] });
  expect(await told(other, 'always')).toEqual(['FOG']);
  expect(await told(other, 'the bell')).toEqual(['HERON', 'RECURSIVE']);
  const { receipt } = await say(other, 'a bell in the flood');
  expect(receipt.lore).toEqual(['bell', 'heron']);
  expect(receipt.loreLeftOut).toEqual(['flood']);
});

it('throws the dice once for each message', async () => {
  const found = new Set<string>();
  for (let n = 0; n < 12 && found.size < 2; n++) {
    const id = await begin();
    const would = await server.call('POST', `/api/sessions/${id}/context`, { text: 'the oar' });
    const falls = await told(id, 'the oar');
    expect(JSON.stringify(would.body.request).includes('CHANCE')).toBe(falls.length > 0);
    found.add(falls.join());
  }
  expect([...found].sort()).toEqual(['', 'CHANCE']);
});

it('says what it does not follow in the language of whoever asks', async () => {
  const book = { entries: [{ ...entry(['/a(?=b)/'], 'x'), extensions: { vectorized: true } }] };
  const take = async (language: string) => {
    const data = new FormData();
    data.append('file', new Blob([JSON.stringify(book)]), 'book.json');
    const answer = await fetch(`${server.url}/api/characters/${character.id}/lorebook`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.token}`, 'accept-language': language },
      body: data,
    });
    return ((await answer.json()) as CharacterView).report!.join('\n');
  };
  expect(await take('en')).toMatch(/likeness of meaning[^]*regular expression which cannot be run safely/);
  expect(await take('zh-Hans')).toMatch(/语义相似[^]*无法安全运行的正则表达式/);
  // It stays with the character, in both languages, and each sentence once.
  const { importReport } = (await server.call('GET', `/api/characters/${character.id}`))
    .body as CharacterView;
  const likeness = (lines: string[]) => lines.filter((line) => /Vectorized|向量化/.test(line));
  expect(likeness(importReport!.en)).toHaveLength(1);
  expect(likeness(importReport!.zh)).toHaveLength(1);
});

it('follows the keys of a lorebook that was taken in, with a budget of its own, however empty the conversation', async () => {
  const { id } = await taken({
    ...CARD,
    data: {
      ...CARD.data,
      extensions: { depth_prompt: { prompt: 'Speak in RIDDLES to {{user}}.', depth: 4, role: 'system' } },
      character_book: {
        entries: [
          entry(['secret'], 'The SECRET of the ferry.'),
          entry(['Ilse'], 'Her NAME was said.', { exclude_recursion: true, display_index: 1, scan_depth: 2 }),
          { ...entry([], 'CONSTANT, and known.'), constant: true },
          entry(['flood'], `FLOOD ${'Water over the meadows, up to the door. '.repeat(300)}`),
          entry(['flood'], `SECOND ${'Water over the meadows, up to the door. '.repeat(300)}`),
        ],
      },
    },
  });
  const session = await begin(id);
  expect(await told(session, 'hello')).toEqual(['NAME', 'RIDDLES']);
  expect(sent().systemPrompt).toContain('CONSTANT');
  expect(sent().systemPrompt).not.toContain('SECRET');
  expect(await told(session, 'the secret')).toEqual(['SECRET', 'NAME', 'RIDDLES']);
  const { receipt } = await say(session, 'the flood');
  expect(receipt.loreLeftOut).toEqual(['flood']);
  expect(sent().tail).toMatch(/FLOOD|SECOND/);
  expect(receipt.loreReasons).toMatchObject([
    { outcome: 'told', why: 'constant' },
    { outcome: 'told', why: 'key', key: 'Ilse', seq: receipt.messagesTotal - 1 },
    { outcome: 'told', why: 'key', key: 'flood', seq: receipt.messagesTotal },
    { outcome: 'no_room', key: 'flood' },
  ]);
});

it('tells what a text would activate, of a lorebook as it is edited, too', async () => {
  const run = (body: object) => server.call('POST', `/api/characters/${character.id}/lorebook/dry-run`, body);
  const { status, body } = await run({ text: 'a bell in the mist' });
  expect(status).toBe(200);
  expect(body.reasons).toEqual([
    { name: 'mist', outcome: 'told', why: 'key', key: 'mist' },
    { name: 'bell', outcome: 'told', why: 'key', key: 'bell' },
    { name: 'heron', outcome: 'told', why: 'key', key: 'heron', by: 'bell' },
  ]);
  const lorebook = { entries: [entry(['/b[e]ll/'], 'x'), { ...entry([], 'y'), constant: true }] };
  expect((await run({ text: 'a bell', lorebook })).body.reasons).toMatchObject([
    { key: '/b[e]ll/' },
    { why: 'constant' },
  ]);
  expect((await run({ lorebook })).status).toBe(400);
});
