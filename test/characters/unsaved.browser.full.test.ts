import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { CharacterView } from '../../src/contracts/character.js';
import { openBrowser } from '../support/browser.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(120_000);

describe('unsaved changes', () => {
  let browser: Browser;
  let server: TestServer;
  beforeAll(async () => {
    [browser, server] = await Promise.all([openBrowser(), startServer()]);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  async function signedIn(locale: string): Promise<Page> {
    const page = await (await browser.newContext({ locale })).newPage();
    await page.goto(server.url);
    await page.getByRole('textbox').fill(server.token);
    await page.keyboard.press('Enter');
    await page.getByTestId('new-character').first().waitFor();
    return page;
  }

  it.each(['en-US', 'zh-CN'])('of a sheet are asked about by links and by "back": %s', async (locale) => {
    const made = await server.call('POST', '/api/characters', {
      name: 'Tove',
      sheet: { scenario: 'A quay.' },
    });
    const { id } = made.body as CharacterView;
    const page = await signedIn(locale);
    const question = page.getByTestId('ask-first');
    const field = page.getByTestId('edit-scenario');

    await page.goto(`${server.url}/#/characters/${id}`);
    await page.getByTestId('sheet-edit').click();
    // Nothing has changed: nobody is asked.
    await page.goBack();
    await page.getByTestId('new-character').first().waitFor();
    await page.goForward();
    await page.getByTestId('sheet-edit').click();
    await field.fill('A quay at night.');

    await page.goBack();
    await question.waitFor();
    expect(page.url()).toContain(id);
    await page.getByTestId('ask-no').click();
    expect(await field.inputValue()).toBe('A quay at night.');
    expect(await question.count()).toBe(0);

    const back = page.locator('a.back').first();
    await back.click();
    await page.getByTestId('ask-no').click();
    expect(await field.inputValue()).toBe('A quay at night.');
    await back.click();
    await page.getByTestId('ask-yes').click();
    await page.getByTestId('new-character').first().waitFor();
    const { sheet } = (await server.call('GET', `/api/characters/${id}`)).body as CharacterView;
    expect(sheet.scenario).toBe('A quay.');

    await page.goto(`${server.url}/#/characters/${id}`);
    await page.getByTestId('sheet-edit').click();
    await field.fill('A pier.');
    await page.goBack();
    await page.getByTestId('ask-yes').click();
    await page.getByTestId('new-character').first().waitFor();

    // What is saved is left unasked.
    await page.goto(`${server.url}/#/characters/${id}`);
    await page.getByTestId('sheet-edit').click();
    await field.fill('A harbour.');
    await page.getByTestId('sheet-save').click();
    await page.getByTestId('sheet-edit').waitFor();
    await back.click();
    await page.getByTestId('new-character').first().waitFor();
    await page.context().close();
  });

  it('of a prompt and of a connection are asked about, a begun description is kept', async () => {
    const page = await signedIn('en-US');
    const home = page.locator('a.back').first();
    const question = page.getByTestId('ask-first');

    await page.goto(`${server.url}/#/prompts`);
    await page.getByTestId('prompt-text').fill('Play.');
    await page.getByTestId('prompt-reply').click();
    await home.click();
    await question.waitFor();
    await page.getByTestId('ask-no').click();
    await page.getByTestId('prompt-main').click();
    expect(await page.getByTestId('prompt-text').inputValue()).toBe('Play.');
    await home.click();
    await page.getByTestId('ask-yes').click();
    await page.getByTestId('new-character').first().click();

    await page.getByTestId('describe-name').fill('Runa');
    await home.click();
    await page.getByTestId('new-character').first().click();
    expect(await page.getByTestId('describe-name').inputValue()).toBe('Runa');

    const { body } = await server.call('POST', '/api/connections', {
      name: 'Mine',
      baseUrl: 'http://127.0.0.1:9',
      model: 'one',
    });
    await page.goto(`${server.url}/#/models/${(body as { id: string }).id}`);
    await page.getByTestId('connection-form').getByRole('textbox').first().fill('Another');
    await home.click();
    await question.waitFor();
    await page.getByTestId('ask-no').click();
    expect(await page.getByTestId('connection-form').isVisible()).toBe(true);
    await page.context().close();
  });
});
