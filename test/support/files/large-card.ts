import { expect } from '@jest/globals';
import type { CharacterView } from '../../../src/contracts/character.js';
import { cardWith, honestEntries } from './hostile-card.js';
import type { TestServer } from '../server.js';

const lots = <Item>(count: number, make: (n: number) => Item): Item[] =>
  Array.from({ length: count }, (_, n) => make(n));
/** No line is like another: what packs too tightly is taken for an attack. */
const prose = (length: number) =>
  lots(Math.ceil(length / 60), (n) => {
    const [one, other] = [(n * 48_271) % 2_147_483_647, (n * 69_621) % 2_147_483_647];
    return `The ferry ${one.toString(36)} goes at ${other.toString(36)}, and “Ilse” keeps it.\n夜深了，{{user}}。`;
  })
    .join('')
    .slice(0, length);
const entry = (n: number, content: string, more: object = {}) => ({
  ...honestEntries(1)[0]!,
  keys: [`Place ${n}`, `地名${n}`],
  content,
  name: `Place ${n}`,
  insertion_order: n,
  ...more,
});

/** Ordinary cards, only large: each as much as is taken in. */
export const LARGE_CARDS: Record<string, () => object> = {
  'long texts': () =>
    cardWith(
      [],
      {},
      {
        description: prose(900_000),
        personality: prose(900_000),
        scenario: prose(900_000),
        first_mes: prose(900_000),
        mes_example: prose(900_000),
        creator_notes: prose(900_000),
      },
    ),
  '10,000 small entries': () =>
    cardWith(
      lots(10_000, (n) => entry(n, prose(300), { extensions: { position: 0, probability: 100, depth: 4 } })),
    ),
  '3,000 entries as SillyTavern writes them': () =>
    cardWith(
      lots(3000, (n) =>
        entry(n, `@@depth 1\n${prose(900)}`, {
          extensions: Object.fromEntries(lots(30, (k) => [`field_${k}`, k % 3 ? k : ''])),
        }),
      ),
    ),
  'seven entries of 900,000 characters': () => cardWith(lots(7, (n) => entry(n, prose(900_000)))),
  '20,000 regular expressions': () =>
    cardWith(
      lots(20_000, (n) =>
        entry(n, '@@depth 1\nx', { keys: [`/\\b(?:place|town) ${n}[a-z]{1,9}\\b/i`], use_regex: true }),
      ),
    ),
  '3,000 greetings': () =>
    cardWith([], {}, { alternate_greetings: lots(3000, (n) => `${n} ${prose(2000)}`) }),
  'extensions that nobody knows': () =>
    cardWith(
      [],
      {},
      { extensions: { scripts: lots(40_000, (n) => ({ id: n, find: '/x/', with: prose(80) })) } },
    ),
};

/** Takes a card in, looks at it, changes it, hands it out in each form, takes one of these in, and talks with it. */
export async function goThrough(server: TestServer, card: object, forms = ['png', 'charx']): Promise<void> {
  const take = (name: string, bytes: string | Uint8Array) =>
    server.upload('/api/characters/import', 'file', { name, bytes });
  const made = await take('card.json', JSON.stringify(card));
  expect(made.status).toBe(201);
  const path = `/api/characters/${made.body.id}`;
  const { sheet } = (await server.call('GET', path)).body as CharacterView;
  expect(made.body).toMatchObject({ name: 'Ilse', sheet });
  expect((await server.call('GET', '/api/characters')).status).toBe(200);
  expect((await server.call('GET', `${path}/versions/1`)).body.sheet).toEqual(sheet);
  const changed = await server.call('PATCH', path, { sheet });
  expect([200, 413]).toContain(changed.status);

  const out = async (format: string) => {
    const headers = { authorization: `Bearer ${server.token}` };
    const response = await fetch(`${server.url}${path}/export?format=${format}`, { headers });
    expect(response.status).toBe(200);
    return Buffer.from(await response.arrayBuffer());
  };
  expect(JSON.parse((await out('json')).toString())).toMatchObject(card);
  for (const format of forms) {
    const again = await take(`card.${format}`, await out(format));
    expect(again.body.sheet).toEqual(sheet);
  }
  const session = await server.call('POST', '/api/sessions', { characterId: made.body.id });
  expect(session.status).toBe(201);
  const text = 'Is Place 7 beyond 地名9, or in town 12abc?';
  const { status } = await server.call('POST', `/api/sessions/${session.body.id}/messages`, { text });
  // What is too long for the model's window is refused, with a sentence.
  expect([200, 422]).toContain(status);
  await server.call('DELETE', path);
}
