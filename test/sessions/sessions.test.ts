import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { once, startServer, type TestServer } from '../support/server.js';

jest.setTimeout(60_000);

const jsonLines = (count: number) =>
  Array.from({ length: count }, (_, n) =>
    JSON.stringify({
      role: n % 2 ? 'assistant' : 'user',
      content: `第${n}句 line ${n}`,
      at: new Date(Date.UTC(2026, 0, 1 + Math.floor(n / 10))).toISOString(),
    }),
  ).join('\n');

describe('a session with a model', () => {
  let model: FakeModel;
  let server: TestServer;
  let characterId: string;

  beforeAll(async () => {
    model = await startFakeModel({ window: 200_000 });
    server = await startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake' });
    characterId = (await server.call('GET', '/api/characters')).body.items[0].id;
  });
  afterAll(async () => {
    await server.stop();
    await model.close();
  });

  const begin = async () => (await server.call('POST', '/api/sessions', { characterId })).body.id as string;
  const requests = () => model.requests.filter(({ json }) => json.stream);

  it('sends everything, each request beginning with the one before, also after a restart', async () => {
    const id = await begin();
    const say = (text: string) => server.call('POST', `/api/sessions/${id}/messages`, { text });
    const first = (await say('我的猫叫饼干。')).body;
    expect(first.receipt).toMatchObject({ keptPrefixBytes: 0, messagesTotal: 2, messagesVerbatim: 2 });
    const second = (await say('Remember that.')).body;
    server = await server.restart();
    const third = (await say('What is my cat called?')).body;
    expect(third.receipt.messagesVerbatim).toBe(6);
    const [a, b, c] = requests().slice(-3);
    for (const [earlier, later, receipt] of [
      [a!, b!, second.receipt],
      [b!, c!, third.receipt],
    ] as const) {
      let same = 0;
      while (earlier.messageBytes[same] === later.messageBytes[same]) same++;
      expect(receipt.keptPrefixBytes).toBeLessThanOrEqual(same);
      expect(receipt.promptBytes).toBe(later.messageBytes.length);
    }
    expect(b!.messageBytes.length - second.receipt.tailBytes).toBe(third.receipt.keptPrefixBytes);
    expect(c!.messages.map(({ content }) => content).join('\n')).toContain('我的猫叫饼干。');
    const { items } = (await server.call('GET', `/api/sessions/${id}/messages`)).body;
    expect(items.map(({ role }: { role: string }) => role)).toEqual([
      'assistant',
      'user',
      'assistant',
      'user',
      'assistant',
      'user',
      'assistant',
    ]);
  });

  it('shows the very request that a text would send', async () => {
    const id = await begin();
    const shown = (await server.call('POST', `/api/sessions/${id}/context`, { text: 'Good evening' })).body;
    await server.call('POST', `/api/sessions/${id}/messages`, { text: 'Good evening' });
    const sent = requests().at(-1)!.messages;
    expect(shown.request.messages.slice(0, -1)).toEqual(sent.slice(0, -1));
    expect(shown.request.messages.at(-1).content.split('<tail>')[0]).toBe(
      sent.at(-1)!.content.split('<tail>')[0],
    );
  });

  it('is read around a number or a time, and on from there in both directions', async () => {
    const id = (await server.call('POST', '/api/sessions', { characterId, timeZone: 'Asia/Tokyo' })).body
      .id as string;
    await server.upload(`/api/sessions/${id}/import`, 'file', { name: 'h.jsonl', bytes: jsonLines(100) });
    const read = async (query: string) => {
      const { body } = await server.call('GET', `/api/sessions/${id}/messages?${query}`);
      const { items, ...rest } = body;
      return { seqs: items.map(({ seq }: { seq: number }) => seq) as number[], ...rest };
    };
    expect(await read('around=50&limit=5')).toEqual({
      seqs: [48, 49, 50, 51, 52],
      next: '48',
      later: '52',
      around: 50,
    });
    expect(await read('after=52&limit=3')).toEqual({ seqs: [53, 54, 55], later: '55' });
    expect(await read('after=98')).toEqual({ seqs: [99, 100] });
    expect(await read('around=2&limit=6')).toEqual({ seqs: [1, 2, 3, 4, 5], later: '5', around: 2 });
    expect(await read('around=900&limit=4')).toMatchObject({ seqs: [99, 100] });
    // The fourth day begins earlier in Tokyo than in UTC, but its messages were said at midnight UTC.
    expect(await read('at=2026-01-04&limit=2')).toMatchObject({ seqs: [31, 32], around: 31 });
    expect(await read('at=2026-01-04T00:00:01Z&limit=2')).toMatchObject({ around: 41 });
    expect(await read('at=1999-01-01&limit=2')).toMatchObject({ seqs: [1, 2], around: 1 });
    expect(await read('at=2099-01-01&limit=2')).toMatchObject({ around: 100 });
    expect((await server.call('GET', `/api/sessions/${id}/messages?at=yesterday`)).status).toBe(400);
    const empty = (await server.call('POST', '/api/characters', { name: 'Nobody yet' })).body.id as string;
    const { body } = await server.call('POST', '/api/sessions', { characterId: empty });
    expect((await server.call('GET', `/api/sessions/${body.id}/messages?at=2026-01-04`)).body.items).toEqual(
      [],
    );
  });

  it('makes one message of the same clientId, sent twice at once and again', async () => {
    const id = await begin();
    const socket = await server.socket();
    const clientId = randomUUID();
    const send = () => socket.emitWithAck('message.send', { sessionId: id, clientId, text: 'only once' });
    await socket.emitWithAck('session.open', { sessionId: id });
    const ended = once(socket, 'turn.finished');
    const [one, two] = await Promise.all([send(), send()]);
    await ended;
    const three = await send();
    expect(one).toMatchObject({ ok: true });
    const idOf = (ack: typeof one) => (ack.ok ? [ack.message.id, ack.turnId] : ack);
    expect(idOf(two)).toEqual(idOf(one));
    expect(idOf(three)).toEqual(idOf(one));
    const { items } = (await server.call('GET', `/api/sessions/${id}/messages`)).body;
    expect(items.filter(({ role }: { role: string }) => role === 'user')).toHaveLength(1);
  });

  it('streams deltas that make up the reply, and stores a message that comes meanwhile for the next turn', async () => {
    const id = await begin();
    const socket = await server.socket();
    await socket.emitWithAck('session.open', { sessionId: id });
    model.next({ reply: 'A reply that takes its time to arrive, piece by piece.', chunkDelayMs: 30 });
    let text = '';
    socket.on('turn.delta', ({ offset, text: more }) => {
      if (offset === text.length) text += more;
    });
    const finished = once(socket, 'turn.finished');
    const first = await socket.emitWithAck('message.send', { sessionId: id, clientId: 'a', text: 'first' });
    const second = await socket.emitWithAck('message.send', { sessionId: id, clientId: 'b', text: 'second' });
    const third = await socket.emitWithAck('message.send', { sessionId: id, clientId: 'c', text: 'third' });
    if (!first.ok || !second.ok || !third.ok) throw new Error('refused');
    expect(second.turnId).not.toBe(first.turnId);
    expect(third.turnId).toBe(second.turnId);
    const { message } = await finished;
    expect(text).toBe(message.content);
    expect(second.message.seq).toBe(message.seq + 1);
    const { message: answer } = await once(socket, 'turn.finished', ({ turnId }) => turnId === second.turnId);
    expect(answer.seq).toBe(third.message.seq + 1);
    expect(requests().at(-1)!.messages.at(-1)!.content).toMatch(/second\n\n(\[.*\]\n)?third/);
  });

  it('stops, writes anew and carries on', async () => {
    const id = await begin();
    const socket = await server.socket();
    await socket.emitWithAck('session.open', { sessionId: id });
    model.next({ reply: 'word '.repeat(400), chunkDelayMs: 20 });
    const sent = await socket.emitWithAck('message.send', { sessionId: id, clientId: 'x', text: 'go on' });
    if (!sent.ok) throw new Error(sent.message);
    await once(socket, 'turn.delta');
    const stopped = once(socket, 'turn.finished');
    await socket.emitWithAck('turn.stop', { turnId: sent.turnId });
    expect((await stopped).message.status).toBe('stopped');
    model.next({ reply: 'Another reply' });
    const another = once(socket, 'turn.finished');
    expect(await socket.emitWithAck('turn.regenerate', { sessionId: id })).toMatchObject({ ok: true });
    expect((await another).message).toMatchObject({ content: 'Another reply', swipes: 2 });
    model.next({ reply: ' and more' });
    const carried = once(socket, 'turn.finished');
    expect(await socket.emitWithAck('turn.continue', { sessionId: id })).toMatchObject({ ok: true });
    expect((await carried).message.content).toBe('Another reply and more');
  });

  it('takes in a history and refuses what cannot fit, saying how much is too much', async () => {
    const id = await begin();
    expect(
      (await server.upload(`/api/sessions/${id}/import`, 'file', { name: 'h.jsonl', bytes: jsonLines(3000) }))
        .body,
    ).toEqual({ imported: 3000, report: [] });
    const { items } = (await server.call('GET', `/api/sessions/${id}/messages?limit=500`)).body;
    expect(items.at(-1).content).toBe('第2999句 line 2999');
    const { body } = await server.call('POST', `/api/sessions/${id}/messages`, { text: 'still there?' });
    expect(body.receipt.messagesVerbatim).toBe(3001);
    const refused = await server.call('POST', `/api/sessions/${id}/messages`, {
      text: '很长'.repeat(200_000),
    });
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'context_too_long', message: expect.stringMatching(/[\d,]+ too many/) },
    });
    const after = (await server.call('GET', `/api/sessions/${id}`)).body;
    expect(after.lastSeq).toBe(3002);
  });

  it('tells what went wrong with the model, keeps what had come, and goes on', async () => {
    const id = await begin();
    model.next({ failStatus: 401 });
    const refused = await server.call('POST', `/api/sessions/${id}/messages`, { text: 'hello' });
    expect(refused.body.code).toBe('model_key_refused');
    model.next({ empty: true });
    expect((await server.call('POST', `/api/sessions/${id}/messages`, { text: 'again' })).body.code).toBe(
      'model_empty',
    );
    model.next({ reply: 'Half of what I wanted to say', cutAfter: 3, chunkDelayMs: 40 });
    const cut = await server.call('POST', `/api/sessions/${id}/messages`, { text: 'and now' });
    expect(cut.body.code).toBe('model_failed');
    const { items } = (await server.call('GET', `/api/sessions/${id}/messages`)).body;
    expect(items.at(-1)).toMatchObject({ status: 'failed', content: expect.stringMatching(/^Half/) });
    expect((await server.call('POST', `/api/sessions/${id}/messages`, { text: 'fine' })).status).toBe(200);
  });

  it('keeps what a killed process had acknowledged, and marks the reply it was writing', async () => {
    const id = await begin();
    const socket = await server.socket();
    await socket.emitWithAck('session.open', { sessionId: id });
    model.next({ reply: 'slow '.repeat(500), chunkDelayMs: 20 });
    await socket.emitWithAck('message.send', { sessionId: id, clientId: 'k', text: 'survive this' });
    await new Promise((resolve) => setTimeout(resolve, 1800));
    await server.stop('SIGKILL');
    server = await server.restart();
    const { items } = (await server.call('GET', `/api/sessions/${id}/messages`)).body;
    expect(items.at(-2).content).toBe('survive this');
    expect(items.at(-1)).toMatchObject({
      status: 'interrupted',
      content: expect.stringMatching(/^slow slow/),
    });
    expect((await server.call('POST', `/api/sessions/${id}/messages`, { text: 'go on' })).status).toBe(200);
  });
});
