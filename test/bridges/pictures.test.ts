import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Bridged, startBridged } from '../support/bridged.js';
import { type FakeDiscord, startFakeDiscord } from '../support/fakes/fake-discord.js';
import { type FakeOneBot, startFakeOneBot } from '../support/fakes/fake-onebot.js';
import { drawn } from '../support/files/drawn.js';
import type { Channel, User } from '../support/fakes/discord/world.js';

jest.setTimeout(120_000);

const MING = 20_001;
const TOKEN = 'a-token-of-the-tests';
const OFTEN = { limit: 1000, ms: 1000 };

describe('pictures that come by a bridge', () => {
  let here: Bridged;
  let qq: FakeOneBot;
  let discord: FakeDiscord;
  let ming: User;
  let dm: Channel;
  let ids: { qq: string; discord: string };

  beforeAll(async () => {
    here = await startBridged({
      model: 'llava-1.6',
      sees: true,
      reply: ({ n }) => `Reply ${n}.`,
      strict: { alternation: false },
    });
    qq = await startFakeOneBot({ token: TOKEN });
    qq.friend(MING, '小明');
    discord = await startFakeDiscord({ limits: { send: OFTEN, edit: OFTEN, webhook: OFTEN, typing: OFTEN } });
    ming = discord.person('Ming');
    dm = discord.dm(ming);
    ids = {
      qq: await here.bridge('onebot', { endpoint: qq.url, accessToken: TOKEN }),
      discord: await here.bridge('discord', { endpoint: discord.api, token: discord.token }),
    };
    for (const id of Object.values(ids)) await here.until(id, ({ status }) => status.state === 'connected');
    qq.say(MING, await here.code(ids.qq));
    await qq.until(() => qq.sent.some(({ text }) => text === 'Welcome.'));
    discord.say(ming, dm, await here.code(ids.discord));
    await discord.until(() => discord.sent.some(({ content }) => content === 'Welcome.'));
  });
  afterAll(async () => {
    await here.close();
    await qq.close();
    await discord.close();
  });

  const said = async () => {
    const [session] = await here.sessions();
    return (await here.messages(session!.id)).findLast(({ role }) => role === 'user')!;
  };
  const shown = () =>
    here.model.last.messages.flatMap(({ content }) =>
      Array.isArray(content)
        ? (content as { type: string }[]).filter(({ type }) => type === 'image_url')
        : [],
    );
  const answered = async (segments: Parameters<FakeOneBot['say']>[1]) => {
    const count = qq.sent.length;
    qq.say(MING, segments);
    return (await qq.received(count + 1)).text;
  };
  const text = (words: string) => ({ type: 'text', data: { text: words } });

  it('are kept, shown beside their message, and seen by a model that sees', async () => {
    expect(await answered([text('看这个'), qq.picture(await drawn('#f00'))])).toBe('Reply 1.');
    const message = await said();
    expect(message).toMatchObject({
      content: '看这个',
      pictures: [{ name: '1.png', width: 40, height: 30 }],
    });
    const { status, headers } = await fetch(
      `${here.server.url}/api/sessions/${message.sessionId}/pictures/${message.pictures![0]!.id}`,
      { headers: { authorization: `Bearer ${here.server.token}` } },
    );
    expect([status, headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    expect(shown()).toHaveLength(1);
    // A sticker of QQ's shop, as NapCat and as Lagrange tell of it, and nothing written.
    const { data } = qq.picture(await drawn('#0f0'));
    for (const [type, more] of [
      ['image', { summary: '[打招呼]', key: 'k', emoji_id: 'a1', emoji_package_id: 2 }],
      ['mface', { summary: '[打招呼]', emoji_id: 'a1' }],
    ] as const) {
      await answered([{ type, data: { ...data, sub_type: undefined, ...more } }]);
      expect(await said()).toMatchObject({ content: '', pictures: [{ name: '表情 打招呼' }] });
    }
    expect(shown()).toHaveLength(3);
  });

  it('come by Discord as attachments; stickers without a picture are named', async () => {
    const count = discord.sent.length;
    discord.say(ming, dm, 'My cat:', {
      attachments: [
        discord.picture('猫.png', await drawn('#00f'), dm),
        // That it is a picture need not be said.
        { ...discord.picture('cat.png', await drawn('#f0f'), dm), content_type: undefined },
        { id: '1', filename: 'notes.txt', size: 1, url: 'http://a/b', content_type: 'text/plain' },
      ],
      stickers: [{ id: '2', name: 'Wumpus', format_type: 3 }],
    });
    expect((await discord.received(count + 1)).content).toMatch(/^Reply/);
    await discord.until(() => discord.sent.at(-1)!.components.length === 1);
    expect(await said()).toMatchObject({
      content: 'My cat: [file notes.txt] [sticker Wumpus]',
      pictures: [{ name: '猫' }, { name: 'cat.png' }],
    });
    expect(shown()).toHaveLength(5);
  });

  it('that cannot be had are named, told, and hold nothing up', async () => {
    let asked = 0;
    const inside = createServer((_, response) => {
      asked++;
      response.end();
    });
    await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve));
    const at = (url: string) => ({ type: 'image', data: { file: 'a.png', url } });
    const { port } = inside.address() as AddressInfo;
    const own = qq.url.replace('ws:', 'http:');
    await answered([
      text('Three:'),
      at(`http://127.0.0.1:${port}/secret.png`),
      at(`${own}/not-there.png`),
      qq.picture(Buffer.from('<svg onload="alert(1)"/>')),
      at('file:///etc/passwd'),
      qq.picture(await drawn('#ff0')),
    ]);
    inside.close();
    expect(asked).toBe(0);
    const lost = '[picture: a.png, could not be loaded]';
    const message = await said();
    expect(message.content).toBe(`Three:[picture]\n${lost} ${lost} [picture: 3.png, could not be loaded]`);
    expect(message.pictures).toHaveLength(1);
    const told = (await here.events(ids.qq)).find(({ code }) => code === 'picture_lost')!;
    expect(told.params).toMatchObject({ why: 'link_not_allowed', sessionId: message.sessionId });
  });

  it('are fetched again where the server was killed meanwhile, and said once', async () => {
    let go = () => {};
    const held = new Promise<void>((resolve) => (go = resolve));
    const count = qq.sent.length;
    const { lastIn } = (await here.view(ids.qq)).status;
    qq.say(MING, [text('Held.'), qq.picture(await drawn('#0ff'), held)]);
    await here.until(ids.qq, ({ status }) => status.lastIn !== lastIn);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await here.kill();
    go();
    expect((await qq.received(count + 1)).text).toMatch(/^Reply/);
    expect(await said()).toMatchObject({ content: 'Held.', pictures: [{ name: '5.png' }] });
    const [session] = await here.sessions();
    const all = (await here.messages(session!.id)).filter(({ content }) => content === 'Held.');
    expect(all).toHaveLength(1);
  });
});
