import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { ConnectionsView } from '../../src/contracts/connection.js';
import { openBrowser } from '../support/browser.js';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(120_000);

const KEY = 'sk-a-key-of-the-tests-0123456789';
const LISTED = Array.from({ length: 300 }, (_, n) => ({ id: `writer-${n}`, window: 32_000 + n }));

describe('models in the browser', () => {
  let browser: Browser;
  let server: TestServer;
  let model: FakeModel;
  beforeAll(async () => {
    [browser, model] = await Promise.all([openBrowser(), startFakeModel({ model: 'writer-7', key: KEY })]);
  });
  afterAll(async () => {
    await Promise.all([browser.close(), model.close()]);
  });

  const connections = async () =>
    ((await server.call('GET', '/api/connections')).body as ConnectionsView).items;

  /** What suppliers, other computers and their servers would say. */
  async function known(page: Page, test: () => object): Promise<void> {
    const suppliers = [
      {
        id: 'scribes',
        name: 'Scribes',
        baseUrl: model.url,
        keyUrl: 'https://example.com/keys',
        needsKey: true,
      },
    ];
    const answers: Record<string, () => object> = {
      suppliers: () => ({ items: suppliers }),
      local: () => ({
        items: [{ name: 'Ollama', supplier: 'ollama', baseUrl: model.url, models: ['writer-7'] }],
      }),
      models: () => ({ models: LISTED }),
      '*/test': test,
      'presets/read': () => ({ preset: { temperature: 0.9, stop: ['\nYou:'] }, ignored: ['mirostat_mode'] }),
    };
    for (const [path, answer] of Object.entries(answers))
      await page.route(`**/api/connections/${path}`, (route) => route.fulfill({ json: answer() }));
  }

  /** @param test what a connection that is tested shows; without it the server answers for itself */
  async function open(locale: string, width: number, test?: () => object): Promise<Page> {
    const context = await browser.newContext({ locale, viewport: { width, height: 860 } });
    const page = await context.newPage();
    // The library asks already what runs on this computer.
    if (test) await known(page, test);
    await page.goto(server.url);
    await page.getByTestId('sign-in-token').fill(server.token);
    await page.keyboard.press('Enter');
    await page.getByTestId('model-card').waitFor();
    return page;
  }

  it.each([
    { locale: 'en-US', width: 1280, blank: /a space/, refused: /not accepted/, default: 'Default (Penny)' },
    { locale: 'zh-CN', width: 390, blank: /空格/, refused: /密钥无效/, default: '默认（Penny）' },
  ])('are connected, tested, tuned, chosen and deleted: $locale at $width', async (given) => {
    server = await startServer();
    let tested: object = { reached: true, keyAccepted: false };
    const page = await open(given.locale, given.width, () => tested);
    const at = (id: string) => page.getByTestId(id);
    const fits = () => page.evaluate('document.documentElement.scrollWidth <= innerWidth');
    const failures: string[] = [];
    page.on('pageerror', (error) => failures.push(error.message));
    try {
      // None is connected: one line says so and leads on.
      await at('connect-model').click();
      await at('local-server').waitFor();
      expect(await fits()).toBe(true);
      await at('supplier-scribes').click();
      await at('connection-key').fill('sk-with a blank');
      await at('connection-save').click();
      const key = at('connection-key');
      expect(await key.getAttribute('aria-invalid')).toBe('true');
      await page.locator('[data-testid=connection-key]:focus').waitFor();
      const described = await key.getAttribute('aria-describedby');
      expect(await page.locator(`[id="${described}"]`).innerText()).toMatch(given.blank);
      expect(await connections()).toEqual([]);

      // A model is chosen of the list by the keyboard alone.
      await key.fill(KEY);
      await at('connection-model').fill('writer-7');
      await at('model-option').first().waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      expect(await at('connection-model').inputValue()).toBe('writer-7');
      await at('connection-name').fill('Penny');
      await at('connection-save').click();
      await at('test-results').waitFor();
      expect(await at('test-results').innerText()).toMatch(given.refused);
      const [made] = await connections();
      expect(made).toMatchObject({ name: 'Penny', supplier: 'scribes', model: 'writer-7', hasKey: true });
      expect(await page.content()).not.toContain(KEY);

      // Presets: what cannot be is said beside its field, what is taken over is shown.
      tested = { reached: true, keyAccepted: true, modelFound: true, firstTokenMs: 640 };
      await at('preset-file').setInputFiles({
        name: 'Dreamy.json',
        mimeType: 'application/json',
        buffer: Buffer.from('{"temp": 0.9}'),
      });
      await at('preset-taken').waitFor();
      expect(await at('preset-taken').innerText()).toContain('mirostat_mode');
      await at('preset-extra').fill('{"top_a": ');
      await at('connection-save').click();
      expect(await at('preset-extra').getAttribute('aria-invalid')).toBe('true');
      await at('preset-extra').fill('{"top_a": 0.2}');
      await at('connection-test').click();
      await at('test-results').waitFor();
      expect((await connections())[0]!.preset).toEqual({
        temperature: 0.9,
        stop: ['\nYou:'],
        extra: { top_a: 0.2 },
      });
      expect(await fits()).toBe(true);

      // Changed in another tab meanwhile: both changes are there, and nothing typed is lost.
      await server.call('PATCH', `/api/connections/${made!.id}`, { model: 'writer-8' });
      await at('preset-temperature').fill('0,7');
      await at('connection-save').click();
      await page.locator('[data-told=conflict]').waitFor();
      expect(await at('connection-model').inputValue()).toBe('writer-8');
      expect(await at('preset-temperature').inputValue()).toBe('0,7');
      expect((await connections())[0]!.preset.temperature).toBe(0.9);
      await at('connection-model').fill('writer-7');
      await at('connection-save').click();
      await page.locator('[data-told=saved]').waitFor();
      expect(await at('preset-temperature').inputValue()).toBe('0.7');
      expect((await connections())[0]).toMatchObject({ model: 'writer-7', preset: { temperature: 0.7 } });

      // It answers at once, and the receipt says which one did.
      const other = await server.call('POST', '/api/connections', {
        name: 'Quill',
        baseUrl: model.url,
        apiKey: KEY,
      });
      const characterId = (await server.call('GET', '/api/characters')).body.items[0].id;
      const session = (await server.call('POST', '/api/sessions', { characterId })).body;
      await page.goto(`${server.url}/#/characters/${characterId}`);
      const choice = at('connection-choice');
      await choice.waitFor();
      expect(await choice.locator('option').first().innerText()).toBe(given.default);
      await choice.selectOption({ label: 'Quill' });
      await page.locator(`[data-testid=connection-choice][data-chosen="${other.body.id}"]`).waitFor();
      await page.goto(`${server.url}/#/sessions/${session.id}`);
      await at('composer').fill('Who are you?');
      await at('send').click();
      await page.getByText('This is the answer').first().waitFor();
      await at('memory-meter').click();
      await at('receipt').waitFor();
      expect(await at('receipt').innerText()).toContain('Quill · writer-7');
      expect(await choice.locator('option').first().innerText()).toContain('Quill');
      await choice.selectOption({ label: 'Penny' });
      await page.locator(`[data-testid=connection-choice][data-chosen="${made!.id}"]`).waitFor();
      await page.keyboard.press('Escape');

      // Used for the background, deleted with a word on who had chosen it.
      await page.goto(`${server.url}/#/models`);
      await at('connection').nth(1).click();
      await at('use-for-background').click();
      await page.locator('[data-testid=use-for-background][aria-pressed=true]').waitFor();
      await at('connection-delete').click();
      expect(await at('ask-first').innerText()).toContain('1');
      await at('ask-yes').click();
      await at('connections').waitFor();
      expect((await connections()).map(({ name }) => name)).toEqual(['Penny']);
      expect(other.status).toBe(201);
      expect(failures).toEqual([]);
    } finally {
      await page.context().close();
      await server.stop();
    }
  });

  it('of the environment can only be asked in another way', async () => {
    server = await startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: KEY, MODEL: 'writer-7' });
    const page = await open('en-US', 1280);
    await known(page, () => ({ reached: true }));
    try {
      await page.getByTestId('manage-models-bar').click();
      await page.getByTestId('connection').click();
      await page.getByTestId('sampling').waitFor();
      expect(await page.getByTestId('connection-address').count()).toBe(0);
      expect(await page.getByTestId('connection-delete').count()).toBe(0);
      await page.getByTestId('preset-maxReplyTokens').fill('300');
      await page.getByTestId('connection-save').click();
      // The button rests while it is saved, too.
      await page.locator('[data-told="saved"]').waitFor();
      expect((await connections())[0]!.preset).toEqual({ maxReplyTokens: 300 });
    } finally {
      await page.context().close();
      await server.stop();
    }
  });
});
