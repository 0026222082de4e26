import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { PromptsView } from '../../../src/contracts/prompt.js';
import { openBrowser } from '../../support/browser.js';
import { startServer, type TestServer } from '../../support/server.js';

jest.setTimeout(120_000);

describe('prompts in the browser', () => {
  let browser: Browser;
  let server: TestServer;
  beforeAll(async () => {
    [browser, server] = await Promise.all([openBrowser(), startServer()]);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  it.each([
    { locale: 'en-US', width: 1280, language: 'en', added: 'Write in the present tense.', warned: 'AI' },
    { locale: 'zh-CN', width: 390, language: 'zh', added: '多写天气。', warned: '如实' },
  ] as const)('are read, changed, compared and reset: $locale at $width', async (given) => {
    const { locale, width, language } = given;
    const sheet = { language, instructions: language === 'en' ? 'The card says.' : '卡里说。' };
    const { id } = (await server.call('POST', '/api/characters', { name: 'Mira', sheet })).body;
    const context = await browser.newContext({ locale, viewport: { width, height: 800 } });
    const page = await context.newPage();
    const failures: string[] = [];
    page.on('pageerror', (error) => failures.push(error.message));
    const own = async (of: string, name: string) =>
      ((await server.call('GET', `${of}/prompts`)).body as PromptsView).items.find(
        (item) => item.name === name && item.language === language,
      )!;
    const choose = async (name: string) => {
      if (width < 800) await page.locator('.prompts-choice').selectOption(name);
      else await page.getByTestId(`prompt-${name}`).click();
    };
    try {
      await page.goto(server.url);
      await page.getByRole('textbox').fill(server.token);
      await page.keyboard.press('Enter');
      await page.getByTestId('settings').click();
      await page.getByTestId('all-settings').click();
      await page.getByTestId('settings-models').click();
      await page.getByTestId('manage-prompts').click();
      const text = page.getByTestId('prompt-text');
      await text.waitFor();
      const ours = (await own('/api', 'main')).original;
      expect(await text.inputValue()).toBe(ours);

      // A line of one's own is told as added, and nothing else as changed.
      await text.fill(`${ours}\n${given.added}`);
      await page.getByTestId('prompt-tab-changes').click();
      expect(await page.locator('[data-testid=prompt-changes] ins').allInnerTexts()).toEqual([
        expect.stringContaining(given.added),
      ]);
      expect(await page.locator('[data-testid=prompt-changes] del').count()).toBe(0);
      await page.getByTestId('prompt-save').click();
      await page.getByTestId('prompt-reset').waitFor();
      expect((await own('/api', 'main')).own).toBe(`${ours}\n${given.added}`);

      // What hangs on a text is said while it is written; a macro brings ours back.
      await choose('auxiliary');
      await page.getByTestId('prompt-text').fill(given.added);
      const warnings = page.getByTestId('prompt-warnings');
      await warnings.waitFor();
      expect(await warnings.innerText()).toContain(given.warned);
      await page.getByTestId('macro-original').click();
      await warnings.waitFor({ state: 'detached' });
      await page.getByTestId('prompt-save').click();
      await page.getByTestId('prompt-reset').click();
      await page.getByTestId('ask-yes').click();
      await page.getByTestId('prompt-reset').waitFor({ state: 'detached' });
      expect((await own('/api', 'auxiliary')).own).toBeNull();

      // Of a character the card's comes first, and it takes one's own.
      await page.goto(`${server.url}/#/characters/${id}`);
      await page.getByTestId('sheet-more').click();
      await page.getByTestId('sheet-prompts').click();
      await page.getByTestId('prompt-tab-ours').click();
      expect(await page.getByTestId('prompt-ours').innerText()).toContain(sheet.instructions);
      await page.getByTestId('prompt-tab-yours').click();
      await page.getByTestId('prompt-text').fill(given.added);
      await page.getByTestId('prompt-save').click();
      await page.getByTestId('prompt-reset').waitFor();
      expect((await own(`/api/characters/${id}`, 'main')).own).toBe(given.added);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      expect(failures).toEqual([]);
    } finally {
      await context.close();
    }
  });
});
