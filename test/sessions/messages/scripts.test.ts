import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import type { CharacterView } from '../../../src/contracts/character.js';
import type { MessageView } from '../../../src/contracts/message.js';
import type { Receipt } from '../../../src/contracts/receipt.js';
import type { SettledScript } from '../../../src/contracts/regex-script.js';
import { type FakeModel, startFakeModel } from '../../support/fakes/fake-model.js';
import { startServer, type TestServer } from '../../support/server.js';

jest.setTimeout(120_000);

const script = (scriptName: string, findRegex: string, replaceString: string, more: object = {}) => ({
  ...{ scriptName, findRegex, replaceString, trimStrings: [], placement: [1, 2], disabled: false },
  ...{
    markdownOnly: false,
    promptOnly: false,
    runOnEdit: false,
    substituteRegex: 0,
    minDepth: null,
    maxDepth: null,
  },
  ...more,
});
const SCRIPTS = [
  script('quotes', '/[“”]/g', '"', { runOnEdit: true }),
  script('hide the mood', '/\\n?<mood>(.*?)<\\/mood>/gs', '', { promptOnly: true, placement: [2] }),
  script('show the mood', '/<mood>(.*?)<\\/mood>/gs', '<b>{{char}} feels</b> $1', {
    markdownOnly: true,
    placement: [2],
  }),
  script('name', '{{user}}!', 'friend!', { substituteRegex: 2, promptOnly: true, placement: [1] }),
  script('lore', 'oil', 'whale oil', { promptOnly: true, placement: [5] }),
  script('later', 'Reply', 'Answer', { promptOnly: true, placement: [2], minDepth: 4 }),
  script('ahead', 'a(?=b)', '', { placement: [2] }),
];
const CARD = {
  spec: 'chara_card_v2',
  spec_version: '2.0',
  data: {
    name: 'Mira',
    description: 'Keeps the lamp.',
    first_mes: 'A “good” evening.\n<mood>calm</mood>',
    character_book: {
      entries: [
        {
          keys: [],
          constant: true,
          content: 'Lamps burn oil.',
          enabled: true,
          insertion_order: 0,
          extensions: {},
        },
        { keys: ['wick'], content: 'A wick drinks oil.', enabled: true, insertion_order: 0, extensions: {} },
      ],
      extensions: {},
    },
    extensions: { regex_scripts: SCRIPTS },
  },
};

