import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { deflateSync, crc32 } from 'node:zlib';
import type { Receipt } from '../src/wire.js';
import { type FakeModel, startFakeModel } from './fake-model.js';
import { cardWith, hostilePatterns, honestEntries, patternEntries, PATTERN_KINDS } from './hostile-card.js';
import { startServer, type TestServer } from './server.js';
import { watchHealth } from './health-watch.js';

jest.setTimeout(600_000);
let model: FakeModel;
let server: TestServer;
beforeAll(async () => {
  model = await startFakeModel({ window: 64_000 });
  server = await startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake' });
});
afterAll(async () => {
  await server.stop();
  await model.close();
});
const json = (card: unknown) => ({ name: 'card.json', bytes: JSON.stringify(card) });
const lots = (n: number, make: (n: number) => unknown) => Array.from({ length: n }, (_, k) => make(k));
const E = (keys: string[], content: string, more: object = {}) => ({
  keys,
  content,
  enabled: true,
  insertion_order: 1,
  use_regex: false,
  extensions: {},
  ...more,
});
function png(chunks: [string, string][]) {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const a = Buffer.alloc(4);
    a.writeUInt32BE(data.length);
    const b = Buffer.alloc(4);
    b.writeUInt32BE(crc32(body));
    return Buffer.concat([a, body, b]);
  };
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    ...chunks.map(([k, t]) => chunk('tEXt', Buffer.from(`${k}\0${t}`, 'latin1'))),
    chunk('IDAT', deflateSync(Buffer.from([0, 128]))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
const b64 = (v: unknown) => Buffer.from(JSON.stringify(v)).toString('base64');

const CASES: [string, () => { name: string; bytes: string | Uint8Array }, string?][] = [
  ['all', () => json(cardWith(patternEntries(hostilePatterns(3000))))],
  ...PATTERN_KINDS.map((kind): [string, () => { name: string; bytes: string }] => [
    kind,
    () => json(cardWith(patternEntries(hostilePatterns(300, [kind])))),
  ]),
  ['one entry, 3000 keys', () => json(cardWith([E(hostilePatterns(3000), '@@depth 1\nx')]))],
  [
    'few keys on many entries',
    () => json(cardWith(lots(3000, (n) => E(hostilePatterns(5), `@@depth 1\nx${n}`)) as object[])),
  ],
  [
    'keys of 100 KB',
    () =>
      json(
        cardWith(
          lots(100, (n) =>
            E([`/${'a?'.repeat(50_000)}${n}/`, 'b'.repeat(100_000)], '@@depth 1\nx'),
          ) as object[],
        ),
      ),
  ],
  ['honest 2000', () => json(cardWith(honestEntries(2000), { recursive_scanning: true }))],
  [
    '10000 x 20 recursive',
    () => json(cardWith(honestEntries(10_000, 20), { recursive_scanning: true, scan_depth: 50 })),
  ],
  [
    '10000 groups',
    () =>
      json(
        cardWith(
          lots(10_000, (n) =>
            E(['hello'], `@@depth 1\nx${n}`, { extensions: { group: `g${n},h${n % 7}` } }),
          ) as object[],
        ),
      ),
  ],
  [
    'an entry of a million groups',
    () =>
      json(
        cardWith(
          lots(20, (n) =>
            E(['hello'], `@@depth 1\nx${n}`, { extensions: { group: lots(50_000, (k) => k + n).join(',') } }),
          ) as object[],
        ),
      ),
  ],
  [
    '60000 empty entries',
    () => json(cardWith(lots(60_000, () => ({ keys: ['hello'], content: 'x' })) as object[])),
  ],
  [
    '60000 scored',
    () =>
      json(
        cardWith(
          lots(40_000, () => ({
            keys: ['hello'],
            content: '@@depth 1\nx',
            extensions: { group: 'g', use_group_scoring: true },
          })) as object[],
          { recursive_scanning: true },
        ),
      ),
  ],
  [
    'late',
    () =>
      json(
        cardWith(
          lots(50_000, (n) => ({
            keys: ['hello'],
            content: 'x',
            extensions: { delay_until_recursion: n + 1 },
          })) as object[],
          { recursive_scanning: true },
        ),
      ),
  ],
  [
    '19 entries of 1 MB',
    () =>
      json(
        cardWith(lots(19, () => E(['hello'], `@@depth 1\n${'lorem ipsum '.repeat(85_000)}`)) as object[], {
          recursive_scanning: true,
        }),
      ),
  ],
  ['19 MB description', () => json(cardWith([], {}, { description: 'lorem ipsum '.repeat(1_600_000) }))],
  ['19 MB Chinese', () => json(cardWith([], {}, { description: '夜深了，灯塔下。'.repeat(800_000) }))],
  [
    'greetings',
    () =>
      json(
        cardWith(
          [],
          {},
          { alternate_greetings: lots(10_000, (n) => `Hello ${n} {{user}} ${'x'.repeat(1500)}`) },
        ),
      ),
  ],
  [
    '200000 greetings',
    () => json(cardWith([], {}, { alternate_greetings: lots(200_000, (n) => `Hello ${n}`) })),
  ],
  [
    'random with a million options',
    () =>
      json(
        cardWith(
          [],
          {},
          {
            description: `{{random:${'a,'.repeat(1_000_000)}}}`,
            first_mes: `{{random:${'a,'.repeat(1_000_000)}}}`,
            alternate_greetings: lots(10, () => `{{pick${'::a'.repeat(100_000)}}}`),
          },
        ),
      ),
  ],
  ['reverse', () => json(cardWith([], {}, { description: `{{reverse:${'abc'.repeat(5_000_000)}}}` }))],
  [
    'open macros',
    () =>
      json(
        cardWith(
          [],
          {},
          {
            description: `${'{{'.repeat(1_000_000)}${'{{a'.repeat(1_000_000)}{{${'x{{char}}'.repeat(500_000)}`,
            first_mes: `{{roll:1d999999999}}{{roll:999999999}}{{random:{{random:{{random:a,b}}}}}}`,
          },
        ),
      ),
  ],
  [
    'decorators',
    () =>
      json(
        cardWith(
          lots(20, (n) =>
            E(['hello'], `${lots(100_000, (k) => (k % 2 ? `@@x${n}_${k} y` : '@@@depth a')).join('\n')}\nx`),
          ) as object[],
        ),
      ),
  ],
  [
    'macros in keys',
    () =>
      json(
        cardWith(
          lots(3000, (n) =>
            E([`/${'{{char}}|'.repeat(100)}${n}{2}/`, `{{random:${'a,'.repeat(1000)}}}`], '@@depth 1\nx'),
          ) as object[],
        ),
      ),
  ],
  [
    'depth',
    () => ({
      name: 'card.json',
      bytes: `{"name":"x","description":"y","first_mes":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
    }),
  ],
  [
    'png chunks',
    () => ({
      name: 'card.png',
      bytes: png([
        ['chara', b64(cardWith([]))],
        ...(lots(100_000, (n) => [`chara-ext-asset_:${n}`, 'AAAA'] as [string, string]) as [
          string,
          string,
        ][]),
      ]),
    }),
  ],
  [
    'png broken cards',
    () => ({
      name: 'card.png',
      bytes: png([
        ...(lots(3000, () => ['chara', b64({ a: 'x'.repeat(3000) })]) as [string, string][]),
        ['chara', b64(cardWith([]))],
      ]),
    }),
  ],
  [
    'png same names',
    () => ({
      name: 'card.png',
      bytes: png([
        ['chara', b64(cardWith([]))],
        ...(lots(5000, (n) => [`chara-ext-asset_:a${n}`, 'AAAA']) as [string, string][]),
      ]),
    }),
  ],
  [
    'proto',
    () => ({
      name: 'card.json',
      bytes: JSON.stringify(cardWith([], {}, {})).replace(
        '"name"',
        '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"extensions":{"__proto__":{"polluted":1}},"name"',
      ),
    }),
  ],
  [
    'extensions',
    () =>
      json(
        cardWith(
          [],
          {},
          { extensions: Object.fromEntries(lots(200_000, (n) => [`k${n}`, n]) as [string, number][]) },
        ),
      ),
  ],
  [
    'regex scripts',
    () =>
      json(
        cardWith(
          [],
          {},
          { extensions: { regex_scripts: lots(3000, (n) => ({ findRegex: `/(a{1,50}){1,50}${n}/` })) } },
        ),
      ),
  ],
];

const only = process.env['ONLY'];
it.each(CASES.filter(([name]) => !only || new RegExp(only).test(name)))('%s', async (name, make) => {
  const file = make();
  const watch = watchHealth(server);
  const lap = async <T>(what: () => Promise<T>) => {
    watch.reset();
    const begun = performance.now();
    const result = await what();
    await new Promise((r) => setTimeout(r, 50));
    return [
      result,
      `${Math.round(performance.now() - begun - 50)} ms (gap ${Math.round(watch.longest())})`,
    ] as const;
  };
  const [made, importing] = await lap(() => server.upload('/api/characters/import', 'file', file));
  const parts = [`${name}: ${(file.bytes.length / 1000).toFixed(0)} KB ${made.status} import ${importing}`];
  if (made.status < 300) {
    const [, page] = await lap(() => server.call('GET', `/api/characters/${made.body.id}`));
    const [session, begin] = await lap(() =>
      server.call('POST', '/api/sessions', { characterId: made.body.id }),
    );
    const [first, turn] = await lap(() =>
      server.call('POST', `/api/sessions/${session.body.id}/messages`, {
        text: 'hello Place 0 aab aab, 夜深了',
      }),
    );
    const [second, next] = await lap(() =>
      server.call('POST', `/api/sessions/${session.body.id}/messages`, {
        text: `hello again ${'aab '.repeat(2000)}`,
      }),
    );
    const [, list] = await lap(() => server.call('GET', `/api/characters`));
    parts.push(
      `page ${page} list ${list} session ${session.status} ${begin} turn ${first.status} ${turn} next ${second.status} ${next}`,
      JSON.stringify(made.body.report)?.slice(0, 600),
      JSON.stringify((first.body as { receipt: Receipt }).receipt ?? first.body)?.slice(0, 300),
    );
    await server.call('DELETE', `/api/characters/${made.body.id}`);
  } else parts.push(JSON.stringify(made.body));
  watch.stop();
  process.stderr.write(`${parts.join('\n   ')}\n`);
  expect(server.output()).not.toContain('rror');
});
