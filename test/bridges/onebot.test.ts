import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Bridged, startBridged } from '../support/bridged.js';
import { query } from '../support/databases.js';
import { type FakeOneBot, startFakeOneBot } from '../support/fakes/fake-onebot.js';
import type { Segment } from '../support/fakes/onebot/segments.js';

jest.setTimeout(120_000);

const [MING, HONG, STRANGER] = [20_001, 20_002, 20_009];
const [CLUB, OTHER_CLUB] = [30_001, 30_002];
const TOKEN = 'a-token-of-the-tests';

describe('OneBot v11, where the gateway is called', () => {
  let here: Bridged;
  let qq: FakeOneBot;
  let id: string;

  beforeAll(async () => {
    here = await startBridged();
    qq = await startFakeOneBot({ token: TOKEN, reportSelf: true });
    for (const [number, name] of [
      [MING, '小明'],
      [HONG, '小红'],
      [STRANGER, '\u202eresU'],
    ] as const)
      qq.friend(number, name);
    // Its own name is somebody's text, too.
    qq.friend(qq.selfId, '\u202eBot\n\u2028');
    qq.group(CLUB, '读书会', { [MING]: 'Sam', [HONG]: '\u202eSam\u202c' });
    qq.group(OTHER_CLUB, '陌生群', { [MING]: 'Sam' });
    id = await here.bridge('onebot', {
      endpoint: qq.url,
      accessToken: TOKEN,
      characterId: here.characterId,
      rooms: [String(CLUB)],
    });
    await here.until(id, ({ status }) => status.state === 'connected');
  });
  afterAll(async () => {
    await here.close();
    await qq.close();
  });

  const next = async () => (await qq.received(qq.sent.length + 1)).text;
  /** What is said in answer to something, which the model is asked for. */
  const answerTo = async (from: number, text: string | Segment[], group?: number) => {
    const count = qq.sent.length + 1;
    qq.say(from, text, group);
    return qq.received(count);
  };
  const at = (text: string): Segment[] => [
    { type: 'at', data: { qq: String(qq.selfId) } },
    { type: 'text', data: { text } },
  ];
  const mainSession = async () => (await here.sessions()).find(({ title }) => title === 'Mira')!;

  it('answers a stranger with one polite line a day, and asks no model', async () => {
    expect((await answerTo(STRANGER, 'Hello?')).text).toMatch(/pairing code/);
    const view = await here.view(id);
    expect(view.status).toMatchObject({ state: 'connected', account: `Bot (${qq.selfId})` });
    expect(view.settings).toEqual({
      endpoint: qq.url,
      accessToken: true,
      characterId: here.characterId,
      rooms: [String(CLUB)],
    });
    const count = qq.sent.length;
    for (const text of ['Hello??', '/help', '/delete-everything yes', 'ABCDEFGH']) qq.say(STRANGER, text);
    await here.until(id, ({ status }) => status.lastIn !== view.status.lastIn);
    // Somebody else's line comes after theirs.
    expect((await answerTo(HONG, '你好')).text).toMatch(/配对码/);
    expect(qq.sent).toHaveLength(count + 1);
    expect(here.model.requests).toHaveLength(0);
    expect((await here.events(id)).map(({ code }) => code)).toEqual(['unpaired', 'unpaired', 'connected']);
  });

  it('pairs an account by a code, once, and greets', async () => {
    const code = await here.code(id);
    expect(code).toMatch(/^[2-9A-HJ-NP-Z]{8}$/);
    const before = qq.sent.length;
    const used = qq.say(MING, ` ${code.toLowerCase()} `);
    expect((await qq.received(before + 1)).text).toMatch(/^配对成功。正在和Mira聊天/);
    expect((await qq.received(qq.sent.length)).text || (await next())).toBeTruthy();
    await qq.until(() => qq.sent.at(-1)!.text === 'Welcome.');
    expect((await here.view(id)).people).toEqual([
      { id: expect.any(String), name: '小明', characterName: 'Mira', pairedAt: expect.any(String) },
    ]);
    const count = qq.sent.length;
    qq.say(STRANGER, code);
    // The code that was used comes once more, as after a reconnect: it is no line of theirs.
    qq.repeat(used);
    expect((await answerTo(MING, '/help')).text).toMatch(/\/forget-last: /);
    expect(qq.sent).toHaveLength(count + 1);
    expect(here.model.requests).toHaveLength(0);
  });

  it('talks in the one session that the web has, lines of a burst as one, each event once', async () => {
    const count = qq.sent.length;
    qq.say(MING, 'Wait.');
    const last = qq.say(MING, [{ type: 'text', data: { text: 'Look: ' } }, qq.picture(Buffer.from('png'))]);
    qq.repeat(last);
    expect(await qq.received(count + 1)).toMatchObject({ user: MING, text: 'Reply 1.' });
    const session = await mainSession();
    const said = (await here.messages(session.id)).at(-2)!;
    expect(said).toMatchObject({
      content: 'Wait.\nLook:\n[picture: 1.png, could not be loaded]',
      speaker: 'User',
      via: { bridge: id, platform: 'onebot', author: '小明' },
    });
    await here.server.call('POST', `/api/sessions/${session.id}/messages`, { text: 'From the web.' });
    qq.repeat(last);
    expect((await answerTo(MING, '从QQ来的')).text).toBe('Reply 3.');
    const texts = (await here.messages(session.id)).map(({ content }) => content);
    expect(texts).toEqual([
      'Welcome.',
      'Wait.\nLook:\n[picture: 1.png, could not be loaded]',
      'Reply 1.',
      'From the web.',
      'Reply 2.',
      '从QQ来的',
      'Reply 3.',
    ]);
    expect(here.model.requests).toHaveLength(3);
  });

  it('knows its commands in both languages', async () => {
    const ask = async (text: string) => (await answerTo(MING, text)).text;
    expect(await ask('/who')).toBe('You talk with Mira, as User. The conversation “Mira” has 7 messages.');
    expect(await ask('／搜索 web')).toMatch(/^1\. User，\d{4}-\d\d-\d\d：From the web\.$/);
    expect(await ask('/pin')).toBe('Pinned: “Reply 3.”');
    expect(await ask('/regenerate')).toBe('Reply 4.');
    expect(await ask('/撤回')).toMatch(/已忘记/);
    expect(await ask('/persona')).toBe('You are User. There are no other personas yet; make one on the web.');
    const { id: personaId } = (await here.server.call('POST', '/api/personas', { name: 'Ann' })).body;
    expect(personaId).toBeTruthy();
    expect(await ask('/persona')).toMatch(/You are User.*Ann$/);
    expect(await ask('/persona ann')).toBe('You are Ann now.');
    expect(await ask('/stop')).toBe('Nothing is being written.');
    await here.server.call('POST', '/api/characters', { name: '林黛玉', sheet: {} });
    expect(await ask('/switch')).toMatch(/林黛玉/);
    expect(await ask('/切换 林黛')).toBe('现在和林黛玉聊天。');
    expect(await ask('/重写')).toBe('还没有可以回复的话，先说一句吧。');
    expect(await ask('在吗')).toBe('Reply 5.');
    expect(await ask('/switch Mira')).toBe('Now you talk with Mira.');
    expect(await ask('/pause')).toMatch(/^Paused/);
    qq.say(MING, 'Nobody hears this.');
    expect(await ask('/pause')).toBe('I answer again.');
    const linked = await ask('/link');
    const code = /[2-9A-HJ-NP-Z]{8}/.exec(linked)![0];
    expect((await answerTo(HONG, `/绑定 ${code}`)).text).toMatch(/配对成功/);
    await qq.until(() => qq.sent.length > 0);
    const stale = await answerTo(HONG, '/who');
    expect(stale.text).toMatch(/as Ann/);
  });

  it('stops a reply at once, though others wait', async () => {
    let go = () => {};
    const held = new Promise<void>((resolve) => (go = resolve));
    here.model.next({ reply: 'A long tale. '.repeat(200), chunkDelayMs: 5, until: held });
    const before = here.model.requests.length;
    const count = qq.sent.length;
    qq.say(MING, 'Tell me a tale.');
    await here.model.received(before + 1);
    qq.say(MING, '/stop');
    expect((await qq.received(count + 1)).text).toBe('Stopped.');
    go();
    await qq.received(count + 2);
    expect(qq.sent.slice(count).map(({ text }) => text)[1]).toMatch(/^(?:A|The reply stayed empty)/);
  });

  it('answers in a room that was let in, when it is meant, and tells its people apart', async () => {
    // Rooms that were told so long ago are no reason to tell none.
    await query(
      here.server.databaseUrl,
      `INSERT INTO bridge_identities (owner_id, bridge_id, kind, account, name, told_at)
       SELECT owner_id, id, 'room', 'old ' || n, 'Old', now() - interval '2 days' FROM bridges, generate_series(1, 1000) n`,
    );
    expect((await answerTo(MING, at(''), OTHER_CLUB)).text).toMatch(/还没有开放.*30002/);
    const count = qq.sent.length;
    qq.say(MING, at('Hello?'), OTHER_CLUB);
    qq.say(MING, 'Nobody is meant.', CLUB);
    const requests = here.model.requests.length;
    const one = await answerTo(MING, at('I am the first.'), CLUB);
    expect(one).toMatchObject({ group: CLUB, segments: [{ type: 'reply' }, { type: 'text' }] });
    expect(qq.sent).toHaveLength(count + 1);
    const reply: Segment = { type: 'reply', data: { id: String(one.id) } };
    await answerTo(HONG, [reply, { type: 'text', data: { text: 'And I the second.' } }], CLUB);
    const room = (await here.sessions()).find(({ title }) => title === '读书会')!;
    expect(
      (await here.messages(room.id)).slice(-4).map(({ speaker, content }) => [speaker, content]),
    ).toEqual([
      ['Sam', 'I am the first.'],
      ['Mira', expect.stringMatching(/^Reply/)],
      ['Sam 2', 'And I the second.'],
      ['Mira', expect.stringMatching(/^Reply/)],
    ]);
    // Nothing of what was said in private, and nothing of who the owner is.
    const sent = JSON.stringify(here.model.requests.slice(requests).map(({ messages }) => messages));
    expect(sent).not.toMatch(/Wait\.|From the web|Ann/);
    expect((await answerTo(HONG, at('/persona'), CLUB)).text).toMatch(/private chat/);
    for (const text of ['/switch', '/switch a'])
      expect((await answerTo(MING, at(text), CLUB)).text).toBe('Whom? Send /switch with a name.');
    expect((await answerTo(STRANGER, at('/new'), CLUB)).text).toMatch(/paired/);
    expect((await answerTo(STRANGER, at('/who'), CLUB)).text).toMatch(/^Mira answers here/);
  });

  it('marks what is refused or not confirmed, and sends it once', async () => {
    const count = qq.sent.length;
    qq.next({ fate: 'muted' }, { fate: 'timeout' }, { fate: 'async' }, { fate: 'sent-cut' });
    qq.say(MING, 'One.');
    await here.until(id, ({ refused }) => refused === 1);
    for (const [n, text] of ['Two.', 'Three.', 'Four.'].entries()) {
      qq.say(MING, text);
      await here.until(id, ({ unconfirmed }) => unconfirmed === n + 1);
    }
    await here.until(id, ({ status }) => status.state === 'connected');
    expect((await answerTo(MING, '/who')).text).toMatch(/Mira/);
    // The two that were taken without a word, and what came after.
    expect(qq.sent).toHaveLength(count + 3);
    const told = (await here.events(id)).filter(({ code }) => /refused|unconfirmed/.test(code));
    expect(told.map(({ code, params }) => [code, params['why']])).toEqual([
      ['unconfirmed', 'no_answer'],
      ['unconfirmed', 'no_id'],
      ['unconfirmed', 'no_id'],
      ['refused', 'refused'],
    ]);
    expect(told.every(({ params }) => typeof params['sessionId'] === 'string')).toBe(true);
  });

  it('takes back what was taken back', async () => {
    const said = qq.say(MING, 'I should not have said this.');
    await qq.received(qq.sent.length + 1);
    qq.recall(said);
    const session = await mainSession();
    for (;;) {
      const texts = (await here.messages(session.id)).map(({ content }) => content);
      if (!texts.includes('I should not have said this.')) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });

  it('leads a room to nobody but who was chosen for it', async () => {
    const settings = { endpoint: qq.url, accessToken: true, characterId: null, rooms: [String(OTHER_CLUB)] };
    const before = (await here.view(id)).status.since;
    await here.server.call('PATCH', `/api/bridges/${id}`, { settings });
    await here.until(id, ({ status: { state, since } }) => state === 'connected' && since > before);
    for (const text of ['大家好', '/谁'])
      expect((await answerTo(MING, at(text), OTHER_CLUB)).text).toMatch(/^这里还没有选由谁回复/);
    expect((await answerTo(MING, at('/switch Mira'), OTHER_CLUB)).text).toMatch(/^Now you talk with Mira/);
    // What anybody may do there counts for everybody's day.
    const limited = async (perPerson: number | null) => {
      const { since } = (await here.view(id)).status;
      await here.server.call('PATCH', `/api/bridges/${id}`, { settings: { perPerson } });
      await here.until(id, ({ status }) => status.state === 'connected' && status.since > since);
    };
    await limited(1);
    // That it is so is told there once.
    expect((await answerTo(MING, at('/help'), OTHER_CLUB)).text).toMatch(/enough for today/);
    const count = qq.sent.length;
    for (const text of ['/help', '/regenerate']) qq.say(MING, at(text), OTHER_CLUB);
    expect((await answerTo(MING, '/help')).group).toBeUndefined();
    expect(qq.sent).toHaveLength(count + 1);
    await limited(null);
  });

  it('survives nonsense, names that turn around, a flood, and what is far too long', async () => {
    for (const text of [
      '',
      '{',
      'null',
      '[[[[',
      '{"post_type":"message"}',
      '{"a":1e999}',
      '{"echo":"1","retcode":0}',
    ])
      qq.pushRaw(text);
    qq.pushRaw(`{"post_type":"message","message_type":"private","self_id":${qq.selfId},"user_id":99999999999999999999999,
      "message_id":1,"sender":{"nickname":"\u202eevil\u202c:\\n[x]"},"message":"hi"}`);
    const requests = here.model.requests.length;
    const count = qq.sent.length;
    for (let n = 0; n < 1000; n++) qq.say(HONG, `Flood ${n}.`);
    await qq.until(() => qq.sent.slice(count).some(({ text }) => /too much at once|太多/.test(text)));
    await qq.until(() => qq.sent.slice(count).some(({ text }) => text.startsWith('Reply')));
    expect(here.model.requests.length - requests).toBeLessThanOrEqual(3);
    const stored = (await here.events(id)).filter(({ code }) => code === 'flood');
    expect(stored).toHaveLength(1);
    const answer = await answerTo(MING, 'x y '.repeat(50_000));
    expect(answer.text).toMatch(/^Reply|context_too_long/);
    expect((await here.view(id)).status.state).toBe('connected');
  });

  it('answers who is paired while strangers flood it', async () => {
    const count = qq.sent.length;
    for (let n = 0; n < 2000; n++) qq.say(50_000 + n, 'Let me in.');
    qq.say(MING, 'Are you there?');
    const answer = () => qq.sent.slice(count).find(({ user }) => user === MING);
    await qq.until(() => answer() !== undefined);
    expect(answer()!.text).not.toMatch(/too much at once|太多/);
    const told = (await here.events(id)).filter(({ code }) => code === 'crowd');
    expect(told.length).toBeLessThanOrEqual(1);
  });

  it('deletes everything when it is told so twice', async () => {
    const session = await mainSession();
    expect((await answerTo(MING, '/delete-everything')).text).toMatch(/for good/);
    expect((await answerTo(MING, '/delete-everything yes')).text).toMatch(/deleted/);
    expect((await here.sessions()).map((one) => one.id)).not.toContain(session.id);
    expect((await here.view(id)).people.map(({ name }) => name)).toEqual(['小红']);
  });
});
