import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Socket } from 'socket.io-client';
import type { ClientToServer, ServerToClient } from '../../src/contracts/sockets.js';
import type { MessageView } from '../../src/contracts/message.js';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { once, startServer, type TestServer } from '../support/server.js';

jest.setTimeout(90_000);

type Client = Socket<ServerToClient, ClientToServer>;

describe('several clients in one session', () => {
  let model: FakeModel;
  let server: TestServer;
  let characterId: string;

  beforeAll(async () => {
    model = await startFakeModel();
    server = await startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake-1' });
    characterId = (await server.call('POST', '/api/characters', { name: 'Mira' })).body.id;
  });
  afterAll(async () => {
    await server.stop();
    await model.close();
  });

  const begin = async () => (await server.call('POST', '/api/sessions', { characterId })).body.id as string;
  const enter = async (id: string) => {
    const socket = await server.socket();
    const opened = await socket.emitWithAck('session.open', { sessionId: id });
    if (!opened.ok) throw new Error(opened.message);
    return { socket, opened };
  };
  /** All that a client hears from now on, replies joined from their deltas by offset. */
  const heard = (socket: Client) => {
    const events: string[] = [];
    let text = '';
    socket.onAny(
      (name: string, body: { offset: number; text: string; message?: MessageView; turnId?: string }) => {
        if (name === 'turn.delta') {
          expect(body.offset).toBe(text.length);
          text += body.text;
          return;
        }
        events.push(`${name} ${body.message?.id ?? body.turnId} ${body.message?.content ?? ''}`);
        if (name === 'turn.started') text = body.message!.content;
        if (name === 'turn.finished') events.push(`told ${text}`);
      },
    );
    return events;
  };

  it('see the same, whoever speaks by whatever door', async () => {
    const id = await begin();
    const [one, two] = await Promise.all([enter(id), enter(id)]);
    const [first, second] = [heard(one.socket), heard(two.socket)];
    model.next({ reply: 'A first answer, in pieces. 一个回答。', chunkDelayMs: 5 });
    model.next({ reply: 'A second answer.' });
    model.next({ reply: 'A third answer.' });
    const bot = server.call('POST', `/api/sessions/${id}/messages`, { text: 'From the bot.' });
    const ended = [1, 2].map((n) =>
      once(
        n === 1 ? one.socket : two.socket,
        'turn.finished',
        ({ message }) => message.content === 'A third answer.',
      ),
    );
    expect((await bot).body.reply.content).toBe('A first answer, in pieces. 一个回答。');
    const finished = once(two.socket, 'turn.finished');
    await one.socket.emitWithAck('message.send', {
      sessionId: id,
      clientId: 'a',
      text: 'From the first tab.',
    });
    const { message: reply } = await finished;
    await server.call('PATCH', `/api/sessions/${id}/messages/${reply.id}`, { content: 'Corrected.' });
    await two.socket.emitWithAck('message.send', { sessionId: id, clientId: 'b', text: 'From the second.' });
    await Promise.all(ended);
    expect(first).toEqual(second);
    expect(first.filter((line) => line.startsWith('told'))).toEqual([
      'told A first answer, in pieces. 一个回答。',
      'told A second answer.',
      'told A third answer.',
    ]);
    expect(first.filter((line) => line.startsWith('message.changed'))).toHaveLength(1);
    expect(first.filter((line) => line.startsWith('message.created'))).toHaveLength(3);
    const items = (await server.call('GET', `/api/sessions/${id}/messages`)).body.items as MessageView[];
    expect(items.map(({ content }) => content)).toEqual([
      'From the bot.',
      'A first answer, in pieces. 一个回答。',
      'From the first tab.',
      'Corrected.',
      'From the second.',
      'A third answer.',
    ]);
  });

  it('get what they missed when they come back in the middle of a reply', async () => {
    const id = await begin();
    const gone = await enter(id);
    const reply = 'Once upon a time there was a ferry that went by itself. '.repeat(12);
    model.next({ reply, chunkDelayMs: 10 });
    const sent = await gone.socket.emitWithAck('message.send', {
      sessionId: id,
      clientId: 'a',
      text: 'Tell me.',
    });
    if (!sent.ok) throw new Error(sent.message);
    await once(gone.socket, 'turn.delta', ({ offset }) => offset > 40);
    gone.socket.disconnect();
    await new Promise((resolve) => setTimeout(resolve, 200));
    const socket = await server.socket();
    const deltas: { offset: number; text: string }[] = [];
    socket.on('turn.delta', (delta) => deltas.push(delta));
    const finished = once(socket, 'turn.finished');
    const opened = await socket.emitWithAck('session.open', { sessionId: id });
    if (!opened.ok) throw new Error(opened.message);
    expect(opened.turn).toMatchObject({ turnId: sent.turnId });
    let { text } = opened.turn!;
    expect(reply.startsWith(text)).toBe(true);
    expect(text.length).toBeGreaterThan(40);
    expect((await finished).message.content).toBe(reply);
    for (const { offset, text: more } of deltas) {
      expect(offset).toBeLessThanOrEqual(text.length);
      text += more.slice(text.length - offset);
    }
    expect(text).toBe(reply);
  });

  it('are not slowed by one that does not read, which is cut off and comes back', async () => {
    const id = await begin();
    const slow = await enter(id);
    const quick = await enter(id);
    const lost = new Promise<string>((resolve) => slow.socket.once('disconnect', resolve));
    const back = new Promise<void>((resolve) => slow.socket.io.once('reconnect', () => resolve()));
    const { ws } = slow.socket.io.engine.transport as unknown as {
      ws: { _socket: { pause(): void; resume(): void } };
    };
    const wire = ws._socket;
    wire.pause();
    const { message } = (await server.call('POST', `/api/sessions/${id}/messages`, { text: 'One' })).body as {
      message: MessageView;
    };
    let { id: messageId } = message;
    let seen = 0;
    quick.socket.on('message.changed', () => seen++);
    // More than the two ends of a connection buffer, and what may wait besides.
    for (let n = 1; n <= 9; n++) {
      const content = `${n} ${'x'.repeat(3_500_000)}`;
      const heard = once(quick.socket, 'message.changed');
      messageId = (await server.call('PATCH', `/api/sessions/${id}/messages/${messageId}`, { content })).body
        .id;
      expect((await heard).message.id).toBe(messageId);
    }
    expect(seen).toBe(9);
    await server.call('PATCH', `/api/sessions/${id}/messages/${messageId}`, { content: 'Short again.' });
    wire.resume();
    expect(await lost).toMatch(/transport/);
    await back;
    const opened = await slow.socket.emitWithAck('session.open', { sessionId: id });
    if (!opened.ok) throw new Error(opened.message);
    expect(opened.messages[0]!.content).toBe('Short again.');
  });
});
