import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Bridged, startBridged } from '../support/bridged.js';
import { type FakeDiscord, startFakeDiscord } from '../support/fakes/fake-discord.js';
import type { Channel, User } from '../support/fakes/discord/world.js';

jest.setTimeout(60_000);

const OFTEN = { limit: 1000, ms: 1000 };
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('a bridge to Discord', () => {
  let here: Bridged;
  let discord: FakeDiscord;
  let id: string;
  let ming: User;
  let ann: User;
  let general: Channel;
  let dm: Channel;
  let readers: string;

  beforeAll(async () => {
    here = await startBridged();
    discord = await startFakeDiscord({
      messageContent: false,
      limits: { send: OFTEN, edit: OFTEN, webhook: OFTEN, typing: OFTEN },
    });
    ming = discord.person('小明');
    ann = discord.person('Ann');
    const guild = discord.guild('读书会', [ming, ann]);
    readers = discord.role(guild, 'Readers');
    ming.roles = [readers];
    general = discord.channel(guild, 'general');
    discord.channel(guild, 'elsewhere');
    dm = discord.dm(ming);
    await fetch(`${here.server.url}/api/characters/${here.characterId}/avatar`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${here.server.token}`, 'content-type': 'image/png' },
      body: PNG,
    });
    id = await here.bridge('discord', {
      endpoint: discord.api,
      token: discord.token,
      characterId: here.characterId,
      rooms: [general.id],
    });
    await here.until(id, ({ status }) => status.state === 'connected');
  });
  afterAll(async () => {
    await here.close();
    await discord.close();
  });

  const answerTo = async (
    user: User,
    channel: Channel,
    text: string,
    more: Parameters<FakeDiscord['say']>[3] = {},
  ) => {
    const count = discord.sent.length + 1;
    discord.say(user, channel, text, more);
    return discord.received(count);
  };
  const at = (text: string) => `<@${discord.bot.id}> ${text}`;

  it('answers strangers politely, pairs, and talks in private', async () => {
    expect((await answerTo(ming, dm, 'Hello?')).content).toMatch(/pairing code/);
    const count = discord.sent.length;
    discord.say(ming, dm, await here.code(id));
    await discord.until(() => discord.sent.at(-1)!.content === 'Welcome.');
    expect(discord.sent[count]!.content).toMatch(/^配对成功/);
    expect((await answerTo(ming, dm, 'Hello.')).content).toBe('Reply 1.');
    expect(discord.platform.typing).toContain(dm);
    const [session] = await here.sessions();
    expect((await here.messages(session!.id)).at(-2)).toMatchObject({
      content: 'Hello.',
      via: { bridge: id, platform: 'discord', author: '小明' },
    });
    expect((await here.view(id)).settings).toMatchObject({ token: true });
  });

  it('shows a reply while it grows, and divides it at its end', async () => {
    const code = `\`\`\`js\n${'const line = "of code";\n'.repeat(120)}\`\`\``;
    const whole = `${'A sentence of the tale. '.repeat(60).trim()}\n\n${code}\n\nThe end.`;
    let go = () => {};
    const held = new Promise<void>((resolve) => (go = resolve));
    here.model.next({ reply: whole, until: held, chunkSize: 200 });
    const count = discord.sent.length;
    discord.say(ming, dm, 'Tell me.');
    const shown = await discord.received(count + 1);
    expect(whole.startsWith(shown.content.replace(/…$/, ''))).toBe(true);
    go();
    await discord.until(() => discord.sent.slice(count).some(({ content }) => content.endsWith('The end.')));
    const parts = discord.sent.slice(count).map(({ content }) => content);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) {
      expect([...part].length).toBeLessThanOrEqual(2000);
      expect((part.match(/```/g) ?? []).length % 2).toBe(0);
    }
    const bare = (text: string) => text.replace(/```(js)?/g, '').replace(/\s+/g, '');
    expect(bare(parts.join(''))).toBe(bare(whole));
    expect(discord.sent.slice(count).map(({ components }) => components.length)).toEqual([
      ...parts.slice(1).map(() => 0),
      1,
    ]);
  });

  it('answers in a channel with the face of the character, who is meant, and pings nobody', async () => {
    const requests = here.model.requests.length;
    discord.say(ming, general, 'To nobody.');
    here.model.next({ reply: `@everyone <@${ann.id}> hello there.` });
    const one = await answerTo(ming, general, at('Hello.'));
    expect(one).toMatchObject({ author: { username: 'Mira' }, mentions: [], mentionEveryone: false });
    expect(one.webhook!.avatar).not.toBeNull();
    // Whoever answers what the character said is meant, though it was no mention.
    const two = await answerTo(ann, general, at('And hello from me.'), { replyTo: one });
    expect(two.webhook!.id).toBe(one.webhook!.id);
    const room = (await here.sessions()).find(({ title }) => title === 'general')!;
    expect((await here.messages(room.id)).filter(({ via }) => via).map(({ speaker }) => speaker)).toEqual([
      '小明',
      'Ann',
    ]);
    expect(here.model.requests).toHaveLength(requests + 2);
    expect(JSON.stringify(here.model.requests.slice(requests).map(({ messages }) => messages))).not.toContain(
      'Tell me.',
    );
    const bot = discord.person('Other bot', { bot: true });
    discord.say(bot, general, at('Hello, bot.'));
    const elsewhere = [...general.guild!.channels.values()].find(({ name }) => name === 'elsewhere')!;
    expect((await answerTo(ann, elsewhere, at('').trim())).content).toMatch(
      new RegExp(`has not been let in.*${elsewhere.id}`),
    );
    discord.say(ann, elsewhere, at('Hello?'));
    expect(here.model.requests).toHaveLength(requests + 2);
    // Where it was, whoever only calls is answered, too.
    expect((await answerTo(ann, general, at('').trim())).content).toMatch(/^Reply/);
    expect((await here.messages(room.id)).at(-2)).toMatchObject({ content: '@Keeper', speaker: 'Ann' });
  });

  const patch = async (settings: object) => {
    const before = (await here.view(id)).status.since;
    await here.server.call('PATCH', `/api/bridges/${id}`, { settings });
    await here.until(id, ({ status: { state, since } }) => state === 'connected' && since > before);
  };

  it('lets a server in, of it who has a role, and each thread by itself', async () => {
    const guild = general.guild!;
    await patch({ rooms: null, servers: [guild.id], roles: [readers] });
    const [count, requests] = [discord.sent.length, here.model.requests.length];
    const elsewhere = [...guild.channels.values()].find(({ name }) => name === 'elsewhere')!;
    discord.say(ann, elsewhere, at('Am I heard?'));
    const thread = discord.platform.openThread(general, '夜谈', { type: 11 });
    expect(await answerTo(ming, thread, at('In here.'))).toMatchObject({
      channel: thread,
      author: { username: 'Mira' },
    });
    expect(discord.sent).toHaveLength(count + 1);
    expect(here.model.requests).toHaveLength(requests + 1);
    const room = (await here.sessions()).find(({ title }) => title === '夜谈')!;
    expect((await here.messages(room.id)).map(({ content }) => content)).toEqual(
      expect.arrayContaining(['In here.']),
    );
    expect(JSON.stringify(here.model.last.messages)).not.toContain('hello there');
    await patch({ rooms: [general.id], servers: null, roles: null });
  });

  it('has slash commands in both languages, which complete the names of characters', async () => {
    const commands = discord.platform.commands.get('')!;
    expect(commands).toHaveLength(14);
    expect(commands.find(({ name }) => name === 'help')).toMatchObject({
      name_localizations: { 'zh-CN': '帮助' },
    });
    const count = discord.sent.length;
    const used = discord.slash(ming, dm, 'who');
    expect((await used.answered).type).toBe(5);
    await discord.until(() =>
      discord.sent.slice(count).some(({ content }) => /You talk with Mira/.test(content)),
    );
    await here.server.call('POST', '/api/characters', { name: '林黛玉', sheet: {} });
    const choices = async (user: User, channel: Channel) =>
      (await discord.complete(user, channel, 'switch', 'name', '黛').answered).data;
    expect(await choices(ming, dm)).toEqual({ choices: [{ name: '林黛玉', value: '林黛玉' }] });
    expect(await choices(ann, general)).toEqual({ choices: [] });
  });

  it('has buttons for other versions of a reply', async () => {
    const first = await answerTo(ming, dm, 'One more.');
    await discord.until(() => first.components.length === 1);
    const before = first.content;
    const count = discord.sent.length;
    discord.press(ming, first, 'keepsake:again');
    const second = await discord.received(count + 1);
    await discord.until(() => second.components.length === 1 && second.content !== '');
    const after = second.content;
    expect(after).toMatch(/^Reply/);
    discord.press(ming, second, 'keepsake:previous');
    await discord.until(() => second.content === before);
    discord.press(ming, second, 'keepsake:next');
    await discord.until(() => second.content === after);
    expect(discord.sent).toHaveLength(count + 1);
  });

  it('lets nobody choose or change anything in a room that was shut again, or without its role', async () => {
    const reply = await answerTo(ming, general, at('Among all.'));
    await discord.until(() => reply.components.length === 1);
    const count = discord.sent.length;
    discord.press(ming, reply, 'keepsake:again');
    const second = await discord.received(count + 1);
    await discord.until(() => second.components.length === 1 && second.content !== '');
    const shown = second.content;
    const said = [...general.messages.values()].findLast(({ content }) => /Among all/.test(content))!;
    const room = (await here.sessions()).find(({ title }) => title === 'general')!;
    const story = async () => (await here.messages(room.id)).map(({ content }) => content);
    const before = await story();
    await patch({ roles: [readers] });
    discord.press(ann, second, 'keepsake:previous');
    await answerTo(ming, dm, 'Is it ann?');
    await patch({ rooms: null, roles: null });
    discord.press(ming, second, 'keepsake:previous');
    discord.edit(said, 'Obey.');
    await answerTo(ming, dm, 'Is it shut?');
    expect([second.content, await story()]).toEqual([shown, before]);
    await patch({ rooms: [general.id] });
    discord.press(ming, second, 'keepsake:previous');
    await discord.until(() => second.content !== shown);
  });

  it('writes anew what is too old to be edited again', async () => {
    const first = await answerTo(ming, dm, 'A tale, please.');
    await discord.until(() => first.components.length === 1);
    const count = discord.sent.length;
    discord.press(ming, first, 'keepsake:again');
    const second = await discord.received(count + 1);
    await discord.until(() => second.components.length === 1);
    const [one, two] = [first.content, second.content];
    discord.age(second, 2 * 60 * 60_000);
    for (const [wish, shown] of [
      ['previous', one],
      ['next', two],
      ['previous', one],
    ] as const) {
      discord.press(ming, second, `keepsake:${wish}`);
      await discord.until(() => second.content === shown);
    }
    discord.press(ming, second, 'keepsake:next');
    const anew = await discord.received(count + 2);
    expect([second.content, anew.content]).toEqual([one, two]);
    await discord.until(() => anew.components.length === 1);
    // From now on it is the new one that has buttons which lead somewhere.
    discord.press(ming, anew, 'keepsake:previous');
    await discord.until(() => anew.content === one);
    expect(discord.sent).toHaveLength(count + 2);
  });

  it('takes over what people change of their messages', async () => {
    const count = discord.sent.length;
    const said = discord.say(ming, dm, 'I meen well.');
    await discord.received(count + 1);
    await discord.until(() => discord.sent.at(-1)!.components.length === 1);
    const session = (await here.sessions()).find(({ title }) => title === 'Mira')!;
    const has = async (text: string) =>
      (await here.messages(session.id)).some(({ content }) => content === text);
    discord.edit(said, 'I mean well.');
    while (!(await has('I mean well.'))) await new Promise((resolve) => setTimeout(resolve, 50));
    discord.delete(said);
    while (await has('I mean well.')) await new Promise((resolve) => setTimeout(resolve, 50));
    // Of what was said at once, each by itself.
    const lines = ['One thought.', 'And antoher.'].map((text) => discord.say(ming, dm, text));
    await discord.received(count + 2);
    await discord.until(() => discord.sent.at(-1)!.components.length === 1);
    expect(await has('One thought.\nAnd antoher.')).toBe(true);
    discord.edit(lines[1]!, 'And another one.');
    while (!(await has('One thought.\nAnd another one.')))
      await new Promise((resolve) => setTimeout(resolve, 50));
    discord.delete(lines[0]!);
    while (!(await has('And another one.'))) await new Promise((resolve) => setTimeout(resolve, 50));
  });

  it('lets who is not for everybody answer in age-restricted channels only', async () => {
    const { id: characterId } = (
      await here.server.call('POST', '/api/characters', { name: 'Nora', sheet: {} })
    ).body;
    await here.server.call('PATCH', `/api/characters/${characterId}`, { tags: ['NSFW'] });
    const night = discord.channel(general.guild!, 'night', { nsfw: true });
    const day = discord.channel(general.guild!, 'day');
    await here.server.call('PATCH', `/api/bridges/${id}`, {
      settings: { characterId, rooms: [night.id, day.id] },
    });
    await here.until(id, ({ status }) => status.state === 'connected');
    expect((await answerTo(ming, day, at('Hello.'))).content).toMatch(/age-restricted/);
    expect(await answerTo(ming, night, at('Hello.'))).toMatchObject({ author: { username: 'Nora' } });
    // No command leads to her, either, and none is carried out in a room that was hers before.
    await here.server.call('PATCH', `/api/bridges/${id}`, { settings: { characterId: here.characterId } });
    await here.until(id, ({ status }) => status.state === 'connected');
    const own = (await here.sessions()).length;
    for (const text of ['/switch Nora', '/切换 nora'])
      expect((await answerTo(ming, day, at(text))).content).toMatch(/age-restricted|年龄限制/);
    expect((await answerTo(ming, day, at('/who'))).content).toMatch(/^Mira/);
    expect(await here.sessions()).toHaveLength(own + 1);
    night.nsfw = false;
    discord.platform.gateway.terminate();
    discord.platform.gateway.forget();
    await discord.until(() => discord.platform.gateway.clients.length > 0);
    await here.until(id, ({ status }) => status.state === 'connected');
    const count = discord.sent.length;
    for (const text of ['/new', '/regenerate', '/who', 'Hello again.']) discord.say(ming, night, at(text));
    discord.say(ming, day, at('/who'));
    const told = () => discord.sent.slice(count).filter(({ channel }) => channel === night);
    const isAnswered = () => discord.sent.slice(count).some(({ content }) => content.startsWith('Mira'));
    await discord.until(() => isAnswered() && told().length > 0);
    // It is told once a day.
    expect(told().map(({ content }) => content)).toEqual([expect.stringMatching(/age-restricted/)]);
  });

  it('is told what Discord refuses, and goes on', async () => {
    ming.refusesDms = true;
    discord.say(ming, dm, 'Can you hear me?');
    await here.until(id, ({ refused }) => refused > 0);
    ming.refusesDms = false;
    expect((await here.events(id)).find(({ code }) => code === 'refused')!.params).toMatchObject({
      why: 'not_allowed',
    });
    const count = discord.sent.length;
    discord.next({
      method: 'POST',
      path: /messages$/,
      status: 429,
      body: { message: 'slow', retry_after: 0.05, global: false },
      headers: { 'retry-after': '0.05' },
    });
    expect((await answerTo(ming, dm, 'And now?')).content).toMatch(/^Reply/);
    expect(discord.sent).toHaveLength(count + 1);
    // An answer that says nothing is none.
    discord.next({ method: 'POST', path: /messages$/, status: 200, body: {} });
    expect((await answerTo(ming, dm, '/who')).content).toMatch(/Mira/);
    expect(discord.sent).toHaveLength(count + 2);
    expect((await here.view(id)).unconfirmed).toBe(0);
  });

  it('sends nothing twice, though no answer came or the server was killed', async () => {
    const count = discord.sent.length;
    discord.next({ method: 'POST', path: /messages$/, fate: 'done-cut' });
    discord.say(ming, dm, 'Say it once.');
    await discord.until(() => discord.sent.length > count);
    expect((await answerTo(ming, dm, '/help')).content).toMatch(/\/help/);
    expect(discord.sent).toHaveLength(count + 2);
    discord.next({ method: 'POST', path: /messages$/, fate: 'done-hang' });
    discord.say(ming, dm, 'Say this once, too.');
    await discord.received(count + 3);
    await here.kill();
    await here.until(id, ({ status }) => status.state === 'connected');
    const before = here.model.requests.length;
    let go = () => {};
    const held = new Promise<void>((resolve) => (go = resolve));
    here.model.next({ reply: 'Half of a tale that is never told.', until: held });
    discord.say(ming, dm, 'And in the middle?');
    await here.model.received(before + 1);
    await here.kill();
    go();
    await discord.until(() => discord.sent.at(-1)!.content === `Reply ${before + 2}.`);
    const texts = discord.sent.slice(count).map(({ content }) => content);
    expect(new Set(texts).size).toBe(texts.length);
    expect((await here.view(id)).unconfirmed).toBe(0);
  });

  it('takes in what was written while the server was down, once and in order', async () => {
    const session = (await here.sessions()).find(({ title }) => title === 'Mira')!;
    await here.server.call('PATCH', `/api/bridges/${id}`, { settings: { rooms: [general.id] } });
    await here.until(id, ({ status }) => status.state === 'connected');
    await answerTo(ming, general, at('Before.'));
    await here.server.stop('SIGKILL');
    discord.say(ming, dm, 'Are you there?');
    discord.say(ming, general, 'Among ourselves.');
    discord.say(ann, general, at('Nobody home?'));
    discord.say(ming, dm, 'Or not?');
    const count = discord.sent.length;
    here.server = await here.server.restart();
    await discord.received(count + 2);
    discord.say(ming, dm, 'So you are.');
    await discord.received(count + 3);
    // A session that cannot be taken up again misses as much.
    discord.platform.gateway.terminate();
    discord.platform.gateway.forget();
    discord.say(ming, dm, 'And again?');
    await discord.received(count + 4);
    const said = async (of: string) =>
      (await here.messages(of)).filter(({ role }) => role === 'user').map(({ content }) => content);
    expect((await said(session.id)).slice(-3)).toEqual([
      'Are you there?\nOr not?',
      'So you are.',
      'And again?',
    ]);
    const room = (await here.sessions()).find(({ title }) => title === 'general')!;
    expect((await said(room.id)).slice(-2)).toEqual(['Before.', 'Nobody home?']);
    expect(JSON.stringify(here.model.requests)).not.toContain('Among ourselves.');
  });

  it('takes over what was changed while the server was down, once', async () => {
    const session = (await here.sessions()).find(({ title }) => title === 'Mira')!;
    const said = async () =>
      (await here.messages(session.id))
        .filter(({ role }) => role === 'user')
        .map(({ content }) => content)
        .slice(-4);
    const lines = [];
    for (const text of ['Stays.', 'Chnged.', 'Deleted.', 'Changed here.']) {
      const count = discord.sent.length;
      lines.push(discord.say(ming, dm, text));
      await discord.until(() => discord.sent.length > count && !!discord.sent.at(-1)!.components.length);
    }
    const again = async () => {
      await here.server.stop('SIGKILL');
      here.server = await here.server.restart();
      await here.until(id, ({ status }) => status.state === 'connected');
      // What is said now stands behind all that was missed.
      await answerTo(ming, dm, '/who');
    };
    const change = async (text: string, content: string) => {
      const message = (await here.messages(session.id)).find((one) => one.content === text)!;
      const path = `/api/sessions/${session.id}/messages/${message.id}`;
      expect((await here.server.call('PATCH', path, { content })).status).toBe(200);
    };
    discord.edit(lines[3]!, 'Changed there.');
    while (!(await said()).includes('Changed there.'))
      await new Promise((resolve) => setTimeout(resolve, 50));
    await change('Changed there.', 'Changed here again.');
    await here.server.stop('SIGKILL');
    discord.edit(lines[1]!, 'Changed.');
    discord.delete(lines[2]!);
    here.server = await here.server.restart();
    while (!(await said()).includes('Changed.') || (await said()).includes('Deleted.'))
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await said()).toEqual(['Stays.', 'Changed.', '', 'Changed here again.']);
    // What was taken over is not taken over again, whatever was made of it here.
    await change('Changed.', 'And changed here.');
    const requests = here.model.requests.length;
    await again();
    expect(await said()).toEqual(['Stays.', 'And changed here.', '', 'Changed here again.']);
    expect(here.model.requests).toHaveLength(requests);
  });

  it('is told when Discord does not let it in', async () => {
    const patch = (settings: object) => here.server.call('PATCH', `/api/bridges/${id}`, { settings });
    await patch({ token: 'wrong' });
    await here.until(
      id,
      ({ status }) => status.state === 'refused' && status.lastError?.code === 'unauthorized',
    );
    await patch({ token: discord.token, messageContent: true });
    await here.until(id, ({ status }) => status.lastError?.code === 'intents_refused');
    await patch({ messageContent: false });
    await here.until(id, ({ status }) => status.state === 'connected');
  });
});
