import { crc32 } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCard } from './card-file.js';
import { writeCard, type ReadCard } from './card.js';
import type { JsonObject, JsonValue } from '../imports/foreign-json.js';
import { writePngCard } from './png-card.js';
import { isPng, plainPng, readTextChunks, withTextChunks } from './png.js';
import { SAMPLES } from '../library/samples.js';
import { sheetSchema, type Claim } from '../../contracts/sheet.js';

const bytesOf = (json: unknown) => Buffer.from(JSON.stringify(json));
const base64 = (json: unknown) => bytesOf(json).toString('base64');
const jsonIn = (png: Uint8Array, keyword: string) =>
  JSON.parse(
    Buffer.from(readTextChunks(png).find((chunk) => chunk.keyword === keyword)!.text, 'base64').toString(),
  ) as JsonObject;
/** Out as V3 JSON and in again. */
const again = (read: ReadCard) => readCard(bytesOf(writeCard(read).v3));
const dataOf = (card: JsonObject) => card.data as JsonObject;

const V1 = {
  name: 'Ash',
  description: 'A gardener.',
  personality: 'patient',
  scenario: 'Under the pear tree.',
  first_mes: 'Mind the bees, {{user}}.',
  mes_example: '<START>\n{{char}}: They know you.',
};

const V2 = {
  spec: 'chara_card_v2',
  spec_version: '2.0',
  data: {
    ...V1,
    creator_notes: 'Best in spring.',
    system_prompt: '{{original}} Be slow.',
    post_history_instructions: 'Stay in the garden.',
    alternate_greetings: ['', 'Back again?'],
    tags: ['garden'],
    creator: 'me',
    character_version: '1.2',
    extensions: { 'some/app': { depth: [1, { deep: true }] } },
    character_book: {
      name: 'The garden',
      scan_depth: 4,
      extensions: { book: 1 },
      entries: [
        {
          keys: ['pear'],
          content: 'The pear tree is older than the house.',
          extensions: { weight: 3 },
          enabled: true,
          insertion_order: 10,
          case_sensitive: false,
          unheard_of: null,
        },
      ],
    },
  },
};

const ZH_V3 = {
  spec: 'chara_card_v3',
  spec_version: '3.0',
  data: {
    ...V2.data,
    name: '阿阮',
    description: '江边修伞的姑娘，𠮷祥巷第三家。',
    personality: '嘴硬心软',
    scenario: '雨刚停。',
    first_mes: '伞骨断了两根，{{user}}，你拿它打人了？',
    mes_example: '<START>\n{{user}}：能修吗？\n{{char}}：能。',
    alternate_greetings: ['又是你。'],
    nickname: '阮阮',
    assets: [{ type: 'icon', uri: 'ccdefault:', name: 'main', ext: 'png' }],
    creator_notes_multilingual: { zh: '慢慢聊' },
    source: ['https://example.com/card'],
    group_only_greetings: ['都来了？'],
    creation_date: 1700000000,
    modification_date: 1700000001,
  },
};

