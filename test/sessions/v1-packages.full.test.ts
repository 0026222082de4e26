import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { MessageView } from '../../src/contracts/message.js';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { installed, type Packages } from '../support/packages.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(180_000);

describe('packages that speak OpenAI’s protocol', () => {
  let model: FakeModel;
  let server: TestServer;
  let key: string;
  let name: string;

  beforeAll(async () => {
    model = await startFakeModel({ reply: ({ n }) => `Answer ${n}.` });
    server = await startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake-1' });
    const sheet = { greetings: ['Well met.'] };
    await server.call('POST', '/api/characters', { name: 'Mira', sheet });
    key = (await server.call('POST', '/api/keys', { name: 'Packages', scopes: ['sessions:talk'] })).body.key;
  });
  afterAll(async () => {
    await server.stop();
    await model.close();
  });

  const held = async (user: string) => {
    const { data } = (await server.call('GET', `/v1/sessions?user=${user}`)).body;
    const { items } = (await server.call('GET', `/api/sessions/${data[0].id}/messages`)).body;
    return items as MessageView[];
  };
  const texts = async (user: string) => (await held(user)).map(({ content }) => content);
  const me = (content: string) => ({ role: 'user', content });
  const her = (content: string) => ({ role: 'assistant', content });

  it.each(['5.23.2', '6.49.0', '7.59.0'])(
    'openai %s: connects, streams, swipes, tries again, stops',
    async (version) => {
      const packages: Packages = installed(`openai@${version}`);
      try {
        const { OpenAI } = packages.require('openai');
        const client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: key, maxRetries: 2 });
        const user = `openai-${version}`;
        for await (const one of client.models.list()) if (one.name === 'Mira') name = one.id;
        expect(name).toMatch(/^mira-/);
        const ask = async (...messages: object[]) =>
          (await client.chat.completions.create({ model: name, user, messages })).choices[0].message
            .content as string;
        const one = await ask(her('Well met.'), me('One'));
        const two = await ask(her('Well met.'), me('One'));
        expect(await texts(user)).toEqual(['Well met.', 'One', two]);
        expect((await held(user))[2]!.swipes).toBe(2);
        expect(one).not.toBe(two);
        // What the model's server refuses is tried again by the package, and said once.
        model.next({ failStatus: 401 });
        const three = await ask(her('Well met.'), me('One'), her(two), me('Two'));
        expect(await texts(user)).toEqual(['Well met.', 'One', two, 'Two', three]);

        const halt = new AbortController();
        let release = () => {};
        model.next({
          reply: 'It takes its time.',
          until: new Promise<void>((resolve) => (release = resolve)),
        });
        const stream = await client.chat.completions.create(
          { model: name, user, stream: true, messages: [me('Three')] },
          { signal: halt.signal },
        );
        let told = '';
        try {
          for await (const chunk of stream) {
            told += chunk.choices[0]?.delta.content ?? '';
            if (told) halt.abort();
          }
        } catch {
          // Some versions throw what was aborted.
        }
        for (let n = 0; n < 200 && (await held(user)).at(-1)!.status === 'streaming'; n++)
          await new Promise((resolve) => setTimeout(resolve, 50));
        release();
        expect((await held(user)).at(-1)).toMatchObject({ status: 'stopped' });
      } finally {
        packages.remove();
      }
    },
  );

  it('LangChain: invokes and streams', async () => {
    const packages = installed('@langchain/openai@1.5.8', '@langchain/core@1.4.0');
    try {
      const { ChatOpenAI } = packages.require('@langchain/openai');
      const chat = new ChatOpenAI({
        model: name,
        apiKey: key,
        configuration: { baseURL: `${server.url}/v1` },
        modelKwargs: { user: 'langchain' },
      });
      const first = await chat.invoke([me('Hello')]);
      expect(first.content).toMatch(/^Answer/);
      let told = '';
      for await (const piece of await chat.stream([me('Hello'), her(first.content), me('More')]))
        told += piece.content;
      expect(told).toMatch(/^Answer/);
      expect(await texts('langchain')).toEqual(['Well met.', 'Hello', first.content, 'More', told]);
    } finally {
      packages.remove();
    }
  });
});
