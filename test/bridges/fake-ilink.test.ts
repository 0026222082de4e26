import { afterEach, describe, expect, it } from '@jest/globals';
import { createDecipheriv, randomUUID } from 'node:crypto';
import { type FakeILink, startFakeILink } from '../support/fakes/fake-ilink.js';

type Json = Record<string, any>;
const MING = 'ming@im.wechat';

describe('the fake iLink of WeChat', () => {
  let wechat: FakeILink;
  afterEach(() => wechat.close());

  const start = async (options: Parameters<typeof startFakeILink>[0] = {}) => {
    wechat = await startFakeILink(options);
  };
  /** As the plugin of WeChat's own asks; the raw answer, in which ids are whole. */
  const raw = async (name: string, body: object = {}, as = wechat.bot.bot_token) =>
    (
      await fetch(`${wechat.url}/ilink/bot/${name}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorizationtype: 'ilink_bot_token',
          authorization: `Bearer ${as}`,
          'x-wechat-uin': Buffer.from('4294967295').toString('base64'),
          'ilink-app-id': 'bot',
          'ilink-app-clientversion': '132105',
        },
        body: JSON.stringify({ ...body, base_info: { channel_version: '2.4.9', bot_agent: 'Test/1' } }),
      })
    ).text();
  const ask = async (...args: Parameters<typeof raw>) => JSON.parse(await raw(...args)) as Json;
  const message = (context: string, text: string, more = {}) => ({
    msg: {
      from_user_id: '',
      to_user_id: MING,
      client_id: randomUUID(),
      message_type: 2,
      message_state: 2,
      context_token: context,
      item_list: [{ type: 1, text_item: { text } }],
      ...more,
    },
  });
  /** Somebody writes; the token that an answer needs. */
  const hear = async (text = 'hi') => {
    wechat.say(MING, text);
    return (await ask('getupdates', { get_updates_buf: '' }))['msgs'].at(-1).context_token as string;
  };

  it('signs a bot in by a code that is scanned', async () => {
    await start();
    const code = await ask('get_bot_qrcode?bot_type=3', { local_token_list: [] }, '');
    expect(code['qrcode_img_content']).toContain(code['qrcode']);
    const status = async (more = '', of = code['qrcode']) =>
      (await (await fetch(`${wechat.url}/ilink/bot/get_qrcode_status?qrcode=${of}${more}`)).json()) as Json;
    expect(await status()).toMatchObject({ status: 'wait' });
    // Held until something happens.
    const scanned = status();
    wechat.signIn.scan('42');
    expect(await scanned).toMatchObject({ status: 'need_verifycode' });
    expect(await status('&verify_code=41')).toMatchObject({ status: 'need_verifycode' });
    expect(await status('&verify_code=42')).toMatchObject({ status: 'scaned' });
    const confirmed = status();
    wechat.confirm(MING);
    expect(await confirmed).toMatchObject({
      status: 'confirmed',
      ...wechat.bot,
      baseurl: wechat.url,
      ilink_user_id: MING,
    });

    const bound = await ask('get_bot_qrcode?bot_type=3', { local_token_list: [wechat.bot.bot_token] }, '');
    wechat.confirm(MING);
    expect(await status('', bound['qrcode'])).toEqual({ status: 'binded_redirect', ret: 0 });
    const moved = await ask('get_bot_qrcode?bot_type=3', {}, '');
    wechat.signIn.redirect('evil.example');
    expect(await status('', moved['qrcode'])).toMatchObject({ redirect_host: 'evil.example' });
    const blocked = await ask('get_bot_qrcode?bot_type=3', {}, '');
    wechat.signIn.scan('42');
    for (let n = 0; n < 2; n++) await status('&verify_code=1', blocked['qrcode']);
    expect(await status('&verify_code=1', blocked['qrcode'])).toMatchObject({
      status: 'verify_code_blocked',
    });
    const old = await ask('get_bot_qrcode?bot_type=3', {}, '');
    wechat.later(301_000);
    expect(await status('', old['qrcode'])).toMatchObject({ status: 'expired' });
  });

  it('tells what was said until the cursor has passed it, with ids of 64 bits', async () => {
    await start({ pollMs: 50 });
    const [first, second] = [wechat.say(MING, '一'), wechat.speak(MING, '我说的话')];
    const text = await raw('getupdates', { get_updates_buf: '' });
    expect(text).toContain(`"message_id":${first},`);
    expect(BigInt(second) - BigInt(first)).toBe(1n);
    expect(Number(first)).toBe(Number(second));
    const told = JSON.parse(text) as Json;
    expect(
      told['msgs'].map(({ item_list }: Json) => item_list[0].text_item?.text ?? item_list[0].voice_item.text),
    ).toEqual(['一', '我说的话']);
    expect((await ask('getupdates', { get_updates_buf: '' }))['msgs']).toHaveLength(2);
    const buf = told['get_updates_buf'] as string;
    expect((await ask('getupdates', { get_updates_buf: buf }))['msgs']).toEqual([]);
    expect((await ask('getupdates', { get_updates_buf: '' }))['msgs']).toEqual([]);
    wechat.options.pollMs = 30_000;
    const held = ask('getupdates', { get_updates_buf: buf });
    await wechat.until(() => wechat.asked.length === 5);
    wechat.show(MING, Buffer.from('a picture'));
    const { image_item: image } = (await held)['msgs'][0].item_list[0];
    const sealed = Buffer.from(await (await fetch(image.media.full_url)).arrayBuffer());
    const decipher = createDecipheriv('aes-128-ecb', Buffer.from(image.aeskey, 'hex'), null);
    expect(Buffer.concat([decipher.update(sealed), decipher.final()]).toString()).toBe('a picture');
    // Of pictures, the key's own bytes.
    expect(Buffer.from(image.media.aes_key, 'base64').toString('hex')).toBe(image.aeskey);
    expect(wechat.faults).toEqual([]);
  });

  it('sends as often and as long as WeChat lets a bot, and does not always say so', async () => {
    await start();
    const context = await hear();
    const reply = await raw('sendmessage', message(context, '在'));
    expect(reply).toContain(`"message_id":${wechat.sent[0]!.id}`);
    expect(wechat.sent[0]).toMatchObject({ to: MING, text: '在' });
    const ret = async (...args: Parameters<typeof message>) =>
      (await ask('sendmessage', message(...args)))['ret'];
    expect(await ret(context, 'x'.repeat(4001))).toBe(-2);
    expect(await ret(context, ' ')).toBe(-2);
    expect(await ret('another', 'x')).toBe(-2);
    expect(await ret(context, 'x', { client_id: wechat.sent[0]!.clientId })).toBe(-2);
    expect(await ret(context, 'x', { message_state: 1 })).toBe(-2);
    expect(await ret(context, 'x', { item_list: [] })).toBe(-2);
    wechat.next('silent', 'sent-silent');
    for (const sent of [1, 2]) {
      expect(await ask('sendmessage', message(context, 'x'))).toEqual({ ret: 0 });
      expect(wechat.sent).toHaveLength(sent);
    }
    wechat.next('sent-cut');
    await expect(ask('sendmessage', message(context, 'x'))).rejects.toThrow();
    for (let n = 3; n < 10; n++) expect(await ret(context, `${n}`)).toBe(0);
    expect(await ret(context, 'the eleventh')).toBe(-2);
    const again = await hear();
    wechat.later(24 * 3_600_000 + 1);
    expect(await ret(again, 'a day later')).toBe(-2);
    wechat.options.rate = { sends: 1, ms: 60_000, pauseMs: 60_000 };
    const anew = await hear();
    expect([await ret(anew, '1'), await ret(anew, '2')]).toEqual([0, -2]);
    wechat.later(61_000);
    expect(await ret(anew, '3')).toBe(0);

    const { typing_ticket } = await ask('getconfig', { ilink_user_id: MING });
    expect((await ask('sendtyping', { ilink_user_id: MING, typing_ticket, status: 1 }))['ret']).toBe(0);
    expect((await ask('sendtyping', { ilink_user_id: MING, typing_ticket: 'x', status: 1 }))['ret']).toBe(-1);
    expect(wechat.typing).toEqual([{ user: MING, status: 1 }]);
  });

  it('lets a token go stale, also while it is polled', async () => {
    await start();
    const before = wechat.bot.bot_token;
    const polled = ask('getupdates', { get_updates_buf: '' });
    await wechat.until(() => wechat.asked.length === 1);
    wechat.goStale();
    expect(await polled).toMatchObject({ errcode: -14 });
    await ask('get_bot_qrcode?bot_type=3', {}, '');
    wechat.confirm();
    expect(await ask('sendmessage', message('x', 'y'), before)).toMatchObject({ errcode: -14 });
    expect(await ask('msg/notifystart')).toMatchObject({ ret: 0 });
    wechat.options.staleIn = 'ret';
    expect(await ask('getconfig', {}, before)).toMatchObject({ ret: -14 });
  });
});
