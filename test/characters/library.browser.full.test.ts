import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
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
      const allLetters = page.getByTestId('all-letters');
      if (await allLetters.isVisible()) await allLetters.click();
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
      // A name of any length takes its two lines, below a cover of three to four.
      const cover = await box('.cover-button');
      expect((cover.right - cover.left) / cover.height).toBeCloseTo(3 / 4, 1);
      expect((await box('.character-card')).height - cover.height).toBeLessThan(140);
      expect((await box('.shelf')).right).toBeLessThanOrEqual(width);

      await page.getByTestId('settings').first().click();
      const menu = await box('#settings');
      expect(menu.right - menu.left).toBeLessThanOrEqual(360);
      await page.keyboard.press('Escape');

      await page.getByRole('link', { name: width > 400 ? /Letter 69/ : /Letter 68/ }).click();
      await page.getByTestId('composer').fill(`\`\`\`\n${'a wide line of code '.repeat(20)}\n\`\`\``);
      await page.getByTestId('send').click();
      await page.locator('.message.user.complete pre').first().waitFor();
      const slip = await box('.message.user .prose');
      expect(slip.left).toBeGreaterThanOrEqual(0);
      expect(slip.right).toBeLessThanOrEqual(width);
      expect((await box('.composer')).height).toBeLessThan(120);
      await page.context().close();
    },
  );

  it.each([
    ['en-US', 1440],
    ['zh-CN', 390],
  ])('%s, %i px wide: shelves, tags and pictures are changed from a cover', async (locale, width) => {
    const { id } = (await server.call('POST', '/api/characters', { name: `Iris ${locale}` })).body;
    const page = await (await browser.newContext({ locale, viewport: { width, height: 860 } })).newPage();
    const at = (name: string) => page.getByTestId(name);
    const open = async (item: string) => {
      await page.locator(`[data-id="${id}"]`).getByTestId('character-more').click({ force: true });
      await at(item).click();
    };
    const view = async () => (await server.call('GET', `/api/characters/${id}`)).body;
    await page.goto(`${server.url}/#/?q=${encodeURIComponent(`Iris ${locale}`)}`);
    await at('sign-in-token').fill(server.token);
    await page.keyboard.press('Enter');
    await open('card-shelve');
    await at('shelving-folder').fill('Harbour / 港');
    await at('shelving-tags').fill('quiet，夜, ');
    await at('shelving-save').click();
    await at('shelving').waitFor({ state: 'detached' });
    expect(await view()).toMatchObject({ folder: 'Harbour / 港', tags: ['quiet', '夜'] });
    await at('library-folder').selectOption('Harbour / 港');
    await at('library-tag').filter({ hasText: '夜' }).click();
    await page.reload();
    await page.locator(`[data-id="${id}"]`).waitFor();
    expect(await at('library-folder').inputValue()).toBe('Harbour / 港');

    await open('card-picture');
    const choose = (name: string, mimeType: string, buffer: Buffer) =>
      at('picture-input').setInputFiles({ name, mimeType, buffer });
    const plain = (side: number) =>
      sharp({ create: { width: side, height: side, channels: 3, background: '#a54' } })
        .png()
        .toBuffer();
    for (const [bytes, type, code] of [
      [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml', 'not_a_picture'],
      [await plain(10_000), 'image/png', 'picture_too_large'],
      [Buffer.from('nothing'), 'image/png', 'picture_broken'],
    ] as const) {
      await choose('picture', type, bytes);
      await page.locator(`[data-testid=problem][data-code=${code}]`).waitFor();
    }
    await choose('picture', 'image/png', await plain(900));
    await at('picture-turn').click();
    await at('picture-use').click();
    await at('picture-dialog').waitFor({ state: 'detached' });
    const { avatarHash } = await view();
    await page.locator(`[data-id="${id}"] img[src*="${avatarHash}"]`).waitFor();
    const bytes = await fetch(`${server.url}/api/characters/${id}/avatar`, {
      headers: { authorization: `Bearer ${server.token}` },
    });
    const made = await sharp(Buffer.from(await bytes.arrayBuffer())).metadata();
    expect(made.width! / made.height!).toBeCloseTo(3 / 4, 2);
    await open('card-picture');
    await at('picture-remove').click();
    await at('picture-dialog').waitFor({ state: 'detached' });
    expect(await view()).toMatchObject({ hasAvatar: false });
    await page.context().close();
  });
});
