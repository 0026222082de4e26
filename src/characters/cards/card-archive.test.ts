import { describe, expect, it } from '@jest/globals';
import { zipOf } from '../../../test/support/files/zip.js';
import { readCards } from './card-archive.js';

const json = (value: unknown) => JSON.stringify(value);
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const card = (name: string) => json({ spec: 'chara_card_v2', data: { name, first_mes: 'Hm?' } });

const byaf = (
  words: { name: string; persona: string; greetings: string[] },
  characters = ['characters/c/character.json'],
) =>
  zipOf([
    {
      name: 'manifest.json',
      content: json({
        schemaVersion: 1,
        characters,
        scenarios: ['scenarios/1.json', 'scenarios/2.json', 'none.json'],
      }),
    },
    {
      name: 'characters/c/character.json',
      content: json({
        name: 'x',
        displayName: words.name,
        persona: words.persona,
        images: [{ path: 'images/a.png' }, { path: '../../../etc/passwd' }],
        loreItems: [{ key: 'lamp, 灯', value: '{character} lit it.' }, null],
      }),
    },
    { name: 'characters/c/images/a.png', content: PICTURE },
    {
      name: 'scenarios/1.json',
      content: json({
        narrative: '{user} comes in.',
        firstMessages: [{ text: words.greetings[0] }],
        exampleMessages: [{ text: '#{user}: ?' }],
        formattingInstructions: 'Short.',
      }),
    },
    { name: 'scenarios/2.json', content: json({ firstMessages: [{ text: words.greetings[1] }] }) },
  ]);

describe('an archive of Backyard', () => {
  it.each([
    ['English', { name: 'Mara', persona: '{character} keeps the light.', greetings: ['Who?', 'You again.'] }],
    ['Chinese', { name: '米拉', persona: '{character}守着灯。', greetings: ['谁？', '又是你。'] }],
  ])('is read with its greetings, lore and picture, in %s', async (_, words) => {
    const { cards, next } = await readCards(byaf(words), 'x.byaf', 'en');
    expect(next).toBeNull();
    const [{ name, sheet, avatar, report }] = cards as [(typeof cards)[number]];
    expect(name).toBe(words.name);
    expect(sheet).toMatchObject({
      scenario: '{{user}} comes in.',
      greetings: words.greetings,
      instructions: 'Short.',
      examples: [{ text: '<START>\n{{user}}: ?' }],
      lorebook: { entries: [{ keys: ['lamp', '灯'], content: '{{char}} lit it.' }] },
    });
    expect(sheet.identity[0]!.text).toBe(words.persona.replace('{character}', '{{char}}'));
    expect(avatar?.mediaType).toBe('image/png');
    expect(report.join('\n')).toMatch(/scenario/);
  });

  it.each([
    ['names no character', []],
    ['names one that is not there', ['characters/none.json']],
    ['names what is no text', [7 as unknown as string]],
  ])('that %s is refused', async (_, characters) => {
    const file = byaf({ name: 'a', persona: 'b', greetings: ['c', 'd'] }, characters);
    // Its own files are then no cards either.
    await expect(readCards(file, 'x.byaf', 'en').then(({ cards }) => cards.length)).resolves.toBe(0);
  });
});

