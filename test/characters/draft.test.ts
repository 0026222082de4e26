import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(120_000);

describe('a character drafted from an idea', () => {
  let server: TestServer;
  let model: FakeModel;
  beforeAll(async () => {
    [server, model] = await Promise.all([startServer(), startFakeModel({ model: 'drafter' })]);
  });
  afterAll(async () => {
    await Promise.all([model.close(), server.stop()]);
  });
  const draft = (body: object) => server.call('POST', '/api/characters/draft', body);

  it('is refused without an idea, or a model that could have one', async () => {
    expect(await draft({ idea: ' ' })).toMatchObject({ status: 400 });
    expect(await draft({ idea: 'A lamp keeper.', language: 'fr' })).toMatchObject({ status: 400 });
    expect(await draft({ idea: 'A lamp keeper.' })).toMatchObject({
      status: 409,
      body: { code: 'model_needed' },
    });
  });

  it('is what the model wrote, in the language that was asked for; nothing is stored', async () => {
    await server.call('POST', '/api/connections', { baseUrl: model.url, model: 'drafter', isDefault: true });
    const before = (await server.call('GET', '/api/characters')).body.items.length;
    const written = {
      name: ' 沈灯 ',
      description: '守灯人。\u0000',
      personality: '冷静、嘴硬',
      scenario: '雨夜。',
      greetings: ['“谁？”', ' '],
      examples: '',
      tags: ['灯塔', '海'.repeat(90)],
    };
    model.next({ reply: JSON.stringify(written) });
    const { status, body } = await draft({ idea: '守灯人，嘴硬心软', language: 'zh' });
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        ...written,
        name: '沈灯',
        description: '守灯人。\uFFFD',
        greetings: ['“谁？”'],
        tags: ['灯塔', '海'.repeat(60)],
      },
    });
    const asked = JSON.stringify(model.last.messages);
    expect(asked).toContain('嘴硬心软');
    expect(asked).toContain('起草');
    expect((await server.call('GET', '/api/characters')).body.items).toHaveLength(before);
  });

  it('is given up when nobody waits for it any more', async () => {
    model.next({ hang: true });
    const before = model.requests.length;
    const leaving = new AbortController();
    const left = fetch(`${server.url}/api/characters/draft`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ idea: 'A lamp keeper.' }),
      signal: leaving.signal,
    }).catch(() => null);
    const until = async (is: () => boolean) => {
      while (!is()) await new Promise((resolve) => setTimeout(resolve, 10));
    };
    await until(() => model.requests.length > before);
    leaving.abort();
    await left;
    expect(await model.last.ended).toBe('aborted');
  });

  it('is asked for in the words that the owner has for it', async () => {
    const path = '/api/prompts/en/draft';
    const own = { text: '{{original}}\n- Everybody lives by the sea.' };
    expect(await server.call('PUT', path, own)).toMatchObject({ status: 200, body: { broken: [] } });
    model.next({
      reply: JSON.stringify({
        name: 'A',
        description: '',
        personality: '',
        scenario: '',
        greetings: [],
        examples: '',
        tags: [],
      }),
    });
    expect(await draft({ idea: 'A lamp keeper.' })).toMatchObject({ status: 200 });
    expect(JSON.stringify(model.last.messages)).toContain('Everybody lives by the sea.');
    const { id } = (await server.call('POST', '/api/characters', { name: 'Ada' })).body;
    const ofHers = (await server.call('GET', `/api/characters/${id}/prompts`)).body.items;
    expect(ofHers.some(({ name }: { name: string }) => name === 'draft')).toBe(false);
    const hers = `/api/characters/${id}/prompts/en/draft`;
    expect(await server.call('PUT', hers, own)).toMatchObject({ status: 400 });
    expect(await server.call('DELETE', path)).toMatchObject({ status: 200 });
  });

  it('is no more than the budget of the connection lets it be', async () => {
    const { items } = (await server.call('GET', '/api/connections')).body;
    const { id } = items.find((one: { model: string }) => one.model === 'drafter');
    await server.call('PATCH', `/api/connections/${id}`, { budget: { perDay: { requests: 1 } } });
    expect(await draft({ idea: 'A lamp keeper.' })).toMatchObject({ body: { code: 'budget_reached' } });
  });
});
