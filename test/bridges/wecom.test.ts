import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Bridged, startBridged } from '../support/bridged.js';
import { drawn } from '../support/files/drawn.js';
import { type FakeWeCom, startFakeWeCom } from '../support/fakes/fake-wecom.js';

jest.setTimeout(20_000);

const held = () => {
  let go = () => {};
  const until = new Promise<void>((resolve) => (go = resolve));
  return { until, go: () => go() };
};

describe('a bot of WeCom', () => {
  let here: Bridged;
  let wecom: FakeWeCom;
  let id: string;

  beforeAll(async () => {
    here = await startBridged();
    wecom = await startFakeWeCom({ rate: { sends: 1000, ms: 60_000 } });
    id = await here.bridge('wecom', {
      endpoint: wecom.url,
      ...wecom.bot,
      characterId: here.characterId,
      rooms: ['club'],
    });
    await here.until(id, ({ status }) => status.state === 'connected');
  });
  afterAll(async () => {
    await here.close();
    await wecom.close();
  });
  const answerTo = async (say: () => unknown) => {
    const count = wecom.sent.length + 1;
    say();
    const answer = await wecom.received(count);
    await wecom.until(() => answer.isFinished);
    return answer;
  };
  const said = async () => {
    const [session] = await here.sessions();
    return (await here.messages(session!.id)).map(({ content }) => content);
  };

  it('tells who comes how to be let in, once, and pairs', async () => {
    expect((await answerTo(() => wecom.enter('nobody'))).text).toMatch(/^你好！我只和已配对的人聊天/);
    wecom.enter('nobody');
    wecom.say('nobody', 'Hello?');
    expect((await answerTo(() => wecom.say('hong', '你好'))).text).toMatch(/配对码/);
    expect(wecom.sent).toHaveLength(2);
    expect(here.model.requests).toHaveLength(0);
    wecom.say('ming', await here.code(id));
    await wecom.until(() => wecom.sent.at(-1)!.text === 'Welcome.');
    expect(wecom.sent.at(-2)!.text).toMatch(/^配对成功。正在和Mira聊天/);
    wecom.enter('ming');
    const { settings, status } = await here.view(id);
    expect(settings).toMatchObject({ secret: true, botId: wecom.bot.botId });
    expect(status.account).toBe(wecom.bot.botId);
  });

  it('shows a reply while it grows, in one message', async () => {
    const wait = held();
    here.model.next({ reply: `${'一个很长很长的故事。'.repeat(30)}完。`, until: wait.until, chunkSize: 60 });
    const count = wecom.sent.length;
    wecom.say('ming', '讲个故事');
    const shown = await wecom.received(count + 1);
    expect(shown).toMatchObject({ chat: 'ming', isFinished: false });
    expect(shown.text).toMatch(/^一个很长/);
    wait.go();
    await wecom.until(() => shown.isFinished);
    expect(shown.text).toMatch(/完。$/);
    expect(wecom.sent).toHaveLength(count + 1);
    expect((await answerTo(() => wecom.speak('ming', '说的话'))).text).toBe('Reply 2.');
    expect((await answerTo(() => wecom.say('ming', '/谁'))).text).toMatch(/^你以“User”的身份和Mira聊天/);
    expect(await said()).toContain('说的话');
  });

  it('keeps pictures, each opened with its own key', async () => {
    const pictures = async () => {
      const [session] = await here.sessions();
      const { content, pictures = [] } = (await here.messages(session!.id)).at(-2)!;
      return [content, ...pictures.map(({ name, width }) => `${name} ${width}`)];
    };
    const red = await drawn('#f00');
    await answerTo(() => wecom.show('ming', red));
    expect(await pictures()).toEqual(['', '未命名 40']);
    const items = [red, await drawn('#00f')].map((bytes) => ({
      msgtype: 'image',
      image: wecom.sealed(bytes),
    }));
    items[0]!.image.aeskey = Buffer.alloc(32, 1).toString('base64');
    const mixed = { msg_item: [{ msgtype: 'text', text: { content: '两张' } }, ...items] };
    await answerTo(() => wecom.receive('ming', { msgtype: 'mixed', mixed }));
    expect(await pictures()).toEqual(['两张\n［图片：未命名，没有收到］', '未命名 40']);
    const old = wecom.sealed(red);
    wecom.later(6 * 60_000);
    await answerTo(() => wecom.receive('ming', { msgtype: 'image', image: old }));
    expect(await pictures()).toEqual(['［图片：未命名，没有收到］']);
  });

  it('divides what is longer than a message', async () => {
    here.model.next({ reply: 'Ask <@all> and <@hong>.' });
    expect((await answerTo(() => wecom.say('ming', 'Whom?'))).text).toBe(
      'Ask <\u2060@all> and <\u2060@hong>.',
    );
    here.model.next({ reply: '字。'.repeat(8000) });
    const count = wecom.sent.length;
    wecom.say('ming', '写很多');
    await wecom.until(
      () =>
        wecom.sent
          .slice(count)
          .map(({ text }) => text)
          .join('').length === 16_000,
    );
    expect(wecom.sent.slice(count).length).toBeGreaterThan(1);
  });

  it('answers in a group that was let in, where it is mentioned', async () => {
    expect((await answerTo(() => wecom.say('ming', '', 'other'))).text).toMatch(/other/);
    wecom.say('hong', 'And now?', 'other');
    const answer = await answerTo(() => wecom.say('hong', '大家好', 'club'));
    expect(answer).toMatchObject({ chat: 'club', text: expect.stringMatching(/^Reply/) });
    const room = (await here.sessions()).find(({ title }) => title === 'club')!;
    expect((await here.messages(room.id)).at(-2)).toMatchObject({ speaker: 'hong', content: '大家好' });
  });

  it('ends a stream once, though nobody says that it ended', async () => {
    const count = wecom.sent.length;
    wecom.next('sent-cut');
    wecom.say('ming', 'One.');
    await wecom.until(() => wecom.sent.length > count && wecom.frames.at(-1)!.errcode === 846608);
    wecom.next('cut');
    expect((await answerTo(() => wecom.say('ming', 'Two.'))).text).toMatch(/^Reply/);
    expect(await here.view(id)).toMatchObject({ unconfirmed: 0, refused: 0 });
    expect(wecom.sent).toHaveLength(count + 2);
  });

  it('begins anew where a stream is too old, and where there is none', async () => {
    const wait = held();
    here.model.next({
      reply: 'A tale that is told far too slowly to be one.',
      until: wait.until,
      chunkSize: 30,
    });
    const count = wecom.sent.length;
    wecom.say('ming', 'Slowly.');
    await wecom.received(count + 1);
    wecom.later(7 * 60_000);
    wait.go();
    expect((await wecom.received(count + 2)).text).toMatch(/too slowly to be one\.$/);
    const again = held();
    here.model.next({ reply: 'Never said.', until: again.until });
    const requests = here.model.requests.length;
    wecom.say('ming', 'And then?');
    await here.model.received(requests + 1);
    await here.kill();
    again.go();
    const answer = await wecom.received(count + 3);
    expect(answer).toMatchObject({ chat: 'ming', text: expect.stringMatching(/^Reply/) });
    expect((await said()).slice(-2)).toEqual(['And then?', answer.text]);
  });

  it('comes back by itself, and survives nonsense', async () => {
    wecom.drop();
    await here.until(id, ({ status }) => status.state === 'connected' && wecom.isConnected);
    wecom.receive('ming', { msgtype: 'text', text: { content: { a: 1 } } });
    wecom.receive('ming', { msgtype: 'mixed', mixed: null });
    wecom.receive('x y\n', { msgtype: 'text', text: { content: 'hi' } });
    expect((await answerTo(() => wecom.say('ming', '还在吗'))).text).toMatch(/^Reply/);
    await here.server.call('PATCH', `/api/bridges/${id}`, { settings: { secret: 'another' } });
    const { status } = await here.until(id, (view) => view.status.state === 'refused');
    expect(status.lastError!.code).toBe('unauthorized');
  });
});