describe('reading cards', () => {
  it('fills the sheet from V1', () => {
    const { name, sheet, card, avatar, report } = readCard(bytesOf(V1));
    expect(name).toBe('Ash');
    expect(sheet).toEqual(
      sheetSchema.parse({
        identity: [
          { id: 'card-description', text: 'A gardener.', kind: 'invented', citations: [] },
          { id: 'card-personality', text: 'patient', kind: 'invented', citations: [] },
        ],
        examples: [{ id: 'card-examples', text: V1.mes_example, kind: 'invented', citations: [] }],
        scenario: 'Under the pear tree.',
        greetings: ['Mind the bees, {{user}}.'],
      }),
    );
    expect(card).toEqual(V1);
    expect(avatar).toBeUndefined();
    expect(report).toEqual([]);
  });

  it('fills the sheet from V2', () => {
    const { sheet, report } = readCard(bytesOf(V2));
    expect(sheet.greetings).toEqual(['Mind the bees, {{user}}.', 'Back again?']);
    expect(sheet.instructions).toBe('{{original}} Be slow.');
    expect(sheet.afterHistory).toBe('Stay in the garden.');
    expect(sheet.lorebook).toEqual(V2.data.character_book);
    expect(sheet.language).toBe('en');
    expect(report).toEqual(['Kept for export, not used: extensions some/app.']);
  });

  it('prefers ccv3 to chara in a PNG, and takes chara where ccv3 is damaged', () => {
    const both = (ccv3: string) =>
      withTextChunks(plainPng(), [
        { keyword: 'Chara', text: base64(V1) },
        { keyword: 'CCv3', text: ccv3 },
      ]);
    expect(readCard(both(base64(ZH_V3))).name).toBe('阿阮');
    const { name, report } = readCard(both(base64(ZH_V3).slice(0, 90)));
    expect(name).toBe('Ash');
    expect(report.join()).toMatch('damaged');
  });

  it('gives the picture without its card as the avatar', () => {
    const picture = withTextChunks(plainPng('Ash'), [{ keyword: 'Software', text: 'brush' }]);
    const { avatar } = readCard(withTextChunks(picture, [{ keyword: 'chara', text: base64(V1) }]));
    expect(avatar!.mediaType).toBe('image/png');
    expect(Buffer.from(avatar!.bytes)).toEqual(picture);
  });

  it('reads a card whose picture is cut off after it', () => {
    const png = withTextChunks(plainPng(), [{ keyword: 'chara', text: base64(V1) }]);
    const { name, avatar } = readCard(png.subarray(0, -40));
    expect(name).toBe('Ash');
    expect(isPng(avatar!.bytes)).toBe(true);
  });

  it('takes an unheard-of version and says so', () => {
    expect(readCard(bytesOf({ ...V2, spec: 'chara_card_v4' })).report.join()).toMatch('newer');
    expect(readCard(bytesOf({ ...ZH_V3, spec_version: '3.1' })).report.join()).toMatch('newer');
    expect(readCard(bytesOf({ ...ZH_V3, spec_version: '3.0' })).report.join()).not.toMatch('newer');
  });

  it('names what is kept and not used', () => {
    const { report } = readCard(bytesOf({ ...ZH_V3, fav: true, data: { ...ZH_V3.data, mood: 'calm' } }));
    expect(report).toEqual([
      'Kept for export, not used: group-only greetings.',
      'Kept for export, not used: assets.',
      'Kept for export, not used: extensions some/app.',
      'Kept for export, not used: unknown fields mood.',
    ]);
  });

  it('is silent about what every card of SillyTavern has, and names its settings where something is kept only', () => {
    const with_ = (extensions: object) =>
      readCard(bytesOf({ ...V2, chat: 'x', data: { ...V2.data, character_book: null, extensions } })).report;
    const usual = { talkativeness: '0.5', fav: false, world: '', regex_scripts: [], tavern_helper: {} };
    const depth_prompt = { prompt: 'Sings.', depth: 4, role: 'system' };
    expect(with_({ ...usual, depth_prompt })).toEqual([]);
    expect(
      with_({
        world: 'Eldoria',
        depth_prompt: { ...depth_prompt, role: 'user' },
        regex_scripts: [
          { scriptName: 'one', findRegex: 'a(?=b)', placement: [2] },
          { findRegex: 'a', placement: [1] },
        ],
        tavern_helper: { scripts: [1] },
        mine: 1,
      }).join('\n'),
    ).toMatch(
      /World Info “Eldoria”.*\n.*Character’s Note.*\n.*Tavern Helper.*\n.*extensions mine.*\n.*Regex scripts “one”: not followed/,
    );
    const { texts } = readCard(bytesOf({ ...V2, data: { ...V2.data, extensions: { mine: 1 } } }), '', 'zh');
    expect(texts).toEqual({ en: [expect.stringContaining('Kept')], zh: [expect.stringContaining('会保存')] });
  });

  it('takes the name from the file when the card has none', () => {
    const nameless = bytesOf({ ...V1, name: '' });
    expect(readCard(nameless, 'C:\\cards\\阿阮.v2.json').name).toBe('阿阮.v2');
    expect(readCard(nameless).name).toBe('Nameless');
    expect(readCard(bytesOf({ name: null, first_mes: '伞修好了。' })).name).toBe('无名');
    expect(readCard(nameless).report.join()).toMatch('no name');
  });

  it('reads JSON with a byte order mark and in UTF-16', () => {
    const text = JSON.stringify(ZH_V3);
    expect(readCard(Buffer.from(`\uFEFF${text}`)).card).toEqual(ZH_V3);
    expect(readCard(Buffer.from(`\uFEFF${text}`, 'utf16le')).card).toEqual(ZH_V3);
  });
});

