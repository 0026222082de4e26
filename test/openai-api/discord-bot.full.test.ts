import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Client, Events, GatewayIntentBits, type Message } from 'discord.js';
import { once } from 'node:events';
import OpenAI from 'openai';
import type { MessageView } from '../../src/contracts/message.js';
import type { Channel, User } from '../support/fakes/discord/world.js';
import { type FakeDiscord, startFakeDiscord } from '../support/fakes/fake-discord.js';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(30_000);

const { Guilds, GuildMessages, MessageContent } = GatewayIntentBits;

/** A bot as people write them: what mentions or answers it goes to the model, in a conversation of each user's. */
async function startBot(discord: FakeDiscord, openai: OpenAI, model: string): Promise<Client> {
  const bot = new Client({
    intents: [Guilds, GuildMessages, MessageContent],
    rest: { api: discord.api, version: '10' },
  });
  bot.on(Events.MessageCreate, async (message: Message) => {
    if (message.author.bot || !message.mentions.has(bot.user!)) return;
    try {
      const content = message.content.replace(/<@!?\d+>/g, '').trim();
      const { choices } = await openai.chat.completions.create({
        model,
        user: `discord:${message.author.id}`,
        messages: [{ role: 'user', content }],
      });
      await message.reply(choices[0]!.message.content!);
    } catch (error) {
      await message.reply(`Something went wrong: ${(error as Error).message}`);
    }
  });
  const ready = once(bot, Events.ClientReady);
  await bot.login(discord.token);
  await ready;
  return bot;
}

describe('a Discord bot that talks through the OpenAI-compatible server', () => {
  let model: FakeModel;
  let server: TestServer;
  let discord: FakeDiscord;
  let bot: Client;
  let mira: string;
  let people: User[];
  let channel: Channel;

  beforeAll(async () => {
    model = await startFakeModel({ reply: ({ n }) => `Answer ${n}.` });
    [server, discord] = await Promise.all([
      startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake-1' }),
      startFakeDiscord(),
    ]);
    people = ['Ada', '小明', 'Eve'].map((name) => discord.person(name));
    channel = discord.channel(discord.guild('Readers', people), 'general');
    mira = (await server.call('POST', '/api/characters', { name: 'Mira' })).body.id;
    const { body } = await server.call('POST', '/api/keys', { name: 'A bot', scopes: ['sessions:talk'] });
    bot = await startBot(discord, new OpenAI({ baseURL: `${server.url}/v1`, apiKey: body.key }), mira);
  });
  afterAll(async () => {
    await bot?.destroy();
    await discord.close();
    await server.stop();
    await model.close();
  });

  const held = async (user: User) => {
    const { data } = (await server.call('GET', `/v1/sessions?user=discord:${user.id}`)).body;
    expect(data).toHaveLength(1);
    const { items } = (await server.call('GET', `/api/sessions/${data[0].id}/messages`)).body;
    return (items as MessageView[]).map(({ content, status, swipes }) => ({ content, status, swipes }));
  };
  const said = (...contents: unknown[]) =>
    contents.map((content) => ({ content, status: 'complete', swipes: 1 }));

  it('answers mentions and answers to it, each user in a conversation of their own', async () => {
    const [ada, ming] = people as [User, User];
    const asks = async (user: User, content: string, more = {}) => {
      const count = discord.sent.length;
      const message = discord.say(user, channel, content, more);
      const answer = await discord.received(count + 1);
      expect(answer.replyTo?.id).toBe(message.id);
      return answer;
    };
    const at = `<@${discord.bot.id}>`;

    discord.say(ada, channel, 'To nobody');
    const hello = await asks(ada, `${at} Hello`);
    expect(hello.content).toMatch(/^Answer \d+\.$/);
    const more = await asks(ada, 'Tell me more', { replyTo: hello });
    expect(await held(ada)).toEqual(said('Hello', hello.content, 'Tell me more', more.content));

    // Who says "ok" twice said it twice.
    const ok = [await asks(ming, `${at} ok`), await asks(ming, `${at} ok`)];
    expect(await held(ming)).toEqual(said('ok', ok[0]!.content, 'ok', ok[1]!.content));

    // Both at once.
    const count = discord.sent.length;
    discord.say(ada, channel, `${at} 我在`);
    discord.say(ming, channel, `${at} 我也在`);
    await discord.received(count + 2);
    expect((await held(ada)).map(({ content }) => content)).toContain('我在');
    expect((await held(ming)).map(({ content }) => content)).toEqual([
      'ok',
      ok[0]!.content,
      'ok',
      ok[1]!.content,
      '我也在',
      expect.any(String),
    ]);
    expect(await held(ada)).toHaveLength(6);
  });

  it('says a line once, however often its package asks', async () => {
    const eve = people[2]!;
    const before = model.requests.length;
    // The server itself asks its model three times; the bot's package then asks the server again.
    model.next({ failStatus: 500 }, 4);
    const count = discord.sent.length;
    discord.say(eve, channel, `<@${discord.bot.id}> Are you there?`);
    const answer = await discord.received(count + 1);
    expect(answer.content).toMatch(/^Answer \d+\.$/);
    expect(model.requests.length - before).toBe(5);
    const story = await held(eve);
    expect(story.map(({ content }) => content)).toEqual(['Are you there?', answer.content]);

    // One that nothing came of is answered when it is said again.
    model.next({ failStatus: 401 }, 3);
    discord.say(eve, channel, `<@${discord.bot.id}> And now?`);
    expect((await discord.received(count + 2)).content).toMatch(/^Something went wrong: /);
    discord.say(eve, channel, `<@${discord.bot.id}> And now?`);
    const now = await discord.received(count + 3);
    expect((await held(eve)).map(({ content }) => content)).toEqual([
      'Are you there?',
      answer.content,
      'And now?',
      now.content,
    ]);
  });
});
