import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, jest } from '@jest/globals';
import { locatePostgres } from '../../src/database/embedded/postgres-location.js';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { family, freeze, living, postmasterOf } from '../support/frozen.js';
import { beginRequest, FORM, partHead } from '../support/half-open.js';
import { forget, launch, type TestServer } from '../support/server.js';

const ROUNDS = Number(process.env['SOAK_STOPS'] ?? 4);
const SESSIONS = Number(process.env['SOAK_SESSIONS'] ?? 20);
const WAYS = ['SIGTERM', 'SIGKILL', 'frozen', 'SIGINT'] as const;

jest.setTimeout(60_000 + ROUNDS * 60_000);

let model: FakeModel | undefined;
let server: TestServer | undefined;
let folder = '';
afterAll(async () => {
  await server?.stop();
  await model?.close();
  if (!folder) return;
  const { home } = await locatePostgres(folder);
  for (const place of new Set([folder, home])) await forget(place);
});

it(`stops ${ROUNDS} times in all ways, and loses and blames nothing`, async () => {
  model = await startFakeModel({ reply: 'It goes on and on. '.repeat(200), chunkDelayMs: 20 });
  folder = await mkdtemp(join(tmpdir(), 'keepsake-soak-'));
  const env = { DATA_DIR: folder, OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake-1' };
  server = await launch(env);
  const { body: character } = await server.call('POST', '/api/characters', { name: 'Mira' });
  const ids: string[] = [];
  for (let n = 0; n < SESSIONS; n++)
    ids.push((await server.call('POST', '/api/sessions', { characterId: character.id })).body.id as string);
  const acknowledged = new Map<string, string[]>(ids.map((id) => [id, []]));

  for (let round = 0; round < ROUNDS; round++) {
    const way = WAYS[round % WAYS.length]!;
    const upload = beginRequest(server, '/api/ingests', { ...FORM, 'content-length': 90_000_000 });
    await upload.write(partHead('files', 'a.txt') + 'text '.repeat(50_000));
    const socket = await server.socket();
    await Promise.all(
      ids.map(async (sessionId) => {
        const text = `Round ${round}`;
        const ack = await socket.emitWithAck('message.send', { sessionId, clientId: text, text });
        if (ack.ok) acknowledged.get(sessionId)!.push(text);
      }),
    );
    const postgres = family(await postmasterOf(folder));
    if (way === 'frozen') freeze(postgres);
    const began = performance.now();
    const code = await server.stop(way === 'frozen' ? 'SIGTERM' : way);
    expect(performance.now() - began).toBeLessThan(10_000);
    upload.destroy();
    if (way !== 'SIGKILL') {
      expect({ way, code }).toEqual({ way, code: way === 'frozen' ? 1 : 0 });
      expect(living(postgres)).toEqual([]);
      expect(await readdir(folder)).not.toContain('uploads');
    }
    server = await launch(env);
    expect(await readdir(join(folder, 'uploads'))).toEqual([]);
    for (const id of ids) {
      const { items } = (await server.call('GET', `/api/sessions/${id}/messages?limit=500`)).body;
      const messages = items as { role: string; content: string; status: string }[];
      const said = messages.filter(({ role }) => role === 'user').map(({ content }) => content);
      expect(said).toEqual(acknowledged.get(id));
      const ends = new Set(messages.map(({ status }) => status));
      for (const end of ends) expect(['complete', 'interrupted']).toContain(end);
    }
  }
});
