import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import type { MessageView } from '../../src/contracts/message.js';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(120_000);

type Socket = Awaited<ReturnType<TestServer['socket']>>;

/** Said in no reply. */
const SECRET = 'xylophone';

describe('a reply says what happened', () => {
  let model: FakeModel;
  let server: TestServer;
  let characterId: string;

  beforeAll(async () => {
    model = await startFakeModel({ reply: ({ n }) => `Reply ${n}.` });
    server = await startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake-1' });
    characterId = (await server.call('POST', '/api/characters', { name: 'Mira' })).body.id;
  });
  afterAll(async () => {
    await server.stop();
    await model.close();
  });

  const begin = async () =>
    (await server.call('POST', '/api/sessions', { characterId, persona: { name: 'Nell' } })).body
      .id as string;
  const say = (id: string, text: string) => server.call('POST', `/api/sessions/${id}/messages`, { text });
  const story = async (id: string) =>
    (await server.call('GET', `/api/sessions/${id}/messages`)).body.items as MessageView[];
  const open = async (id: string) => {
    const socket = await server.socket();
    const opened = await socket.emitWithAck('session.open', { sessionId: id });
    if (!opened.ok) throw new Error(opened.message);
    return { socket, opened };
  };
  const once = <T = Record<string, unknown>>(socket: Socket, name: string) =>
    new Promise<T>((resolve) => (socket as { once: Function }).once(name, resolve));
  /** Says something, and tells all that happens until its reply has ended. */
  const tell = async (id: string, text: string) => {
    const { socket } = await open(id);
    const events: [string, Record<string, any>][] = [];
    const end = new Promise<void>((resolve) =>
      socket.onAny((name: string, body) => {
        events.push([name, body]);
        if (name === 'turn.finished' || name === 'turn.failed') resolve();
      }),
    );
    await socket.emitWithAck('message.send', { sessionId: id, clientId: text, text });
    await end;
    socket.disconnect();
    return { events, last: events.at(-1)![1] };
  };
  const rows = async (sql: string, values: unknown[]) => {
    const client = new pg.Client(server.databaseUrl);
    await client.connect();
    try {
      return (await client.query(sql, values)).rows;
    } finally {
      await client.end();
    }
  };

  it('thinking comes as it is thought, stays with the message, and goes nowhere else', async () => {
    const id = await begin();
    const thinking = `They greet me. ${SECRET}.\n\nI greet back.`;
    model.next({ reasoning: thinking, reply: 'Good evening.', chunkDelayMs: 5 });
    const { events, last } = await tell(id, 'Hello');
    const thoughts = events.filter(([name]) => name === 'turn.thinking').map(([, body]) => body);
    expect(thoughts.length).toBeGreaterThan(1);
    let told = '';
    for (const { offset, text } of thoughts) {
      expect(offset).toBe(told.length);
      told += text;
    }
    expect(told).toBe(thinking);
    expect(last).toMatchObject({
      message: { content: 'Good evening.', thinking, finishReason: 'stop', status: 'complete' },
      receipt: { finishReason: 'stop', thinkingMs: expect.any(Number) },
    });
    expect((await story(id)).at(-1)).toMatchObject({ thinking, finishReason: 'stop' });

    await say(id, 'And now?');
    expect(model.last.raw.toString()).not.toContain(SECRET);
    const found = await server.call('GET', `/api/sessions/${id}/search?q=${SECRET}`);
    expect(found.body.items).toEqual([]);
    const markdown = await server.call('GET', `/api/sessions/${id}/export?format=markdown`);
    expect(markdown.body).not.toContain(SECRET);
    const lines = String((await server.call('GET', `/api/sessions/${id}/export?format=jsonl`)).body).split(
      '\n',
    );
    expect(JSON.parse(lines[1]!)).toMatchObject({ content: 'Good evening.', thinking });
    expect(JSON.parse(lines[0]!)).not.toHaveProperty('thinking');
  });

  it('thinking stays with its version, and goes with what is deleted for good', async () => {
    const id = await begin();
    model.next({ reply: `<think>${SECRET}</think>Good evening.` });
    const { reply } = (await say(id, 'Hello')).body;
    expect(reply).toMatchObject({ content: 'Good evening.', thinking: SECRET });
    const path = `/api/sessions/${id}/messages/${reply.id}`;
    await server.call('PATCH', path, { content: 'Good morning.' });
    const { items } = (await server.call('GET', `${path}/versions`)).body;
    expect(items.map(({ content, thinking }: MessageView) => [content, thinking])).toEqual([
      ['Good evening.', SECRET],
      ['Good morning.', undefined],
    ]);
    await server.call('POST', `${path}/choose`);
    await server.call('DELETE', `${path}?forever=true`);
    expect(
      await rows('SELECT thinking, finish_reason FROM messages WHERE session_id = $1 AND seq = 2', [id]),
    ).toEqual([{ thinking: null, finish_reason: null }]);
  });

  it('thinking is there for who comes late, and after a killed process', async () => {
    const id = await begin();
    const { socket } = await open(id);
    model.next({ reasoning: 'a b c d e f g h '.repeat(400), chunkSize: 2, chunkDelayMs: 20 });
    const began = once(socket, 'turn.thinking');
    await socket.emitWithAck('message.send', { sessionId: id, clientId: 'k', text: 'Hello' });
    await began;
    const { opened } = await open(id);
    expect(opened.turn).toMatchObject({ text: '', thinking: expect.stringMatching(/^a/) });
    expect(opened.turn!.thinkingMs).toBeGreaterThanOrEqual(0);
    const kept = async () =>
      (await rows('SELECT thinking FROM messages WHERE session_id = $1 AND seq = 2', [id]))[0].thinking as
        string | null;
    while (!(await kept())) await new Promise((resolve) => setTimeout(resolve, 100));
    await server.stop('SIGKILL');
    server = await server.restart();
    const last = (await story(id)).at(-1)!;
    expect(last).toMatchObject({
      status: 'interrupted',
      content: '',
      thinking: expect.stringMatching(/^a b c/),
    });
    expect(last).not.toHaveProperty('finishReason');
  });

  it('thinking whose beginning nobody marked is taken out of the reply, also where it had streamed', async () => {
    const id = await begin();
    model.next({ reply: 'They greet me.\n</think>\n\nGood evening.', chunkDelayMs: 10 });
    const { events, last } = await tell(id, 'Hello');
    const revised = events.find(([name]) => name === 'turn.revised')![1];
    expect(revised).toMatchObject({ thinking: 'They greet me.' });
    let text = revised['text'] as string;
    for (const [name, body] of events.slice(events.findIndex(([, body]) => body === revised)))
      if (name === 'turn.delta') text = text.slice(0, body['offset']) + body['text'];
    expect(text).toBe('Good evening.');
    expect(last['message']).toMatchObject({ content: 'Good evening.', thinking: 'They greet me.' });
    expect(last['message']).not.toHaveProperty('raw');
    expect((await story(id)).at(-1)).toMatchObject({ content: 'Good evening.', thinking: 'They greet me.' });
  });

  it.each([
    ['length', 'length', 'length'],
    ['MAX_TOKENS', 'length', 'length'],
    ['content_filter', 'filtered', 'content_filter'],
    ['SAFETY', 'filtered', 'content_filter'],
    ['stop', 'stop', 'stop'],
  ])('its end: %s is %s, and %s to an OpenAI client', async (finish, reason, openai) => {
    const id = await begin();
    model.next({ reply: 'Half of it. And', finish });
    const { body } = await say(id, 'Hello');
    expect(body.reply).toMatchObject({
      status: 'complete',
      finishReason: reason,
      content: 'Half of it. And',
    });
    expect(body.receipt.finishReason).toBe(reason);
    expect((await story(id)).at(-1)).toMatchObject({
      finishReason: reason,
      receipt: { finishReason: reason },
    });
    const ask = { model: characterId, user: finish, messages: [{ role: 'user', content: 'Hello' }] };
    model.next({ reply: 'Half of it. And', finish }, 2);
    const whole = await server.call('POST', '/v1/chat/completions', ask);
    expect(whole.body.choices[0].finish_reason).toBe(openai);
    const streamed = await server.call('POST', '/v1/chat/completions', { ...ask, stream: true });
    expect(streamed.body).toContain(`"finish_reason":"${openai}"`);
  });

  it('its end: refused, filtered before a sentence, broken off', async () => {
    for (const [answer, reason] of [
      [{ reply: 'I will not. No.', finish: 'refusal' }, 'refused'],
      [{ reply: 'Sorry', finish: 'SAFETY' }, 'filtered'],
      [{ reply: 'Half of it, and no more', cutAfter: 3, chunkDelayMs: 20 }, 'broken'],
      [{ reply: 'Half of it, and no more', finish: 'insufficient_system_resource' }, 'broken'],
      [{ reasoning: 'Hm.', empty: true, finish: 'length' }, 'length'],
    ] as const) {
      const id = await begin();
      model.next(answer);
      const { last } = await tell(id, 'Hello');
      expect(last).toMatchObject({ retryable: true, finishReason: reason });
      const message = (await story(id)).at(-1)!;
      expect(message).toMatchObject({ status: 'failed', finishReason: reason, failure: last['code'] });
      expect(message.receipt?.finishReason).toBe(reason);
    }
  });

  it('a pause that the server asks for is told, and a stop ends it at once', async () => {
    const id = await begin();
    model.next({ failStatus: 429, retryAfter: 0.2 });
    const { events, last } = await tell(id, 'Hello');
    const waiting = events.find(([name]) => name === 'turn.waiting')![1];
    expect(waiting).toMatchObject({ sessionId: id, code: 'model_rate_limited', seconds: expect.any(Number) });
    expect(Date.parse(waiting['until'])).not.toBeNaN();
    expect(last['message']).toMatchObject({ status: 'complete' });

    model.next({ failStatus: 503, retryAfter: 19 });
    const { socket } = await open(id);
    const told = once<{ turnId: string; code: string }>(socket, 'turn.waiting');
    await socket.emitWithAck('message.send', { sessionId: id, clientId: 'w', text: 'And?' });
    const { turnId, code } = await told;
    expect(code).toBe('model_unreachable');
    const { opened } = await open(id);
    expect(opened.turn!.waiting!.seconds).toBeGreaterThan(1);
    const finished = once<{ message: MessageView }>(socket, 'turn.finished');
    const asked = model.requests.length;
    await socket.emitWithAck('turn.stop', { turnId });
    expect((await finished).message.status).toBe('stopped');
    expect(model.requests).toHaveLength(asked);
  });

  it('what the server said stands beside what we say, without the key', async () => {
    const id = await begin();
    const words = 'Insufficient Balance for sk-abc123456789, see the console.';
    model.next({ failStatus: 402, failBody: { error: { message: words } } });
    const { status, body } = await say(id, 'Hello');
    expect(status).toBe(502);
    const detail = 'Insufficient Balance for …, see the console.';
    expect(body).toMatchObject({ code: 'model_no_credit', detail });
    expect((await story(id)).at(-1)).toMatchObject({ failure: 'model_no_credit', failureDetail: detail });
    model.next({ empty: true, toolCall: 'web_search' });
    const { last } = await tell(id, 'Look it up');
    expect(last).toMatchObject({ code: 'model_called_tool', detail: 'web_search', retryable: true });
  });

  it('a stream of events over HTTP tells the same', async () => {
    const id = await begin();
    model.next({ reasoning: 'Hm. Hm.', reply: 'Good evening.' });
    const response = await fetch(`${server.url}/api/sessions/${id}/messages`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${server.token}`,
        accept: 'text/event-stream',
        'content-type': 'application/json',
      },
      body: JSON.stringify({ text: 'Hello' }),
    });
    const text = await response.text();
    expect(text).toContain('event: turn.thinking');
    expect(text).toContain('"thinking":"Hm. Hm."');
  });

  it('a backup brings thinking and end back', async () => {
    const id = await begin();
    model.next({ reasoning: 'Hm.', reply: 'Half of it. And', finish: 'length' });
    await say(id, 'Hello');
    const archive = await fetch(`${server.url}/api/backup`, {
      headers: { authorization: `Bearer ${server.token}` },
    });
    expect(archive.status).toBe(200);
    await server.call('DELETE', `/api/sessions/${id}`);
    const restored = await server.upload('/api/restore', 'file', {
      name: 'keepsake.zip',
      bytes: new Uint8Array(await archive.arrayBuffer()),
    });
    expect(restored.status).toBeLessThan(300);
    expect((await story(id)).at(-1)).toMatchObject({ thinking: 'Hm.', finishReason: 'length' });
  });
});
