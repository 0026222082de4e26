import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(60_000);

const novel = [1, 2, 3]
  .map(
    (n) => `Chapter ${n}

Martha Quill was a tall woman of sixty, and she kept the ferry. Old Toby lived across the water.

“You are late again,” said Martha Quill.

“The clock is early,” said Tobias Reed. “It always was.”

“Hush,” said Martha Quill.

“It is nearly ${n} o’clock,” said Old Toby.
`,
  )
  .join('\n');

describe('a cast that is looked over', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  it('tells who speaks with whom, and what a person says of it goes into the sheet', async () => {
    const { body: made } = await server.upload('/api/ingests', 'files', { name: 'novel.txt', bytes: novel });
    const found = await server.settled(made.id);
    expect(found.status).toBe('needs_choice');
    expect(found.talks[0]).toMatchObject({ a: 'Martha Quill', b: 'Tobias Reed' });
    const old = found.cast.find(({ name }) => name === 'Old Toby')!;
    const tobias = found.cast.find(({ name }) => name === 'Tobias Reed')!;

    const merges = [{ name: 'Old Toby', into: 'Tobias Reed' }];
    const { status, body: put } = await server.call('PUT', `/api/ingests/${made.id}/merges`, { merges });
    expect(status).toBe(200);
    expect(put.merges).toEqual(merges);
    expect(put.cast.find(({ name }: { name: string }) => name === 'Old Toby')).toBeUndefined();
    expect(put.cast.find(({ name }: { name: string }) => name === 'Tobias Reed')).toMatchObject({
      quotes: old.quotes + tobias.quotes,
      aliases: expect.arrayContaining(['Old Toby']),
    });
    expect(JSON.stringify(put.talks)).not.toContain('Old Toby');

    await server.call('POST', `/api/ingests/${made.id}/characters`, { names: ['Tobias Reed'] });
    const done = await server.settled(made.id);
    expect(done.status).toBe('done');
    const { body: character } = await server.call('GET', `/api/characters/${done.characterIds[0]}`);
    expect(JSON.stringify(character.sheet)).toContain('It is nearly');

    const back = await server.call('PUT', `/api/ingests/${made.id}/merges`, { merges: [] });
    expect(back.body.cast).toEqual(found.cast);
  });

  it('refuses what makes no sense, and other people’s imports', async () => {
    const { body: made } = await server.upload('/api/ingests', 'files', { name: 'novel.txt', bytes: novel });
    await server.settled(made.id);
    const put = (id: string, name: string, into: string) =>
      server.call('PUT', `/api/ingests/${id}/merges`, { merges: [{ name, into }] });
    expect((await put(made.id, 'Nobody', 'Tobias Reed')).body.code).toBe('bad_request');
    expect((await put(made.id, 'Tobias Reed', 'Tobias Reed')).status).toBe(400);
    expect((await put(crypto.randomUUID(), 'Old Toby', 'Tobias Reed')).status).toBe(404);
    await server.call('DELETE', `/api/ingests/${made.id}`);
    expect((await put(made.id, 'Old Toby', 'Tobias Reed')).status).toBe(409);
  });
});