describe('an archive of cards', () => {
  it('is read card by card; what is none is named', async () => {
    const file = zipOf([
      { name: 'folder/one.json', content: card('Mara') },
      { name: 'two.yaml', content: 'name: 米拉\ncontext: 守灯的人。\n' },
      { name: 'three.byaf', content: byaf({ name: 'Ilse', persona: 'p', greetings: ['a', 'b'] }) },
      { name: 'broken.json', content: '{' },
      { name: '__MACOSX/one.json', content: 'x' },
      { name: 'readme.txt', content: 'x' },
    ]);
    const { cards, report } = await readCards(file, 'x.zip', 'zh');
    expect(cards.map(({ name }) => name)).toEqual(['Mara', '米拉', 'Ilse']);
    expect(report).toEqual([expect.stringContaining('broken.json')]);
  });

  it('comes in pieces where it is large', async () => {
    const bulk = (name: string) =>
      json({
        spec: 'chara_card_v2',
        data: { name, first_mes: 'Hm?', extensions: { x: 'a'.repeat(7_000_000) } },
      });
    const names = ['A', 'B', 'C', 'D', 'E'];
    const file = zipOf(names.map((name) => ({ name: `${name}.json`, content: bulk(name) })));
    const read: string[] = [];
    let calls = 0;
    for (let from: number | null = 0; from !== null; calls++) {
      const part: Awaited<ReturnType<typeof readCards>> = await readCards(file, 'x.zip', 'en', from);
      read.push(...part.cards.map(({ name }) => name));
      from = part.next;
    }
    expect(read).toEqual(names);
    expect(calls).toBeGreaterThan(1);
  }, 60_000);

  it.each([
    ['nothing', [{ name: 'a.txt', content: 'x' }], 'card_unreadable'],
    ['one that is none', [{ name: 'a.json', content: '[]' }], 'card_unreadable'],
    [
      'too many',
      Array.from({ length: 1001 }, (_, n) => ({ name: `${n}.json`, content: '{}' })),
      'card_too_large',
    ],
  ])('of %s is refused', async (_, files, code) => {
    await expect(readCards(zipOf(files), 'x.zip', 'en')).rejects.toMatchObject({ code });
  });
});

describe("a folder of SillyTavern's", () => {
  const others = [
    'chats/Mara/Mara - 2025-01-02@10h11m.jsonl',
    'group chats/2025.jsonl',
    'groups/1.json',
    'characters/Mara/joy.png',
    'OpenAI Settings/Default.json',
    'instruct/ChatML.json',
    'User Avatars/me.png',
    'settings.json',
    'secrets.json',
    'themes/Dark.json',
    'QuickReplies/a.json',
    'backgrounds/a.jpg',
    'user.css',
  ];
  const world = json({ entries: { 0: { uid: 0, key: ['lamp'], content: 'It burns.' } } });
  const folder = (root: string) =>
    zipOf([
      { name: `${root}characters/Mara.json`, content: card('Mara') },
      { name: `${root}worlds/Isle.json`, content: world },
      ...others.map((name) => ({
        name: root + name,
        content: name.endsWith('.json') ? card('No card') : 'x',
      })),
    ]);

  it.each(['', 'default-user/', 'data/default-user/'])(
    'below “%s” gives cards and worlds, and says what else there is',
    async (root) => {
      for (const language of ['en', 'zh'] as const) {
        const { cards, report } = await readCards(folder(root), 'x.zip', language);
        expect(cards.map(({ name }) => name)).toEqual(['Mara', 'Isle']);
        // A sentence for each kind: chats, groups, sprites, presets, personas, keys, looks.
        expect(report).toHaveLength(7);
        expect(report.join('\n')).toContain('Mara - 2025-01-02@10h11m.jsonl');
        expect(report.join('\n')).not.toContain('No card');
      }
    },
  );

  it('is not seen in any archive with folders of these names', async () => {
    const cards = ['themes/a.json', 'themes/b.json', 'settings.json'];
    const zip = zipOf(cards.map((name) => ({ name, content: card(name) })));
    const read = await readCards(zip, 'x.zip', 'en');
    expect(read.cards).toHaveLength(3);
    expect(read.report).toEqual([]);
  });

  it.each([
    ['chat', 'tavern_chat', '{"user_name":"Kim","character_name":"Mara"}\n{"name":"Mara","mes":"Hm?"}'],
    ['settings', 'tavern_settings', json({ power_user: {} })],
    ['quick replies', 'tavern_looks', json({ version: 2, name: 'QR', qrList: [] })],
    ['theme', 'tavern_looks', json({ name: 'Dark', main_text_color: '#fff' })],
    ['preset', 'tavern_preset', json({ temperature: 1, prompt_order: [] })],
    ['group', 'tavern_group', json({ id: '1', members: ['Mara.png'], chat_id: '2025' })],
  ])('is named where a %s comes by itself', async (what, code, content) => {
    await expect(readCards(Buffer.from(content), 'x', 'en')).rejects.toMatchObject({
      code,
      message: expect.stringMatching(`${what}.* of SillyTavern and no card`),
    });
  });
});
