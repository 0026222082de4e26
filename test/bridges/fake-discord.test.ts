import { afterEach, describe, expect, it, jest } from '@jest/globals';
import {
  ButtonBuilder,
  ButtonStyle,
  ActionRowBuilder,
  ChannelType,
  Client,
  type ClientOptions,
  DiscordAPIError,
  Events,
  GatewayIntentBits,
  type Interaction,
  type Message,
  MessageFlags,
  Partials,
  type TextChannel,
} from 'discord.js';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { PERMISSION } from '../support/fakes/discord/world.js';
import { type FakeDiscord, startFakeDiscord } from '../support/fakes/fake-discord.js';

jest.setTimeout(30_000);

const NO_CONTENT = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.DirectMessages,
];

describe('the fake Discord', () => {
  let discord: FakeDiscord;
  let client: Client;
  afterEach(async () => {
    await client?.destroy();
    await discord.close();
  });

  const connect = async (intents = NO_CONTENT, options: Partial<ClientOptions> = {}) => {
    client = new Client({
      intents,
      partials: [Partials.Channel, Partials.Message],
      rest: { api: discord.api, version: '10', retries: 0 },
      ...options,
    });
    const ready = once(client, Events.ClientReady);
    await client.login(discord.token);
    await ready;
    return client;
  };
  const next = async <T>(event: string): Promise<T> => (await once(client, event))[0] as T;
  const codeOf = async (asked: Promise<unknown>) => {
    const error = await asked.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    return error instanceof DiscordAPIError ? error.code : String(error);
  };

  it('shows what is said as far as the bot may read it', async () => {
    discord = await startFakeDiscord({ messageContent: false });
    const ming = discord.person('小明');
    const guild = discord.guild('读书会', [ming]);
    const general = discord.channel(guild, 'general');
    discord.channel(guild, 'night', { nsfw: true });
    await connect();
    expect(client.guilds.cache.get(guild.id)?.channels.cache.map(({ name }) => name)).toEqual([
      'general',
      'night',
    ]);
    expect(
      (client.channels.cache.find((one) => (one as TextChannel).name === 'night') as TextChannel).nsfw,
    ).toBe(true);

    const hear = async (content: string, more = {}) => {
      const heard = next<Message>(Events.MessageCreate);
      discord.say(ming, general, content, more);
      return heard;
    };
    expect((await hear('to nobody')).content).toBe('');
    expect((await hear(`<@${discord.bot.id}> 你好`)).content).toBe(`<@${discord.bot.id}> 你好`);
    const own = await (client.channels.cache.get(general.id) as TextChannel).send('here');
    expect((await hear('an answer', { replyTo: discord.sent[0] })).content).toBe('an answer');
    expect((await hear('a quiet answer', { replyTo: discord.sent[0], ping: false })).content).toBe('');
    expect((await own.fetch()).content).toBe('here');
    const direct = next<Message>(Events.MessageCreate);
    discord.say(ming, discord.dm(ming), 'in private');
    const message = await direct;
    expect([message.content, message.channel.type, message.author.username]).toEqual([
      'in private',
      ChannelType.DM,
      '小明',
    ]);
    const [edited, deleted] = [once(client, Events.MessageUpdate), next<Message>(Events.MessageDelete)];
    const said = discord.say(ming, discord.dm(ming), 'a typo');
    discord.edit(said, 'a type');
    expect(((await edited)[1] as Message).content).toBe('a type');
    discord.delete(said);
    expect((await deleted).id).toBe(said.id);
    await client.destroy();
    // The library keeps the reason for itself; the gateway has it.
    const refused = new Client({ intents: [GatewayIntentBits.MessageContent], rest: { api: discord.api } });
    await expect(refused.login(discord.token)).rejects.toThrow('disallowed intents');
    await expect(
      new Client({ intents: NO_CONTENT, rest: { api: discord.api } }).login('another'),
    ).rejects.toThrow('invalid token');
  });

  it('takes messages, edits, threads and webhooks, and refuses as Discord does', async () => {
    discord = await startFakeDiscord({
      limits: { send: { limit: 100, ms: 1000 }, webhook: { limit: 100, ms: 1000 } },
    });
    const ming = discord.person('小明');
    const shy = discord.person('Shy', { refusesDms: true });
    const guild = discord.guild('读书会', [ming]);
    const general = discord.channel(guild, 'general');
    const muted = discord.channel(guild, 'muted', { denied: PERMISSION.send | PERMISSION.webhooks });
    const hidden = discord.channel(guild, 'hidden', { denied: PERMISSION.view });
    await connect();
    const channel = client.channels.cache.get(general.id) as TextChannel;
    const sent = await channel.send({ content: `@everyone <@${ming.id}>`, allowedMentions: { parse: [] } });
    expect([discord.sent[0]!.mentions, discord.sent[0]!.mentionEveryone]).toEqual([[], false]);
    await channel.send(`@everyone <@${ming.id}>`);
    expect([discord.sent[1]!.mentions, discord.sent[1]!.mentionEveryone]).toEqual([
      [expect.objectContaining({ id: ming.id })],
      true,
    ]);
    await sent.edit('again');
    expect(discord.sent[0]!.content).toBe('again');
    const first = await channel.send({ content: 'once', nonce: '7', enforceNonce: true });
    expect((await channel.send({ content: 'once', nonce: '7', enforceNonce: true })).id).toBe(first.id);
    await first.delete();
    expect(await codeOf(channel.send({ content: 'once', nonce: '7', enforceNonce: true }))).toBe(10008);
    expect(await codeOf(channel.send('x'.repeat(2001)))).toBe(50035);
    expect(await codeOf(channel.send('字'.repeat(2001)))).toBe(50035);
    expect((await channel.send('😀'.repeat(2000))).id).toBe(discord.sent.at(-1)!.id);
    expect(await codeOf(channel.send(' '))).toBe(50006);
    expect(await codeOf(channel.send({ content: 'x', nonce: 'x'.repeat(26), enforceNonce: true }))).toBe(
      50035,
    );
    expect(
      await codeOf(channel.send({ content: 'x', reply: { messageReference: '1', failIfNotExists: true } })),
    ).toBe(50035);
    expect(await codeOf((client.channels.cache.get(muted.id) as TextChannel).send('x'))).toBe(50013);
    expect(
      await codeOf((client.channels.cache.get(muted.id) as TextChannel).createWebhook({ name: 'x' })),
    ).toBe(50013);
    expect(
      await codeOf(client.rest.post(`/channels/${hidden.id}/messages`, { body: { content: 'x' } })),
    ).toBe(50001);
    expect(await codeOf(client.users.send(shy.id, 'x'))).toBe(50007);
    await client.users.send(ming.id, {
      content: 'hi',
      files: [{ attachment: Buffer.from('png'), name: 'a.png' }],
    });
    expect(discord.sent.at(-1)).toMatchObject({
      content: 'hi',
      attachments: [{ filename: 'a.png', size: 3 }],
    });
    expect(await codeOf(client.rest.get('/channels/1/messages'))).toBe(10003);

    const thread = await sent.startThread({ name: '故事' });
    expect(thread.id).toBe(sent.id);
    await thread.send('in the thread');
    expect(discord.sent.at(-1)!.channel).toMatchObject({ name: '故事', parent: general });
    expect(await codeOf(sent.startThread({ name: '故事' }))).not.toBeUndefined();

    const hook = await channel.createWebhook({ name: 'Keepsake' });
    const spoken = await hook.send({
      content: 'I am 黛玉',
      username: '林黛玉',
      avatarURL: 'http://192.168.1.2/face.png',
      threadId: thread.id,
    });
    expect(discord.sent.at(-1)).toMatchObject({
      author: { username: '林黛玉', avatar: null, id: hook.id },
      channel: { id: thread.id },
    });
    await hook.editMessage(spoken.id, { content: 'I am not', threadId: thread.id });
    expect(discord.sent.at(-1)!.content).toBe('I am not');
    for (const username of ['My Discord', 'clyde', 'a@b', 'everyone', 'x'.repeat(81)])
      expect(await codeOf(hook.send({ content: 'x', username }))).toBe(50035);
    expect(await codeOf(hook.editMessage('1', 'x'))).toBe(10008);
    expect(await codeOf(channel.createWebhook({ name: 'Discord bridge' }))).toBe(50035);
    for (let n = 1; n < 15; n++) await channel.createWebhook({ name: `n${n}` });
    expect(await codeOf(channel.createWebhook({ name: 'one too many' }))).toBe(30007);
    await hook.edit({ name: 'Renamed', avatar: 'data:image/png;base64,aGk=' });
    expect((await channel.fetchWebhooks()).get(hook.id)).toMatchObject({
      name: 'Renamed',
      avatar: expect.any(String),
    });
    await hook.delete();
    expect(await codeOf(hook.send('x'))).toBe(10015);

    expect((await fetch(`${discord.api}/v9/gateway`)).status).toBe(400);
    const agent = { 'user-agent': 'DiscordBot (https://example.org, 1)' };
    expect((await fetch(`${discord.api}/v10/users/@me`, { headers: agent })).status).toBe(401);
    expect(
      (await fetch(`${discord.api}/v10/users/@me`, { headers: { authorization: `Bot ${discord.token}` } }))
        .status,
    ).toBe(403);
    expect((await fetch(`${discord.api}/v10/nowhere`, { headers: agent })).status).toBe(404);
  });

  it('limits how often, and says when again', async () => {
    const few = { limit: 2, ms: 200 };
    discord = await startFakeDiscord({
      limits: { send: few, oldEdit: { limit: 1, ms: 60_000 }, typing: { limit: 1, ms: 60_000 } },
    });
    const ming = discord.person('Ming');
    const dm = discord.dm(ming);
    let mayNotWait = false;
    await connect(NO_CONTENT, {
      rest: {
        api: discord.api,
        retries: 0,
        rejectOnRateLimit: () => mayNotWait,
      },
    });
    const channel = await client.users.createDM(ming.id);
    for (let n = 0; n < 5; n++) await channel.send(`${n}`);
    expect(discord.sent.map(({ content }) => content)).toEqual(['0', '1', '2', '3', '4']);
    // The headers say when to wait: nothing was refused.
    expect(discord.requests.filter(({ status }) => status === 429)).toEqual([]);
    const type = () =>
      fetch(`${discord.api}/v10/channels/${dm.id}/typing`, {
        method: 'POST',
        headers: {
          authorization: `Bot ${discord.token}`,
          'user-agent': 'DiscordBot (https://example.org, 1)',
        },
      });
    expect((await type()).status).toBe(204);
    const refused = await type();
    expect(refused.headers.get('x-ratelimit-scope')).toBe('user');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(1);
    expect(await refused.json()).toMatchObject({ global: false, retry_after: expect.any(Number) });
    // Unforeseen: the library waits, as it is told to.
    discord.next({
      method: 'PATCH',
      status: 429,
      body: { message: 'slow', retry_after: 0.05, global: false },
      headers: { 'retry-after': '0.05' },
    });
    const message = await channel.messages.fetch(discord.sent[0]!.id);
    await message.edit('edited');
    expect(discord.requests.filter(({ method }) => method === 'PATCH').map(({ status }) => status)).toEqual([
      429, 200,
    ]);
    discord.age(discord.sent[0]!, 3_700_000);
    await message.edit('late');
    mayNotWait = true;
    await expect(message.edit('later')).rejects.toMatchObject({
      name: expect.stringContaining('RateLimitError'),
    });
    expect(discord.requests.at(-1)).toMatchObject({ status: 429 });
    discord.next({ path: /messages$/, fate: 'done-cut' });
    await expect(channel.send('done and not told')).rejects.toThrow();
    expect(discord.sent.at(-1)!.content).toBe('done and not told');
    expect(dm.messages.size).toBe(6);
  });

  it('runs commands, completions and buttons', async () => {
    discord = await startFakeDiscord();
    const ming = discord.person('Ming');
    const general = discord.channel(discord.guild('g', [ming]), 'general');
    await connect();
    const commands = client.application!.commands;
    const command = {
      name: 'switch',
      nameLocalizations: { 'zh-CN': '换人' },
      description: 'Talk with another character',
      options: [{ type: 3, name: 'who', description: 'Whom', autocomplete: true, required: true }],
    };
    await commands.set([command]);
    expect(await codeOf(commands.set([{ ...command, name: 'Two words' }]))).toBe(50035);
    expect(await codeOf(commands.set([{ ...command, description: '' }]))).toBe(50035);

    const come = () => next<Interaction>(Events.InteractionCreate);
    let coming = come();
    const typed = discord.complete(ming, general, 'switch', 'who', '黛');
    let interaction = await coming;
    if (!interaction.isAutocomplete()) throw new Error('no autocomplete');
    expect(interaction.options.getFocused()).toBe('黛');
    await interaction.respond([{ name: '黛玉', value: 'daiyu' }]);
    expect((await typed.answered).data).toEqual({ choices: [{ name: '黛玉', value: 'daiyu' }] });

    coming = come();
    const used = discord.slash(ming, general, 'switch', { who: 'daiyu' });
    interaction = await coming;
    if (!interaction.isChatInputCommand()) throw new Error('no command');
    expect([interaction.options.getString('who'), interaction.user.id]).toEqual(['daiyu', ming.id]);
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    const button = new ButtonBuilder().setCustomId('again').setLabel('↻').setStyle(ButtonStyle.Secondary);
    await interaction.editReply({
      content: 'done',
      components: [new ActionRowBuilder<ButtonBuilder>().addComponents(button)],
    });
    await interaction.followUp('and more');
    expect(used.original).toMatchObject({ content: 'done', flags: MessageFlags.Ephemeral });
    expect(discord.sent.map(({ content }) => content)).toEqual(['done', 'and more']);
    expect(
      await codeOf(
        client.rest.post(`/interactions/${used.id}/${used.token}/callback`, { body: { type: 5 } }),
      ),
    ).toBe(40060);

    coming = come();
    const pressed = discord.press(ming, used.original!, 'again');
    interaction = await coming;
    if (!interaction.isButton()) throw new Error('no button');
    expect(interaction.customId).toBe('again');
    await interaction.update({ content: 'anew', components: [] });
    expect((await pressed.answered).type).toBe(7);
    expect(used.original!.content).toBe('anew');

    coming = come();
    const late = discord.slash(ming, discord.dm(ming), 'switch', { who: 'x' });
    interaction = await coming;
    late.deadline = 0;
    if (!interaction.isChatInputCommand()) throw new Error('no command');
    expect(await codeOf(interaction.reply('too late'))).toBe(10062);
  });

  it('lets a bot take its session up again, or makes it begin anew', async () => {
    discord = await startFakeDiscord({ heartbeatMs: 400 });
    const { gateway } = discord.platform;
    const ming = discord.person('Ming');
    const heard: string[] = [];
    // The library would wait five seconds between two beginnings.
    await connect(NO_CONTENT, {
      ws: { buildIdentifyThrottler: () => Promise.resolve({ waitForIdentify: () => Promise.resolve() }) },
    });
    client.on(Events.MessageCreate, (message) => void heard.push(message.content));
    const hear = async (text: string) => {
      while (!heard.includes(text)) await next(Events.MessageCreate);
    };
    gateway.terminate();
    await discord.until(() => gateway.clients.length === 0);
    discord.say(ming, discord.dm(ming), 'while it was away');
    await hear('while it was away');
    expect([gateway.identified, gateway.resumed]).toEqual([1, 1]);
    gateway.say(7, null);
    await discord.until(() => gateway.resumed >= 2);
    gateway.forget();
    gateway.terminate();
    await discord.until(() => gateway.identified >= 2);
    discord.say(ming, discord.dm(ming), 'after a new beginning');
    await hear('after a new beginning');
    // Heartbeats are not answered any more: the library gives the connection up and comes back.
    gateway.isSilent = true;
    await discord.until(() => gateway.clients.length === 0);
    gateway.isSilent = false;
    await discord.until(() => gateway.resumed >= 3);
    expect(heard).toEqual(['while it was away', 'after a new beginning']);
  });

  it('closes on a client that does not keep to the protocol', async () => {
    discord = await startFakeDiscord();
    const closed = async (query: string, ...texts: string[]) => {
      const socket = new WebSocket(`${discord.platform.gateway.url}/${query}`);
      socket.once('message', () => texts.forEach((text) => socket.send(text)));
      return (await once(socket, 'close'))[0] as number;
    };
    const good = '?v=10&encoding=json';
    const identify = (d: object) =>
      JSON.stringify({ op: 2, d: { token: discord.token, intents: 1, properties: {}, ...d } });
    expect(await closed('?v=9&encoding=json')).toBe(4012);
    expect(await closed(good, '{')).toBe(4002);
    expect(await closed(good, JSON.stringify({ op: 3, d: {} }))).toBe(4003);
    expect(await closed(good, JSON.stringify({ op: 99 }))).toBe(4001);
    expect(await closed(good, identify({ token: 'x' }))).toBe(4004);
    expect(await closed(good, identify({ intents: 1 << 30 }))).toBe(4013);
    expect(await closed(good, identify({ intents: 1 << 1 }))).toBe(4014);
    expect(await closed(good, identify({}), identify({}))).toBe(4005);
    expect(await closed(good, ...Array<string>(121).fill(JSON.stringify({ op: 1, d: null })))).toBe(4008);
  });
});
