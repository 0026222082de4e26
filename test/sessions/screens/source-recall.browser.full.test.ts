import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../../support/browser.js';
import { CHINESE, EARLY, ENGLISH, novel } from '../../support/files/long-novel.js';
import { startServer, type TestServer } from '../../support/server.js';

jest.setTimeout(180_000);

describe('what was recalled of a source, in the browser', () => {
  let browser: Browser;
  let server: TestServer;
  beforeAll(async () => {
    [browser, server] = await Promise.all([openBrowser(), startServer({ MODEL_CONTEXT_WINDOW: '8000' })]);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  it.each([
    { locale: 'en-US', size: { width: 1280, height: 900 }, told: ENGLISH, why: 'Too long to be sent whole' },
    { locale: 'zh-CN', size: { width: 390, height: 844 }, told: CHINESE, why: '太长，无法全文发送' },
  ])('stands on the receipt, and opens where it is told, in $locale', async ({ locale, size, told, why }) => {
    const { body } = await server.upload(
      '/api/ingests',
      'files',
      { name: 'novel.txt', bytes: novel(told) },
      { name: told.name },
    );
    const { characterIds } = await server.settled(body.id);
    const session = (await server.call('POST', '/api/sessions', { characterId: characterIds[0] })).body;
    await server.call('POST', `/api/sessions/${session.id}/messages`, { text: told.question });

    const context = await browser.newContext({ locale, viewport: size });
    await context.request.post(`${server.url}/api/sign-in`, {
      data: { token: server.token },
      headers: { origin: server.url },
    });
    const page = await context.newPage();
    await page.goto(`${server.url}/#/sessions/${session.id}`);
    await page.getByTestId('memory-meter').click();
    const recalled = page.getByTestId('recalled-passages');
    await recalled.locator('summary').click();
    const chapter = recalled.getByRole('listitem').filter({ hasText: told.heading(EARLY) });
    // Each number opens its own; the one that tells it is among them.
    const marks = chapter.getByTestId('recalled-passage');
    const texts: string[] = [];
    for (let n = 0; n < (await marks.count()); n++) {
      await marks.nth(n).click();
      const panel = page.getByTestId('passage-panel');
      texts.push((await panel.getByTestId('cited-passage').innerText()).replace(/\s+/g, ' '));
      await panel.locator('header button').click();
      await recalled.locator('summary').click();
    }
    expect(texts).toContain(told.early);

    await page.getByTestId('pin-source').selectOption('on');
    await page.getByTestId('source-sent').filter({ hasText: why }).waitFor();
    await context.close();
  });
});
