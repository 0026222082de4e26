import { afterAll, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { type Bridged, startBridged } from '../support/bridged.js';
import { chance } from '../support/chance.js';
import { type FakeDiscord, startFakeDiscord } from '../support/fakes/fake-discord.js';
import { type FakeILink, startFakeILink } from '../support/fakes/fake-ilink.js';
import { type FakeOneBot, startFakeOneBot } from '../support/fakes/fake-onebot.js';

/** In short on every change; `npm run soak` runs it long. */
const TURNS = Number(process.env['SOAK_BRIDGE_TURNS'] ?? 9);
const KILLS = Number(process.env['SOAK_BRIDGE_KILLS'] ?? 4);
const SEED = Number(process.env['SEED'] ?? Date.now() % 1e6);

jest.setTimeout(120_000 + TURNS * 5000 + KILLS * 20_000);

const MING = 20_001;
const MING_IN_WECHAT = 'o9cq80ming@im.wechat';
const TOKEN = 'a-token-of-the-tests';
const OFTEN = { limit: 10_000, ms: 1000 };

let here: Bridged | undefined;
let qq: FakeOneBot | undefined;
let discord: FakeDiscord | undefined;
let wechat: FakeILink | undefined;
let database: pg.Client | undefined;
afterAll(async () => {
  await database?.end();
  await here?.close();
  await qq?.close();
  await discord?.close();
  await wechat?.close();
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

it(`keeps one person’s talk by four doors whole over ${KILLS} kills (SEED=${SEED})`, async () => {
  const { below } = chance(SEED);
  // Each reply names what it answers.
  const bridged = (here = await startBridged({
    reply: ({ messages }) =>
      `To ${[...messages.at(-1)!.content.matchAll(/\bline \d+\b/g)].map(([line]) => line).join(', ')}.`,
    chunkDelayMs: 5,
    strict: { alternation: false },
  }));
  const gateway = (qq = await startFakeOneBot({ token: TOKEN }));
  const platform = (discord = await startFakeDiscord({
    limits: { send: OFTEN, edit: OFTEN, webhook: OFTEN, typing: OFTEN },
  }));
  const ilink = (wechat = await startFakeILink({ pollMs: 5000 }));
  gateway.friend(MING, '小明');
  const ming = platform.person('小明');
  const dm = platform.dm(ming);
  database = new pg.Client(bridged.server.databaseUrl);
  await database.connect();
  const { characterId } = bridged;
  const ids = [
    await bridged.bridge('onebot', { endpoint: gateway.url, accessToken: TOKEN, characterId }),
    await bridged.bridge('discord', { endpoint: platform.api, token: platform.token, characterId }),
    await bridged.bridge('ilink', { endpoint: ilink.url, token: ilink.bot.bot_token, characterId }),
  ];
  const connected = async () => {
    for (const id of ids) await bridged.until(id, ({ status }) => status.state === 'connected');
  };
  await connected();
  gateway.say(MING, await bridged.code(ids[0]!));
  await gateway.until(() => gateway.sent.some(({ text }) => text === 'Welcome.'));
  platform.say(ming, dm, await bridged.code(ids[1]!));
  await platform.until(() => platform.sent.some(({ content }) => content === 'Welcome.'));
  ilink.say(MING_IN_WECHAT, await bridged.code(ids[2]!));
  await ilink.until(() => ilink.sent.some(({ text }) => text === 'Welcome.'));
  const [session] = await bridged.sessions();
  expect(await bridged.sessions()).toHaveLength(1);

  const stored = async (messageId: string) => {
    for (let n = 0; n < 600; n++) {
      const { rowCount } = await database!.query('SELECT FROM bridge_inbox WHERE message_id = $1', [
        messageId,
      ]);
      if (rowCount) return;
      await pause(20);
    }
    throw new Error('A message was not taken in.');
  };
  const doors = {
    web: async (text: string, n: number) => {
      const body = { text, clientId: `web ${n}` };
      const path = `/api/sessions/${session!.id}/messages`;
      // Whoever waits is gone with the server; what was said is said once.
      void bridged.server.call('POST', path, body).catch(() => undefined);
      for (;;) {
        const { rowCount } = await database!.query('SELECT FROM messages WHERE client_id = $1', [
          body.clientId,
        ]);
        if (rowCount) return;
        await pause(20);
      }
    },
    qq: (text: string) => stored(String(gateway.say(MING, text))),
    discord: (text: string) => stored(platform.say(ming, dm, text).id),
    wechat: (text: string) => stored(ilink.say(MING_IN_WECHAT, text)),
  };
  const names = ['web', 'qq', 'discord', 'wechat'] as const;
  const by: (keyof typeof doors)[] = [];
  /** What was written while nobody was there to hear it: these platforms keep it. */
  const missed: string[] = [];
  const writtenToNobody = (door: 'discord' | 'wechat') => {
    if (by.length >= TURNS) return;
    const text = `line ${by.push(door) - 1}`;
    missed.push(door === 'discord' ? platform.say(ming, dm, text).id : ilink.say(MING_IN_WECHAT, text));
  };
  const turn = (id: string, enabled: boolean) =>
    bridged.server.call('PATCH', `/api/bridges/${id}`, { enabled });
  let kills = 0;
  const ways = [
    async () => {
      await bridged.server.stop('SIGKILL');
      writtenToNobody('discord');
      writtenToNobody('wechat');
      bridged.server = await bridged.server.restart();
    },
    // A platform that has ended knows no session any more.
    () => {
      platform.platform.gateway.forget();
      platform.platform.gateway.terminate();
      writtenToNobody('discord');
    },
    async () => {
      ilink.leave();
      writtenToNobody('wechat');
      await pause(below(3000));
      ilink.comeBack();
    },
    () => bridged.kill(),
    async () => {
      const n = kills % ids.length;
      await turn(ids[n]!, false);
      if (n > 0) writtenToNobody(n === 1 ? 'discord' : 'wechat');
      await turn(ids[n]!, true);
    },
    () => gateway.drop(),
    () => platform.platform.gateway.terminate(),
    () => ilink.drop(),
  ];
  while (by.length < TURNS) {
    const door = names[below(names.length)]!;
    const n = by.push(door) - 1;
    await doors[door](`line ${n}`, n);
    await pause(below(2500));
    // Evenly, so that all come about; a short run has some of them, others another time.
    if (kills >= KILLS || by.length < (TURNS * (kills + 1)) / (KILLS + 1)) continue;
    await ways[(SEED + kills++) % ways.length]!();
    await connected();
    for (const id of missed.splice(0)) await stored(id);
  }
  expect(kills).toBe(KILLS);

  // Nothing is open any more.
  for (;;) {
    const { rows } = await database.query<{ open: number }>(
      `SELECT (SELECT count(*) FROM bridge_inbox WHERE state IN ('waiting', 'taken'))::int
         + (SELECT count(*) FROM bridge_outbox WHERE state = 'pending')::int
         + (SELECT count(*) FROM turns WHERE status IN ('running', 'queued'))::int AS open`,
    );
    if (rows[0]!.open === 0) break;
    await pause(100);
  }
  const told = (await bridged.server.call('GET', `/api/sessions/${session!.id}/messages?limit=500`)).body
    .items as { role: string; content: string }[];
  const said = told.filter(({ role }) => role === 'user').flatMap(({ content }) => content.split('\n'));
  const lines = by.map((_, n) => `line ${n}`);
  // Nothing lost, nothing twice; each door's own in their order.
  expect(said.toSorted()).toEqual(lines.toSorted());
  for (const door of names) {
    const own = lines.filter((_, n) => by[n] === door);
    expect(said.filter((line) => own.includes(line))).toEqual(own);
  }
  // All of it was answered: each answer arrived once, or is marked.
  const { rows: came } = await database.query<{ state: string; answers: number }>(
    `SELECT i.state, (SELECT count(*)::int FROM bridge_outbox o WHERE o.burst = i.burst) AS answers
     FROM bridge_inbox i WHERE i.kind = 'said'`,
  );
  expect(came).toHaveLength(by.filter((door) => door !== 'web').length);
  expect(came.filter(({ state, answers }) => state !== 'done' || answers === 0)).toEqual([]);
  const { rows: went } = await database.query<{ state: string; platformId: string | null }>(
    `SELECT state, platform_id AS "platformId" FROM bridge_outbox`,
  );
  const arrived = [...gateway.sent, ...platform.sent, ...ilink.sent].map(({ id }) => String(id));
  expect(new Set(arrived).size).toBe(arrived.length);
  for (const { state, platformId } of went) {
    if (state === 'sent') expect(arrived).toContain(platformId);
    else expect(['unconfirmed', 'refused']).toContain(state);
  }
  const unsure = went.filter(({ platformId }) => platformId === null).length;
  expect(arrived.length).toBeLessThanOrEqual(went.length);
  expect(arrived.length).toBeGreaterThanOrEqual(went.length - unsure);
  const [atQq, atWechat] = [gateway.sent, ilink.sent].map((sent) => sent.map(({ text }) => text));
  for (const texts of [atQq!, atWechat!, platform.sent.map(({ content }) => content)]) {
    const whole = texts.filter((text) => /^To line [^]*\.$/.test(text));
    expect(new Set(whole).size).toBe(whole.length);
  }
});
