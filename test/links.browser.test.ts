import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import { openBrowser } from './browser.js';
import { type FakeWiki, startFakeWiki } from './fake-wiki.js';
import { startServer, type TestServer } from './server.js';

jest.setTimeout(120_000);

describe('links in the browser', () => {
  let browser: Browser;
  let wiki: FakeWiki;
  let server: TestServer;
  let signedIn: Awaited<ReturnType<BrowserContext['storageState']>>;
  beforeAll(async () => {
    wiki = await startFakeWiki();
    [browser, server] = await Promise.all([openBrowser(), startServer({ INGEST_ALLOW_HOSTS: wiki.host })]);
    const page = await (await browser.newContext({ locale: 'en-US' })).newPage();
    await page.goto(server.signInLink);
    await page.getByTestId('character-card').first().waitFor();
    signedIn = await page.context().storageState();
    await page.context().close();
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
    await wiki.close();
  });

  it.each([
    ['en-US', 1280, ['Mara Vell', 'Nobody'], 'Mara Vell', 'Mara Vell/Voice-Overs', /2 pages chosen/],
    ['zh-CN', 390, ['沈灯', 'Nobody'], '沈灯', '沈灯/语音', /已选 1 个页面/],
  ])(
    '%s, %i wide: several at once, and the pages around them',
    async (locale, width, titles, who, page, count) => {
      const context = await browser.newContext({
        locale,
        viewport: { width, height: 900 },
        storageState: signedIn,
      });
      const tab = await context.newPage();
      const failures: string[] = [];
      tab.on('pageerror', (error) => failures.push(error.message));
      await tab.goto(server.url);
      await tab.getByTestId('new-character').first().click();
      await tab.getByTestId('link-input').fill(titles.map(wiki.url).join('\n'));
      await tab.getByTestId('link-submit').click();

      const offers = tab.getByTestId('page-offers');
      await offers.waitFor();
      expect(await tab.getByTestId('unread').textContent()).toContain('wiki/Nobody');
      expect(await tab.locator(`[data-testid="page-offer"][data-title="${page}"]`).isChecked()).toBe(true);
      expect(await offers.getByRole('status').textContent()).toMatch(count);
      expect(wiki.asked).not.toContain(`/w/api.php ${page}`);
      await tab.getByTestId('pages-submit').click();

      await tab.getByTestId('pages-taken').waitFor();
      expect(wiki.asked).toContain(`/w/api.php ${page}`);
      const wide = 'document.documentElement.scrollWidth';
      expect(await tab.evaluate(wide)).toBeLessThanOrEqual(width);
      await tab.locator(`[data-testid="cast-member"][data-name="${who}"]`).check();
      await tab.getByTestId('cast-submit').click();
      await tab.getByTestId('open-sheet').click();
      const sources = tab.getByTestId('source');
      await sources.first().waitFor();
      expect(await sources.count()).toBeGreaterThan(1);
      expect(await sources.first().getByRole('link').getAttribute('href')).toMatch(/\?oldid=\d+$/);
      expect(await tab.getByTestId('licence').first().textContent()).toBe('CC BY-SA 4.0');
      expect(failures).toEqual([]);
      await context.close();
    },
  );
});
