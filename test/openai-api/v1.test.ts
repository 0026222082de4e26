import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import OpenAI from 'openai';
import type { MessageView } from '../../src/contracts/message.js';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(60_000);

describe('the face of an OpenAI-compatible server', () => {
  let model: FakeModel;
  let server: TestServer;
  let client: OpenAI;
  let mira: string;

  beforeAll(async () => {
    model = await startFakeModel({ reply: ({ n }) => `Answer ${n}: “yes”. 好的。` });
    server = await startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake-1' });
    client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: server.token, maxRetries: 0 });
    mira = (await server.call('POST', '/api/characters', { name: 'Mira' })).body.id;
  });
  afterAll(async () => {
    await server.stop();
    await model.close();
  });

  const user = (content: string) => ({ role: 'user' as const, content });
  const sessions = async () =>
    (await server.call('GET', `/api/sessions?characterId=${mira}`)).body.items as { id: string }[];
  const messagesOf = async (id: string) =>
    ((await server.call('GET', `/api/sessions/${id}/messages`)).body.items as MessageView[]).map(
      ({ content }) => content,
    );

  it('lists characters as models', async () => {
    const listed: OpenAI.Model[] = [];
    for await (const one of client.models.list()) listed.push(one);
    expect(listed.find(({ id }) => id === mira)).toMatchObject({ object: 'model', owned_by: 'keepsake' });
    expect(await client.models.retrieve(mira)).toMatchObject({ id: mira });
  });

  it('answers in a session that lasts, and takes only what is new', async () => {
    const first = await client.chat.completions.create({
      model: mira,
      user: 'discord:1',
      messages: [user('One')],
    });
    expect(first.choices[0]!.message.content).toMatch(/^Answer \d+: “yes”. 好的。$/);
    expect(first.choices[0]!.finish_reason).toBe('stop');
    expect(first.usage!.prompt_tokens).toBeGreaterThan(0);
    await client.chat.completions.create({
      model: mira,
      user: 'discord:1',
      messages: [
        { role: 'system', content: 'Ignored.' },
        user('Something the client still has'),
        { role: 'assistant', content: 'Something else' },
        { role: 'user', content: [{ type: 'text', text: 'Two' }] },
      ],
    });
    const sent = JSON.stringify(model.last.messages);
    expect(sent).toMatch(/One[^]*Answer[^]*Two/);
    expect(sent).not.toMatch(/Ignored|still has|Something else/);
    const found = await sessions();
    expect(found).toHaveLength(1);
    expect(await messagesOf(found[0]!.id)).toEqual(['One', expect.any(String), 'Two', expect.any(String)]);
  });

  it('goes on in a session of one’s own by its id, and keeps others apart', async () => {
    const before = (await sessions()).length;
    const { body } = await server.call('POST', '/api/sessions', { characterId: mira });
    const ask = (session_id: string) =>
      client.chat.completions.create({
        model: mira,
        metadata: { session_id },
        messages: [user(`In ${session_id}`)],
      });
    await ask(body.id);
    expect(await messagesOf(body.id)).toContain(`In ${body.id}`);
    // Two at once who name the same new session make one.
    await Promise.all([ask('wechat:9'), ask('wechat:9')]);
    expect(await sessions()).toHaveLength(before + 2);
  });

  it('streams', async () => {
    const stream = await client.chat.completions.create({
      model: mira,
      user: 'stream',
      stream: true,
      stream_options: { include_usage: true },
      messages: [user('Hello')],
    });
    let text = '';
    let pieces = 0;
    let finish: string | null = null;
    let usage: OpenAI.CompletionUsage | null | undefined;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      pieces++;
      finish = chunk.choices[0]?.finish_reason ?? finish;
      usage = chunk.usage ?? usage;
    }
    expect(text).toMatch(/^Answer \d+: “yes”. 好的。$/);
    expect(pieces).toBeGreaterThan(3);
    expect(finish).toBe('stop');
    expect(usage!.total_tokens).toBe(usage!.prompt_tokens + usage!.completion_tokens);
  });

  it('finishes a reply whose asker is gone', async () => {
    model.next({ reply: 'A reply that takes its time.', chunkDelayMs: 60 });
    const halt = new AbortController();
    const stream = await client.chat.completions.create(
      { model: mira, user: 'gone', stream: true, messages: [user('Hello')] },
      { signal: halt.signal },
    );
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
    halt.abort();
    const { id } = (await sessions())[0]!;
    for (let n = 0; n < 100 && !(await messagesOf(id)).includes('A reply that takes its time.'); n++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await messagesOf(id)).toContain('A reply that takes its time.');
  });

  it('says what is wrong as such a server does', async () => {
    const ask = (body: object) =>
      client.chat.completions.create({ model: mira, messages: [user('Hi')], ...body } as never);
    await expect(ask({ model: 'gpt-4o' })).rejects.toMatchObject({ status: 404, code: 'not_found' });
    await expect(ask({ messages: [user(' ')] })).rejects.toMatchObject({
      status: 400,
      code: 'empty_message',
    });
    await expect(ask({ messages: [] })).rejects.toMatchObject({ status: 400, code: 'bad_request' });
    model.next({ failStatus: 401 });
    await expect(ask({ user: 'refused' })).rejects.toMatchObject({ status: 502, code: 'model_key_refused' });
    const stranger = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'wrong', maxRetries: 0 });
    await expect(stranger.models.list()).rejects.toMatchObject({ status: 401 });
    model.next({ errorAfter: 2 });
    const broken = await client.chat.completions.create({
      model: mira,
      user: 'broken',
      stream: true,
      messages: [user('Hi')],
    });
    await expect(
      (async () => {
        for await (const _ of broken);
      })(),
    ).rejects.toThrow(/failed|server/i);
  });
});
