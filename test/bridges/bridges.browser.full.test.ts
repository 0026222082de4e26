import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type Bridged, startBridged } from '../support/bridged.js';
import { openBrowser } from '../support/browser.js';
import { type FakeOneBot, startFakeOneBot } from '../support/fakes/fake-onebot.js';

jest.setTimeout(120_000);

const MING = 20_001;
const TOKEN = 'a-token-of-the-tests';

/** What the forms are filled with. */
const FORMS = [
  {
    kind: 'onebot',
    en: 'QQ and others (OneBot v11)',
    zh: 'QQ 等（OneBot v11）',
    given: { accessToken: TOKEN },
  },
  { kind: 'discord', en: 'Discord', zh: 'Discord', given: { token: 'no-token' } },
  { kind: 'telegram', en: 'Telegram', zh: 'Telegram', given: { token: `7000000001:${'a'.repeat(35)}` } },
  { kind: 'ilink', en: 'WeChat (iLink)', zh: '微信（iLink）', given: {} },
  {
    kind: 'wechat-official',
    en: 'WeChat account (公众号, 服务号)',
    zh: '公众号 / 服务号',
    given: {
      appId: 'wx0123456789',
      token: 'a0token0of0the0tests0',
      encodingAesKey: 'a'.repeat(43),
      appSecret: 'no-secret',
    },
  },
  {
    kind: 'wecom',
    en: 'WeCom bot (企业微信智能机器人)',
    zh: '企业微信智能机器人',
    given: { botId: 'no-bot', secret: 'no-secret' },
  },
] as const;
const WITHOUT_ROOMS = ['ilink', 'wechat-official'];
const WORDS = {
  en: {
    rooms: 'Groups and channels',
    more: 'Name, limits, address',
    begins: /^Must begin with (?:ws|https):/,
    away: 'no response from this address',
    unsigned: /^not signed in yet: press “Sign in by QR code”/,
    stored: 'Already stored. Enter another to replace it.',
    uncalled: 'waiting for WeChat’s first call',
  },
  zh: {
    rooms: '群和频道',
    more: '名称、限制和地址',
    begins: /^地址以 (?:ws|https):.*开头。$/,
    away: '这个地址没有响应',
    unsigned: /^还没有登录：请点下面的“扫码登录”/,
    stored: '已保存。填入新的即可替换。',
    uncalled: '等待微信首次调用',
  },
};