describe('regex scripts of a card', () => {
  let model: FakeModel;
  let server: TestServer;

  beforeAll(async () => {
    model = await startFakeModel({
      window: 16_000,
      reply: ({ n }) => `Reply ${n}, she “says”.\n<mood>calm ${n}</mood>`,
    });
    server = await startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake' });
  });
  afterAll(async () => {
    await server.stop();
    await model.close();
  });

  const bring = async (card: object = CARD) =>
    (
      await server.upload('/api/characters/import', 'file', {
        name: 'mira.json',
        bytes: Buffer.from(JSON.stringify(card)),
      })
    ).body as CharacterView;
  const begin = async (characterId: string) =>
    (await server.call('POST', '/api/sessions', { characterId, persona: { name: 'Bo' } })).body.id as string;
  const say = async (id: string, text: string) =>
    (await server.call('POST', `/api/sessions/${id}/messages`, { text })).body as {
      message: MessageView;
      receipt: Receipt;
    };
  const messages = async (id: string) =>
    (await server.call('GET', `/api/sessions/${id}/messages`)).body.items as MessageView[];
  const sent = () => model.requests.filter(({ json }) => json.stream).at(-1)!.messages;
  const exact = async (id: string, { turnId }: Receipt) =>
    (await server.call('GET', `/api/sessions/${id}/turns/${turnId}/request`)).body.exact as boolean;

  it('change what is stored, what is sent and what is shown, each for itself, and only append', async () => {
    const { id: characterId, report, sheet } = await bring();
    expect(sheet.scripts?.list.map(({ name }) => name)).toEqual(SCRIPTS.map(({ scriptName }) => scriptName));
    expect(report?.join('\n')).toMatch(/“ahead”: not followed.*\n.*“later”: not followed in what is sent/);
    const id = await begin(characterId);
    const first = await say(id, 'A “fine” wick, Bo!');
    const said = await messages(id);
    expect(said.map(({ content }) => content)).toEqual([
      'A "good" evening.\n<mood>calm</mood>',
      'A "fine" wick, Bo!',
      expect.stringMatching(/^Reply \d+, she "says"\.\n<mood>calm \d+<\/mood>$/),
    ]);
    expect(said.map(({ raw }) => raw)).toEqual([
      'A “good” evening.\n<mood>calm</mood>',
      'A “fine” wick, Bo!',
      expect.stringContaining('“says”'),
    ]);
    expect(sent()[1]!.content).toBe('A "good" evening.');
    expect(sent()[2]!.content).toContain('A "fine" wick, friend!');
    expect(JSON.stringify(sent())).not.toContain('<mood>');
    expect(sent()[0]!.content).toContain('Lamps burn whale oil.');
    expect(sent()[2]!.content).toContain('A wick drinks whale oil.');

    const second = await say(id, 'Go on.');
    expect(second.receipt.keptPrefixBytes).toBeGreaterThan(
      first.receipt.promptBytes - first.receipt.tailBytes - 10,
    );
    expect(sent()[3]!.content).toMatch(/^Reply \d+, she "says"\.$/);
    const { messages: previewed } = (
      await server.call('POST', `/api/sessions/${id}/context`, { text: 'Yes, Bo!' })
    ).body.request as { messages: { content: string }[] };
    expect(previewed.at(-1)!.content).toContain('Yes, friend!');
    for (const { receipt } of [first, second]) expect(await exact(id, receipt)).toBe(true);

    const { scripts } = (await server.call('GET', `/api/sessions/${id}/scripts`)).body as {
      scripts: SettledScript[];
    };
    expect(scripts).toMatchObject([
      { pattern: '<mood>(.*?)<\\/mood>', flags: 'gs', replace: '<b>Mira feels</b> $1' },
    ]);
  });

  it('change what a person edits only where they say so, and what was written can be put back', async () => {
    const id = await begin((await bring()).id);
    await say(id, 'Hello.');
    const [, hello] = await messages(id);
    const path = `/api/sessions/${id}/messages/${hello!.id}`;
    const edited = (await server.call('PATCH', path, { content: '“Hello” there.' })).body as MessageView;
    expect(edited).toMatchObject({ content: '"Hello" there.', raw: '“Hello” there.' });
    const back = await server.call('POST', `/api/sessions/${id}/messages/${edited.id}/raw`);
    expect(back.body.content).toBe('“Hello” there.');
  });

  it('are switched off one by one and all together, which moves the prefix once', async () => {
    const { id: characterId, sheet } = await bring();
    const id = await begin(characterId);
    await say(id, 'Hello.');
    const scripts = sheet.scripts!;
    const list = scripts.list.map((one) => ({ ...one, on: one.name !== 'hide the mood' }));
    await server.call('PATCH', `/api/characters/${characterId}`, {
      sheet: { ...sheet, scripts: { on: true, list } },
    });
    const moved = (await say(id, 'And now?')).receipt;
    expect(sent()[1]!.content).toBe('A "good" evening.\n<mood>calm</mood>');
    expect(moved.prefixMovedBy).toBe('sheet');
    expect(moved.keptPrefixBytes).toBeGreaterThan(100);
    expect(await exact(id, moved)).toBe(true);
    expect((await say(id, 'And then?')).receipt.prefixMovedBy).toBeUndefined();

    await server.call('PATCH', `/api/characters/${characterId}`, {
      sheet: { ...sheet, scripts: { ...scripts, on: false } },
    });
    await say(id, 'Say “no”.');
    expect((await messages(id)).at(-2)!.content).toBe('Say “no”.');
    expect((await server.call('GET', `/api/sessions/${id}/scripts`)).body.scripts).toEqual([]);

    const card = (await server.call('GET', `/api/characters/${characterId}/export?format=json`)).body;
    expect(card.data.extensions.regex_scripts).toEqual(SCRIPTS);
  });

  it('are read from the card where a sheet is from before they were, and so is its note', async () => {
    const data = {
      ...CARD.data,
      extensions: { regex_scripts: SCRIPTS, depth_prompt: { prompt: 'Hums.', depth: 2 } },
    };
    const { id: characterId } = await bring({ ...CARD, data });
    const database = new pg.Client(server.databaseUrl);
    await database.connect();
    await database.query(
      `UPDATE sheets SET sheet = sheet - 'scripts' - 'depthPrompt' WHERE character_id = $1`,
      [characterId],
    );
    await database.end();
    const id = await begin(characterId);
    await say(id, 'Hello.');
    expect(sent()[1]!.content).toBe('A "good" evening.');
    expect(sent().at(-1)!.content).toContain('Hums.');
    const { sheet } = (await server.call('GET', `/api/characters/${characterId}`)).body as CharacterView;
    expect(sheet.scripts?.list).toHaveLength(SCRIPTS.length);
    expect(sheet.depthPrompt).toEqual({ text: 'Hums.', depth: 2 });
  });
});