describe('cards of a wrong shape', () => {
  const codeOf = (bytes: Uint8Array) => {
    try {
      readCard(bytes);
    } catch (error) {
      return (error as { code: string }).code;
    }
    return 'none';
  };

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['no JSON', Buffer.from('name: Ash')],
    ['half a card', bytesOf(V2).subarray(0, 200)],
    ['a list', bytesOf([V1])],
    ['a text', bytesOf('Ash')],
    ['null', bytesOf(null)],
    ['something else', bytesOf({ name: 'left-pad', version: '1.0.0', description: 'Pads.' })],
    ['a lorebook of its own', bytesOf({ name: 'Eld', description: '', entries: {} })],
    ['a spec and no more', bytesOf({ spec: 'chara_card_v2' })],
    ['a JPEG', Buffer.from('\xff\xd8\xff\xe0 JFIF', 'latin1')],
    ['a zip', Buffer.from('PK\x03\x04card.json')],
    ['random bytes', Buffer.from(Array.from({ length: 500 }, (_, n) => (n * n * 31) % 256))],
    ['a picture without a card', plainPng()],
    ['a picture with half a card', withTextChunks(plainPng(), [{ keyword: 'chara', text: 'eyJuYW1l' }])],
    ['lists in lists', Buffer.from('['.repeat(1_000_000))],
    ['objects in objects', Buffer.from(`${'{"data":'.repeat(100_000)}1${'}'.repeat(100_000)}`)],
  ])('refuses %s', (_, bytes) => {
    expect(codeOf(bytes)).toBe('card_unreadable');
  });

  it('refuses a card whose chunk does not match its checksum', () => {
    const png = Buffer.from(withTextChunks(plainPng(), [{ keyword: 'chara', text: base64(V1) }]));
    png[60]! ^= 1;
    expect(codeOf(png)).toBe('card_unreadable');
  });

  it('refuses more than 8 MB, and takes less', () => {
    expect(codeOf(Buffer.alloc(8 * 1024 * 1024 + 1, ' '))).toBe('card_too_large');
    const big = { ...V1, description: '长'.repeat(2_500_000) };
    expect(readCard(bytesOf(big)).sheet.identity[0]!.text).toHaveLength(2_500_000);
  });

  it('refuses millions of values before they take memory', () => {
    const entries = Buffer.from(`{"name":"A","first_mes":"B","character_book":[${'{},'.repeat(300_000)}{}]}`);
    expect(codeOf(entries)).toBe('card_too_large');
    const commas = { ...V1, description: '[{,}],'.repeat(300_000) };
    expect(readCard(bytesOf(commas)).card).toEqual(commas);
  });

  it('reads as text what should be text, and says so', () => {
    const odd = {
      spec: 'chara_card_v2',
      data: {
        name: 42,
        description: ['tall', 'quiet'],
        personality: null,
        scenario: { place: 'here' },
        first_mes: true,
        alternate_greetings: 'Hello again',
        tags: 'one',
        extensions: [],
        character_version: 1.5,
      },
    };
    const read = readCard(bytesOf(odd));
    expect(read.name).toBe('42');
    expect(read.sheet.identity.map((claim) => claim.text)).toEqual(['tall\nquiet']);
    expect(read.sheet.scenario).toBe('{"place":"here"}');
    expect(read.sheet.greetings).toEqual(['true', 'Hello again']);
    for (const field of [
      'name',
      'description',
      'personality',
      'scenario',
      'first_mes',
      'character_version',
    ]) {
      expect(read.report.join()).toContain(`“${field}”`);
    }
    expect(writeCard(read).v2.data).toMatchObject({
      name: '42',
      personality: '',
      alternate_greetings: ['Hello again'],
      tags: ['one'],
      extensions: {},
      character_version: '1.5',
    });
    expect(again(read).sheet).toEqual(read.sheet);
  });

  it('mends a lorebook', () => {
    const book = {
      entries: {
        0: { key: ['oak', 7], content: 'Old.', disable: true, comment: 'c' },
        1: { keys: 'ash', content: null, constant: 'yes', name: null, enabled: false },
        2: 'no entry',
      },
    };
    const read = readCard(bytesOf({ ...V2, data: { ...V2.data, character_book: book } }));
    expect(read.sheet.lorebook!.entries).toEqual([
      { keys: ['oak', '7'], content: 'Old.', enabled: false, comment: 'c' },
      { keys: ['ash'], content: '', enabled: false },
    ]);
    expect(read.report.join()).toMatch(/A lorebook entry has fields of the wrong type.*not an entry/);
    expect(dataOf(writeCard(read).v3).character_book).toEqual(book);

    for (const none of ['text', 3, true]) {
      const { sheet, report } = readCard(bytesOf({ ...V1, character_book: none }));
      expect(sheet.lorebook).toBeNull();
      expect(report.join()).toMatch('lorebook');
    }
  });

  it('is not changed by keys that objects inherit, and takes __proto__ out', () => {
    const text = `{"name":"A","first_mes":"B","__proto__":{"description":"evil"},
      "constructor":1,"toString":{"__proto__":{"x":1},"y":2},"__pro\\u0000to__":{"description":"evil"}}`;
    const read = readCard(Buffer.from(text));
    expect(Object.keys(read.card)).toEqual(['name', 'first_mes', 'constructor', 'toString']);
    expect(read.sheet.identity).toEqual([]);
    expect(writeCard(read).v3).toMatchObject({ constructor: 1, toString: { y: 2 } });
  });

  it('takes out what PostgreSQL cannot store', () => {
    const read = readCard(Buffer.from('{"name":"A\\u0000b","first_mes":"\\ud800!","x":["\\u0000"]}'));
    expect(read.card).toEqual({ name: 'Ab', first_mes: '\uFFFD!', x: [''] });
    expect(read.report).toContain('3 of its texts or names held what cannot be stored; that was taken out.');
  });

  it('never fails but with a problem', () => {
    const value = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue>;
    const field = fc.constantFrom(
      'name',
      'description',
      'first_mes',
      'tags',
      'alternate_greetings',
      'spec',
      'extensions',
      'character_book',
      'entries',
      'data',
      'assets',
      'spec_version',
    );
    const card = fc.dictionary(field, fc.oneof(value, fc.dictionary(field, value)));
    fc.assert(
      fc.property(card, fc.boolean(), (json, marked) => {
        const bytes = bytesOf(marked ? { ...json, spec: 'chara_card_v2' } : json);
        if (codeOf(bytes) !== 'none') return expect(codeOf(bytes)).toBe('card_unreadable');
        const read = readCard(bytes);
        sheetSchema.parse(read.sheet);
        return expect(again(read).sheet).toEqual(read.sheet);
      }),
      { numRuns: 300 },
    );
  });
});

