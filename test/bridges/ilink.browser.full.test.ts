import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type Bridged, startBridged } from '../support/bridged.js';
import { openBrowser } from '../support/browser.js';
import { type FakeILink, startFakeILink } from '../support/fakes/fake-ilink.js';

jest.setTimeout(120_000);

const MING = 'o9cq80ming@im.wechat';

describe('the page of a bridge to WeChat', () => {
  let browser: Browser;
  let here: Bridged;
  let wechat: FakeILink;
  beforeAll(async () => {
    [browser, here, wechat] = await Promise.all([
      openBrowser(),
      startBridged(),
      startFakeILink({ pollMs: 2000 }),
    ]);
  });
  afterAll(async () => {
    await browser.close();
    await here.close();
    await wechat.close();
  });

  it.each([
    ['zh-CN', 1440, '还没有登录', '已扫码，请填入手机上显示的数字。', '微信登录已失效'],
    [
      'en-US',
      390,
      'not signed in yet',
      'Enter the number that the phone shows.',
      'the WeChat sign-in has expired',
    ],
  ])('signs in by a code, pairs, and asks for a new scan (%s, %i)', async (locale, width, ...told) => {
    const context = await browser.newContext({ locale, viewport: { width, height: 900 } });
    const page = await context.newPage();
    const at = (id: string) => page.getByTestId(id);
    const inState = (id: string, state: string) => page.locator(`[data-testid=${id}][data-state=${state}]`);
    const shot = async (name: string) => {
      if (process.env['SHOTS'])
        await page.screenshot({
          path: `${process.env['SHOTS']}/${locale}-${width}-${name}.png`,
          fullPage: true,
        });
    };
    const { code } = (await here.server.call('POST', '/api/sign-in-links')).body;
    await page.goto(`${here.server.url}/#sign-in=${encodeURIComponent(code)}`);
    await at('shelf').or(at('settings')).first().waitFor();
    await page.goto(`${here.server.url}/#/settings/bridges`);
    await at('bridge-add-ilink').click();
    await shot('1-form');
    await page.locator('[data-testid=bridge-new] details').last().locator('summary').click();
    await at('bridge-endpoint').fill(wechat.url);
    await at('bridge-save').click();
    await inState('bridge', 'refused').waitFor();
    expect(await at('bridge-error').textContent()).toContain(told[0]);
    await shot('2-refused');

    await at('bridge-sign-in').click();
    await inState('bridge-attempt', 'waiting').waitFor();
    await at('qr').waitFor();
    await shot('3-qr');
    const first = await at('qr').getAttribute('src');
    wechat.signIn.expire();
    await page.locator(`[data-testid=qr]:not([src="${first}"])`).waitFor();
    wechat.signIn.scan('428');
    await inState('bridge-attempt', 'code_needed').waitFor();
    await page.getByText(told[1]!).waitFor();
    await at('bridge-number').fill('427');
    await at('bridge-number-give').click();
    await inState('bridge-attempt', 'code_wrong').waitFor();
    await shot('4-wrong');
    // As a Chinese keyboard may write it.
    await at('bridge-number').fill('４２８');
    await at('bridge-number-give').click();
    await inState('bridge-attempt', 'scanned').waitFor();
    await shot('5-scanned');
    wechat.confirm(MING);
    await inState('bridge', 'connected').waitFor();
    await at('bridge-attempt').waitFor({ state: 'detached' });

    await at('bridge-pair').click();
    wechat.say(MING, (await at('bridge-code').textContent())!);
    await at('bridge-person').waitFor();
    await shot('6-connected');
    wechat.next('silent');
    wechat.say(MING, '你好');
    await page.locator('[data-testid=bridge] .note').waitFor();
    wechat.goStale();
    await inState('bridge', 'refused').waitFor();
    expect(await at('bridge-error').textContent()).toContain(told[2]);
    await at('bridge-events').locator('summary').click();
    await page.locator('.bridge-events li').first().waitFor();
    await shot('7-stale');
    await at('bridge-sign-in').click();
    await at('qr').waitFor();
    await at('bridge-attempt-end').click();
    await at('bridge-sign-in').waitFor();
    await at('bridge-delete').click();
    await at('ask-yes').click();
    await at('bridge').waitFor({ state: 'detached' });
    await context.close();
  });
});
