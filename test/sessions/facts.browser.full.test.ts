import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { FactsView } from '../../src/contracts/memory.js';
import { openBrowser } from '../support/browser.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(120_000);

const TOLD: Record<number, string> = {
  0: 'I live in Bristol, in a tiny flat over a chip shop.',
  2: '我养了一只猫，叫团子。',
  40: 'We moved to Leeds at the weekend, there are boxes everywhere.',
};

describe('what holds now, in the panel', () => {
  let browser: Browser;
  let server: TestServer;
  beforeAll(async () => {
    [browser, server] = await Promise.all([openBrowser(), startServer({ MODEL_CONTEXT_WINDOW: '6000' })]);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  it.each([
    { locale: 'en-US', width: 1280, past: 'past', home: 'home' },
    { locale: 'zh-CN', width: 390, past: '已过去', home: '住处' },
  ] as const)('is read, corrected, taken away and led back to its message: $locale', async (given) => {
    const characterId = (await server.call('POST', '/api/characters', { name: 'Mira' })).body.id;
    const { id } = (await server.call('POST', '/api/sessions', { characterId })).body;
    const lines = Array.from({ length: 400 }, (_, n) => {
      const content = TOLD[n] ?? `Line ${n}: we walked along the harbour until the lamps were lit.`;
      return JSON.stringify({ role: n % 2 ? 'assistant' : 'user', content });
    });
    await server.upload(`/api/sessions/${id}/import`, 'file', { name: 'h.jsonl', bytes: lines.join('\n') });
    await server.call('POST', `/api/sessions/${id}/messages`, { text: 'Here we are.' });
    const context = await browser.newContext({
      locale: given.locale,
      viewport: { width: given.width, height: 800 },
    });
    const page = await context.newPage();
    const failures: string[] = [];
    page.on('pageerror', (error) => failures.push(error.message));
    try {
      await page.goto(`${server.url}/#/sessions/${id}`);
      await page.getByRole('textbox').fill(server.token);
      await page.keyboard.press('Enter');
      await page.getByTestId('conversation-menu').click();
      const facts = page.getByTestId('fact');
      await facts.nth(2).waitFor();
      expect(await facts.allInnerTexts()).toEqual([
        expect.stringMatching(new RegExp(`${given.home}(?!.*${given.past}).*We moved to Leeds`, 's')),
        expect.stringContaining('团子'),
        expect.stringMatching(new RegExp(`${given.home}.*${given.past}.*Bristol`, 's')),
      ]);

      await facts.nth(0).getByTestId('fact-correct').click();
      await page.getByTestId('fact-text').fill('Leeds, near the river');
      await page.getByTestId('fact-save').click();
      await facts.nth(0).getByText('Leeds, near the river').waitFor();
      await facts.nth(2).getByTestId('fact-remove').click();
      await facts.nth(2).waitFor({ state: 'detached' });
      const { items } = (await server.call('GET', `/api/sessions/${id}/facts`)).body as FactsView;
      expect(items.map(({ text, madeBy }) => [text, madeBy])).toEqual([
        ['Leeds, near the river', 'person'],
        [TOLD[2], 'rule'],
      ]);

      await facts.nth(0).getByTestId('fact-open').click();
      await page.locator('article[data-seq="41"]').waitFor();
      expect(failures).toEqual([]);
    } finally {
      await context.close();
    }
  });
});
