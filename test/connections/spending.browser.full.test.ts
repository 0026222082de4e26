import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(180_000);

const HISTORY = Array.from({ length: 1200 }, (_, n) =>
  JSON.stringify({
    role: n % 2 ? 'assistant' : 'user',
    content: `${n}. The ferry of Lerwick left the quay with barrel ${n * 7919} of salt, and nobody counted it.`,
    at: '2026-03-01T10:00:00Z',
  }),
).join('\n');

describe('background work in the browser', () => {
  let browser: Browser;
  let model: FakeModel;
  let server: TestServer;
  beforeAll(async () => {
    [browser, model] = await Promise.all([openBrowser(), startFakeModel({ window: 6000 })]);
  });
  afterAll(async () => {
    await Promise.all([browser.close(), model.close()]);
  });

  async function open(locale: string, width: number, colorScheme: 'light' | 'dark'): Promise<Page> {
    const context = await browser.newContext({ locale, viewport: { width, height: 900 }, colorScheme });
    const page = await context.newPage();
    await page.goto(server.url);
    await page.getByTestId('sign-in-token').fill(server.token);
    await page.keyboard.press('Enter');
    await page.getByTestId('character-card').first().waitFor();
    return page;
  }

  it.each([
    {
      locale: 'en-US',
      width: 1440,
      colorScheme: 'light' as const,
      offer:
        /^Summarising the [\d,]+ older messages takes about \d+ requests, [\d,]+ tokens, ≈ \$\s[\d.]+\.$/,
      reached: /^The limit of \d+ requests per day is reached\./,
    },
    {
      locale: 'zh-CN',
      width: 390,
      colorScheme: 'dark' as const,
      offer: /^归纳较早的 [\d,]+ 条消息，约 \d+ 次请求、[\d,]+ token，约合 \$\s[\d.]+。$/,
      reached: /^每日的上限（\d+ 次请求）已用完。/,
    },
  ])('is offered, started, stopped and limited: $locale at $width', async (given) => {
    server = await startServer({
      OPENAI_BASE_URL: model.url,
      OPENAI_API_KEY: 'k',
      MODEL: 'fake',
      MODEL_PRICE: '2 1 10',
    });
    const fills = () => model.requests.filter(({ json }) => !json.stream).length;
    const before = fills();
    const characterId = (await server.call('POST', '/api/characters', { name: 'Mira' })).body.id;
    const { id } = (await server.call('POST', '/api/sessions', { characterId })).body;
    const page = await open(given.locale, given.width, given.colorScheme);
    const at = (name: string) => page.getByTestId(name);
    const fits = () => page.evaluate('document.documentElement.scrollWidth <= innerWidth');
    const failures: string[] = [];
    page.on('pageerror', (error) => failures.push(error.message));
    const openPanel = async () => {
      await page.goto(`${server.url}/#/sessions/${id}`);
      await at('conversation-menu').click();
      await at('older-messages').scrollIntoViewIfNeeded();
    };
    try {
      // Asked where the history comes in, before anything is spent.
      await page.goto(`${server.url}/#/sessions/${id}`);
      await at('conversation-menu').click();
      const buffer = Buffer.from(HISTORY);
      await at('history-input').setInputFiles({ name: 'h.jsonl', mimeType: 'text/plain', buffer });
      const atOnce = page.locator('.actions [data-testid=older-offer]');
      await atOnce.waitFor();
      expect(await atOnce.textContent()).toMatch(given.offer);
      const limits = page.locator('.actions [data-testid=older-limit]');
      expect(await limits.getAttribute('href')).toMatch(/models\/[\da-f-]{36}$/);
      expect(await fits()).toBe(true);
      await page.reload();
      await openPanel();
      expect(await at('older-offer').textContent()).toMatch(given.offer);
      expect(await fits()).toBe(true);
      expect(fills()).toBe(before);

      let answered = 0;
      model.next({ hang: true, when: ({ json }) => !json.stream && ++answered > 1 });
      await at('older-start').click();
      await page.locator('.older-writing progress[value="1"]').waitFor();
      await at('older-stop').click();
      await page.locator('[data-testid=older-messages][data-state=offered]').waitFor();
      const { entries } = (await server.call('GET', `/api/sessions/${id}/chronicle`)).body;
      expect(entries.filter(({ madeBy }: { madeBy: string }) => madeBy === 'model')).toHaveLength(1);
      await at('older-not-now').click();
      await at('older-offer').waitFor({ state: 'detached' });

      const [connection] = (await server.call('GET', '/api/connections')).body.items;
      await page.goto(`${server.url}/#/models/${connection.id}`);
      await at('spent-import').waitFor();
      await at('limit-perDay-requests').fill('-1');
      await at('connection-save').click();
      await page.locator('#limits-wrong').waitFor();
      await at('limit-perDay-requests').fill(String(fills() - before + 1));
      await at('connection-save').click();
      await page.locator('[data-told=saved]').waitFor();
      expect(await fits()).toBe(true);

      await server.call('POST', `/api/sessions/${id}/memory/start`);
      await openPanel();
      await at('limit-reached').waitFor();
      expect(await at('limit-reached').textContent()).toMatch(given.reached);
      expect(await fits()).toBe(true);
      await at('limit-reached').getByRole('link').click();
      await at('limit-perDay-requests').fill('');
      await at('connection-save').click();
      await page.locator('[data-told=saved]').waitFor();
      await openPanel();
      await page.locator('[data-testid=older-messages][data-state=nothing]').waitFor({ state: 'attached' });
      expect(failures).toEqual([]);
    } finally {
      await page.context().close();
      await server.stop();
    }
  });
});
