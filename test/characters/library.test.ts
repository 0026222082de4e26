import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CharacterSummary } from '../../src/contracts/character.js';
import { archiveOf, rowsOfArchive, savedBackup } from '../support/files/archive.js';
import { query } from '../support/databases.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(120_000);

const card = (name: string, more: object = {}) => ({
  spec: 'chara_card_v2',
  spec_version: '2.0',
  data: { name, description: `${name} keeps a lamp.`, first_mes: 'Who is there?', ...more },
});

describe('the library', () => {
  let server: TestServer;
  const ids: Record<string, string> = {};
  const list = async (asked: Record<string, string> = {}, of = server) =>
    (await of.call('GET', `/api/characters?${new URLSearchParams({ limit: '100', ...asked })}`)).body
      .items as CharacterSummary[];
  const names = async (asked: Record<string, string> = {}) =>
    (await list(asked)).filter(({ sample }) => !sample).map(({ name }) => name);
  const take = (name: string, more: object = {}, onTwin = '') =>
    server.upload(`/api/characters/import${onTwin && `?onTwin=${onTwin}`}`, 'file', {
      name: 'card.json',
      bytes: JSON.stringify(card(name, more)),
    });
  const change = (name: string, body: object) => server.call('PATCH', `/api/characters/${ids[name]}`, body);

  beforeAll(async () => {
    server = await startServer();
    const cards: [string, object][] = [
      ['貓娘小雪', { creator: '陳默', tags: ['治癒', '貓', '治癒 '] }],
      ['Ærin', { creator: 'Tomás', tags: ['Fantasy', 'slow-burn'] }],
      ['阿果', { tags: ['fantasy', '猫'] }],
      ['Zoë 100%', { tags: ['FANTASY', 'sci_fi'] }],
    ];
    for (const [name, more] of cards) ids[name] = (await take(name, more)).body.id;
  });
  afterAll(async () => {
    await server.stop();
  });

  it.each([
    ['猫娘', ['貓娘小雪']],
    ['貓娘', ['貓娘小雪']],
    ['陈默', ['貓娘小雪']],
    ['治愈', ['貓娘小雪']],
    ['貓', ['阿果', '貓娘小雪']],
    ['ＦＡＮＴＡＳＹ', ['Zoë 100%', '阿果', 'Ærin']],
    ['æRIN tomás', ['Ærin']],
    ['LAMP zoë', ['Zoë 100%']],
    ['100%', ['Zoë 100%']],
    ['sci_fi', ['Zoë 100%']],
    ['.*', []],
    ['(', []],
    ['\\', []],
    ['[貓', []],
    ['char', []],
    [' ', ['Zoë 100%', '阿果', 'Ærin', '貓娘小雪']],
  ])('finds what is asked for by “%s”, in whatever script, width and case', async (q, found) => {
    expect(await names({ q })).toEqual(found);
  });

  it('counts tags in whatever case, and filters by them', async () => {
    const { items } = (await server.call('GET', '/api/characters/tags')).body;
    const own = items.filter(({ tag }: { tag: string }) => /fantasy|slow|治癒/i.test(tag));
    expect(own.map((one: any) => [one.tag.toLowerCase(), one.characters])).toEqual([
      ['fantasy', 3],
      ['slow-burn', 1],
      ['治癒', 1],
    ]);
    expect(await names({ tag: 'fantasy' })).toEqual(['Zoë 100%', '阿果', 'Ærin']);
    expect((await server.call('GET', '/api/characters?tag=fantasy&tag=SCI_fi')).body.items).toMatchObject([
      { name: 'Zoë 100%', tags: ['FANTASY', 'sci_fi'] },
    ]);
  });

  it('has other tags when they are changed, in a new version that goes out with the card', async () => {
    const { body } = await change('Ærin', { tags: ['quiet', 'Quiet', '温柔'] });
    expect(body).toMatchObject({ tags: ['quiet', '温柔'], creator: 'Tomás', sheetVersion: 2 });
    expect(body.sheet.cardNotes).toMatchObject({ creator: 'Tomás', tags: ['quiet', 'Quiet', '温柔'] });
    const out = (await server.call('GET', `/api/characters/${ids['Ærin']}/export?format=json`)).body;
    expect(out.data).toMatchObject({ tags: ['quiet', 'Quiet', '温柔'], creator: 'Tomás' });
    expect(await names({ q: '温柔' })).toEqual(['Ærin']);
    // With a sheet, they are in it.
    const both = await change('Ærin', { sheet: body.sheet, tags: ['loud'] });
    expect(both.body).toMatchObject({ tags: ['loud'], sheetVersion: 3 });
  });

  it('keeps the notes of a sheet from before they were read when tags are changed', async () => {
    await query(
      server.databaseUrl,
      `UPDATE sheets SET sheet = sheet - 'cardNotes' WHERE character_id = '${ids['貓娘小雪']}'`,
    );
    expect((await list({ q: '陳默' }))[0]).toMatchObject({ creator: '陳默', tags: ['治癒', '貓'] });
    const { body } = await change('貓娘小雪', { tags: ['新'] });
    expect(body).toMatchObject({ creator: '陳默', tags: ['新'] });
    const out = (await server.call('GET', `/api/characters/${ids['貓娘小雪']}/export?format=json`)).body;
    expect(out.data).toMatchObject({ creator: '陳默', tags: ['新'] });
  });

  it('has favourites and folders, which are the owner’s and no version of anything', async () => {
    const { body } = await change('阿果', { favourite: true, folder: ' 短篇 ' });
    expect(body).toMatchObject({ favourite: true, folder: '短篇', sheetVersion: 1 });
    await change('Ærin', { folder: 'Long' });
    expect(await names({ favourite: 'true' })).toEqual(['阿果']);
    expect(await names({ folder: '短篇' })).toEqual(['阿果']);
    expect(await names({ folder: '' })).toEqual(['Zoë 100%', '貓娘小雪']);
    expect((await server.call('GET', '/api/characters/folders')).body.items).toHaveLength(2);
    const rename = (folder: string, name: string) =>
      server.call('PUT', '/api/characters/folders', { folder, name });
    expect((await rename('Long', ' Longer ')).body.items).toContainEqual({ folder: 'Longer', characters: 1 });
    expect((await rename('Longer', '短篇')).body.items).toEqual([{ folder: '短篇', characters: 2 }]);
    expect(await rename('Longer', 'Long')).toMatchObject({ status: 404 });
    await change('Ærin', { folder: 'Long' });
    expect((await rename('Long', ' ')).body.items).toEqual([{ folder: '短篇', characters: 1 }]);
    await change('Ærin', { folder: 'Long' });
    expect((await change('阿果', { name: '阿果' })).body).toMatchObject({ favourite: true, folder: '短篇' });
    expect((await change('Ærin', { folder: null })).body.folder).toBeNull();
    for (const body of [{ folder: ' ' }, { folder: 'x'.repeat(101) }, { favourite: 1 }, { tags: [''] }])
      expect((await change('阿果', body)).status).toBe(400);
    for (const asked of ['favourite=yes', 'sort=best', `q=${'x'.repeat(201)}`])
      expect((await server.call('GET', `/api/characters?${asked}`)).status).toBe(400);
  });

  it('stands in a backup, and is there again', async () => {
    const rows = rowsOfArchive(await savedBackup(server));
    expect(Object.keys(rows.characters![0]!)).not.toContain('card_hash');
    expect(Object.keys(rows.sheets![0]!)).not.toContain('found_by');
    const there = await startServer();
    await there.upload('/api/restore', 'file', { name: 'b.zip', bytes: archiveOf(rows) });
    const [before, after] = [await list({ sort: 'name' }), await list({ sort: 'name' }, there)];
    // Both have samples of their own.
    const own = (one: CharacterSummary) => !one.sample;
    expect(after.filter(own)).toEqual(before.filter(own));
    const rest = rowsOfArchive(await savedBackup(server));
    rest.characters![0]!.folder = 7;
    rest.characters![1]!.folder = '   ';
    const elsewhere = await startServer();
    await elsewhere.upload('/api/restore', 'file', { name: 'b.zip', bytes: archiveOf(rest) });
    expect((await list({}, elsewhere)).length).toBeGreaterThanOrEqual(before.length);
    await there.stop();
    await elsewhere.stop();
  });

  it('runs by the last talk, by name or by age, and pages do not overlap or leave out', async () => {
    const talked = await server.call('POST', '/api/sessions', { characterId: ids['貓娘小雪'] });
    await server.call('POST', `/api/sessions/${talked.body.id}/messages`, { text: 'Hello?' });
    const [first] = await list();
    expect(first).toMatchObject({ name: '貓娘小雪', lastTalkAt: expect.any(String) });
    expect(await names({ sort: 'created' })).toEqual(['Zoë 100%', '阿果', 'Ærin', '貓娘小雪']);
    expect(await names({ sort: 'name' })).toEqual(
      ['Ærin', 'Zoë 100%', '貓娘小雪', '阿果'].sort(new Intl.Collator('en').compare),
    );
    const spoken = await fetch(`${server.url}/api/characters?sort=name&limit=100`, {
      headers: { authorization: `Bearer ${server.token}`, 'accept-language': 'zh-CN' },
    });
    const zh = ((await spoken.json()) as any).items.map((one: any) => one.name) as string[];
    // a before m, as they are spoken.
    expect(zh.indexOf('阿果')).toBeLessThan(zh.indexOf('貓娘小雪'));

    // Many of one moment, and of one name.
    await query(
      server.databaseUrl,
      `WITH made AS (INSERT INTO characters (owner_id, name, created_at)
         SELECT owner_id, 'Twin', created_at FROM characters, generate_series(1, 40) WHERE id = '${ids['阿果']}' RETURNING id)
       INSERT INTO sheets (character_id, version, sheet, cause) SELECT id, 1, '{}', 'edit' FROM made`,
    );
    for (const sort of ['recent', 'name', 'created']) {
      const whole = (await list({ sort })).map(({ id }) => id);
      const paged: string[] = [];
      let before: string | undefined;
      do {
        const asked = new URLSearchParams({ sort, limit: '7', ...(before && { before }) });
        const { body } = await server.call('GET', `/api/characters?${asked}`);
        paged.push(...body.items.map(({ id }: { id: string }) => id));
        // What is read already goes away, and comes anew: the rest stays where it is.
        before = body.next;
      } while (before);
      expect({ sort, paged }).toEqual({ sort, paged: whole });
    }
    expect((await server.call('GET', '/api/characters?sort=name&before=nothing')).status).toBe(200);
  });

  it('asks about a card that is there already, where it is told to', async () => {
    const more = { creator: 'Ida', creator_notes: 'first' };
    const { body: first } = await take('Ilse', more);
    expect(first.twin).toBeUndefined();
    const asked = await take('Ilse', more, 'ask');
    expect(asked).toMatchObject({
      status: 409,
      body: { code: 'character_exists', twin: { id: first.id, name: 'Ilse', identical: true } },
    });
    const other = await take(' ILSE', { ...more, creator_notes: 'second' }, 'ask');
    expect(other.body.twin).toEqual({ id: first.id, name: 'Ilse', identical: false });
    for (const [name, by] of [
      ['Ilse', { ...more, creator: 'Uwe' }],
      ['Else', more],
    ] as const)
      expect((await take(name, by, 'ask')).body.twin).toBeUndefined();
    const before = (await list()).length;
    const skipped = await take('Ilse', more, 'skip');
    expect(skipped.body).toMatchObject({ id: first.id, twin: { outcome: 'skipped', identical: true } });
    expect((await list()).length).toBe(before);
    const kept = await take('Ilse', more);
    expect(kept).toMatchObject({ status: 201, body: { twin: { id: first.id, outcome: 'kept' } } });
    expect(kept.body.id).not.toBe(first.id);
    expect((await take('Ilse', more, 'often')).status).toBe(400);
    // A character that came from no card is nobody's twin.
    await server.call('POST', '/api/characters', { name: 'Oda' });
    expect((await take('Oda', {}, 'ask')).status).toBe(201);
  });

  it('replaces a card with a new version of the sheet, and its conversations go on', async () => {
    const { body: first } = await take('Runa', { creator: 'Ida', first_mes: 'Old.' });
    await server.call('PATCH', `/api/characters/${first.id}`, { favourite: true, folder: 'Kept' });
    const { body: session } = await server.call('POST', '/api/sessions', { characterId: first.id });
    await server.call('POST', `/api/sessions/${session.id}/messages`, { text: 'Hello?' });
    const { status, body } = await take(
      'Runa',
      { creator: 'Ida', first_mes: 'New.', description: 'Sails.' },
      'replace',
    );
    expect({ status, body }).toMatchObject({
      status: 201,
      body: {
        id: first.id,
        sheetVersion: 2,
        favourite: true,
        folder: 'Kept',
        tagline: 'Sails.',
        twin: { id: first.id, identical: false, outcome: 'replaced' },
      },
    });
    expect(
      (await take('Runa', { creator: 'Ida', first_mes: 'New.', description: 'Sails.' }, 'ask')).body.twin,
    ).toMatchObject({ id: first.id, identical: true });
    const { items } = (await server.call('GET', `/api/characters/${first.id}/versions`)).body;
    expect(items.map((one: any) => [one.version, one.cause])).toEqual([
      [2, 'import'],
      [1, 'import'],
    ]);
    const said = await server.call('POST', `/api/sessions/${session.id}/messages`, { text: 'And now?' });
    expect(said.body.receipt).toMatchObject({ sheetVersion: 2 });
    expect((await server.call('GET', `/api/sessions/${session.id}/messages`)).body.items.length).toBe(5);
  });

  it('sees the twin of a card that comes at the same time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => take('Svea', { creator: 'Ida' }, 'ask')),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
  });

  it('of another owner is not seen, counted or found as a twin', async () => {
    await query(
      server.databaseUrl,
      `WITH other AS (INSERT INTO owners (name) VALUES ('other') RETURNING id)
       UPDATE characters SET owner_id = other.id, folder = 'Theirs' FROM other WHERE characters.id = '${ids['Zoë 100%']}'`,
    );
    expect(await names({ q: 'zoë' })).toEqual([]);
    const { items } = (await server.call('GET', '/api/characters/tags')).body;
    expect(items.map(({ tag }: { tag: string }) => tag)).not.toContain('sci_fi');
    expect((await server.call('GET', '/api/characters/folders')).body.items).not.toContainEqual({
      folder: 'Theirs',
      characters: 1,
    });
    expect((await take('Zoë 100%', { tags: ['FANTASY', 'sci_fi'] }, 'ask')).status).toBe(201);
  });
});