describe('the page of bridges', () => {
  let browser: Browser;
  let here: Bridged;
  let qq: FakeOneBot;
  beforeAll(async () => {
    [browser, here, qq] = await Promise.all([
      openBrowser(),
      startBridged(),
      startFakeOneBot({ token: TOKEN }),
    ]);
    qq.friend(MING, '小明');
  });
  afterAll(async () => {
    await browser.close();
    await here.close();
    await qq.close();
  });

  it('leads through setting one up, pairing, what happened, and its end', async () => {
    const context = await browser.newContext({ locale: 'en-US' });
    const page = await context.newPage();
    const at = (id: string) => page.getByTestId(id);
    const inState = (state: string) => page.locator(`[data-testid=bridge][data-state=${state}]`);
    await page.goto(here.server.signInLink);
    await at('shelf').or(at('settings')).first().waitFor();
    await page.goto(`${here.server.url}/#/settings/bridges`);
    await at('bridge-add-onebot').click();
    await at('bridge-endpoint').fill('http://127.0.0.1');
    await at('bridge-accessToken').fill('wrong');
    await at('bridge-save').click();
    await page.getByText('Must begin with ws:// or wss://.').waitFor();
    await at('bridge-endpoint').fill(qq.url);
    await at('bridge-save').click();
    await at('bridge-error').waitFor();
    expect(await at('bridge-error').textContent()).toBe('the token was not accepted');
    await at('bridge-edit').click();
    await at('bridge-accessToken').fill(TOKEN);
    await at('bridge-save').click();
    await inState('connected').waitFor();

    await at('bridge-pair').click();
    const code = await at('bridge-code').textContent();
    qq.say(MING, code!);
    await at('bridge-person').waitFor();
    await at('bridge-code').waitFor({ state: 'detached' });
    expect(await at('bridge-person').textContent()).toContain('小明');
    qq.say(MING, '你好');
    await qq.until(() => qq.sent.some(({ text }) => text.startsWith('Reply')));
    await at('bridge-events').locator('summary').click();
    await page.getByText('Someone paired').waitFor();
    const [session] = await here.sessions();
    await page.goto(`${here.server.url}/#/sessions/${session!.id}`);
    expect(await at('via').textContent()).toBe('小明, on QQ and others (OneBot v11)');

    await page.goto(`${here.server.url}/#/settings/bridges`);
    await at('bridge-switch').click();
    await inState('off').waitFor();
    await at('bridge-edit').click();
    await at('bridge-direction').getByRole('radio', { name: 'The gateway connects to Keepsake' }).check();
    await at('bridge-make-token').click();
    const token = await at('bridge-accessToken').inputValue();
    await at('bridge-save').click();
    await at('bridge-switch').click();
    await inState('uncalled').waitFor();
    expect(await at('bridge-state').textContent()).toBe('waiting for the gateway to connect');
    const address = await at('bridge-address').textContent();
    const dialled = await qq.dial(address!, { headers: { Authorization: `Bearer ${token}` } });
    expect(dialled.status).toBe(101);
    await inState('connected').waitFor();
    await at('bridge-delete').click();
    await at('ask-yes').click();
    await at('bridge').waitFor({ state: 'detached' });
    await qq.until(() => qq.connections === 0);
  });

  it.each(['en', 'zh'] as const)('has a form for each platform, on a phone, in %s', async (language) => {
    const context = await browser.newContext({
      locale: language === 'en' ? 'en-US' : 'zh-CN',
      viewport: { width: 390, height: 800 },
      colorScheme: language === 'en' ? 'light' : 'dark',
    });
    const page = await context.newPage();
    const w = WORDS[language];
    const at = (id: string) => page.getByTestId(id);
    const form = at('bridge-form');
    const isAsWideAsThePhone = async () => (await page.evaluate('document.body.scrollWidth')) === 390;
    const { body } = await here.server.call('POST', '/api/sign-in-links');
    await page.goto(`${here.server.url}/#sign-in=${body.code}`);
    await at('shelf').or(at('settings')).first().waitFor();
    await page.goto(`${here.server.url}/#/settings/bridges`);
    for (const { kind, given, [language]: name } of FORMS) {
      const isFirst = kind === 'onebot';
      const protocol = kind === 'onebot' || kind === 'wecom' ? 'ws' : 'http';
      await page.getByRole('button', { name, exact: true }).click();
      if (kind !== 'ilink') {
        await at('bridge-save').click();
        await form.locator('[aria-invalid]:focus').waitFor();
      }
      for (const [field, value] of Object.entries(given)) await at(`bridge-${field}`).fill(value);
      if (!isFirst) await form.locator('.field-error').waitFor({ state: 'detached' });
      if (!WITHOUT_ROOMS.includes(kind)) {
        await form.getByText(w.rooms, { exact: true }).click();
        await at('bridge-rooms').fill('42');
        await at('bridge-nobody-answers').waitFor();
        await at('bridge-character').selectOption({ label: 'Mira' });
        await at('bridge-nobody-answers').waitFor({ state: 'detached' });
      }
      expect(await isAsWideAsThePhone()).toBe(true);
      if (!isFirst) await form.getByText(w.more, { exact: true }).click();
      await at('bridge-endpoint').fill('somewhere');
      // What is wrong is not left folded away.
      if (!isFirst) await form.getByText(w.more, { exact: true }).click();
      await at('bridge-save').click();
      await form.getByText(w.begins).waitFor();
      await at('bridge-endpoint').fill(`${protocol}://127.0.0.1:9`);
      await at('bridge-save').click();
      await at('bridge').getByRole('heading', { name, exact: true }).waitFor();
      await at('bridge-error')
        .getByText(kind === 'ilink' ? w.unsigned : w.away)
        .waitFor();
      if (kind === 'wechat-official') expect(await at('bridge-state').textContent()).toBe(w.uncalled);
      await at('bridge-edit').click();
      await form.waitFor();
      const secrets = Object.keys(given).filter((field) => !field.endsWith('Id'));
      expect(await form.getByText(w.stored).count()).toBe(secrets.length);
      expect(await isAsWideAsThePhone()).toBe(true);
      await at('bridge-save').click();
      await form.waitFor({ state: 'detached' });
      await at('bridge-delete').click();
      await at('ask-yes').click();
      await at('bridge').waitFor({ state: 'detached' });
    }
    await context.close();
  });
});
