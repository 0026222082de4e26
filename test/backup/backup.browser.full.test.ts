import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(60_000);

describe('a backup in the browser', () => {
  let browser: Browser;
  let here: TestServer;
  let there: TestServer;
  beforeAll(async () => {
    [browser, here, there] = await Promise.all([openBrowser(), startServer(), startServer()]);
  });
  afterAll(async () => {
    await Promise.all([browser.close(), here.stop(), there.stop()]);
  });

  const enter = async (server: TestServer, locale: string, width: number) => {
    const context = await browser.newContext({ locale, viewport: { width, height: 800 } });
    const page = await context.newPage();
    await page.goto(server.url);
    await page.getByRole('textbox').fill(server.token);
    await page.keyboard.press('Enter');
    await page.getByTestId('character-card').first().waitFor();
    await page.goto(`${server.url}/#/settings/data`);
    return page;
  };

  it('is saved in one place and put back in another, where all of it is seen at once', async () => {
    const { id: characterId } = (await here.call('POST', '/api/characters', { name: '阮青' })).body;
    const { id } = (await here.call('POST', '/api/sessions', { characterId })).body;
    await here.call('POST', `/api/sessions/${id}/messages`, { text: 'Keep this.' });
    await here.call('PUT', '/api/prompts/en/main', { text: 'Be brief.' });

    const from = await enter(here, 'en-US', 1280);
    const [download] = await Promise.all([from.waitForEvent('download'), from.getByTestId('backup').click()]);
    expect(download.suggestedFilename()).toMatch(/^keepsake-\d{4}-\d\d-\d\d\.zip$/);
    const path = await download.path();

    const to = await enter(there, 'zh-CN', 390);
    await to.getByTestId('restore-file').setInputFiles(path);
    await to.getByTestId('restored').filter({ hasText: /\d/ }).waitFor();
    // What would hold for all characters is asked for first.
    const prompts = async () =>
      (await there.call('GET', '/api/prompts')).body.items as { own: string | null }[];
    await to.getByTestId('left-out').filter({ hasText: '所有角色' }).waitFor();
    expect((await prompts()).filter(({ own }) => own)).toEqual([]);
    await to.getByTestId('restore-for-all').check();
    await to.getByTestId('restore-file').setInputFiles(path);
    await to.getByTestId('left-out').waitFor({ state: 'detached' });
    await to.getByTestId('restored').filter({ hasText: '已经有了' }).waitFor();
    expect((await prompts()).map(({ own }) => own)).toContain('Be brief.');
    // What was known before is shown anew.
    await to.goto(`${there.url}/#/`);
    await to.getByTestId('character-card').filter({ hasText: '阮青' }).waitFor();
    await to.goto(`${there.url}/#/sessions/${id}`);
    await to.getByText('Keep this.').first().waitFor();

    // What is no backup is refused in words, and nothing is lost.
    await to.goto(`${there.url}/#/settings/data`);
    await to
      .getByTestId('restore-file')
      .setInputFiles({ name: 'b.zip', mimeType: 'application/zip', buffer: Buffer.from('no archive') });
    await to.getByRole('alert').waitFor();
    await to.goto(`${there.url}/#/`);
    await to.getByTestId('character-card').filter({ hasText: '阮青' }).waitFor();
  });
});
