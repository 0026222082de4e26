import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { MessageView } from '../../../src/contracts/message.js';
import { openBrowser } from '../../support/browser.js';
import { type FakeModel, startFakeModel } from '../../support/fakes/fake-model.js';
import { startServer, type TestServer } from '../../support/server.js';

jest.setTimeout(60_000);

describe('a conversation by keys alone', () => {
  let browser: Browser;
  let model: FakeModel;
  let server: TestServer;
  beforeAll(async () => {
    model = await startFakeModel({ reply: ({ n }) => `Reply ${n}: the ferry has left.` });
    [browser, server] = await Promise.all([
      openBrowser(),
      startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake-1' }),
    ]);
  });
  afterAll(async () => {
    await Promise.all([browser.close(), server.stop()]);
    await model.close();
  });

  const enter = async (greetings: string[]): Promise<[Page, string]> => {
    const sheet = { greetings };
    const { id: characterId } = (await server.call('POST', '/api/characters', { name: 'Mira', sheet })).body;
    const { id } = (await server.call('POST', '/api/sessions', { characterId })).body;
    const page = await browser.newPage();
    await page.goto(server.url);
    await page.getByRole('textbox').fill(server.token);
    await page.keyboard.press('Enter');
    await page.getByTestId('character-card').first().waitFor();
    await page.goto(`${server.url}/#/sessions/${id}`);
    await page.getByTestId('composer').waitFor();
    return [page, id as string];
  };
  const told = async (id: string) =>
    ((await server.call('GET', `/api/sessions/${id}/messages`)).body.items as MessageView[]).map(
      ({ content }) => content,
    );
  const shows = (page: Page, seq: number, text: string | RegExp) =>
    page.locator(`article[data-seq="${seq}"]`).filter({ hasText: text }).waitFor();

  it('turns greetings and replies, asks for another beyond the last, edits, and stops', async () => {
    const [page, id] = await enter(['Good morning.', 'Good evening.']);
    const field = page.getByTestId('composer');
    await shows(page, 1, 'Good morning.');
    await page.keyboard.press('ArrowRight');
    await shows(page, 1, 'Good evening.');
    // A greeting answers nothing: there is none beyond the last.
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    await shows(page, 1, 'Good morning.');

    await page.keyboard.type('One');
    // Where something is written, arrows move in it.
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Shift+Enter');
    expect(await field.inputValue()).toBe('On\ne');
    await page.keyboard.press('Enter');
    await page.locator('article[data-seq="3"][data-status="complete"]').waitFor();
    const [, , first] = await told(id);
    expect(await field.inputValue()).toBe('');
    await page.keyboard.press('ArrowRight');
    await page.locator('article[data-seq="3"] [data-testid="versions"]').filter({ hasText: '2/2' }).waitFor();
    await page.locator('article[data-seq="3"][data-status="complete"]').waitFor();
    await page.getByTestId('regenerate').waitFor();
    await page.keyboard.press('ArrowLeft');
    await shows(page, 3, first!);

    await page.keyboard.press('ArrowUp');
    const editing = page.locator('article[data-seq="2"]').getByTestId('edit-text');
    await editing.waitFor();
    await page.keyboard.type(', two');
    await page.keyboard.press('Control+Enter');
    await editing.waitFor({ state: 'detached' });
    await shows(page, 2, 'e, two');
    expect((await told(id))[1]).toBe('On\ne, two');

    model.next({ reply: 'and so on '.repeat(400), chunkDelayMs: 20 });
    await field.fill('Two');
    await page.keyboard.press('Enter');
    await page.locator('article[data-seq="5"]').filter({ hasText: 'and so' }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('article[data-seq="5"][data-status="stopped"]').waitFor();
    await page.close();
  });

  it('sends nothing, and cancels nothing, while a Chinese word is being written', async () => {
    const [page, id] = await enter(['你好。']);
    const field = page.getByTestId('composer');
    const cdp = await page.context().newCDPSession(page);
    /** As an input method does: the word is shown while it is chosen, and the key that ends it is told as 229. */
    const compose = async (text: string, key: 'Enter' | 'Escape') => {
      await cdp.send('Input.imeSetComposition', {
        text,
        selectionStart: text.length,
        selectionEnd: text.length,
      });
      const event = { key, code: key, windowsVirtualKeyCode: 229 };
      await cdp.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...event });
      await cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
    };
    await field.focus();
    await compose('ni hao', 'Enter');
    expect(await told(id)).toEqual(['你好。']);
    await cdp.send('Input.insertText', { text: '你在吗' });
    expect(await field.inputValue()).toBe('你在吗');
    await page.keyboard.press('Enter');
    await page.locator('article[data-seq="3"][data-status="complete"]').waitFor();
    expect((await told(id))[1]).toBe('你在吗');

    await page.keyboard.press('ArrowUp');
    const editing = page.getByTestId('edit-text');
    await editing.waitFor();
    await compose('ma', 'Escape');
    expect(await editing.isVisible()).toBe(true);
    await cdp.send('Input.insertText', { text: '？' });
    await page.keyboard.press('Control+Enter');
    await editing.waitFor({ state: 'detached' });
    await shows(page, 2, '你在吗？');
    await page.close();
  });
});
