import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(120_000);

describe('API keys in the browser', () => {
  let browser: Browser;
  let server: TestServer;
  let mira: string;
  beforeAll(async () => {
    [browser, server] = await Promise.all([openBrowser(), startServer()]);
    mira = (await server.call('POST', '/api/characters', { name: 'Mira' })).body.id;
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  it.each([
    ['en-US', 1280, 'API keys', 'Chat, including through'],
    ['zh-CN', 390, 'API 密钥', '聊天'],
  ])('are made, shown once, used and revoked (%s)', async (locale, width, title, scope) => {
    const page = await (await browser.newContext({ locale, viewport: { width, height: 900 } })).newPage();
    const at = (id: string) => page.getByTestId(id);
    await page.goto(server.url);
    await at('sign-in-token').fill(server.token);
    await page.keyboard.press('Enter');
    await at('sign-in').waitFor({ state: 'detached' });
    await page.goto(`${server.url}/#/settings/keys`);
    await page.getByRole('heading', { name: title, level: 1 }).waitFor();
    await at('key-new').click();
    await at('key-name').fill('A bot');
    expect(await at('key-form').textContent()).toContain(scope);
    expect(await at('scope-sessions:talk').isChecked()).toBe(true);
    await at('scope-characters:read').check();
    await at('key-create').click();
    const key = await at('key-value').inputValue();
    const ask = (path: string) =>
      fetch(server.url + path, { headers: { authorization: `Bearer ${key}` } }).then(({ status }) => status);
    expect([await ask('/v1/models'), await ask('/api/characters'), await ask('/api/sessions')]).toEqual([
      200, 200, 403,
    ]);
    await at('key-copied').click();
    await at('key-value').waitFor({ state: 'detached' });
    expect(await page.locator('body').textContent()).not.toContain(key);
    await at('example-curl').click();
    expect(await at('key-examples').textContent()).toContain(`${server.url}/v1/chat/completions`);
    // What is copied works as it is.
    await at('key-examples')
      .getByText(`"model": "mira-${mira.slice(0, 8)}"`)
      .waitFor();
    // What it was used for is written down within a moment.
    const call = at('key-call').filter({ hasText: '/api/sessions' }).first();
    for (let n = 0; n < 20 && !(await call.isVisible()); n++) {
      await page.waitForTimeout(250);
      await page.reload();
      await at('keys').waitFor();
    }
    expect(await call.textContent()).toContain('403');
    await at('key-change').first().click();
    await at('key-name').fill('Another bot');
    await at('limit-requestsPerDay').fill('1000');
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await at('key-save').click();
    const changed = at('key').filter({ hasText: 'Another bot' });
    await changed.waitFor();
    expect(await changed.textContent()).toMatch(/1[,，]?000/);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await at('key-revoke').first().click();
    await at('ask-yes').click();
    await at('key')
      .filter({ hasText: key.slice(-4) })
      .waitFor({ state: 'detached' });
    expect(await ask('/v1/models')).toBe(401);
  });
});
