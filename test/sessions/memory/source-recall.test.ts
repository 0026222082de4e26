import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CharacterView } from '../../../src/contracts/character.js';
import type { Receipt } from '../../../src/contracts/receipt.js';
import type { SessionView } from '../../../src/contracts/session.js';
import type { PassageView } from '../../../src/contracts/source.js';
import { type FakeModel, startFakeModel } from '../../support/fakes/fake-model.js';
import { CHINESE, EARLY, ENGLISH, LATE, novel } from '../../support/files/long-novel.js';
import { startServer, type TestServer } from '../../support/server.js';

jest.setTimeout(120_000);

describe.each([ENGLISH, CHINESE])('a source that does not fit the window, in $language', (told) => {
  let model: FakeModel;
  let server: TestServer;
  let character: CharacterView;
  beforeAll(async () => {
    model = await startFakeModel({ window: 6000, reply: 'Hm.' });
    // The sheet is written of the text alone.
    server = await startServer();
    const { body } = await server.upload(
      '/api/ingests',
      'files',
      { name: 'novel.txt', bytes: novel(told) },
      { name: told.name },
    );
    const done = await server.settled(body.id);
    expect(done.error).toBeUndefined();
    character = (await server.call('GET', `/api/characters/${done.characterIds[0]}`)).body;
    server = await server.restart({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake' });
  });
  afterAll(async () => {
    await server.stop();
    await model.close();
  });

  const begin = async (more: object = {}) =>
    (await server.call('POST', '/api/sessions', { characterId: character.id, ...more })).body as SessionView;
  const say = async (id: string, text: string) => {
    const { status, body } = await server.call('POST', `/api/sessions/${id}/messages`, { text });
    expect(status).toBe(200);
    return body.receipt as Receipt;
  };
  const lastSent = () => model.requests.filter(({ json }) => json.stream).at(-1)!;
  /** What was recalled of the source, as it was sent. */
  const recalled = () =>
    /<source>\n([\s\S]*)\n<\/source>/.exec(lastSent().messages.at(-1)!.content)?.[1] ?? '';
  const passage = async ({ sourceId, passageId }: { sourceId: string; passageId: string }) =>
    (await server.call('GET', `/api/sources/${sourceId}/passages/${passageId}`)).body as PassageView;
  /** The passage of the receipt that tells something, and where it says that it stands. */
  const named = async (receipt: Receipt, text: string) => {
    for (const one of receipt.sourceRecalled ?? []) {
      const found = await passage(one);
      if (found.text.replace(/\n/g, ' ') === text) return { ...one, found };
    }
    return undefined;
  };

  it('is looked up for what is asked, word for word, with chapter and passage on the receipt', async () => {
    const { id } = await begin();
    const receipt = await say(id, told.question);
    expect(receipt.sourcePinned).toBe(false);
    const lines = recalled().split('\n');
    for (const [chapter, text] of [
      [EARLY, told.early],
      [LATE, told.late],
    ] as const) {
      const at = lines.findIndex((line) => line.includes(text));
      expect(at).toBeGreaterThan(0);
      expect(lines.slice(0, at).findLast((line) => line.startsWith('['))).toBe(`[${told.heading(chapter)}]`);
      const on = (await named(receipt, text))!;
      expect(on.sectionTitle).toBe(told.heading(chapter));
      expect(on.found.section).toBe(chapter);
      expect(on.why.length).toBeGreaterThan(0);
    }
    expect(receipt.promptTokensEstimated).toBeLessThan(6000);
  });

  it('is told up to the chapter of the conversation and no further', async () => {
    const { id } = await begin({ upToSection: LATE - 1 });
    const receipt = await say(id, told.question);
    expect(recalled()).toContain(told.early);
    expect(
      lastSent()
        .messages.map(({ content }) => content)
        .join('\n'),
    ).not.toContain(told.late);
    expect(await named(receipt, told.late)).toBeUndefined();
    for (const one of receipt.sourceRecalled!) expect((await passage(one)).section).toBeLessThan(LATE);
  });

  it('is told no further than the sheet was written for, where the conversation says nothing', async () => {
    const upTo = { section: EARLY - 1, title: told.heading(EARLY - 1) };
    const { sheet, name } = character;
    const earlier = { ...sheet, upTo };
    const changed = await server.call('PATCH', `/api/characters/${character.id}`, { name, sheet: earlier });
    expect(changed.status).toBe(200);
    const { id } = await begin();
    const receipt = await say(id, told.question);
    expect(recalled()).not.toContain(told.early);
    expect(recalled()).not.toContain(told.late);
    expect(receipt.sourceRecalled).not.toEqual([]);
    await server.call('PATCH', `/api/characters/${character.id}`, { name, sheet });
  });

  it('gives the same after a kill, and what was sent is rebuilt to the byte', async () => {
    const { id } = await begin();
    await say(id, told.question);
    const before = recalled();
    await server.stop('SIGKILL');
    server = await server.restart();
    const other = await begin();
    const receipt = await say(other.id, told.question);
    expect(recalled()).toBe(before);
    const path = `/api/sessions/${other.id}/turns/${receipt.turnId}/request`;
    expect((await server.call('GET', path)).body.exact).toBe(true);
    const raw = await fetch(`${server.url}${path}?format=json`, {
      headers: { authorization: `Bearer ${server.token}` },
    });
    expect(Buffer.from(await raw.arrayBuffer()).equals(lastSent().messageBytes)).toBe(true);
  });

  it('says why it is not sent whole, as soon as that is asked for', async () => {
    const { id } = await begin();
    const ask = async (pinSource: boolean | null) =>
      (await server.call('PATCH', `/api/sessions/${id}`, { pinSource })).body as SessionView;
    expect(await ask(true)).toMatchObject({
      pinSource: true,
      sourcePinned: false,
      sourceNotPinnedBecause: 'too_long',
    });
    expect(await ask(false)).toMatchObject({ sourcePinned: false, sourceNotPinnedBecause: 'never' });
    expect(await ask(null)).toMatchObject({ sourcePinned: false, sourceNotPinnedBecause: 'too_long' });
  });

  it('says where there is no source at all', async () => {
    const bare = (await server.call('POST', '/api/characters', { name: 'Nobody' })).body as CharacterView;
    const { id } = (await server.call('POST', '/api/sessions', { characterId: bare.id })).body as SessionView;
    const { body } = await server.call('PATCH', `/api/sessions/${id}`, { pinSource: true });
    expect(body).toMatchObject({ sourcePinned: false, sourceNotPinnedBecause: 'no_source' });
    expect(await say(id, told.question)).not.toHaveProperty('sourceRecalled');
  });
});

describe('a source that fits', () => {
  it('is said to be sent, and to have left for messages', async () => {
    const model = await startFakeModel({ window: 4000, reply: 'Hm.' });
    const server = await startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake' });
    const text = Array.from({ length: 20 }, (_, n) => ENGLISH.wrapped(ENGLISH.filler(1, n))).join('\n\n');
    const { body } = await server.upload(
      '/api/ingests',
      'files',
      { name: 'short.txt', bytes: text },
      { name: ENGLISH.name },
    );
    const [characterId] = (await server.settled(body.id)).characterIds;
    const { id } = (await server.call('POST', '/api/sessions', { characterId })).body as SessionView;
    const pinned = await server.call('PATCH', `/api/sessions/${id}`, { pinSource: true });
    expect(pinned.body).toMatchObject({ sourcePinned: true });
    expect(pinned.body).not.toHaveProperty('sourceNotPinnedBecause');
    const long = 'We walked along the harbour until the lamps were lit. '.repeat(40);
    for (let n = 0; n < 6; n++) await server.call('POST', `/api/sessions/${id}/messages`, { text: long });
    expect((await server.call('GET', `/api/sessions/${id}`)).body).toMatchObject({
      pinSource: true,
      sourcePinned: false,
      sourceNotPinnedBecause: 'made_room',
    });
    await server.stop();
    await model.close();
  });
});
