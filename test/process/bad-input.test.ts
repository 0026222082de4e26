import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { build, casesOf } from '../cards/build.js';
import { startServer, type TestServer } from '../support/server.js';
import { zipOf } from '../support/files/zip.js';

jest.setTimeout(120_000);

/** Files that importers take, each to be damaged in many ways. */
const CARD = {
  name: 'Ilse',
  first_mes: 'Yes?',
  character_book: { entries: [{ keys: ['绳'], content: '旧。' }] },
};
const CHAT = [
  { user_name: 'You', character_name: 'Ilse', chat_metadata: {} },
  {
    name: 'Ilse',
    is_user: false,
    mes: 'B',
    swipe_id: 1,
    swipes: ['A', 'B'],
    send_date: '2026-08-14T10:03:00.000Z',
  },
  { name: 'You', is_user: true, mes: '住一晚。', extra: { __proto__: { a: 1 } } },
];
const lines = (items: readonly unknown[]) =>
  Buffer.from(items.map((item) => JSON.stringify(item)).join('\n'));
const card = (id: string) => build(casesOf('cards').find((one) => one.id === id)!.file);

describe('bad input', () => {
  let server: TestServer;
  let characterId: string;
  let sessionId: string;
  let backup: Buffer;
  const importers = [
    {
      name: 'card.json',
      path: () => '/api/characters/import',
      bytes: () => Buffer.from(JSON.stringify(CARD)),
    },
    { name: 'card.png', path: () => '/api/characters/import', bytes: () => card('png-assets') },
    { name: 'card.charx', path: () => '/api/characters/import', bytes: () => card('charx') },
    { name: 'card.jpg', path: () => '/api/characters/import', bytes: () => card('hybrid') },
    {
      name: 'lorebook',
      path: () => `/api/characters/${characterId}/lorebook`,
      bytes: () => build(casesOf('lorebooks')[0]!.file),
    },
    { name: 'chat', path: () => `/api/sessions/${sessionId}/import`, bytes: () => lines(CHAT) },
    { name: 'backup', path: () => '/api/restore', bytes: () => backup },
  ];

  beforeAll(async () => {
    server = await startServer();
    characterId = (await server.call('POST', '/api/characters', { name: 'Mara' })).body.id;
    sessionId = (await server.call('POST', '/api/sessions', { characterId })).body.id;
    const response = await fetch(`${server.url}/api/backup`, {
      headers: { authorization: `Bearer ${server.token}` },
    });
    backup = Buffer.from(await response.arrayBuffer());
  });
  afterAll(() => server.stop());

  const counts = async () => {
    const characters = (await server.call('GET', '/api/characters?limit=100')).body.items.length;
    const { items } = (await server.call('GET', `/api/sessions/${sessionId}/messages?limit=500`)).body;
    const { sheetVersion } = (await server.call('GET', `/api/characters/${characterId}`)).body;
    return { characters, messages: items.length, sheetVersion };
  };
  const send = (path: string, bytes: Uint8Array) => server.upload(path, 'file', { name: 'x', bytes });

  it.each<[string, () => string, () => Uint8Array, string[]]>([
    [
      'a card of 100 MB',
      () => '/api/characters/import',
      () => Buffer.alloc(100_000_001, ' '),
      ['file_too_large'],
    ],
    [
      'a card of 99 MB',
      () => '/api/characters/import',
      () => Buffer.alloc(99_000_000, ' '),
      ['card_too_large'],
    ],
    [
      'a million entries',
      () => `/api/characters/${characterId}/lorebook`,
      () =>
        Buffer.from(`{"entries":{${Array.from({ length: 1_000_000 }, (_, n) => `"${n}":{}`).join(',')}}}`),
      ['card_too_large'],
    ],
    [
      'a broken chunk',
      () => '/api/characters/import',
      () => card('png-only-bad-checksum'),
      ['card_unreadable'],
    ],
    [
      'a chunk longer than its file',
      () => '/api/characters/import',
      () => card('png-bad-length'),
      ['card_unreadable'],
    ],
    [
      'a way out of an archive',
      () => '/api/characters/import',
      () => card('charx-way-out'),
      ['archive_unsafe'],
    ],
    ['a bomb', () => '/api/characters/import', () => card('charx-bomb'), ['archive_unsafe']],
    ['JSON a million deep', () => '/api/characters/import', () => card('deep-lists'), ['card_unreadable']],
    [
      'a chat without a message',
      () => `/api/sessions/${sessionId}/import`,
      () => Buffer.from('{"mes":"cut'),
      ['history_unreadable'],
    ],
    ['no backup', () => '/api/restore', () => zipOf([{ name: 'a', content: 'a' }]), ['file_unsupported']],
  ])('%s is refused in words, and nothing is touched', async (_, path, bytes, codes) => {
    const before = await counts();
    const { status, body } = await send(path(), bytes());
    expect([status, codes]).toEqual([expect.any(Number), expect.arrayContaining([body.code])]);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(body.message).toMatch(/\w+ .*\.$/s);
    expect(await counts()).toEqual(before);
  });

  it('a chat that is cut gives what is whole, zero characters and halves of pairs taken out', async () => {
    const { body: session } = await server.call('POST', '/api/sessions', { characterId });
    const whole = lines([...CHAT, { name: 'You', is_user: true, mes: 'a\0b\ud800c' }]);
    const { status, body } = await send(
      `/api/sessions/${session.id}/import`,
      Buffer.concat([whole, Buffer.from('\n{"name":"Ilse","mes":"cu')]),
    );
    expect(status).toBe(200);
    expect(body).toEqual({ imported: 3, report: [expect.stringContaining('Line 5')] });
    const { items } = (await server.call('GET', `/api/sessions/${session.id}/messages`)).body;
    expect(items.at(-1).content).toBe('a\ufffdb\ufffdc');
  });

  it('an expression that explodes does not hold a turn up', async () => {
    const keys = ['/^(([a-z])+.)+[A-Z]([a-z])+$/', '/(a+)+$/', '/(x+x+)+y/'];
    const entries = keys.map((key) => ({ keys: [key], content: `@@depth 1\n${key}`, use_regex: true }));
    const { body } = await send(
      '/api/characters/import',
      Buffer.from(JSON.stringify({ ...CARD, character_book: { entries } })),
    );
    const { body: session } = await server.call('POST', '/api/sessions', { characterId: body.id });
    const { status } = await server.call('POST', `/api/sessions/${session.id}/messages`, {
      text: `${'a'.repeat(5000)}${'x'.repeat(3000)}!`,
    });
    expect(status).toBe(200);
  });

  it('damaged at random, every file is taken or refused in words, and the server lives', async () => {
    const damage = fc.oneof(
      fc.record({ cut: fc.double({ min: 0, max: 1, noNaN: true }) }),
      fc.record({
        at: fc.double({ min: 0, max: 0.999, noNaN: true }),
        byte: fc.integer({ min: 0, max: 255 }),
      }),
      fc.record({
        at: fc.double({ min: 0, max: 0.999, noNaN: true }),
        insert: fc.constantFrom('\0', '\\u0000', '\\ud800', '{"__proto__":', '[[[[', '../', '"', '\xff\xfe'),
      }),
      fc.record({
        from: fc.double({ min: 0, max: 0.999, noNaN: true }),
        length: fc.integer({ min: 1, max: 200 }),
        to: fc.double({ min: 0, max: 0.999, noNaN: true }),
      }),
    );
    const damaged = (bytes: Buffer, how: Record<string, number | string>) => {
      const place = (share: number | string) => Math.floor(Number(share) * bytes.length);
      if ('cut' in how) return bytes.subarray(0, place(how['cut']!));
      if ('byte' in how) {
        const copy = Buffer.from(bytes);
        copy[place(how['at']!)] = Number(how['byte']);
        return copy;
      }
      const [at, piece] =
        'insert' in how
          ? [place(how['at']!), Buffer.from(String(how['insert']), 'latin1')]
          : [
              place(how['to']!),
              bytes.subarray(place(how['from']!), place(how['from']!) + Number(how['length'])),
            ];
      return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
    };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...importers),
        fc.array(damage, { minLength: 1, maxLength: 3 }),
        async (one, ways) => {
          const bytes = ways.reduce((file, how) => damaged(file, how as never), one.bytes());
          const { status, body } = await send(one.path(), bytes);
          if (status >= 400) {
            expect({ status, code: body.code, message: body.message }).toEqual({
              status: expect.any(Number),
              code: expect.stringMatching(/^[a-z_]+$/),
              message: expect.stringMatching(/\w+ .*\.$/s),
            });
            expect(status).toBeLessThan(500);
          }
        },
      ),
      { numRuns: 200, seed: 20261125 },
    );
    expect((await server.call('GET', '/health/ready')).status).toBe(200);
    expect(server.output()).not.toMatch(/Uncaught|Unhandled/);
  });
});
