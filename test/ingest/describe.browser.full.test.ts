import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(120_000);

describe('a character of one’s own, in the browser', () => {
  let browser: Browser;
  let server: TestServer;
  beforeAll(async () => {
    [browser, server] = await Promise.all([openBrowser(), startServer()]);
  });
  afterAll(async () => {
    await Promise.all([browser.close(), server.stop()]);
  });

  it.each([
    ['en-US', 1280, 'The kiln burns all night on the northern coast.', 'Mara Vell', 'en'],
    ['zh-CN', 390, '北岸的窑彻夜不熄，陶土用篮子从海边背上来。', '沈灯', 'zh'],
  ])('%s, %i px wide: is made of a pasted text in which nobody was found', async (...given) => {
    const [locale, width, text, name, language] = given;
    const context = await browser.newContext({ locale, viewport: { width, height: 860 } });
    const page = await context.newPage();
    const at = (id: string) => page.getByTestId(id);
    try {
      await page.goto(server.url);
      await at('sign-in-token').fill(server.token);
      await page.keyboard.press('Enter');
      await at('new-character').first().click();
      // The tabs go by the arrow keys, and keep what is typed.
      await at('describe-name').fill('Nobody yet');
      await at('new-tab-describe').focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      expect(await at('new-tab-text').getAttribute('aria-selected')).toBe('true');
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      await at('paste-text').fill(text);
      await at('paste-submit').click();
      await at('use-as-description').click();
      expect(await at('describe-description').inputValue()).toContain(text);
      await at('describe-name').fill(name);
      await at('describe-add-greeting').click();
      await at('describe-greeting').nth(1).fill('…');
      await at('describe-submit').click();
      await at('sheet').waitFor();
      const made = (await server.call('GET', '/api/characters')).body.items.find(
        (one: { name: string }) => one.name === name,
      );
      expect((await server.call('GET', `/api/characters/${made.id}`)).body.sheet).toMatchObject({
        language,
        identity: [{ text: expect.stringContaining(text) }],
        greetings: ['…'],
      });
      const waiting = (await server.call('GET', '/api/ingests')).body.items;
      expect(waiting.filter(({ status }: { status: string }) => status === 'needs_choice')).toEqual([]);
    } finally {
      await context.close();
    }
  });
});
