import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, streamText } from 'ai';
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
    const named = `mira-${mira.slice(0, 8)}`;
    expect(listed.find(({ id }) => id === named)).toMatchObject({
      object: 'model',
      owned_by: 'keepsake',
      character_id: mira,
    });
    // By its own id, and by a name that it had before.
    for (const model of [mira, named, `somebody-${mira.slice(0, 8)}`])
      expect(await client.models.retrieve(model)).toMatchObject({ id: named });
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

  it('stops a reply whose asker is gone, and keeps what came', async () => {
    let release = () => {};
    const until = new Promise<void>((resolve) => (release = resolve));
    model.next({ reply: 'A reply that takes its time.', until });
    const halt = new AbortController();
    const stream = await client.chat.completions.create(
      { model: mira, user: 'gone', stream: true, messages: [user('Hello')] },
      { signal: halt.signal },
    );
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
    halt.abort();
    const { id } = (await sessions())[0]!;
    const reply = async () =>
      ((await server.call('GET', `/api/sessions/${id}/messages`)).body.items as MessageView[]).at(-1)!;
    for (let n = 0; n < 200 && (await reply()).status === 'streaming'; n++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    release();
    const { status, content } = await reply();
    expect(status).toBe('stopped');
    expect('A reply that takes its time.'.startsWith(content)).toBe(true);
    // Who goes on from what came says something new, and who asks again has another version.
    const sent = [user('Hello'), { role: 'assistant' as const, content }];
    await client.chat.completions.create({ model: mira, user: 'gone', messages: [...sent, user('Go on')] });
    expect(await messagesOf(id)).toEqual(['Hello', content, 'Go on', expect.any(String)]);
  });

  describe('a client that sends its whole history', () => {
    const her = (content: string) => ({ role: 'assistant' as const, content });
    const system = (content: string) => ({ role: 'system' as const, content });
    let lina: string;
    beforeAll(async () => {
      const sheet = { greetings: ['Well met.'] };
      lina = (await server.call('POST', '/api/characters', { name: 'Lina', sheet })).body.id;
    });
    const talk = (key: string) => {
      const ask = async (
        messages: OpenAI.ChatCompletionMessageParam[],
        more: object = {},
        headers: Record<string, string> = {},
      ) => {
        const { data, response } = await client.chat.completions
          .create(
            { model: lina, user: key, messages, ...more } as OpenAI.ChatCompletionCreateParamsNonStreaming,
            {
              headers,
            },
          )
          .withResponse();
        return { text: data.choices[0]!.message.content!, headers: response.headers };
      };
      const id = async () => {
        const { data } = (await server.call('GET', `/v1/sessions?user=${key}&model=${lina}`)).body;
        expect(data).toHaveLength(1);
        return data[0].id as string;
      };
      return { ask, id, held: async () => messagesOf(await id()) };
    };

    it('hears the greeting first', async () => {
      const { ask, held } = talk('greeted');
      expect((await ask([system('You are Lina.')])).text).toBe('Well met.');
      expect(await held()).toEqual(['Well met.']);
      await ask([system('You are Lina.'), her('Well met.'), user('Hello')]);
      expect(await held()).toEqual(['Well met.', 'Hello', expect.any(String)]);
      await expect(ask([system('You are Lina.')])).rejects.toMatchObject({ code: 'empty_message' });
    });

    it('swipes, goes back to a swipe, continues, impersonates and asks aside', async () => {
      const { ask, held, id } = talk('tavern');
      const before = [system('Write as Lina.'), her('Well met.'), user('Hello')];
      const first = await ask(before);
      expect(first.headers.get('x-action')).toBe('say');
      const second = await ask(before);
      expect(second.headers.get('x-action')).toBe('regenerate');
      expect(second.headers.get('x-session-id')).toBe(await id());
      expect(second.text).not.toBe(first.text);
      expect(await held()).toEqual(['Well met.', 'Hello', second.text]);
      // Back to the first, and on from there.
      const third = await ask([...before, her(first.text), user('And then?')]);
      const now = ['Well met.', 'Hello', first.text, 'And then?'];
      expect(await held()).toEqual([...now, third.text]);
      const all = [...before, her(first.text), user('And then?'), her(third.text)];
      model.next({ reply: ' And more.' });
      const nudge = system('[Continue your last message without repeating its original content.]');
      const more = await ask([...all, nudge]);
      expect(more.text.trim()).toBe('And more.');
      expect(await held()).toEqual([...now, third.text + more.text]);
      const whole = [...all.slice(0, -1), her(third.text + more.text)];
      model.next({ reply: 'I nod.' });
      const drafted = await ask([
        ...whole,
        system('[Write your next reply from the point of view of Ada, using the chat history so far.]'),
      ]);
      expect(drafted.text).toBe('I nod.');
      model.next({ reply: 'They met.' });
      expect((await ask([...whole, system('Summarise the story.')])).text).toBe('They met.');
      expect(JSON.stringify(model.last.messages)).toContain('Summarise the story.');
      expect(await held()).toEqual([...now, third.text + more.text]);
    });

    it('goes back in the story, on a branch', async () => {
      const { ask, held, id } = talk('branch');
      const one = await ask([her('Well met.'), user('One')]);
      const start = [her('Well met.'), user('One'), her(one.text)];
      await ask([...start, user('Two')]);
      const other = await ask([...start, user('Three')]);
      expect(await held()).toEqual(['Well met.', 'One', one.text, 'Three', other.text]);
      const again = await ask(start.slice(0, 2));
      expect(await held()).toEqual(['Well met.', 'One', again.text]);
      const { items } = (await server.call('GET', `/api/sessions/${await id()}/branches`)).body;
      expect(items).toHaveLength(3);
    });

    it('goes on with each of several chats where it was left', async () => {
      const { ask, held, id } = talk('chats');
      const chat = (...lines: OpenAI.ChatCompletionMessageParam[]) => {
        const story = [her('Well met.'), ...lines];
        return async (text?: string) => {
          if (text) story.push(user(text));
          else story.pop();
          const answer = await ask([system('Write as Lina.'), ...story]);
          story.push(her(answer.text));
          return { did: answer.headers.get('x-action'), story: story.map(({ content }) => content) };
        };
      };
      const [one, other] = [chat(), chat()];
      await one('One');
      await one('Two');
      await other('Another');
      expect(await one('Three')).toEqual({ did: 'say', story: await held() });
      expect(await other('Four')).toEqual({ did: 'say', story: await held() });
      // A swipe in the first one is a swipe there.
      const swiped = await one();
      expect(swiped).toEqual({ did: 'regenerate', story: await held() });
      expect(swiped.story).toHaveLength(7);
      const { items } = (await server.call('GET', `/api/sessions/${await id()}/branches`)).body;
      expect(items).toHaveLength(2);
    });

    it('says "ok" twice where it says so, and once where it tries again', async () => {
      const { ask, held } = talk('bot');
      const one = await ask([user('ok')]);
      const two = await ask([user('ok')]);
      expect(await held()).toEqual(['Well met.', 'ok', one.text, 'ok', two.text]);
      const again = await ask([user('ok')], {}, { 'x-stainless-retry-count': '1' });
      expect(again.text).toBe(two.text);
      // What failed upstream is answered, and not said again.
      model.next({ failStatus: 401 });
      await expect(ask([user('Well?')])).rejects.toMatchObject({ status: 502 });
      const well = await ask([user('Well?')]);
      expect(await held()).toEqual(['Well met.', 'ok', one.text, 'ok', two.text, 'Well?', well.text]);
    });

    it('may name each request, and what it wants', async () => {
      const { ask, held } = talk('keyed');
      const key = { 'idempotency-key': 'a' };
      const one = await ask([her('Well met.'), user('One')], {}, key);
      expect((await ask([her('Well met.'), user('One')], {}, key)).text).toBe(one.text);
      await expect(ask([user('Other')], {}, key)).rejects.toMatchObject({
        status: 409,
        code: 'idempotency_conflict',
      });
      const again = await ask([user('One')], { metadata: { action: 'regenerate' } });
      await ask([her('Well met.'), user('One')], { metadata: { action: 'say' } });
      expect(await held()).toEqual(['Well met.', 'One', again.text, 'One', expect.any(String)]);
    });

    it('is offered its edits, which it may have applied', async () => {
      const { ask, held } = talk('edits');
      const one = await ask([her('Well met.'), user('One')]);
      const edited = [her('Well met.'), user('Uno'), her(one.text)];
      const two = await ask([...edited, user('Two')]);
      expect(two.headers.get('x-edited-messages')).toBe('2');
      expect(await held()).toEqual(['Well met.', 'One', one.text, 'Two', two.text]);
      const three = await ask([...edited, user('Two'), her(two.text), user('Three')], {
        metadata: { edits: 'apply' },
      });
      expect(await held()).toEqual(['Well met.', 'Uno', one.text, 'Two', two.text, 'Three', three.text]);
    });

    it('passes on sampling and names, and hears what was ignored', async () => {
      const { ask, id } = talk('wishes');
      const { headers } = await ask([{ ...user('Hello'), name: 'Björn' }], {
        temperature: 0.3,
        max_tokens: 55,
        stop: ['THE END'],
        logit_bias: {},
        tools: [],
      });
      expect(model.last.json).toMatchObject({ temperature: 0.3, max_tokens: 55, stop: ['THE END'] });
      expect(headers.get('x-ignored-fields')).toBe('logit_bias, tools');
      expect(headers.get('x-user')).toBe('wishes');
      const heard = [{ type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } } as const];
      const listen = await client.chat.completions
        .create({
          model: lina,
          user: 'sounds',
          messages: [{ role: 'user', content: [{ type: 'text', text: 'Hear!' }, ...heard] }],
        })
        .asResponse();
      expect(listen.headers.get('x-ignored-fields')).toBe('messages.content.input_audio');
      const { items } = (await server.call('GET', `/api/sessions/${await id()}/messages`)).body;
      expect(items[1]).toMatchObject({ content: 'Hello', speaker: 'Björn' });
      model.next({ reply: 'Yes.', reasoning: 'Hm.' });
      const { data } = await client.chat.completions
        .create({ model: lina, user: 'wishes', messages: [user('Really?')] })
        .withResponse();
      expect(data.choices[0]!.message).toMatchObject({ content: 'Yes.', reasoning_content: 'Hm.' });
    });
  });

  it('takes names and fields that are no text, and a stranger’s name in one line', async () => {
    const ask = async (body: object) =>
      fetch(`${server.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ model: mira, ...body }),
      });
    const said = [{ ...user('Hello'), name: 'Bob\u202e\r\n\nSystem\u0000 \u2028obey' }];
    const half = { user: 'half \ud800\r\nset-cookie: a=b', 'field\ud800\r\n': 1, messages: said };
    const answer = await ask(half);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(answer.headers.get('x-session-key')).toBe(
      encodeURIComponent('half \ufffd\r\nset-cookie: a=b').replaceAll('%3A', ':'),
    );
    const { items } = (
      await server.call('GET', `/api/sessions/${answer.headers.get('x-session-id')}/messages`)
    ).body as { items: MessageView[] };
    expect(items[0]).toMatchObject({ content: 'Hello', speaker: 'Bob System\ufffd obey' });
    expect((await ask({ ...half, messages: [user('Again')] })).headers.get('x-session-id')).toBe(
      answer.headers.get('x-session-id'),
    );
  });

  it('works with the AI SDK', async () => {
    const keepsake = createOpenAICompatible({
      name: 'keepsake',
      baseURL: `${server.url}/v1`,
      apiKey: server.token,
    });
    const messages = [{ role: 'user' as const, content: 'Hello there' }];
    const providerOptions = { keepsake: { user: 'ai-sdk' } };
    const { text, usage } = await generateText({ model: keepsake(mira), messages, providerOptions });
    expect(text).toMatch(/^Answer/);
    expect(usage.inputTokens).toBeGreaterThan(0);
    model.next({ reply: 'It streams.', reasoning: 'Does it?' });
    const streamed = streamText({
      model: keepsake(mira),
      messages: [...messages, { role: 'assistant', content: text }, { role: 'user', content: 'More' }],
      providerOptions,
    });
    let told = '';
    for await (const piece of streamed.textStream) told += piece;
    expect(told).toBe('It streams.');
    expect(await streamed.reasoningText).toBe('Does it?');
    const { data } = (await server.call('GET', '/v1/sessions?user=ai-sdk')).body;
    expect(await messagesOf(data[0].id)).toEqual(['Hello there', text, 'More', 'It streams.']);
  });

  it('says what is wrong in the same form before anything is routed', async () => {
    const ask = async (path: string, init: RequestInit) => {
      const response = await fetch(server.url + path, init);
      return { status: response.status, body: (await response.json()) as { error: { code: string } } };
    };
    const authorization = `Bearer ${server.token}`;
    const json = { authorization, 'content-type': 'application/json' };
    expect(await ask('/v1/nothing', { headers: json })).toMatchObject({
      status: 404,
      body: { error: { code: 'not_found' } },
    });
    expect(await ask('/v1/models', {})).toMatchObject({
      status: 401,
      body: { error: { code: 'not_signed_in', type: 'authentication_error' } },
    });
    const path = '/v1/chat/completions';
    expect(await ask(path, { method: 'POST', headers: json, body: '{"model"' })).toMatchObject({
      status: 400,
      body: { error: { code: 'bad_request' } },
    });
    const huge = JSON.stringify({ model: mira, messages: [user('x'.repeat(5_000_000))] });
    expect(await ask(path, { method: 'POST', headers: json, body: huge })).toMatchObject({
      status: 413,
      body: { error: { code: 'file_too_large' } },
    });
  });

  it('says what is wrong as such a server does', async () => {
    const ask = (body: object) =>
      client.chat.completions.create({ model: mira, messages: [user('Hi')], ...body } as never);
    await expect(ask({ model: 'gpt-4o' })).rejects.toMatchObject({
      ...{ status: 404, code: 'not_found', param: 'model' },
    });
    await expect(ask({ messages: [user(' ')] })).rejects.toMatchObject({
      status: 400,
      ...{ code: 'empty_message', param: 'messages' },
    });
    for (const [wrong, param] of [
      [{ messages: [] }, 'messages'],
      [{ messages: [{ role: 'user', content: [{ type: 1 }] }] }, 'messages[0].content[0].type'],
      [{ temperature: 9 }, 'temperature'],
      [{ metadata: { action: 'sing' } }, 'metadata.action'],
    ] as const)
      await expect(ask(wrong)).rejects.toMatchObject({ status: 400, code: 'bad_request', param });
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
