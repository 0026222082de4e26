import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { type FakeWiki, startFakeWiki } from '../support/fakes/fake-wiki.js';
import { startServer, type TestServer } from '../support/server.js';

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
      await tab.getByTestId('new-tab-link').click();
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

  it('a link to a text whose encoding is in doubt shows it in each, and is read as one chooses', async () => {
    const story =
      'Mara Vell kept a caf\u00e9, at \u00a33 a night. "You are late," said Mara Vell. "It was the tide," said Tobias.\n';
    wiki.files.set('story.txt', { type: 'text/plain', bytes: Buffer.from(story.repeat(2), 'latin1') });
    const context = await browser.newContext({ locale: 'zh-CN', storageState: signedIn });
    const tab = await context.newPage();
    await tab.goto(server.url);
    await tab.getByTestId('new-character').first().click();
    await tab.getByTestId('new-tab-link').click();
    await tab.getByTestId('link-input').fill(`http://${wiki.host}/files/story.txt`);
    await tab.getByTestId('link-submit').click();
    const doubt = tab.getByTestId('doubt');
    await doubt.waitFor();
    expect(await doubt.textContent()).toContain('/files/story.txt');
    const option = (encoding: string) => doubt.locator(`[data-encoding="${encoding}"]`);
    expect(await option('windows-1252').isChecked()).toBe(true);
    const other = doubt.locator('[data-testid="doubt-option"]:not([data-encoding="windows-1252"])').first();
    const encoding = (await other.getAttribute('data-encoding'))!;
    await other.click();
    await tab.locator(`[data-encoding="${encoding}"]:checked`).waitFor();
    await tab.getByTestId('cast-choice').waitFor();
    await context.close();
  });

  it('a chat log in JSON that is dropped is read, and a card beside it becomes a character', async () => {
    const context = await browser.newContext({ locale: 'en-US', storageState: signedIn });
    const tab = await context.newPage();
    await tab.goto(server.url);
    await tab.getByTestId('new-character').first().waitFor();
    const log = ['Is the boat in?', 'No.', 'Then we wait.', 'For the tide.'].map((mes, n) => ({
      name: n % 2 ? 'Tobias' : 'Orla Fenn',
      mes,
    }));
    const card = {
      spec: 'chara_card_v2',
      spec_version: '2.0',
      data: { name: 'Iris Holm', description: 'A pilot.' },
    };
    const dropped = await tab.evaluateHandle(
      (files: [string, string][]) => {
        const { DataTransfer, File } = globalThis as never as {
          DataTransfer: new () => { items: { add(file: unknown): void } };
          File: new (parts: string[], name: string, options: object) => unknown;
        };
        const transfer = new DataTransfer();
        for (const [name, text] of files)
          transfer.items.add(new File([text], name, { type: 'application/json' }));
        return transfer;
      },
      [
        ['log.json', JSON.stringify(log)],
        ['card.json', JSON.stringify(card)],
      ] as [string, string][],
    );
    await tab.dispatchEvent('body', 'drop', { dataTransfer: dropped });
    await tab.getByTestId('read-texts').click();
    await tab.locator('[data-testid="cast-member"][data-name="Orla Fenn"]').waitFor();
    const { items } = (await server.call('GET', '/api/characters')).body as { items: { name: string }[] };
    expect(items.map(({ name }) => name)).toContain('Iris Holm');
    expect(items.map(({ name }) => name)).not.toContain('log');
    await context.close();
  });
});
