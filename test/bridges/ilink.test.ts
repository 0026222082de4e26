import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import type { SignInView } from '../../src/contracts/bridge.js';
import { type Bridged, startBridged } from '../support/bridged.js';
import { drawn } from '../support/files/drawn.js';
import { type FakeILink, startFakeILink } from '../support/fakes/fake-ilink.js';

jest.setTimeout(180_000);

const MING = 'o9cq80ming@im.wechat';
const STRANGER = 'o9cq80other@im.wechat';

describe('WeChat by iLink', () => {
  let here: Bridged;
  let wechat: FakeILink;
  let id: string;

  beforeAll(async () => {
    here = await startBridged();
    wechat = await startFakeILink({ pollMs: 2000 });
    id = await here.bridge('ilink', { endpoint: wechat.url });
  });
  afterAll(async () => {
    await here.close();
    await wechat.close();
  });

  const signIn = async (method: string, body?: object): Promise<SignInView> =>
    (await here.server.call(method, `/api/bridges/${id}/sign-in`, body)).body;
  const signInIs = async (state: SignInView['state']) => {
    for (;;) {
      const view = await signIn('GET');
      if (view.state === state) return view;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const scan = async () => {
    await signIn('POST', {});
    await signInIs('waiting');
    wechat.confirm(MING);
    await here.until(id, ({ status }) => status.state === 'connected');
  };
  const answerTo = async (from: string, text: string) => {
    const count = wechat.sent.length + 1;
    wechat.say(from, text);
    return (await wechat.received(count)).text;
  };
  const texts = async () => {
    const session = (await here.sessions()).find(({ title }) => title === 'Mira')!;
    return (await here.messages(session.id)).map(({ content }) => content);
  };
  const shown = async () => {
    const session = (await here.sessions()).find(({ title }) => title === 'Mira')!;
    const { pictures } = (await here.messages(session.id)).at(-2)!;
    return pictures!.map(({ name, width }) => ({ name, width }));
  };
  const sends = () => wechat.asked.filter((path) => path.endsWith('/sendmessage')).length;

  it('is signed in to by a code, a number where the phone shows one, and a new code when it has expired', async () => {
    expect((await here.view(id)).status).toMatchObject({
      state: 'refused',
      lastError: { code: 'not_signed_in' },
    });
    expect(await signIn('GET')).toEqual({ state: 'none' });
    await signIn('POST', {});
    const first = await signInIs('waiting');
    expect(first.qr).toMatch(/^https:\/\/liteapp\.weixin\.qq\.com\/q\/fake\?/);
    wechat.signIn.expire();
    for (;;) {
      const { qr, state } = await signIn('GET');
      if (state === 'waiting' && qr !== first.qr) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    wechat.signIn.scan('42');
    await signInIs('code_needed');
    await signIn('POST', { number: '41' });
    await signInIs('code_wrong');
    expect((await here.server.call('POST', `/api/bridges/${id}/sign-in`, { number: '4a' })).status).toBe(400);
    await signIn('POST', { number: '42' });
    await signInIs('scanned');
    wechat.confirm(MING);
    expect(await signInIs('confirmed')).toEqual({ state: 'confirmed' });
    const view = await here.until(id, ({ status }) => status.state === 'connected');
    expect(view.settings).toEqual({ endpoint: wechat.url, token: true, botId: wechat.bot.ilink_bot_id });
    expect(view.status.account).toBe(wechat.bot.ilink_bot_id);
    expect(JSON.stringify(view)).not.toContain(wechat.bot.bot_token);
    expect(wechat.faults).toEqual([]);
  });

  it('stops where a number was wrong too often, or somebody no longer wants to', async () => {
    await signIn('POST', {});
    await signInIs('waiting');
    wechat.signIn.scan('7');
    await signInIs('code_needed');
    for (let n = 0; n < 2; n++) {
      await signIn('POST', { number: '8' });
      await signInIs('code_wrong');
    }
    await signIn('POST', { number: '9' });
    await signInIs('blocked');
    expect((await here.server.call('DELETE', `/api/bridges/${id}/sign-in`)).status).toBe(204);
    expect(await signIn('GET')).toEqual({ state: 'none' });
    const other = await here.bridge('onebot', { accessToken: 't' });
    expect((await here.server.call('POST', `/api/bridges/${other}/sign-in`, {})).status).toBe(400);
    expect((await here.view(id)).status.state).toBe('connected');
  });

  it('answers a stranger politely once, and pairs by a code', async () => {
    expect(await answerTo(STRANGER, '在吗')).toMatch(/配对码/);
    wechat.say(STRANGER, '在吗？');
    wechat.say(MING, await here.code(id));
    await wechat.until(() => wechat.sent.at(-1)?.text === 'Welcome.');
    expect(wechat.sent.map(({ to }) => to)).toEqual([STRANGER, MING, MING]);
    expect(here.model.requests).toHaveLength(0);
    expect((await here.view(id)).people).toMatchObject([{ name: 'o9cq80ming', characterName: 'Mira' }]);
  });

  it('talks: a burst is one message, voice is what was understood of it, pictures are kept', async () => {
    const count = wechat.sent.length;
    wechat.say(MING, '等等');
    wechat.speak(MING, '我说的话');
    wechat.show(MING, await drawn('#f00'));
    wechat.show(MING, await drawn('#00f'));
    wechat.show(MING, Buffer.from('no picture'));
    expect(await wechat.received(count + 1)).toMatchObject({ to: MING, text: 'Reply 1.' });
    expect((await texts()).slice(-2)).toEqual(['等等\n我说的话\n［图片：未命名，没有收到］', 'Reply 1.']);
    expect(await shown()).toEqual(Array(2).fill({ name: '未命名', width: 40 }));
    expect(wechat.typing).toContainEqual({ user: MING, status: 1 });
    expect(await answerTo(MING, '/谁')).toMatch(/^你以“User”的身份和Mira聊天/);
    expect(await answerTo(MING, '/who')).toMatch(/^You talk with Mira/);
    // Where nothing is held it is a word like others.
    expect(await answerTo(MING, '继续')).toBe('Reply 2.');
    expect(await answerTo(MING, '/continue')).not.toBe('');
  });

  it('plans for ten messages, tells of the rest, and sends it when it is asked for', async () => {
    const tale = Array.from({ length: 3300 }, (_, n) => `Sentence ${n}.`).join(' ');
    here.model.next({ reply: tale });
    const count = wechat.sent.length;
    wechat.say(MING, 'Tell me a tale.');
    const view = await here.until(id, ({ held }) => held > 0);
    // Ten, less two that are kept for what has to be said besides.
    expect(wechat.sent).toHaveLength(count + 8);
    expect(wechat.sent.at(-1)!.text).toMatch(/\(There is more: send “continue”\.\)$/);
    expect((await here.events(id)).find(({ code }) => code === 'held')!.params).toMatchObject({
      why: 'rest',
    });
    // Another word does not bring it.
    expect(await answerTo(MING, '/who')).toMatch(/^You talk with Mira/);
    expect((await here.view(id)).held).toBe(view.held);
    const before = here.model.requests.length;
    wechat.say(MING, 'Continue');
    await here.until(id, ({ held }) => held === 0);
    await wechat.received(count + 9 + view.held);
    expect(here.model.requests).toHaveLength(before);
    const parts = wechat.sent.slice(count).map(({ text }) => text);
    parts.splice(8, 1);
    const whole = parts.join(' ').replace(/\s*\(There is more: send “continue”\.\)/g, '');
    expect(whole.replace(/\s+/g, ' ')).toBe(tale);
    expect(Math.max(...parts.map(({ length }) => length))).toBeLessThanOrEqual(4000);
  });

  it('holds what comes too late until the person writes again', async () => {
    const database = new pg.Client(here.server.databaseUrl);
    await database.connect();
    const before = here.model.requests.length;
    let go = () => {};
    const slow = new Promise<void>((resolve) => (go = resolve));
    here.model.next({ reply: 'A day later.', until: slow });
    const count = wechat.sent.length;
    wechat.say(MING, 'Take your time.');
    await here.model.received(before + 1);
    await database.query(
      `UPDATE bridge_windows SET opened_at = now() - interval '25 hours' WHERE chat = $1`,
      [MING],
    );
    await database.end();
    go();
    await here.until(id, ({ held }) => held === 1);
    expect(wechat.sent).toHaveLength(count);
    wechat.say(MING, '/who');
    await wechat.received(count + 2);
    expect(wechat.sent.slice(count).map(({ text }) => text)).toContain('A day later.');
    expect((await here.view(id)).held).toBe(0);
  });

  it('tells what is not confirmed, and sends it once', async () => {
    const count = sends();
    wechat.next('silent', 'sent-silent', 'sent-cut');
    for (const [n, text] of ['One.', 'Two.', 'Three.'].entries()) {
      wechat.say(MING, text);
      await here.until(id, ({ unconfirmed }) => unconfirmed === n + 1);
    }
    expect(await answerTo(MING, '/who')).toMatch(/Mira/);
    expect(sends()).toBe(count + 4);
    const told = (await here.events(id)).filter(({ code }) => code === 'unconfirmed');
    expect(told.map(({ params }) => params['why'])).toEqual(['no_answer', 'no_id', 'no_id']);
    expect((await here.view(id)).status.state).toBe('connected');
  });

  it('waits after -2, and tries again as soon as the person writes', async () => {
    const [count, asked] = [wechat.sent.length, sends()];
    wechat.next('-2');
    wechat.say(MING, 'Too often?');
    await wechat.until(() => sends() === asked + 1);
    wechat.say(MING, '/who');
    await wechat.received(count + 2);
    expect(wechat.sent.slice(count).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Reply/),
      expect.stringMatching(/^You talk/),
    ]);
    expect(sends()).toBe(asked + 3);
    expect(await here.view(id)).toMatchObject({ held: 0, refused: 0 });
    // What does not pass at all is held, and follows once they write again.
    wechat.next(...Array<'-2'>(6).fill('-2'));
    here.model.next({ reply: 'In the end.' });
    wechat.say(MING, 'And now?');
    for (let n = 1; n <= 5; n++) {
      await wechat.until(() => sends() === asked + 3 + n);
      wechat.say(MING, `Word ${n}.`);
    }
    await here.until(id, ({ held }) => held > 0);
    wechat.say(MING, '/who');
    await wechat.until(() => wechat.sent.some(({ text }) => text === 'In the end.'));
    await here.until(id, ({ held }) => held === 0);
    await wechat.until(() => wechat.sent.slice(-2).some(({ text }) => text.startsWith('Reply')));
  });

  it('asks for a new scan after -14, and loses nothing meanwhile', async () => {
    const [count, before] = [wechat.sent.length, here.model.requests.length];
    let go = () => {};
    const slow = new Promise<void>((resolve) => (go = resolve));
    here.model.next({ reply: 'After the scan.', until: slow });
    wechat.say(MING, 'Are you there?');
    await here.model.received(before + 1);
    wechat.goStale();
    const view = await here.until(id, ({ status }) => status.state === 'refused');
    expect(view.status.lastError!.code).toBe('session_over');
    go();
    wechat.say(MING, 'Still there?');
    await scan();
    await wechat.received(count + 2);
    expect(wechat.sent.slice(count).map(({ text }) => text)).toEqual([
      'After the scan.',
      `Reply ${before + 2}.`,
    ]);
    expect((await here.view(id)).status.account).toBe(wechat.bot.ilink_bot_id);
  });

  it('goes on where it was when it is killed: the cursor moves once what came is stored', async () => {
    const count = wechat.sent.length;
    wechat.say(MING, 'Before the kill.');
    await here.kill();
    await wechat.received(count + 1);
    expect((await texts()).filter((text) => text === 'Before the kill.')).toHaveLength(1);
    const database = new pg.Client(here.server.databaseUrl);
    await database.connect();
    const read = await database.query('SELECT cursor FROM bridges WHERE id = $1', [id]);
    await database.end();
    expect(Buffer.from(read.rows[0].cursor, 'base64').toString()).toMatch(/^upto:\d+$/);
    expect(wechat.faults).toEqual([]);
  });

  it('is not taken anywhere by nonsense, and comes back by itself', async () => {
    const answers = ['<html>', '{"ret":0}', '{"ret":0,"msgs":"x"}', '{"ret":1e999}'];
    let asked = 0;
    const liar = createServer((request, response) => {
      const isPoll = request.url!.endsWith('/getupdates');
      request.resume();
      if (!isPoll) return void response.end('{"ret":0}');
      response.end(answers[asked++] ?? '{"ret":0,"msgs":[{"message_id":1}],"get_updates_buf":"x"}');
    });
    await new Promise<void>((resolve) => liar.listen(0, '127.0.0.1', resolve));
    const { port } = liar.address() as AddressInfo;
    const other = await here.bridge('ilink', { endpoint: `http://127.0.0.1:${port}`, token: 't' });
    const seen = await here.until(other, ({ status }) => status.lastError !== undefined);
    expect(seen.status.lastError!.code).toBe('nonsense');
    await here.until(other, ({ status }) => status.state === 'connected' && asked > answers.length);
    // It does not hold its polls, and is not asked more than once a second.
    const before = asked;
    expect(await answerTo(MING, '/who')).toMatch(/Mira/);
    expect(asked - before).toBeLessThan(60);
    await here.server.call('DELETE', `/api/bridges/${other}`);
    await new Promise((resolve) => liar.close(resolve));
  });
});
