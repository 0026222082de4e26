import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { unzip } from '../../src/files/unzip.js';
import { startServer, type TestServer } from '../support/server.js';
import { zipOf } from '../support/files/zip.js';

jest.setTimeout(60_000);

const CARD = {
  spec: 'chara_card_v3',
  spec_version: '3.0',
  data: {
    name: '../../米拉',
    description: 'Keeps the light.',
    first_mes: 'Who is there?',
    alternate_greetings: ['你来了。'],
    extensions: { 'somebody/else': { deep: [1, null] } },
    character_book: {
      entries: [
        { keys: ['灯'], content: '灯是有名字的。', enabled: true, insertion_order: 3, extensions: {} },
      ],
    },
  },
};
const SOUND = Buffer.from([82, 73, 70, 70, 0, 1, 2, 255]);

describe('a card through the server', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(async () => {
    await server.stop();
  });

  it('comes in as CHARX with its assets, and goes out in every form with all that it had', async () => {
    const bytes = zipOf([
      { name: 'card.json', content: JSON.stringify(CARD), deflate: true },
      { name: 'assets/sound/audio/bell.wav', content: SOUND },
    ]);
    const imported = await server.upload('/api/characters/import', 'file', { name: 'mira.charx', bytes });
    expect(imported).toMatchObject({ status: 201, body: { name: CARD.data.name } });
    expect(imported.body.report.join(' ')).toMatch(/kept/);
    for (const format of ['charx', 'json', 'png']) {
      const response = await fetch(
        `${server.url}/api/characters/${imported.body.id}/export?format=${format}`,
        {
          headers: { authorization: `Bearer ${server.token}` },
        },
      );
      expect(response.status).toBe(200);
      // The name makes no path.
      expect(response.headers.get('content-disposition')).not.toMatch(/\.\.[/\\]/);
      const out = new Uint8Array(await response.arrayBuffer());
      const again = await server.upload('/api/characters/import', 'file', {
        name: `x.${format}`,
        bytes: out,
      });
      expect(again.status).toBe(201);
      expect(again.body.sheet).toEqual(imported.body.sheet);
      if (format === 'png') expect(Buffer.from(out).includes('chara-ext-asset_:assets/sound')).toBe(true);
      if (format !== 'charx') continue;
      const zip = await unzip(out);
      expect(Buffer.from(await zip.read('assets/sound/audio/bell.wav'))).toEqual(SOUND);
      expect(JSON.parse(Buffer.from(await zip.read('card.json')).toString())).toMatchObject(CARD);
    }
  });

  it('has a lorebook that is taken in by itself, told where it is due, and given out', async () => {
    const { body: character } = await server.call('POST', '/api/characters', { name: 'Mara' });
    const world = {
      entries: {
        0: {
          uid: 0,
          key: [],
          constant: true,
          content: '灯塔建于明代。',
          order: 1,
          position: 0,
          disable: false,
        },
        1: {
          uid: 1,
          key: ['/f[o0]g/i'],
          content: '@@depth 1\nThe fog has a name.',
          order: 2,
          disable: false,
        },
        2: {
          uid: 2,
          key: [],
          content: '@@activate_only_after 1\n@@constant\nOnly later.',
          order: 3,
          disable: true,
        },
      },
    };
    const take = async (book: unknown, how = '') =>
      server.upload(`/api/characters/${character.id}/lorebook${how}`, 'file', {
        name: 'w.json',
        bytes: JSON.stringify(book),
      });
    const { status, body } = await take(world);
    expect(status).toBe(200);
    expect(body).toMatchObject({ sheetVersion: 2, report: [expect.stringContaining('a place between')] });
    expect(body.sheet.lorebook.entries).toHaveLength(3);
    const session = (await server.call('POST', '/api/sessions', { characterId: character.id })).body.id;
    const sent = async (text: string) => {
      const { body: context } = await server.call('POST', `/api/sessions/${session}/context`, { text });
      const { messages } = context.request as { messages: { content: string }[] };
      return { pinned: messages[0]!.content, tail: messages.at(-1)!.content };
    };
    const calm = await sent('Good evening.');
    expect(calm.pinned).toContain('灯塔建于明代。');
    expect(calm.pinned + calm.tail).not.toMatch(/fog has a name|@@|Only later/);
    const foggy = await sent('What F0G is this?');
    expect(foggy.tail).toContain('The fog has a name.');
    expect(foggy.pinned).toBe(calm.pinned);

    const out = async (format: string) =>
      (await server.call('GET', `/api/characters/${character.id}/lorebook?format=${format}`)).body;
    expect(await out('sillytavern')).toMatchObject(world);
    const v3 = await out('v3');
    expect(v3).toMatchObject({ spec: 'lorebook_v3', data: { entries: [{ constant: true }, {}, {}] } });
    expect((await take(v3)).body.sheet.lorebook.entries).toHaveLength(6);
    expect((await take(v3, '?how=replace')).body.sheet.lorebook.entries).toHaveLength(3);
    const nothing = await take({ a: 1 });
    expect(nothing).toMatchObject({ status: 422, body: { code: 'card_unreadable' } });

    const alone = await server.upload('/api/characters/import', 'file', {
      name: '港口.json',
      bytes: JSON.stringify(world),
    });
    expect(alone.body).toMatchObject({
      name: '港口',
      report: [expect.stringContaining('without a character'), expect.stringContaining('a place between')],
    });
  });

  it('has chats of SillyTavern, in and out with their swipes', async () => {
    const { body: character } = await server.call('POST', '/api/characters', { name: 'Mara' });
    const begin = async () =>
      (await server.call('POST', '/api/sessions', { characterId: character.id })).body.id as string;
    const chat = [
      {
        user_name: 'You',
        character_name: 'Mara',
        create_date: '2026-08-14@10h02m',
        chat_metadata: { note: 'keep\u0000', note_prompt: 'It is foggy.' },
      },
      {
        name: 'Mara',
        is_user: false,
        mes: 'B',
        swipe_id: 1,
        swipes: ['A', 'B', 'C'],
        send_date: '2026-08-14T10:03:00.000Z',
        extra: { n: 1 },
      },
      { name: 'You', is_user: true, mes: '住一晚。', send_date: '2026-08-14T10:04:00.000Z', extra: {} },
      {
        name: 'You',
        is_user: true,
        is_system: true,
        mes: 'hidden aside',
        send_date: '2026-08-14T10:05:00.000Z',
        extra: {},
      },
    ];
    const bytes = Buffer.from(`${chat.map((line) => JSON.stringify(line)).join('\n')}\n{"mes":"cut`);
    const bring = async (id: string, file: Uint8Array) =>
      (await server.upload(`/api/sessions/${id}/import`, 'file', { name: 'c.jsonl', bytes: file })).body;
    const out = async (id: string) => {
      const { body } = await server.call('GET', `/api/sessions/${id}/export?format=sillytavern`);
      return (body as string)
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as object);
    };
    const id = await begin();
    expect(await bring(id, bytes)).toEqual({
      imported: 3,
      report: [expect.stringContaining('Line 5'), expect.stringContaining('Hidden there')],
    });
    expect((await server.call('GET', `/api/sessions/${id}`)).body.note).toBe('It is foggy.');
    const context = await server.call('POST', `/api/sessions/${id}/context`, { text: 'Hello?' });
    expect(JSON.stringify(context.body.request)).toContain('It is foggy.');
    expect(JSON.stringify(context.body.request)).not.toContain('hidden aside');
    const { items } = (await server.call('GET', `/api/sessions/${id}/messages`)).body;
    expect(items[0]).toMatchObject({ content: 'B', swipes: 3, version: 2 });
    const first = await out(id);
    expect(first).toMatchObject([{ chat_metadata: { note: 'keep\ufffd' } }, ...chat.slice(1)]);
    const other = await begin();
    await bring(other, Buffer.from(first.map((line) => JSON.stringify(line)).join('\n')));
    expect(await out(other)).toEqual(first);
  });

  it('that cannot be read leaves nothing behind', async () => {
    const before = (await server.call('GET', '/api/characters')).body.items.length;
    for (const bytes of [
      zipOf([{ name: 'card.json', content: '{' }]),
      zipOf([
        { name: 'card.json', content: JSON.stringify(CARD) },
        { name: '../x', content: 'x' },
      ]),
      Buffer.from([0xff, 0xd8, 0xff, 1, 2, 3]),
    ]) {
      const { status, body } = await server.upload('/api/characters/import', 'file', { name: 'x', bytes });
      expect(status).toBe(422);
      expect(['card_unreadable', 'archive_unsafe']).toContain(body.code);
    }
    expect((await server.call('GET', '/api/characters')).body.items).toHaveLength(before);
  });
});
