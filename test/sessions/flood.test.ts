import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { environmentOf, flood, twoSessions } from '../support/flood.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(90_000);

describe('very many messages at once', () => {
  let model: FakeModel;
  let server: TestServer;
  let sessions: { flooded: string; other: string };

  beforeAll(async () => {
    model = await startFakeModel({ window: 10_000_000 });
    server = await startServer(environmentOf(model));
    sessions = await twoSessions(server);
  });
  afterAll(async () => {
    await server.stop();
    await model.close();
  });

  // First, while no other turn can take the reply that hangs.
  it('while a reply is written share the next turn, each once, and one that is refused takes no other with it', async () => {
    const sessionId = sessions.other;
    const socket = await server.socket();
    model.next({ hang: true });
    const send = (clientId: string, text: string) =>
      socket.emitWithAck('message.send', { sessionId, clientId, text });
    const running = await send('hangs', 'Take your time.');
    if (!running.ok) throw new Error(running.code);
    const before = model.requests.length;
    const names = Array.from({ length: 120 }, (_, n) => `together ${n % 3 === 2 ? n - 1 : n}`);
    const answers = await Promise.all([
      ...names.map((name) => send(name, `"${name}", {\\}`)),
      send('none', ' '),
    ]);
    expect(answers.pop()).toMatchObject({ ok: false, code: 'empty_message' });
    const taken = answers.flatMap((answer) => (answer.ok ? [answer] : []));
    expect(taken.map(({ message }) => message.content)).toEqual(names.map((name) => `"${name}", {\\}`));
    expect(new Set(taken.map(({ turnId }) => turnId)).size).toBe(1);
    expect(new Set(taken.map(({ message }) => message.id)).size).toBe(80);
    const seqs = [...new Set(taken.map(({ message }) => message.seq))];
    expect(seqs).toEqual(seqs.map((_, n) => seqs[0]! + n));
    await socket.emitWithAck('turn.stop', { turnId: running.turnId });
    const answered = await server.call('POST', `/api/sessions/${sessionId}/messages`, { text: 'And now?' });
    expect(answered.status).toBe(200);
    expect(model.requests.length - before).toBeLessThanOrEqual(3);
  });

  it.each(['socket', 'http'] as const)(
    'beyond a bound are refused and told when, by %s; the others are taken and another conversation goes on',
    async (door) => {
      const { taken, refused, otherAnswered, grewBy } = await flood(server, sessions, {
        count: 40,
        bytes: 300_000,
        door,
      });
      expect(taken).toBeGreaterThan(0);
      expect(taken + refused.length).toBe(40);
      expect(refused.length).toBeGreaterThan(10);
      for (const one of refused)
        expect(one).toMatchObject({ code: 'too_much_waiting', retryAfter: expect.any(Number) });
      expect(otherAnswered.every(Boolean)).toBe(true);
      expect(grewBy).toBeLessThan(300);
      let kept = 0;
      // A page holds two megabytes at most.
      for (let before = ''; ;) {
        const path = `/api/sessions/${sessions.flooded}/messages?limit=500${before}`;
        const { items } = (await server.call('GET', path)).body as {
          items: { seq: number; content: string }[];
        };
        kept += items.filter(({ content }) => content.endsWith('xxx')).length;
        if (!items.length || items[0]!.seq === 1) break;
        before = `&before=${items[0]!.seq}`;
      }
      expect(kept).toBeGreaterThanOrEqual(taken);
    },
  );

  it('of small size are all taken, in their order, none twice, and share a few replies', async () => {
    const id = sessions.other;
    const socket = await server.socket();
    const sends = Array.from({ length: 600 }, (_, n) =>
      socket.emitWithAck('message.send', { sessionId: id, clientId: `small ${n}`, text: `Small ${n}.` }),
    );
    const answers = await Promise.all(sends);
    expect(answers.every(({ ok }) => ok)).toBe(true);
    const seqs = answers.map((answer) => (answer.ok ? answer.message.seq : 0));
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
    expect(new Set(seqs).size).toBe(600);
    expect(new Set(answers.map((answer) => answer.ok && answer.turnId)).size).toBeLessThanOrEqual(5);
  });

  it('without an acknowledgement that is asked for are counted, too, and unknown events are not', async () => {
    const socket = await server.socket();
    const emit = (name: string, ...values: unknown[]) =>
      (socket as unknown as { emit(...values: unknown[]): void }).emit(name, ...values);
    for (let n = 0; n < 500; n++) emit('no.such.event', { text: 'x'.repeat(10_000) });
    for (let n = 0; n < 25; n++) {
      const body = { sessionId: sessions.flooded, clientId: `silent ${n}`, text: 'y'.repeat(900_000) };
      emit('message.send', body);
    }
    const opened = await socket.emitWithAck('session.open', { sessionId: sessions.other });
    if (!opened.ok) expect(opened.code).toBe('too_much_waiting');
    for (;;) {
      const again = await socket.emitWithAck('session.open', { sessionId: sessions.other });
      if (again.ok) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });
});
