import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CharacterView } from '../../src/contracts/character.js';
import type { Receipt } from '../../src/contracts/receipt.js';
import type { SessionView } from '../../src/contracts/session.js';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(60_000);

/** What happens in each chapter, and nowhere else. */
const EVENTS = [
  'lost her lantern in the reeds',
  'found a letter from Osric Vane',
  'sold the ferry to the miller',
  'married the lighthouse keeper',
];
const chapter = (
  event: string,
  n: number,
) => `Chapter ${n + 1}: ${'The Reeds|A Letter|The Sale|A Wedding'.split('|')[n]}

That morning Martha Quill was up early. Martha Quill ${event} before the bell had rung.

“You are late again,” said Martha Quill. “It is chapter ${n + 1}, and I have ${event}.”

“The clock is early,” said Tobias, who had seen it all.
`;
const NOVEL = EVENTS.map(chapter).join('\n');

const ZH_EVENTS = ['在芦苇丛里丢了灯笼', '捡到一封远方来的信', '把渡船卖给了磨坊主', '嫁给了守灯塔的老人'];
const zhChapter = (event: string, n: number) => `第${'一二三四'[n]}章 ${'芦苇|来信|卖船|婚事'.split('|')[n]}

　　这天清早，沈婆婆是最先起身的。钟还没有敲，沈婆婆${event}，谁也没有告诉。
　　沈婆婆说道：“你又来迟了，这是第${n + 1}回，我${event}。”
　　阿福笑道：“是钟走得太快。”
`;
const CHINESE = ZH_EVENTS.map(zhChapter).join('\n');

const told = (messages: { content: string }[]) => messages.map(({ content }) => content).join('\n');

async function make(server: TestServer, text: string, name: string): Promise<CharacterView> {
  const { body } = await server.upload('/api/ingests', 'files', { name: 'n.txt', bytes: text }, { name });
  const done = await server.settled(body.id);
  expect(done.error).toBeUndefined();
  return (await server.call('GET', `/api/characters/${done.characterIds[0]}`)).body;
}

async function shown(server: TestServer, sessionId: string, text = '…') {
  const { body } = await server.call('POST', `/api/sessions/${sessionId}/context`, { text });
  return { prompt: told(body.request.messages), receipt: body.receipt as Receipt };
}

async function begin(server: TestServer, characterId: string, more: object = {}): Promise<SessionView> {
  const { status, body } = await server.call('POST', '/api/sessions', { characterId, ...more });
  expect(status).toBe(201);
  return body;
}

describe.each([
  [
    'English',
    NOVEL,
    'Martha Quill',
    EVENTS,
    /Nothing of what comes after “Chapter 2: A Letter” has happened yet/,
  ],
  ['Chinese', CHINESE, '沈婆婆', ZH_EVENTS, /“第二章 来信”之后的事都还没有发生/],
])('a point in a story, with the understudy, in %s', (_, text, name, events, limit) => {
  let server: TestServer;
  let character: CharacterView;
  beforeAll(async () => {
    server = await startServer();
    character = await make(server, text, name);
  });
  afterAll(() => server.stop());

  it('knows the whole story, word for word, where nothing else is said', async () => {
    const session = await begin(server, character.id);
    expect(session).toMatchObject({ upToSection: null, pinSource: null });
    const { prompt, receipt } = await shown(server, session.id);
    expect(receipt.sourcePinned).toBe(true);
    for (const event of events) expect(prompt).toContain(event);
    expect(prompt).not.toMatch(limit);
  });

  it('holds nothing from later, in sheet, source and greeting, and says so', async () => {
    const session = await begin(server, character.id, { upToSection: 2 });
    expect(session).toMatchObject({ upToSection: 2, upToTitle: expect.any(String) });
    const { prompt, receipt } = await shown(server, session.id);
    expect(receipt.sourcePinned).toBe(true);
    for (const event of events.slice(0, 2)) expect(prompt).toContain(event);
    for (const event of events.slice(2)) expect(prompt).not.toContain(event);
    expect(prompt).toMatch(limit);
  });

  it('keeps to it when the source is not pinned, and after a new version of the sheet', async () => {
    const { id } = await begin(server, character.id, { upToSection: 2 });
    const changed = await server.call('PATCH', `/api/sessions/${id}`, { pinSource: false });
    expect(changed.body).toMatchObject({ pinSource: false });
    await server.call('PATCH', `/api/characters/${character.id}`, { sheet: character.sheet });
    const { prompt, receipt } = await shown(server, id);
    expect(receipt.sourcePinned).toBe(false);
    for (const event of events.slice(2)) expect(prompt).not.toContain(event);
    expect(prompt).toMatch(limit);
  });

  it('refuses a section that is not there', async () => {
    const { status, body } = await server.call('POST', '/api/sessions', {
      characterId: character.id,
      upToSection: 99,
    });
    expect(status).toBe(400);
    expect(body.message).toMatch(/no section 99/);
  });
});

describe('the text of the source in the prompt', () => {
  let model: FakeModel;
  let server: TestServer;
  let character: CharacterView;
  const say = async (id: string, text: string) =>
    (await server.call('POST', `/api/sessions/${id}/messages`, { text })).body.receipt as Receipt;
  const line = (n: number) => `${n}. We walked along the harbour until the lamps were lit. (${n * 7919})`;

  beforeAll(async () => {
    model = await startFakeModel({ window: 4000 });
    server = await startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake' });
    character = await make(server, NOVEL, 'Martha Quill');
  });
  afterAll(async () => {
    await server.stop();
    await model.close();
  });

  it('stays byte for byte the same, and leaves before any message folds', async () => {
    const { id } = await begin(server, character.id);
    const receipts: Receipt[] = [];
    for (let n = 0; n < 120; n++) receipts.push(await say(id, line(n)));
    const left = receipts.findIndex(({ sourcePinned }) => !sourcePinned);
    expect(left).toBeGreaterThan(5);
    expect(receipts.slice(left).every(({ sourcePinned }) => !sourcePinned)).toBe(true);
    expect(receipts[left]!.prefixMovedBy).toBe('source');
    expect(receipts[left]!.messagesFolded).toBe(0);
    expect(receipts.slice(1, left).every(({ prefixMovedBy }) => prefixMovedBy === undefined)).toBe(true);
    const folded = receipts.findIndex(({ messagesFolded }) => messagesFolded > 0);
    expect(folded).toBeGreaterThan(left);
    expect(model.requests.filter(({ json }) => json.stream)[left - 1]!.messages[0]!.content).toContain(
      EVENTS[3],
    );
  });

  it('comes when it is asked for, and goes', async () => {
    const { id } = await begin(server, character.id);
    await say(id, line(1));
    await server.call('PATCH', `/api/sessions/${id}`, { pinSource: false });
    expect(await say(id, line(2))).toMatchObject({ sourcePinned: false, prefixMovedBy: 'source' });
    expect(await say(id, line(3))).not.toHaveProperty('prefixMovedBy');
    await server.call('PATCH', `/api/sessions/${id}`, { pinSource: true });
    expect(await say(id, line(4))).toMatchObject({ sourcePinned: true, prefixMovedBy: 'source' });
  });

  it('is not sent by itself where it takes half of the window', async () => {
    const long = NOVEL.repeat(15);
    const big = await make(server, long, 'Martha Quill');
    const { id } = await begin(server, big.id);
    expect((await shown(server, id)).receipt.sourcePinned).toBe(false);
    await server.call('PATCH', `/api/sessions/${id}`, { pinSource: true });
    expect((await shown(server, id)).receipt.sourcePinned).toBe(false);
  });
});
