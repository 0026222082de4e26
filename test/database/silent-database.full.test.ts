import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { newDatabase, newFolder } from '../support/databases.js';
import { launch, type TestServer } from '../support/server.js';
import { type StallingProxy, startStallingProxy } from '../support/stalling-proxy.js';

// Shorter than a statement has by itself: what waits for that fails here.
jest.setTimeout(30_000);

const AWAY = [503, 'database_away'];

describe('a database that falls silent', () => {
  let proxy: StallingProxy;
  let server: TestServer;
  let sessionId: string;
  let characterId: string;

  beforeAll(async () => {
    const url = new URL(await newDatabase());
    proxy = await startStallingProxy(Number(url.port));
    url.port = String(proxy.port);
    server = await launch({ DATA_DIR: await newFolder(), DATABASE_URL: url.href });
    characterId = (await server.call('POST', '/api/characters', { name: 'Mira' })).body.id;
    sessionId = (await server.call('POST', '/api/sessions', { characterId })).body.id;
    await server.call('POST', `/api/sessions/${sessionId}/messages`, { text: 'Before.' });
  });
  afterAll(async () => {
    proxy.goOn();
    await server.stop();
    await proxy.close();
  });

  it('ends every kind of request and event, and answers again when it is back', async () => {
    const socket = await server.socket();
    proxy.stall();
    const session = `/api/sessions/${sessionId}`;
    const asked: [method: string, path: string, body?: object][] = [
      ['GET', '/api/characters'],
      ['GET', `/api/characters/${characterId}`],
      ['GET', `/api/characters/${characterId}/export`],
      ['POST', '/api/characters', { name: 'Ada' }],
      ['DELETE', `/api/characters/${characterId}`],
      ['GET', '/api/sessions'],
      ['POST', '/api/sessions', { characterId }],
      ['PATCH', session, { title: 'Another' }],
      ['GET', `${session}/messages`],
      ['GET', `${session}/search?q=before`],
      ['GET', `${session}/export`],
      ['POST', `${session}/messages`, { text: 'Meanwhile.' }],
      ['POST', `${session}/impersonate`, {}],
      ['POST', `${session}/context`, { text: 'What now?' }],
      ['GET', `${session}/branches`],
      ['GET', '/api/connections'],
      ['POST', '/api/connections', { baseUrl: 'http://127.0.0.1:1/v1' }],
      ['GET', '/api/ingests'],
      ['GET', '/api/backup'],
      ['GET', '/api/sign-ins'],
      ['GET', '/v1/models'],
      [
        'POST',
        '/v1/chat/completions',
        { model: characterId, messages: [{ role: 'user', content: 'Hello.' }] },
      ],
    ];
    const answering = asked.map(async ([method, path, body]) => {
      const answer = await server.call(method, path, body);
      const code: unknown = answer.body?.error?.code ?? answer.body?.code;
      return [method, path, answer.status, code];
    });
    const events = [
      socket.emitWithAck('session.open', { sessionId }),
      socket.emitWithAck('turn.regenerate', { sessionId }),
      socket.emitWithAck('turn.continue', { sessionId }),
    ];
    expect(await Promise.all(answering)).toEqual(asked.map(([method, path]) => [method, path, ...AWAY]));
    for (const answer of await Promise.all(events))
      expect(answer).toMatchObject({ ok: false, code: AWAY[1] });

    proxy.goOn();
    for (let n = 0; n < 100 && (await server.call('GET', '/health/ready')).status !== 200; n++)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await server.call('GET', '/api/characters')).status).toBe(200);
    expect(server.output()).not.toMatch(/Uncaught|Unhandled/);
  });
});
