import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import OpenAI from 'openai';
import sharp from 'sharp';
import type { MessageView } from '../../src/contracts/message.js';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { closeServer, listenOnLoopback } from '../support/fakes/loopback.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(60_000);

type Part = OpenAI.ChatCompletionContentPart;

describe('pictures in messages of an OpenAI client', () => {
  let model: FakeModel;
  let server: TestServer;
  let client: OpenAI;
  let mira: string;
  let red: Buffer;
  let site: string;
  const http = createServer((request, response) => {
    if (request.url?.startsWith('/moved'))
      response.writeHead(302, { location: 'http://127.0.0.1:1/a' }).end();
    else response.end(request.url?.startsWith('/red') ? red : '<html>');
  });

  beforeAll(async () => {
    red = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    site = await listenOnLoopback(http);
    model = await startFakeModel({ sees: true, reply: ({ n }) => `Answer ${n}.` });
    server = await startServer({
      ...{ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'llava-1.6', INGEST_ALLOW_HOSTS: site },
    });
    mira = (await server.call('POST', '/api/characters', { name: 'Mira' })).body.id;
    const { body } = await server.call('POST', '/api/keys', { name: 'Pictures', scopes: ['sessions:talk'] });
    client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: body.key, maxRetries: 0 });
  });
  afterAll(async () => {
    await server.stop();
    await model.close();
    await closeServer(http);
  });

  const data = (bytes: Buffer) => `data:image/png;base64,${bytes.toString('base64')}`;
  const shown = (url: string): Part => ({ type: 'image_url', image_url: { url } });
  const me = (...content: Part[]): OpenAI.ChatCompletionMessageParam => ({ role: 'user', content });
  const ask = async (user: string, ...messages: OpenAI.ChatCompletionMessageParam[]) => {
    const { data: answer, response } = await client.chat.completions
      .create({ model: mira, user, messages })
      .withResponse();
    const { items } = (
      await server.call('GET', `/api/sessions/${response.headers.get('x-session-id')}/messages`)
    ).body as { items: MessageView[] };
    const reply = { role: 'assistant' as const, content: answer.choices[0]!.message.content! };
    return { reply, items, ignored: response.headers.get('x-ignored-fields') };
  };
  const sentPictures = () => JSON.stringify(model.last.messages).match(/data:image\/jpeg;base64,/g)?.length;

  it('are the messages’, by what holds them and by where they are', async () => {
    const look = me(
      { type: 'text', text: 'Look!' },
      shown(data(red)),
      shown(`http://${site}/red%20cat.png?x=1`),
    );
    const one = await ask('looks', look);
    expect(one.ignored).toBeNull();
    expect(one.items[0]).toMatchObject({
      content: 'Look!',
      pictures: [{ width: 40 }, { name: 'red cat.png' }],
    });
    expect(sentPictures()).toBe(2);
    // They come again with the history, and are not taken again; a picture may be all that is said.
    const two = await ask('looks', look, one.reply, me(shown(data(red))));
    expect(two.items.map(({ content, pictures = [] }) => [content, pictures.length])).toEqual([
      ['Look!', 2],
      [one.reply.content, 0],
      ['', 1],
      [two.reply.content, 0],
    ]);
    const again = await ask('looks', look, one.reply, me(shown(data(red))));
    expect(again.items).toHaveLength(4);
    expect(again.items[3]!.swipes).toBe(2);
  });

  it('may be as large as a camera makes them, where text may not', async () => {
    const noise = await sharp(randomBytes(1500 * 1200 * 3), {
      raw: { width: 1500, height: 1200, channels: 3 },
    })
      .png()
      .toBuffer();
    expect(noise.length).toBeGreaterThan(5_000_000);
    const { items } = await ask('large', me(shown(data(noise))));
    expect(items[0]!.pictures).toHaveLength(1);
    const text = 'x'.repeat(5_000_000);
    await expect(ask('large', me({ type: 'text', text }))).rejects.toMatchObject({ status: 413 });
    await expect(ask('large', me(shown(data(randomBytes(10_000_000)))))).rejects.toMatchObject({
      status: 413,
    });
  });

  it('are refused by the field that names them, and nothing is said', async () => {
    const wrong = async (status: number, code: string, ...parts: Part[]) =>
      expect(
        ask('wrong', { role: 'system', content: 'Look.' }, me({ type: 'text', text: 'Look!' }, ...parts)),
      ).rejects.toMatchObject({ status, code, param: `messages[1].content[${parts.length}].image_url` });
    await wrong(400, 'bad_request', shown('data:image/png;base64,%%%'));
    await wrong(400, 'bad_request', shown(data(red)), shown('file:///etc/passwd'));
    await wrong(422, 'not_a_picture', shown(data(Buffer.from('<svg/>'))));
    await wrong(422, 'picture_broken', shown(data(red.subarray(0, 60))));
    await wrong(422, 'link_not_allowed', shown('http://127.0.0.1:5432/a.png'));
    await wrong(422, 'link_not_allowed', shown(`http://${site}/moved`));
    await wrong(422, 'not_a_picture', shown(`http://${site}/page`));
    await wrong(422, 'too_many_pictures', ...Array.from({ length: 9 }, () => shown(data(red))));
    const { data: sessions } = (await server.call('GET', '/v1/sessions?user=wrong')).body;
    expect(sessions[0].messages).toBe(0);
  });
});