describe('writing cards', () => {
  const mandatory = {
    ...{ name: '', description: '', personality: '', scenario: '', first_mes: '', mes_example: '' },
    ...{ creator_notes: '', system_prompt: '', post_history_instructions: '', alternate_greetings: [] },
    ...{ tags: [], creator: '', character_version: '', extensions: {} },
  };

  it('completes V1 to V2 and V3', () => {
    const { v2, v3 } = writeCard(readCard(bytesOf({ ...V1, talkativeness: 0.5 })));
    const data = { ...mandatory, ...V1 };
    expect(v2).toEqual({ spec: 'chara_card_v2', spec_version: '2.0', talkativeness: 0.5, data });
    expect(v3).toEqual({
      spec: 'chara_card_v3',
      spec_version: '3.0',
      talkativeness: 0.5,
      data: { ...data, group_only_greetings: [] },
    });
  });

  it('gives an untouched card back as it came', () => {
    expect(writeCard(readCard(bytesOf(V2))).v2).toEqual(V2);
    expect(writeCard(readCard(bytesOf(ZH_V3))).v3).toEqual(ZH_V3);
    const read = readCard(bytesOf(ZH_V3));
    expect(again(read)).toEqual(read);
  });

  it('overlays what was edited and nothing else', () => {
    const read = readCard(bytesOf(V2));
    const { v2 } = writeCard({ ...read, name: 'Ash Grey', sheet: { ...read.sheet, scenario: 'Winter.' } });
    expect(v2).toEqual({ ...V2, data: { ...V2.data, name: 'Ash Grey', scenario: 'Winter.' } });

    const greeted = writeCard({ ...read, sheet: { ...read.sheet, greetings: ['Oh.', 'Back again?'] } });
    expect(dataOf(greeted.v2)).toMatchObject({ first_mes: 'Oh.', alternate_greetings: ['Back again?'] });

    const [description, personality] = read.sheet.identity as [Claim, Claim];
    const edited = { ...read.sheet, identity: [{ ...description, text: 'A thief.' }, personality] };
    expect(writeCard({ ...read, sheet: edited }).v2.data).toEqual({ ...V2.data, description: 'A thief.' });
    const removed = { ...read.sheet, identity: [personality] };
    expect(writeCard({ ...read, sheet: removed }).v2.data).toEqual({ ...V2.data, description: '' });
  });

  it('overlays the copies of edited fields that some programs keep at the top', () => {
    const read = readCard(bytesOf({ ...V2, ...V1, scenario: 'not the same', avatar: 'none' }));
    const { v2 } = writeCard({ ...read, name: 'Ivy', sheet: { ...read.sheet, scenario: 'Winter.' } });
    expect(v2).toMatchObject({
      name: 'Ivy',
      scenario: 'not the same',
      avatar: 'none',
      first_mes: V1.first_mes,
    });
  });

  it('takes the nickname, and writes it when it was changed', () => {
    const read = readCard(bytesOf(ZH_V3));
    expect(read.sheet.nickname).toBe('阮阮');
    expect(readCard(bytesOf(V2)).sheet).not.toHaveProperty('nickname');
    const called = (nickname: string | undefined) =>
      dataOf(writeCard({ ...read, sheet: { ...read.sheet, nickname } }).v3).nickname;
    expect([called('阮阮'), called('小阮'), called(undefined)]).toEqual(['阮阮', '小阮', '']);
  });

  it('takes the note at a depth, and writes it when it was changed', () => {
    const depth_prompt = { prompt: 'Speaks in riddles.', depth: 2, role: 'user', own: 1 };
    const read = readCard(bytesOf({ ...V2, data: { ...V2.data, extensions: { depth_prompt, fav: true } } }));
    expect(read.sheet.depthPrompt).toEqual({ text: 'Speaks in riddles.', depth: 2 });
    expect(dataOf(writeCard(read).v3).extensions).toEqual({ depth_prompt, fav: true });
    const edited = { ...read, sheet: { ...read.sheet, depthPrompt: { text: 'Sings.', depth: 0 } } };
    expect(dataOf(writeCard(edited).v3).extensions).toEqual({
      depth_prompt: { ...depth_prompt, prompt: 'Sings.', depth: 0 },
      fav: true,
    });
    const { depthPrompt: _, ...before } = read.sheet;
    expect(dataOf(writeCard({ ...read, sheet: before }).v3).extensions).toMatchObject({ depth_prompt });
    const none = { depth_prompt: { prompt: '', depth: 4, role: 'system' } };
    const empty = readCard(bytesOf({ ...V2, data: { ...V2.data, extensions: none } }));
    expect(empty.sheet.depthPrompt).toBeUndefined();
  });

  it('has what a card says of itself, and writes what of it was changed', () => {
    const data = {
      ...V2.data,
      creator: 'Ada',
      creator_notes: 'Slow burn.',
      tags: ['river'],
      group_only_greetings: ['Hm?'],
    };
    const read = readCard(bytesOf({ ...V2, data }));
    expect(read.sheet.cardNotes).toMatchObject({
      creator: 'Ada',
      creatorNotes: 'Slow burn.',
      tags: ['river'],
      groupGreetings: ['Hm?'],
    });
    const cardNotes = { ...read.sheet.cardNotes!, tags: [], groupGreetings: ['Oh.'], creatorNotes: 'Fast.' };
    expect(dataOf(writeCard({ ...read, sheet: { ...read.sheet, cardNotes } }).v3)).toMatchObject({
      creator: 'Ada',
      creator_notes: 'Fast.',
      tags: [],
      group_only_greetings: ['Oh.'],
    });
    const { cardNotes: _, ...before } = read.sheet;
    expect(dataOf(writeCard({ ...read, sheet: before }).v3)).toMatchObject({
      tags: ['river'],
      creator: 'Ada',
    });
  });

  it('completes a lorebook that was edited, and keeps what its entries had', () => {
    const read = readCard(bytesOf(V2));
    const lorebook = read.sheet.lorebook!;
    const entries = [...lorebook.entries, { keys: ['蜂'], content: '蜂箱在东墙下。' }];
    const { v3 } = writeCard({ ...read, sheet: { ...read.sheet, lorebook: { ...lorebook, entries } } });
    const [old] = V2.data.character_book.entries;
    const added = { keys: ['蜂'], content: '蜂箱在东墙下。', enabled: true, insertion_order: 1 };
    expect(dataOf(v3).character_book).toEqual({
      ...V2.data.character_book,
      entries: [
        { ...old, use_regex: false },
        { ...added, extensions: {}, use_regex: false },
      ],
    });
    const without = writeCard({ ...read, sheet: { ...read.sheet, lorebook: null } });
    expect(without.v2.data).not.toHaveProperty('character_book');
  });

  it.each(['/\\x01Mira:.*lamp/', '/\u0001Mira:/'])(
    'says that a key which names who speaks calls nothing: %j',
    (key) => {
      const entry = { keys: [key], content: 'The lamp is hers.' };
      const card = { ...ZH_V3, data: { ...ZH_V3.data, character_book: { entries: [entry] } } };
      expect(readCard(bytesOf(card)).report.join()).toMatch('names who speaks');
    },
  );

  it('keeps decorators in V3 and takes them out of the V2 beside it', () => {
    const entry = { keys: ['x'], content: '@@depth 4\n@@role user\n\nThe well is dry.\n@@no' };
    const card = { ...ZH_V3, data: { ...ZH_V3.data, character_book: { entries: [entry] } } };
    const read = readCard(bytesOf(card));
    expect(read.report.join()).toMatch('not followed: @@role.');
    const { v2, v3 } = writeCard(read);
    expect(v3).toEqual(card);
    expect(v2.data).toMatchObject({
      character_book: { entries: [{ keys: ['x'], content: 'The well is dry.\n@@no' }] },
    });
  });

  it('tells a sheet that came from no card in the fields of one', () => {
    const claim = (id: string, text: string, about?: string): Claim => ({
      ...{ id, text, kind: 'invented', citations: [] },
      ...(about && { about }),
    });
    const sheet = sheetSchema.parse({
      language: 'zh',
      identity: [claim('a', '江边修伞的姑娘。'), { ...claim('b', '没有出处。'), kind: 'stated' }],
      relationships: [claim('c', '她的哥哥。', '阿山')],
      voice: [claim('d', '说话快。')],
      examples: [claim('e', '能修。'), claim('f', '{{user}}：贵吗？\n{{char}}：贵。')],
      greetings: ['来了？', '又来了？'],
    });
    const { v3 } = writeCard({ name: '阿阮', sheet, card: null });
    expect(v3.data).toMatchObject({
      name: '阿阮',
      description: '江边修伞的姑娘。\n\n身边的人\n- 阿山: 她的哥哥。',
      personality: '说话的方式\n- 说话快。',
      mes_example: '<START>\n{{char}}: 能修。\n<START>\n{{user}}：贵吗？\n{{char}}：贵。',
      first_mes: '来了？',
      alternate_greetings: ['又来了？'],
    });
  });

  it('loses no word of the samples', () => {
    for (const { name, sheet } of SAMPLES) {
      const read = readCard(writePngCard({ name, sheet, card: null }));
      expect(read).toMatchObject({ name, report: [] });
      expect(read.sheet).toMatchObject({ language: sheet.language, greetings: sheet.greetings });
      const told = JSON.stringify(read.sheet);
      const { identity, voice, drives, relationships, timeline, world, limits, examples } = sheet;
      const parts = [identity, voice, drives, relationships, timeline, world, limits, examples].flat();
      for (const { text } of parts) expect(told).toContain(JSON.stringify(text).slice(1, -1));
    }
  });

  it('writes a PNG with both cards into the avatar, or into a plain picture', () => {
    const read = readCard(bytesOf(ZH_V3));
    const { v2, v3 } = writeCard(read);
    for (const avatar of [plainPng('other'), undefined, Buffer.from('GIF89a')]) {
      const png = writePngCard(read, avatar);
      expect(jsonIn(png, 'chara')).toEqual(v2);
      expect(jsonIn(png, 'ccv3')).toEqual(v3);
      const back = readCard(png);
      expect(back).toEqual({ ...read, avatar: back.avatar });
      const picture = avatar && isPng(avatar) ? avatar : plainPng(read.name);
      expect(crc32(back.avatar!.bytes)).toBe(crc32(picture));
    }
  });

  it('gives any card back, whole, however often it goes in and out', () => {
    const avatar = plainPng();
    const text = fc.string({ unit: 'grapheme', maxLength: 30 });
    const texts = fc.array(text, { maxLength: 3 });
    // Only what JSON and PostgreSQL can hold.
    const extra = fc
      .jsonValue({ maxDepth: 3 })
      .map((value) => JSON.parse(JSON.stringify(value).replaceAll('__proto__', 'proto')) as JsonValue);
    const extras = fc.dictionary(
      text.filter((key) => key !== '__proto__').map((key) => `x${key}`),
      extra,
    );
    const v1 = {
      ...{ name: text, description: text, personality: text, scenario: text, first_mes: text },
      mes_example: text,
    };
    const entry = fc
      .record(
        {
          keys: texts,
          content: text,
          extensions: extras,
          enabled: fc.boolean(),
          insertion_order: fc.integer(),
          constant: fc.boolean(),
          name: text,
          id: fc.oneof(fc.integer(), text),
        },
        { requiredKeys: ['keys', 'content'] },
      )
      .chain((known) => extras.map((unknown) => ({ ...unknown, ...known })));
    const data = fc.record(
      {
        ...v1,
        ...{ creator_notes: text, system_prompt: text, post_history_instructions: text, creator: text },
        ...{ character_version: text, alternate_greetings: texts, tags: texts, extensions: extras },
        character_book: fc
          .tuple(fc.record({ entries: fc.array(entry, { maxLength: 3 }), extensions: extras }), extras)
          .map(([known, unknown]) => ({ ...unknown, ...known })),
        ...{ nickname: text, source: texts, group_only_greetings: texts, creation_date: fc.nat() },
        ...{
          modification_date: fc.nat(),
          creator_notes_multilingual: fc.dictionary(
            text.map((key) => `x${key}`),
            text,
          ),
          assets: fc.array(extras, { maxLength: 2 }),
        },
      },
      { requiredKeys: ['name', 'first_mes'] },
    );
    const card = fc.oneof(
      fc.tuple(extras, fc.record(v1)).map(([top, known]) => ({ ...top, ...known })),
      fc.tuple(extras, extras, data, fc.constantFrom('2', '3')).map(([top, unknown, known, version]) => ({
        ...top,
        ...{ spec: `chara_card_v${version}`, spec_version: `${version}.0` },
        data: { ...unknown, ...known },
      })),
    );
    fc.assert(
      fc.property(card, fc.boolean(), (json, png) => {
        const read = readCard(bytesOf(json));
        const back = png ? readCard(writePngCard(read, avatar)) : again(read);
        expect(back.sheet).toEqual(read.sheet);
        expect(back.name).toBe(read.name);

        const { data: first = json, ...top } = json as JsonObject;
        const { name, ...fields } = first as JsonObject;
        expect(dataOf(back.card)).toMatchObject('data' in json ? fields : {});
        if (name === read.name) expect(dataOf(back.card).name).toBe(name);
        const { spec, spec_version, ...around } = top;
        expect(spec_version).toBe(spec ? `${String(spec).at(-1)}.0` : undefined);
        const unknown = Object.entries(around).filter(([key]) => key.startsWith('x'));
        expect(back.card).toMatchObject(Object.fromEntries(unknown));

        expect(writeCard(back)).toEqual(writeCard({ ...read, card: writeCard(read).v3 }));
        expect(again(back).card).toEqual(back.card);
      }),
      { numRuns: 300 },
    );
  });
});
