import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { unzip } from '../src/unzip.js';
import { startServer, type TestServer } from './server.js';
import { zipOf } from './zip.js';

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
      if (format !== 'charx') continue;
      const zip = await unzip(out);
      expect(Buffer.from(await zip.read('assets/sound/audio/bell.wav'))).toEqual(SOUND);
      expect(JSON.parse(Buffer.from(await zip.read('card.json')).toString())).toMatchObject(CARD);
    }
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
