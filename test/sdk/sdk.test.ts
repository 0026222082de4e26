import { createHmac } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { answer, isGenuine, Keepsake, KeepsakeError } from '../../sdk/src/index.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(120_000);

const SCOPES = ['characters:read', 'characters:write', 'sessions:read', 'sessions:write', 'sessions:talk'];

describe('the SDK', () => {
  let server: TestServer;
  let key: string;
  let keepsake: Keepsake;

  beforeAll(async () => {
    server = await startServer();
    key = (await server.call('POST', '/api/keys', { name: 'SDK', scopes: SCOPES })).body.key;
    keepsake = new Keepsake({ address: `${server.url}/`, key });
  });
  afterAll(() => server.stop());

  it('makes, finds and changes, and throws what is refused', async () => {
    const { api } = keepsake;
    const made = answer(await api.POST('/api/characters', { body: { name: 'Ada', tags: ['maths'] } }));
    const found: string[] = [];
    const page = async (before?: string) =>
      answer(await api.GET('/api/characters', { params: { query: { q: 'ada', limit: 1, before } } }));
    for await (const { id } of keepsake.all(page)) found.push(id);
    expect(found).toEqual([made.id]);
    const missing = api.GET('/api/characters/{id}', { params: { path: { id: crypto.randomUUID() } } });
    await expect(missing).rejects.toMatchObject({ name: 'KeepsakeError', status: 404, code: 'not_found' });
    await expect(api.GET('/api/keys')).rejects.toBeInstanceOf(KeepsakeError);
    await expect(api.GET('/v1/models/{model}', { params: { path: { model: 'gpt' } } })).rejects.toMatchObject(
      {
        code: 'not_found',
      },
    );
    const path = { id: made.id };
    const deleted = await api.DELETE('/api/characters/{id}', { params: { path } });
    expect(deleted.response.status).toBe(204);
  });

  it('sends again what got no answer, which is done once', async () => {
    let lost = 0;
    const losing: typeof fetch = async (input, init) => {
      const response = await fetch(input, init);
      if (lost++ === 0) return new Response('{"code":"database_away","message":"Lost."}', { status: 503 });
      return response;
    };
    const { api } = new Keepsake({ address: server.url, key, fetch: losing });
    const { response } = await api.POST('/api/characters', { body: { name: 'Once' } });
    expect(response.headers.get('idempotency-replayed')).toBe('true');
    expect((await server.call('GET', '/api/characters?q=once')).body.items).toHaveLength(1);
  });

  it('tells a reply as it comes', async () => {
    const { api } = keepsake;
    const character = answer(await api.POST('/api/characters', { body: { name: 'Mira' } }));
    const session = answer(await api.POST('/api/sessions', { body: { characterId: character.id } }));
    const names: string[] = [];
    let told = '';
    for await (const event of keepsake.talk(session.id, 'Hello?')) {
      names.push(event.name);
      if (event.name === 'turn.delta') told += event.body.text;
      if (event.name === 'turn.finished') expect(event.body.message.content).toContain(told.trim());
    }
    expect(names[0]).toBe('message.created');
    expect(names.at(-1)).toBe('turn.finished');
  });

  it('knows a genuine call', () => {
    const sign = (t: number) => {
      const v1 = createHmac('sha256', 'secret').update(`${t}.{}`).digest('hex');
      return `t=${t},v1=${v1}`;
    };
    const now = Math.floor(Date.now() / 1000);
    expect(isGenuine(sign(now), '{}', 'secret')).toBe(true);
    expect(isGenuine(sign(now - 3600), '{}', 'secret')).toBe(false);
    expect(isGenuine(sign(now), '{ }', 'secret')).toBe(false);
    expect(isGenuine('t=1', '{}', 'secret')).toBe(false);
  });

  it('compiles, and its examples run as they are printed', () => {
    rmSync('sdk/dist', { recursive: true, force: true });
    const built = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'sdk'], {
      encoding: 'utf8',
    });
    expect(built.stdout).toBe('');
    const run = (example: string, args: string[] = [], input = '') => {
      const env = { PATH: process.env['PATH'] ?? '', KEEPSAKE: server.url, KEEPSAKE_KEY: key };
      const { stdout, stderr } = spawnSync(process.execPath, [`sdk/examples/${example}.js`, ...args], {
        env,
        input,
        encoding: 'utf8',
      });
      expect(stderr).toBe('');
      return stdout;
    };
    expect(run('author')).toBe(
      'Martha Quill, version 2 of the sheet\nAn edit of the old version is refused: changed_meanwhile\n1 entry in the lorebook\n',
    );
    expect(run('chat', ['Martha'])).toMatch(/\(\d messages in the story\)/);
    expect(run('bot', ['Martha'], 'ann: Hello!\nbob: Good morning.\n').trim().split('\n')).toHaveLength(2);
  });
});
