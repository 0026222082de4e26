import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Bridged, startBridged } from '../support/bridged.js';
import { type FakeTelegram, startFakeTelegram } from '../support/fakes/fake-telegram.js';
import type { ChatLimits } from '../support/fakes/telegram/chat-limits.js';
import { drawn } from '../support/files/drawn.js';
import {
  type TelegramChat,
  type TelegramMessage,
  TelegramRefusal,
  type TelegramUser,
} from '../support/fakes/telegram/world.js';

jest.setTimeout(60_000);

const BUTTONS = {
  inline_keyboard: [
    [
      { text: '◀', callback_data: 'keepsake:previous' },
      { text: '↻', callback_data: 'keepsake:again' },
      { text: '▶', callback_data: 'keepsake:next' },
    ],
  ],
};

describe('a bridge to Telegram', () => {
  let here: Bridged;
  let telegram: FakeTelegram;
  let id: string;
  let ming: TelegramUser;
  let ann: TelegramUser;
  let club: TelegramChat;
  let dm: TelegramChat;
  const limits: ChatLimits = {};

  beforeAll(async () => {
    here = await startBridged();
    telegram = await startFakeTelegram({ limits });
    ming = telegram.person('小明', { language_code: 'zh-hans' });
    ann = telegram.person('Ann');
    club = telegram.group('读书会', { 7: '红楼' });
    dm = telegram.dm(ming);
    id = await here.bridge('telegram', {
      endpoint: telegram.url,
      token: telegram.token,
      characterId: here.characterId,
      rooms: [String(club.id)],
    });
    await here.until(id, ({ status }) => status.state === 'connected');
  });
  afterAll(async () => {
    await here.close();
    await telegram.close();
  });

  const answerTo = async (...said: Parameters<FakeTelegram['say']>) => {
    const count = telegram.sent.length + 1;
    telegram.say(...said);
    return telegram.received(count);
  };
  const at = (text: string) => `@keeper_bot ${text}`;
  const callsOf = (method: string) => telegram.calls.filter((call) => call.method === method);
  const buttonsBelow = (message: TelegramMessage) => telegram.until(() => message.markup !== undefined);
  const session = async (title: string) => (await here.sessions()).find((one) => one.title === title)!;
  const pause = () => new Promise((resolve) => setTimeout(resolve, 50));

  /** A reply that is shown whole before it ends: what follows is its last edit. */
  const SHOWN = 'A reply that is long enough to be shown before it ends.';
  let end = () => {};
  const growing = (text: string) => {
    const held = new Promise<void>((resolve) => (end = resolve));
    here.model.next({ reply: SHOWN.padEnd(90), until: held, chunkSize: 60 });
    return answerTo(ming, dm, text);
  };

  it('answers strangers politely, and pairs by the code of a link', async () => {
    expect((await answerTo(ann, telegram.dm(ann), '/start')).text).toMatch(/pairing code/);
    expect((await answerTo(ming, dm, '/start')).text).toMatch(/配对码/);
    const count = telegram.sent.length;
    telegram.say(ming, dm, `/start ${await here.code(id)}`);
    await telegram.received(count + 2);
    expect(telegram.sent.slice(count).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^配对成功/),
      'Welcome.',
    ]);
    expect(here.model.requests).toHaveLength(0);
    const view = await here.view(id);
    expect(view.status).toMatchObject({ state: 'connected', account: '@keeper_bot' });
    expect(view.settings).toMatchObject({ token: true });
    const [en, zh] = callsOf('setMyCommands').map(({ params }) => params);
    expect(en!['commands']).toContainEqual({ command: 'forget_last', description: expect.any(String) });
    expect(zh).toMatchObject({ language_code: 'zh' });
    expect(zh!['commands']).toContainEqual({ command: 'who', description: '谁在回复、在哪个对话里' });
  });

  it('talks in the conversation that the web has, and shows its formatting', async () => {
    here.model.next({ reply: '*She nods.* **Yes** & <b>no</b> by @ming, [here](https://example.org).' });
    const count = telegram.sent.length;
    telegram.say(ming, dm, 'Wait.');
    telegram.show(ming, dm, await drawn('#f00', 'jpeg'), 'Look:');
    const sent = await telegram.received(count + 1);
    await buttonsBelow(sent);
    expect(sent).toMatchObject({
      text: 'She nods. Yes & <b>no</b> by @ming, here.',
      chat: { id: dm.id },
      replyTo: undefined,
      markup: BUTTONS,
    });
    const { params } = telegram.calls.findLast(({ method }) =>
      /^(?:sendMessage|editMessageText)$/.test(method),
    )!;
    expect(params).toMatchObject({
      entities: [
        { type: 'italic', offset: 0, length: 9 },
        { type: 'bold', offset: 10, length: 3 },
        { type: 'text_link', url: 'https://example.org', offset: 36, length: 4 },
      ],
      link_preview_options: { is_disabled: true },
    });
    expect(telegram.actions).toContainEqual({ chat: dm.id, action: 'typing' });
    const messages = await here.messages((await session('Mira')).id);
    expect(messages.at(-2)).toMatchObject({
      content: 'Wait.\nLook:',
      pictures: [{ name: 'unnamed', width: 40, height: 30 }],
      via: { bridge: id, platform: 'telegram', author: '小明' },
    });
    // What Telegram's menu of commands sends is Latin, though all else is Chinese.
    expect((await answerTo(ming, dm, '/who')).text).toMatch(/^你以“User”的身份和Mira聊天/);
  });

  it('keeps what it is shown, names the rest, and tells nobody its token', async () => {
    const count = telegram.sent.length;
    telegram.stick(ming, dm, await drawn('#0f0', 'webp'), '😀');
    telegram.stick(ming, dm, Buffer.from('tgs'), '🎉', { is_animated: true });
    telegram.show(ming, dm, Buffer.alloc(10_000_001), '太大');
    await buttonsBelow(await telegram.received(count + 1));
    expect((await here.messages((await session('Mira')).id)).at(-2)).toMatchObject({
      content: '[表情 🎉]\n太大\n［图片：未命名，没有收到］',
      pictures: [{ name: '表情 😀' }],
    });
    const told = await here.events(id);
    const lost = told.find(({ code }) => code === 'picture_lost');
    expect(lost!.params).toMatchObject({ why: 'download_too_large' });
    for (const text of [JSON.stringify(told), here.server.output()])
      expect(text).not.toContain(telegram.token);
  });

  it('shows a reply while it grows, and divides it at its end', async () => {
    const whole = `${'A sentence of the tale, with 😀 in it. '.repeat(240).trim()}\n\nThe end.`;
    let go = () => {};
    const held = new Promise<void>((resolve) => (go = resolve));
    here.model.next({ reply: whole, until: held, chunkSize: 2000 });
    const count = telegram.sent.length;
    telegram.say(ming, dm, 'Tell me.');
    const shown = await telegram.received(count + 1);
    expect(whole.startsWith(shown.text!.replace(/…$/, ''))).toBe(true);
    go();
    await telegram.until(() => telegram.sent.slice(count).some(({ text }) => text!.endsWith('The end.')));
    const parts = telegram.sent.slice(count);
    expect(parts.length).toBe(3);
    await buttonsBelow(parts.at(-1)!);
    for (const { text } of parts) expect(text!.length).toBeLessThanOrEqual(4096);
    expect(parts.map(({ markup }) => markup)).toEqual([undefined, undefined, BUTTONS]);
    const bare = (text: string) => text.replace(/\s+/g, '');
    expect(bare(parts.map(({ text }) => text).join(''))).toBe(bare(whole));
  });

  it('answers in a group who means it, in each topic by itself, and rings at nobody’s', async () => {
    const requests = here.model.requests.length;
    telegram.say(ming, club, 'To nobody.');
    telegram.say(ming, club, '/help@other_bot');
    telegram.say(telegram.person('Robot', { is_bot: true }), club, at('Hello, bot.'));
    here.model.next({ reply: 'Hello @ann and @everybody.' });
    const question = telegram.say(ming, club, at('Hello.'));
    const count = telegram.sent.length;
    const one = await telegram.received(count + 1);
    await buttonsBelow(one);
    expect(one).toMatchObject({ text: 'Hello ＠ann and ＠everybody.', replyTo: question, topic: undefined });
    const two = await answerTo(ann, club, 'And hello from me.', { replyTo: one });
    expect(two.text).toMatch(/^Reply/);
    const three = await answerTo(ann, club, at('In a topic.'), { topic: 7 });
    expect(three).toMatchObject({ topic: 7 });
    expect(telegram.actions).toContainEqual({ chat: club.id, action: 'typing', topic: 7 });
    expect(here.model.requests).toHaveLength(requests + 3);
    const speakers = async (title: string) =>
      (await here.messages((await session(title)).id)).filter(({ via }) => via).map(({ speaker }) => speaker);
    expect(await speakers('读书会')).toEqual(['小明', 'Ann']);
    expect(await speakers('读书会 · 7')).toEqual(['Ann']);
    expect(JSON.stringify(here.model.requests.slice(requests).map(({ messages }) => messages))).not.toMatch(
      /Tell me\.|Wait\./,
    );
    const elsewhere = telegram.group('elsewhere');
    expect((await answerTo(ann, elsewhere, at('').trim())).text).toContain(
      `let in. Whoever runs this bot can add it: ${elsewhere.id}`,
    );
    expect(here.model.requests).toHaveLength(requests + 3);
  });

  it('has buttons for other versions of a reply', async () => {
    const first = await answerTo(ming, dm, 'One more.');
    await buttonsBelow(first);
    const before = first.text;
    const count = telegram.sent.length;
    telegram.press(ming, first, 'keepsake:again');
    const second = await telegram.received(count + 1);
    await buttonsBelow(second);
    const after = second.text;
    telegram.press(ming, second, 'keepsake:previous');
    await telegram.until(() => second.text === before);
    telegram.press(ming, second, 'keepsake:next');
    await telegram.until(() => second.text === after);
    telegram.press(ming, second, 'nonsense');
    await telegram.until(() => telegram.callbacks.size === 0);
    expect(telegram.sent).toHaveLength(count + 1);
    expect(second.markup).toEqual(BUTTONS);
  });

  it('takes over what people change of their messages', async () => {
    const count = telegram.sent.length;
    const said = telegram.say(ming, dm, 'I meen well.');
    await buttonsBelow(await telegram.received(count + 1));
    telegram.edit(said, 'I mean well.');
    const { id: sessionId } = await session('Mira');
    while (!(await here.messages(sessionId)).some(({ content }) => content === 'I mean well.')) await pause();
  });

  it('falls back to what Telegram takes', async () => {
    const count = telegram.sent.length;
    telegram.next({
      method: 'sendMessage',
      refuse: new TelegramRefusal(400, "Bad Request: can't parse entities: whatever it is"),
    });
    here.model.next({ reply: '**Bold**.' });
    expect((await answerTo(ming, dm, 'One.')).text).toBe('Bold.');
    expect(callsOf('sendMessage').at(-1)!.params['entities']).toEqual([]);
    // A pause that Telegram wants is kept to: nobody asks it before.
    limits.private = { sends: 1, ms: 1500 };
    telegram.say(ming, dm, '/who');
    telegram.say(ming, dm, '/who');
    await telegram.received(count + 3);
    limits.private = undefined;
    expect(callsOf('sendMessage').filter(({ code }) => code === 429)).toHaveLength(1);
    // What can be edited no more is sent anew; an edit that nobody answered is tried again.
    await growing('Three.');
    telegram.next({
      method: 'editMessageText',
      refuse: new TelegramRefusal(400, "Bad Request: message can't be edited"),
    });
    end();
    expect((await telegram.received(count + 5)).text).toBe(SHOWN);
    const shown = await growing('Four.');
    telegram.next({ method: 'editMessageText', fate: 'done-cut' });
    end();
    await buttonsBelow(shown);
    expect((await answerTo(ming, dm, '/who')).text).toMatch(/Mira/);
    expect(telegram.sent).toHaveLength(count + 7);
    expect(await here.view(id)).toMatchObject({ unconfirmed: 0, refused: 0 });
    // Of what was sent and not confirmed, it is not known whether it arrived: it is told, and not sent twice.
    telegram.next({ method: 'sendMessage', fate: 'done-cut' });
    telegram.say(ming, dm, 'Five.');
    await here.until(id, ({ unconfirmed }) => unconfirmed === 1);
    telegram.dm(ming).isBlocked = true;
    telegram.say(ming, dm, 'Six.');
    await here.until(id, ({ refused }) => refused === 1);
    telegram.dm(ming).isBlocked = false;
    expect((await here.events(id)).slice(0, 2).map(({ code, params }) => [code, params['why']])).toEqual([
      ['refused', 'not_allowed'],
      ['unconfirmed', 'no_answer'],
    ]);
    expect(telegram.sent).toHaveLength(count + 8);
  });

  it('loses nothing and says nothing twice when the server is killed', async () => {
    const count = telegram.sent.length;
    const requests = here.model.requests.length;
    // The poll that would confirm it is never heard.
    telegram.next({ method: 'getUpdates', fate: 'hang' });
    expect((await answerTo(ming, dm, 'Before the end.')).text).toBe(`Reply ${requests + 1}.`);
    expect(telegram.updates.pending).toBe(1);
    const polls = callsOf('getUpdates').length;
    await here.kill();
    await here.until(id, ({ status }) => status.state === 'connected');
    const after = telegram.say(ming, dm, 'After it.');
    expect((await telegram.received(count + 2)).text).toBe(`Reply ${requests + 2}.`);
    await buttonsBelow(telegram.sent.at(-1)!);
    expect(callsOf('getUpdates')[polls]!.params['offset']).toBeGreaterThan(810_000_000);
    let go = () => {};
    const held = new Promise<void>((resolve) => (go = resolve));
    here.model.next({ reply: 'Half of a tale.', until: held });
    telegram.say(ming, dm, 'In the middle.');
    await here.model.received(requests + 3);
    await here.server.stop('SIGKILL');
    go();
    telegram.say(ming, dm, 'While nobody is there.');
    // What was changed meanwhile is told by the poll that follows.
    telegram.edit(after, 'After it, changed.');
    here.server = await here.server.restart();
    await telegram.received(count + 4);
    expect(telegram.sent.slice(count).map(({ text }) => text)).toEqual([
      `Reply ${requests + 1}.`,
      `Reply ${requests + 2}.`,
      `Reply ${requests + 4}.`,
      `Reply ${requests + 5}.`,
    ]);
    // The end of a reply that was shown already is an edit: done twice, it is the same.
    const { unconfirmed } = await here.view(id);
    const shown = await growing('And at its end.');
    telegram.next({ method: 'editMessageText', fate: 'done-hang' });
    end();
    await buttonsBelow(shown);
    await here.kill();
    expect((await answerTo(ming, dm, '/who')).text).toMatch(/Mira/);
    expect((await here.view(id)).unconfirmed).toBe(unconfirmed);
    const texts = (await here.messages((await session('Mira')).id)).map(({ content }) => content);
    for (const text of ['Before the end.', 'After it, changed.', 'In the middle.', 'While nobody is there.'])
      expect(texts.filter((one) => one === text)).toHaveLength(1);
  });

  it('follows a group that becomes a supergroup', async () => {
    const anew = telegram.group('读书会');
    club.movedTo = anew.id;
    telegram.updates.push('message', {
      message_id: 900,
      date: 0,
      chat: { id: club.id, type: 'group', title: '读书会' },
      from: ming,
      migrate_to_chat_id: anew.id,
    });
    const { id: sessionId, lastSeq } = await session('读书会');
    expect((await answerTo(ann, anew, at('Still there?'))).chat).toBe(anew);
    expect((await here.sessions()).find((one) => one.id === sessionId)!.lastSeq).toBe(lastSeq + 2);
    expect((await here.view(id)).settings.rooms).toEqual([String(anew.id)]);
  });

  it('goes on after nonsense, and a Telegram that fails', async () => {
    for (const update of [
      null,
      {},
      { chat: null },
      { message_id: 'x', chat: { id: {} }, from: ming, text: 5 },
    ])
      telegram.updates.push('message', update as object);
    telegram.updates.push('callback_query', {});
    telegram.next({ method: 'getUpdates', refuse: new TelegramRefusal(502, 'Bad Gateway') });
    telegram.next({
      method: 'getUpdates',
      refuse: new TelegramRefusal(429, 'Too Many Requests', { retry_after: 1 }),
    });
    expect((await answerTo(ming, dm, '/who')).text).toMatch(/Mira/);
  });

  it('says what stands in its way', async () => {
    const failing = (code: string) =>
      here.until(id, ({ status }) => status.state !== 'connected' && status.lastError?.code === code);
    await here.until(id, ({ status }) => status.state === 'connected');
    const other = telegram.updates.poll({ timeout: 60 }).catch((error: Error) => error.message);
    await failing('other_poller');
    // It asks again, and the other one is told the same.
    expect(await other).toMatch(/^Conflict: terminated by other/);
    await here.until(id, ({ status }) => status.state === 'connected');
    telegram.updates.webhook = 'https://example.org/hook';
    telegram.drop();
    await failing('webhook_set');
    telegram.updates.webhook = '';
    await here.until(id, ({ status }) => status.state === 'connected');
    const patch = (settings: object) => here.server.call('PATCH', `/api/bridges/${id}`, { settings });
    for (const token of ['nonsense', `${telegram.bot.id}:another_token_of_thirty_five_letters`]) {
      await patch({ token });
      await here.until(
        id,
        ({ status }) => status.state === 'refused' && status.lastError?.code === 'unauthorized',
      );
    }
    expect((await patch({ endpoint: 'http://169.254.169.254' })).status).toBe(400);
    await patch({ token: telegram.token });
    await here.until(id, ({ status }) => status.state === 'connected');
  });
});
