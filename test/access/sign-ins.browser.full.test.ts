import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(120_000);

describe('signed-in devices in the browser', () => {
  let browser: Browser;
  let server: TestServer;
  beforeAll(async () => {
    [browser, server] = await Promise.all([openBrowser(), startServer()]);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const signIn = async (locale: string, width: number): Promise<Page> => {
    const page = await (await browser.newContext({ locale, viewport: { width, height: 800 } })).newPage();
    await page.goto(server.url);
    await page.getByTestId('sign-in-token').fill(server.token);
    await page.keyboard.press('Enter');
    await page.getByTestId('sign-in').waitFor({ state: 'detached' });
    return page;
  };

  it('are listed, and one that is ended shows the page to sign in by itself', async () => {
    const laptop = await signIn('en-US', 1280);
    const phone = await signIn('zh-CN', 390);
    const tablet = await signIn('en-US', 800);
    await phone.getByTestId('settings').first().click();
    await phone.getByTestId('all-settings').click();
    await phone.getByTestId('settings-data').click();
    const devices = phone.getByTestId('device');
    await devices.nth(2).waitFor();
    expect(await phone.getByRole('heading', { name: '已登录的设备' }).count()).toBe(1);
    expect(await devices.first().textContent()).toContain('本机');
    expect(await devices.first().getByTestId('end-device').count()).toBe(0);

    await devices.last().getByTestId('end-device').click();
    await laptop.getByTestId('sign-in').waitFor();
    await devices.nth(2).waitFor({ state: 'detached' });
    expect(await devices.count()).toBe(2);

    await phone.getByTestId('end-other-devices').click();
    await phone.getByTestId('ask-yes').click();
    await tablet.getByTestId('sign-in').waitFor();
    await devices.nth(1).waitFor({ state: 'detached' });
    expect(await phone.getByTestId('end-other-devices').count()).toBe(0);
    expect(await phone.getByTestId('sign-in').count()).toBe(0);

    // Who was ended comes back as ever.
    await laptop.getByTestId('sign-in-token').fill(server.token);
    await laptop.keyboard.press('Enter');
    await laptop.getByTestId('sign-in').waitFor({ state: 'detached' });
    await laptop.getByTestId('settings').first().waitFor();
  });
});
