import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(120_000);

describe('a text in which nobody is found, in the browser', () => {
  let browser: Browser;
  let server: TestServer;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    server = await startServer();
  });
  afterEach(() => server.stop());

  it.each([
    ['en-US', 1280, 'The kiln burns all night on the northern coast.', 'Mara Vell', /Enter any name/],
    ['zh-CN', 390, '北岸的窑彻夜不熄，陶土用篮子从海边背上来。', '沈灯', /可以填写任意名字/],
  ])('%s, %i px wide: asks for a name and goes on with it', async (locale, width, text, name, note) => {
    const page = await (await browser.newContext({ locale, viewport: { width, height: 900 } })).newPage();
    const at = (id: string) => page.getByTestId(id);
    await page.goto(server.signInLink);
    await at('new-character').first().click();
    const buffer = Buffer.from(text);
    await at('new-tab-text').click();
    await at('file-input').setInputFiles({ name: 'kiln.txt', mimeType: 'text/plain', buffer });
    await at('cast-choice').waitFor();
    expect(await at('problem').textContent()).toMatch(note);
    expect(await at('cast-submit').isDisabled()).toBe(true);
    await at('name-anybody').fill(name);
    await at('name-anybody').press('Enter');
    expect(await page.getByRole('checkbox', { name }).isChecked()).toBe(true);
    const shot = process.env['SCREENSHOTS'];
    if (shot) await page.screenshot({ path: `${shot}/nobody-${locale}.png`, fullPage: true });
    await at('cast-submit').click();
    await at('open-sheet').click();
    await at('citation').first().click();
    expect(await at('passage-quote').first().textContent()).toContain(text.slice(0, 8));
  });
});
