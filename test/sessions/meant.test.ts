import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import type { ChronicleView, FactsView } from '../../src/contracts/memory.js';
import type { Receipt } from '../../src/contracts/receipt.js';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(120_000);

const GREYHOUND = 'I adopted a greyhound from the shelter, and she answers to Pepper.';
const TALK = [
  'We walked along the harbour until the lamps were lit, and you told me about the boat that was mended there.',
  'There is a bakery behind the church that sells rye bread on Thursdays only; we should go there together.',
  'The rain has not stopped since the morning, and the gutters are full of leaves from the plane trees.',
];
const line = (n: number) => `${n}. ${TALK[n % TALK.length]} (${n * 7919})`;
const ENTRY = { events: ['They walked.'], facts: [], promises: [], jokes: [], relationship: '', scene: '' };

interface Shown {
  request: { messages: { content: string }[] };
  receipt: Receipt;
}

function talking(server: () => TestServer) {
  const call = (method: string, path: string, body?: object) => server().call(method, path, body);
  const inSession = (id: string) => `/api/sessions/${id}`;
  return {
    begin: async (characterId: string) =>
      (await call('POST', '/api/sessions', { characterId })).body.id as string,
    say: async (id: string, text: string) =>
      (await call('POST', `${inSession(id)}/messages`, { text })).body as { message: { id: string } },
    shown: async (id: string, text: string) =>
      (await call('POST', `${inSession(id)}/context`, { text })).body as Shown,
    facts: async (id: string) => (await call('GET', `${inSession(id)}/facts`)).body as FactsView,
    folded: async (id: string): Promise<ChronicleView> => {
      for (;;) {
        const view = (await call('GET', `${inSession(id)}/chronicle`)).body as ChronicleView;
        if (!view.folding) return view;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  };
}

describe('what a model says that messages mean', () => {
  let model: FakeModel;
  let server: TestServer;
  let database: pg.Client;
  let characterId: string;
  const { begin, say, shown, facts, folded } = talking(() => server);
  const index = (words: unknown, holds: unknown) => (model.fill = () => ({ ...ENTRY, words, holds }));
  /** A conversation that begins with a message and goes on until that is folded. */
  const grown = async (first: string) => {
    const id = await begin(characterId);
    const { message } = await say(id, first);
    for (let n = 0; (await folded(id)).foldedSeq < 2; n++) await say(id, line(n));
    return { id, messageId: message.id };
  };
  const rows = async (table: string) =>
    Number((await database.query(`SELECT count(*) AS n FROM ${table}`)).rows[0].n);

  beforeAll(async () => {
    model = await startFakeModel({ window: 4000, reply: ({ n }) => `Reply ${n}: ${TALK[n % 3]}` });
    server = await startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake' });
    database = new pg.Client(server.databaseUrl);
    await database.connect();
    characterId = (await server.call('POST', '/api/characters', { name: 'Mira' })).body.id;
  });
  afterAll(async () => {
    await database.end();
    await server.stop();
    await model.close();
  });

  it('is found by, told where its message is folded, corrected, and gone with it', async () => {
    index(
      ['#1: quadruped companion 四脚伙伴', 'nothing at all', '#999: elsewhere'],
      ['#1 | User | pet: Pepper | adopted from the shelter', '#1 | User', 7],
    );
    const { id, messageId } = await grown(GREYHOUND);
    const asked = model.requests.find(({ json }) => json.response_format)!;
    expect(asked.messages[0]!.content).toContain('words: for messages that somebody may ask about later');
    expect(asked.messages[1]!.content).toContain(GREYHOUND);

    const found = await shown(id, 'Which quadruped do I own?');
    expect(found.receipt.recalled).toContain(1);
    expect((await shown(id, '我有什么四脚伙伴？')).receipt.recalled).toContain(1);
    const all = found.request.messages.map(({ content }) => content).join('\n');
    expect(all).not.toContain('companion');
    const system = async () => (await shown(id, 'Hm.')).request.messages[0]!.content;
    expect(await system()).toMatch(
      /What held then .*\n- User, pet Pepper: adopted from the shelter \(.*#1\)/,
    );

    const [fact] = (await facts(id)).items;
    expect(fact).toMatchObject({ about: 'user', topic: 'pet', thing: 'Pepper', past: false, seq: 1 });
    const path = `/api/sessions/${id}/facts/${fact!.id}`;
    const corrected = await server.call('PATCH', path, { text: 'came from Spain' });
    expect(corrected.body.items).toMatchObject([{ text: 'came from Spain', madeBy: 'person' }]);
    expect(await system()).toContain('pet Pepper: came from Spain');
    expect((await server.call('PATCH', path, { text: ' ' })).status).toBe(400);
    expect((await server.call('DELETE', path)).body).toEqual({ items: [] });
    expect(await system()).not.toContain('Pepper');
    expect((await server.call('DELETE', path)).status).toBe(404);

    await server.call('DELETE', `/api/sessions/${id}/messages/${messageId}?forever=true`);
    expect([await rows('message_words'), await rows('facts')]).toEqual([0, 0]);
    expect((await shown(id, 'Which quadruped do I own?')).receipt.recalled).not.toContain(1);
  });

  it('goes with the version that it is of', async () => {
    index(['#1: quadruped'], ['#1 | User | pet: Pepper | adopted']);
    const { id, messageId } = await grown(GREYHOUND);
    index([], []);
    const path = `/api/sessions/${id}/messages/${messageId}`;
    expect((await server.call('PATCH', path, { content: 'I bought a lamp.' })).status).toBe(200);
    expect((await facts(id)).items).toEqual([]);
    expect((await shown(id, 'Which quadruped do I own?')).receipt.recalled).not.toContain(1);
  });

  it('is asked for later where an entry has none, once somebody has set what that may take', async () => {
    index([], []);
    const { id } = await grown(GREYHOUND);
    await database.query('UPDATE folds SET indexed = false WHERE session_id = $1', [id]);
    const { items } = (await server.call('GET', '/api/connections')).body;
    const budget = { perImport: { tokens: 1_000_000 } };
    await server.call('PATCH', `/api/connections/${items[0].id}`, { budget });
    index(['#1: quadruped'], ['#1 | User | pet: Pepper | adopted']);
    await server.call('POST', `/api/sessions/${id}/chronicle`);
    for (let n = 0; !(await facts(id)).items.length; n++) await say(id, line(n));
    const alone = model.requests.findLast(
      ({ json }) => json.response_format?.json_schema?.name === 'message_index',
    )!;
    expect(alone.messages[0]!.content).toContain('You make the index of a long story');
    const rows = 'SELECT DISTINCT indexed FROM folds WHERE session_id = $1 AND status = $2';
    expect((await database.query(rows, [id, 'standing'])).rows).toEqual([{ indexed: true }]);
  });

  it('costs no entry where it cannot be read', async () => {
    index(5, { 1: 'pet' });
    const { id } = await grown(GREYHOUND);
    expect((await folded(id)).entries).toMatchObject([{ madeBy: 'model' }]);
    expect((await facts(id)).items).toEqual([]);
  });
});

describe('what holds now, without a model', () => {
  let server: TestServer;
  const { begin, shown, facts } = talking(() => server);

  beforeAll(async () => {
    server = await startServer({ MODEL_CONTEXT_WINDOW: '6000' });
  });
  afterAll(async () => server.stop());

  it('is found by rules, the newest message comes back with the one before', async () => {
    const characterId = (await server.call('POST', '/api/characters', { name: 'Mira' })).body.id;
    const told: Record<number, string> = {
      0: 'I live in Bristol, in a tiny flat over a chip shop.',
      2: 'My cat Marmalade sleeps on my keyboard.',
      40: Array.from({ length: 900 }, (_, n) =>
        n === 600
          ? 'The spare key lies under the third flagstone.'
          : `Sentence ${n} of a letter says little.`,
      ).join(' '),
      100: 'We moved to Leeds at the weekend, there are boxes everywhere.',
      102: 'Marmalade died this morning, the vet said it was her kidneys.',
    };
    const lines = Array.from({ length: 500 }, (_, n) => ({
      role: n % 2 ? 'assistant' : 'user',
      content: told[n] ?? line(n),
    }));
    const id = await begin(characterId);
    const { body } = await server.upload(`/api/sessions/${id}/import`, 'file', {
      name: 'history.jsonl',
      bytes: Buffer.from(lines.map((one) => JSON.stringify(one)).join('\n')),
    });
    expect(body.imported).toBe(lines.length);
    await server.call('POST', `/api/sessions/${id}/messages`, { text: 'Here we are.' });

    const { items } = await facts(id);
    expect(items.map(({ seq, topic, thing, past }) => [seq, topic, thing, past])).toEqual([
      [103, 'pet', 'Marmalade', false],
      [101, 'home', '', false],
      [3, 'pet', 'Marmalade', true],
      [1, 'home', '', true],
    ]);
    const home = await shown(id, 'Where do I live?');
    expect(home.receipt.recalled).toEqual(expect.arrayContaining([1, 101]));
    expect((await shown(id, '我的猫怎么样了？')).receipt.recalled).toEqual(expect.arrayContaining([3, 103]));
    const letter = await shown(id, 'Under which flagstone does the spare key lie?');
    expect(letter.request.messages.at(-1)!.content).toMatch(
      /Of a long message only passages.*\[… \d+ %\] [^[]*third flagstone/s,
    );
    const system = home.request.messages[0]!.content;
    expect(system).toContain('User, home: “We moved to Leeds at the weekend, there are boxes everywhere.”');
    expect(system.slice(system.indexOf('What held then'))).not.toContain('Bristol');
  });
});
