import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(120_000);

const card = (name: string, description: string) => ({
  name: `${name}.json`,
  mimeType: 'application/json',
  buffer: Buffer.from(
    JSON.stringify({
      spec: 'chara_card_v2',
      spec_version: '2.0',
      data: { name, description, first_mes: 'Who is there?', creator: 'Ida', tags: ['harbour'] },
    }),
  ),
});

describe('a library in the browser', () => {
  let browser: Browser;
  let server: TestServer;
  beforeAll(async () => {
    [browser, server] = await Promise.all([openBrowser(), startServer()]);
  });
  afterAll(async () => {
    await Promise.all([browser.close(), server.stop()]);
  });

  it('takes in several cards, asks about a twin, and finds who is looked for', async () => {
    const page = await (await browser.newContext({ locale: 'en-US' })).newPage();
    const at = (id: string) => page.getByTestId(id);
    const rows = (state: string) => page.locator(`[data-testid=import-row][data-state=${state}]`);
    await page.goto(server.signInLink);
    await at('new-character').first().click();
    await at('new-tab-card').click();
    await at('card-input').setInputFiles(card('Mara', 'Keeps a lamp.'));
    await at('sheet').waitFor();

    await page.goto(`${server.url}/#/new`);
    await at('new-tab-card').click();
    await at('card-input').setInputFiles([
      card('Mara', 'Keeps another lamp.'),
      card('沈灯', '守灯人。'),
      { name: 'broken.png', mimeType: 'image/png', buffer: Buffer.from('nothing') },
    ]);
    await rows('twin').waitFor();
    await rows('refused').waitFor();
    expect(await rows('taken').getByRole('link', { name: '沈灯' }).count()).toBe(1);
    // It is there again after a look elsewhere.
    await page.goto(`${server.url}/#/`);
    await at('import-bar').click();
    await rows('twin').getByTestId('twin-replace').click();
    await rows('taken').nth(1).waitFor();
    await at('import-close').click();

    const cards = at('character-card');
    await cards.filter({ hasText: 'Keeps another lamp.' }).waitFor();
    expect(await at('import-bar').count()).toBe(0);
    await page.keyboard.press('/');
    await page.keyboard.type('沈燈');
    await cards.filter({ hasText: 'Mara' }).waitFor({ state: 'detached' });
    await cards.filter({ hasText: '沈灯' }).getByTestId('character-more').click({ force: true });
    await at('card-favourite').click();
    await page.getByRole('img', { name: 'Favourite' }).waitFor();

    // Back leads to what was looked for.
    await cards.first().getByRole('link').click();
    await at('sheet').waitFor();
    await page.goBack();
    await cards.first().waitFor();
    expect(await at('library-search').inputValue()).toBe('沈燈');
    expect(await cards.count()).toBe(1);
    await at('library-search').fill('nobody at all');
    await at('clear-filters').click();
    await at('library-favourites').click();
    await cards.filter({ hasText: 'Mara' }).waitFor({ state: 'detached' });
    expect(await cards.count()).toBe(1);
    await page.context().close();
  });
});
