import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(120_000);

const LONG = 'Wilhelmina-Konstantinopolitania von Donaudampfschifffahrtsgesellschaft '.repeat(2).trim();

/** What is looked at in the page; its types are not those of these tests. */
interface Seen {
  document: {
    documentElement: { scrollWidth: number };
    querySelector(selector: string): {
      getBoundingClientRect(): { left: number; right: number; height: number };
    };
  };
}

describe('the library in the browser', () => {
  let browser: Browser;
  let server: TestServer;
  beforeAll(async () => {
    [browser, server] = await Promise.all([openBrowser(), startServer()]);
    const { id: characterId } = (await server.call('POST', '/api/characters', { name: LONG })).body;
    for (let n = 0; n < 70; n++)
      await server.call('POST', '/api/sessions', { characterId, title: `Letter ${n}` });
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  it.each([
    ['en-US', 1280],
    ['zh-CN', 390],
  ])(
    '%s, %i px wide: leads to every conversation, and long names and lines stay in their place',
    async (locale, width) => {
      const page = await (await browser.newContext({ locale, viewport: { width, height: 800 } })).newPage();
      await page.goto(server.url);
      await page.getByTestId('sign-in-token').fill(server.token);
      await page.keyboard.press('Enter');
      const sessions = page.getByTestId('session');
      await sessions.first().waitFor();
      for (let shown = await sessions.count(); shown < 70; shown = await sessions.count()) {
        await page.getByTestId('show-more').first().click();
        await sessions.nth(shown).waitFor();
      }
      await page.getByRole('link', { name: /Letter 0\b/ }).waitFor();
      expect(await page.getByTestId('show-more').count()).toBe(0);
      const box = (selector: string) =>
        page.evaluate((found) => {
          const { left, right, height } = (globalThis as never as Seen).document
            .querySelector(found)
            .getBoundingClientRect();
          return { left, right, height };
        }, selector);
      expect((await box('.character-card')).height).toBeLessThan(260);

      await page.getByTestId('settings').first().click();
      const menu = await box('#settings');
      expect(menu.right - menu.left).toBeLessThanOrEqual(360);
      await page.keyboard.press('Escape');

      await page.getByRole('link', { name: width > 400 ? /Letter 69/ : /Letter 68/ }).click();
      await page.getByTestId('composer').fill(`\`\`\`\n${'a wide line of code '.repeat(20)}\n\`\`\``);
      await page.getByTestId('send').click();
      await page.locator('.message.user pre').first().waitFor();
      const slip = await box('.message.user .prose');
      expect(slip.left).toBeGreaterThanOrEqual(0);
      expect(slip.right).toBeLessThanOrEqual(width);
      expect((await box('.composer')).height).toBeLessThan(120);
      await page.context().close();
    },
  );
});
