import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { MessageVersion, MessageView } from '../../../src/contracts/message.js';
import { type FakeModel, startFakeModel } from '../../support/fakes/fake-model.js';
import { startServer, type TestServer } from '../../support/server.js';

jest.setTimeout(120_000);

type Socket = Awaited<ReturnType<TestServer['socket']>>;

describe('a reply', () => {
  let model: FakeModel;
  let server: TestServer;
  let characterId: string;

  beforeAll(async () => {
    model = await startFakeModel({ reply: ({ n }) => `Reply ${n}.` });
    server = await startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake-1' });
    characterId = (await server.call('POST', '/api/characters', { name: 'Mira Vale' })).body.id;
  });
  afterAll(async () => {
    await server.stop();
    await model.close();
  });

  const begin = async (wish: object = { characterId }) =>
    (await server.call('POST', '/api/sessions', { persona: { name: 'Nell' }, ...wish })).body.id as string;
  const say = (id: string, text: string) => server.call('POST', `/api/sessions/${id}/messages`, { text });
  const story = async (id: string) =>
    (await server.call('GET', `/api/sessions/${id}/messages`)).body.items as MessageView[];
  const texts = async (id: string) => (await story(id)).map(({ content }) => content);
  const versions = async (id: string, message: string) =>
    (await server.call('GET', `/api/sessions/${id}/messages/${message}/versions`)).body
      .items as MessageVersion[];
  const open = async (id: string) => {
    const socket = await server.socket();
    await socket.emitWithAck('session.open', { sessionId: id });
    return socket;
  };
  const ended = (socket: Socket) =>
    new Promise<Record<string, unknown>>((resolve) => {
      socket.once('turn.finished', resolve);
      socket.once('turn.failed', resolve);
    });
  /** Has the last reply written anew, and waits for the end of it. */
  const again = async (socket: Socket, id: string, how: 'turn.regenerate' | 'turn.continue') => {
    const end = ended(socket);
    expect(await socket.emitWithAck(how, { sessionId: id })).toMatchObject({ ok: true });
    return end;
  };
  /** What the model was sent last, without the system message and without the tail. */
  const sent = () =>
    model.last.messages.slice(1).map(({ role, content }) => [role, content.split('\n\n<tail>')[0]]);

  it('is cleaned while it comes, is sent so, and can be put back', async () => {
    const id = await begin();
    const socket = await open(id);
    const deltas: { offset: number; text: string }[] = [];
    socket.on('turn.delta', (delta) => deltas.push(delta));
    const end = ended(socket);
    const raw = '[2026-11-23 Mon]\nMira Vale: The kettle is on. Sit down.';
    model.next({ reply: raw, chunkSize: 3 });
    await socket.emitWithAck('message.send', { sessionId: id, clientId: 'a', text: 'Good evening.' });
    const message = (await end).message as MessageView;
    expect(message).toMatchObject({ content: 'The kettle is on. Sit down.', raw, status: 'complete' });
    let whole = '';
    for (const { offset, text } of deltas) {
      expect(offset).toBe(whole.length);
      whole += text;
    }
    expect(whole).toBe(message.content);
    const { body: next } = await say(id, 'Thank you.');
    expect(sent()).toContainEqual(['assistant', 'The kettle is on. Sit down.']);
    const request = await server.call('GET', `/api/sessions/${id}/turns/${next.receipt.turnId}/request`);
    expect(request.body).toMatchObject({ exact: true });
    await server.stop('SIGKILL');
    server = await server.restart();
    expect((await story(id))[1]).toMatchObject({ content: message.content, raw });
    const back = await server.call('POST', `/api/sessions/${id}/messages/${message.id}/raw`);
    expect(back).toMatchObject({ status: 200, body: { content: raw, version: 2, swipes: 2 } });
    expect(back.body.raw).toBeUndefined();
    expect((await versions(id, back.body.id)).map(({ content }) => content)).toEqual([message.content, raw]);
    const untouched = await server.call('POST', `/api/sessions/${id}/messages/${back.body.id}/raw`);
    expect(untouched).toMatchObject({ status: 409, body: { code: 'conflict' } });
  });

  it('ends where another member begins to speak, and the model is not read further', async () => {
    const id = await begin();
    model.next({ reply: `Sit down.\n\nNell: "I will."\n\n${'Mira: "Good." '.repeat(400)}`, chunkDelayMs: 5 });
    const { body } = await say(id, 'Good evening.');
    expect(body.reply).toMatchObject({ content: 'Sit down.', status: 'complete' });
    expect(await model.last.ended).toBe('aborted');
    expect(body.receipt.promptTokensEstimated).toBeGreaterThan(0);
  });

  it('keeps the form of the greeting', async () => {
    const sheet = { greetings: ['{{char}}: "You came back, {{user}}."'] };
    const { body } = await server.call('POST', '/api/characters', { name: 'Theo', sheet });
    const id = await begin({ characterId: body.id });
    model.next({ reply: 'Theo: "Sit."\nNell: "No."' });
    expect((await say(id, 'Hm.')).body.reply.content).toBe('Theo: "Sit."');
  });

  it('that goes on loses the name that it begins with again', async () => {
    const id = await begin();
    model.next({ reply: 'She turns the key.' });
    await say(id, 'Open it.');
    const socket = await open(id);
    model.next({ reply: '\n\nMira Vale: Nothing. Then a click.' });
    const { message } = (await again(socket, id, 'turn.continue')) as { message: MessageView };
    expect(message.content).toBe('She turns the key.\n\nNothing. Then a click.');
    model.next({ reply: '\n\nNell: "A click?"' });
    expect(await again(socket, id, 'turn.continue')).toMatchObject({ code: 'model_empty' });
    expect((await story(id)).at(-1)).toMatchObject({ id: message.id, content: message.content });
  });

  it.each([
    ['refuses by its server’s word', { reply: 'Sorry', finish: 'content_filter' as const }, 'model_refused'],
    [
      'refuses in its own words',
      { reply: 'I’m sorry, but as an AI language model I can’t continue this roleplay.' },
      'model_refused',
    ],
    ['says nothing', { empty: true }, 'model_empty'],
    ['says only what is another’s', { reply: 'Nell: I go home now.' }, 'model_empty'],
    ['breaks off', { reply: 'Half of it, and no more of it', cutAfter: 3, chunkDelayMs: 20 }, 'model_failed'],
  ])('stays where the model, asked again, %s', async (_, answer, code) => {
    const id = await begin();
    model.next({ reply: 'The good one.' });
    const { body } = await say(id, 'Well?');
    const socket = await open(id);
    const changed = new Promise<{ message: MessageView }>((resolve) =>
      socket.once('message.changed', resolve),
    );
    model.next(answer);
    expect(await again(socket, id, 'turn.regenerate')).toMatchObject({ code, retryable: true });
    expect((await changed).message).toMatchObject({ id: body.reply.id, content: 'The good one.', swipes: 2 });
    expect(await texts(id)).toEqual(['Well?', 'The good one.']);
    expect((await versions(id, body.reply.id)).map(({ status, chosen }) => [status, chosen])).toEqual([
      ['complete', true],
      ['failed', false],
    ]);
    const { body: next } = await say(id, 'Go on.');
    expect(sent()).toEqual([
      ['user', expect.stringContaining('Well?')],
      ['assistant', 'The good one.'],
      ['user', 'Go on.'],
    ]);
    expect(next.receipt.prefixMovedBy).toBeUndefined();
    const request = await server.call('GET', `/api/sessions/${id}/turns/${next.receipt.turnId}/request`);
    expect(request.body).toMatchObject({ exact: true });
  });

  it('that was chosen among several stays where another comes to nothing', async () => {
    const id = await begin();
    model.next({ reply: 'First.' });
    const { body } = await say(id, 'Well?');
    const socket = await open(id);
    model.next({ reply: 'Second.' });
    await again(socket, id, 'turn.regenerate');
    await server.call('POST', `/api/sessions/${id}/messages/${body.reply.id}/choose`);
    model.next({ empty: true });
    await again(socket, id, 'turn.regenerate');
    expect(await texts(id)).toEqual(['Well?', 'First.']);
  });

  it.each(['stopped', 'killed'])('stays where another was %s before it had begun', async (how) => {
    const id = await begin();
    model.next({ reply: 'The good one.' });
    await say(id, 'Well?');
    const socket = await open(id);
    const end = ended(socket);
    model.next({ hang: true });
    const before = model.requests.length;
    const begun = await socket.emitWithAck('turn.regenerate', { sessionId: id });
    if (!begun.ok) throw new Error(begun.message);
    await model.received(before + 1);
    if (how === 'stopped') {
      await socket.emitWithAck('turn.stop', { turnId: begun.turnId });
      await end;
    } else {
      await server.stop('SIGKILL');
      server = await server.restart();
    }
    expect(await texts(id)).toEqual(['Well?', 'The good one.']);
    await say(id, 'Go on.');
    expect(sent()[1]).toEqual(['assistant', 'The good one.']);
  });

  it('that was refused is shown, named so, and never sent; it can be let stand', async () => {
    const id = await begin();
    const refusal = '抱歉，作为一个人工智能语言模型，我无法继续这个角色扮演。';
    model.next({ reply: refusal });
    expect(await say(id, 'Well?')).toMatchObject({ body: { code: 'model_refused' } });
    const refused = (await story(id)).at(-1)!;
    expect(refused).toMatchObject({ status: 'failed', content: refusal, failure: 'model_refused' });
    await say(id, 'Once more?');
    expect(JSON.stringify(model.last.messages)).not.toContain('语言模型');
    const chosen = await server.call('POST', `/api/sessions/${id}/messages/${refused.id}/choose`);
    expect(chosen.body).toMatchObject({ content: refusal, status: 'complete' });
    await say(id, 'All right.');
    expect(sent()[1]).toEqual(['assistant', refusal]);
  });

  it('in which somebody declines is none that was refused', async () => {
    const id = await begin();
    for (const reply of ['I’m sorry, I can’t do this anymore, Nell.', '抱歉，我无法接受你的感情。']) {
      model.next({ reply });
      expect((await say(id, 'Please.')).body.reply).toMatchObject({ content: reply, status: 'complete' });
    }
  });

  it('of earlier days is cleaned when that is asked for, beside what it was', async () => {
    const id = await begin();
    const lines = [
      { role: 'user', content: 'Good evening.' },
      { role: 'assistant', content: 'Mira Vale: Good evening, Nell.' },
      { role: 'user', content: 'How are you?' },
      { role: 'assistant', content: 'I am well: I slept.' },
      { role: 'user', content: 'Shall we go?' },
      { role: 'assistant', content: 'Yes.\nNell: Good.' },
    ];
    await server.upload(`/api/sessions/${id}/import`, 'file', {
      name: 'past.jsonl',
      bytes: lines.map((line) => JSON.stringify(line)).join('\n'),
    });
    const asked = await server.call('GET', `/api/sessions/${id}/cleaning`);
    expect(asked.body).toMatchObject({
      changes: 2,
      items: [{ before: 'Mira Vale: Good evening, Nell.', after: 'Good evening, Nell.' }, { after: 'Yes.' }],
    });
    expect((await server.call('POST', `/api/sessions/${id}/cleaning`)).body).toEqual({ changed: 2 });
    const cleaned = await story(id);
    expect(cleaned.map(({ content }) => content).filter((_, n) => n % 2)).toEqual([
      'Good evening, Nell.',
      'I am well: I slept.',
      'Yes.',
    ]);
    const first = cleaned[1]!;
    expect(first).toMatchObject({ swipes: 2, raw: 'Mira Vale: Good evening, Nell.' });
    await server.call('POST', `/api/sessions/${id}/messages/${first.id}/raw`);
    // What was put back is somebody's wish.
    expect((await server.call('POST', `/api/sessions/${id}/cleaning`)).body).toEqual({ changed: 0 });
    await say(id, 'So?');
    expect(sent()[1]).toEqual(['assistant', 'Mira Vale: Good evening, Nell.']);
    expect(sent()[5]).toEqual(['assistant', 'Yes.']);
  });
});
