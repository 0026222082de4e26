import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { environmentOf, residentOf, say, twoSessions } from '../support/flood.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(600_000);

const COUNT = 2500;

let model: FakeModel;
let server: TestServer;
let characterId: string;
let sessions: { flooded: string; other: string };

beforeAll(async () => {
  model = await startFakeModel({ window: 10_000_000 });
  server = await startServer(environmentOf(model));
  sessions = await twoSessions(server);
  characterId = (await server.call('POST', '/api/characters', { name: 'Ada' })).body.id;
});
afterAll(async () => {
  await server.stop();
  await model.close();
});

/** So many at once, each answered, while another conversation goes on. */
async function flood(count: number, one: (n: number) => Promise<string>): Promise<Map<string, number>> {
  const answers = new Map<string, number>();
  const before = residentOf(server.pid);
  let peak = before;
  const timer = setInterval(() => (peak = Math.max(peak, residentOf(server.pid))), 25);
  let isOver = false;
  const others = (async () => {
    do {
      const { status } = await say(server, sessions.other, { text: 'Me too.' });
      expect(status).toBe(200);
    } while (!isOver);
  })();
  await Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const answer = await one(n);
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
    }),
  );
  isOver = true;
  await others;
  clearInterval(timer);
  expect(peak - before).toBeLessThan(400);
  return answers;
}

const codeOf = (answer: { ok: boolean; code?: string }) => (answer.ok ? 'ok' : answer.code!);

it('the same message again and again is stored and answered once', async () => {
  const socket = await server.socket();
  const body = { sessionId: sessions.flooded, clientId: 'the same', text: 'Once.' };
  const ids = new Set<string>();
  const answers = await flood(COUNT, async () => {
    const answer = await socket.emitWithAck('message.send', body);
    if (answer.ok) ids.add(answer.message.id);
    return codeOf(answer);
  });
  expect([...answers]).toEqual([['ok', COUNT]]);
  expect(ids.size).toBe(1);
});

it('messages in as many conversations are taken, or refused for now', async () => {
  const ids: string[] = [];
  while (ids.length < COUNT)
    ids.push((await server.call('POST', '/api/sessions', { characterId })).body.id as string);
  const socket = await server.socket();
  const answers = await flood(COUNT, async (n) =>
    codeOf(
      await socket.emitWithAck('message.send', { sessionId: ids[n]!, clientId: `${n}`, text: 'Hello.' }),
    ),
  );
  expect(answers.get('ok')).toBeGreaterThanOrEqual(500);
  for (const code of answers.keys()) expect(['ok', 'too_much_waiting']).toContain(code);
});

it('stops of no turn are each told so', async () => {
  const socket = await server.socket();
  const turnId = '00000000-0000-4000-8000-000000000000';
  const answers = await flood(COUNT, async () => codeOf(await socket.emitWithAck('turn.stop', { turnId })));
  expect([...answers]).toEqual([['not_found', COUNT]]);
});

it('drafts end each other, and few of them are asked of the model', async () => {
  const socket = await server.socket();
  const before = model.requests.length;
  const answers = await flood(COUNT, async (n) =>
    codeOf(
      await socket.emitWithAck('draft.write', { sessionId: sessions.flooded, draftId: `${n}`, begun: '' }),
    ),
  );
  expect([...answers]).toEqual([['ok', COUNT]]);
  const drafts = model.requests
    .slice(before)
    .filter(({ messages }) => !messages.at(-1)!.content.endsWith('Me too.'));
  expect(drafts.length).toBeLessThan(COUNT);
});

it('sockets that open one conversation are let in up to a bound', async () => {
  const answers = await flood(COUNT, async () => {
    try {
      const socket = await server.socket();
      return codeOf(await socket.emitWithAck('session.open', { sessionId: sessions.flooded }));
    } catch (error) {
      return (error as { data?: { code: string } }).data?.code ?? String(error);
    }
  });
  expect(answers.get('ok')).toBeGreaterThanOrEqual(1900);
  for (const code of answers.keys()) expect(['ok', 'too_much_waiting']).toContain(code);
});

it('readings of a history are all answered', async () => {
  const path = `/api/sessions/${sessions.flooded}/messages?limit=100`;
  const answers = await flood(COUNT, async () => String((await server.call('GET', path)).status));
  expect([...answers]).toEqual([['200', COUNT]]);
});

it('500 streams of completions all come to their end', async () => {
  const answers = await flood(500, async (n) => {
    const { status, body } = await server.call('POST', '/v1/chat/completions', {
      model: characterId,
      stream: true,
      user: `somebody ${n}`,
      messages: [{ role: 'user', content: 'Hello.' }],
    });
    return `${status} ${String(body).endsWith('data: [DONE]\n\n')}`;
  });
  expect([...answers]).toEqual([['200 true', 500]]);
});
