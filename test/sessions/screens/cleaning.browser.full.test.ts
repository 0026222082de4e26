import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { MessageView } from '../../../src/contracts/message.js';
import { openBrowser } from '../../support/browser.js';
import { type FakeModel, startFakeModel } from '../../support/fakes/fake-model.js';
import { startServer, type TestServer } from '../../support/server.js';

jest.setTimeout(180_000);

describe('cleaned replies in the browser', () => {
  let browser: Browser;
  let model: FakeModel;
  let server: TestServer;
  let characterId: string;

  beforeAll(async () => {
    model = await startFakeModel({ reply: 'The ferry has left.' });
    [browser, server] = await Promise.all([
      openBrowser(),
      startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake-1' }),
    ]);
    characterId = (await server.call('POST', '/api/characters', { name: 'Mira' })).body.id;
  });
  afterAll(async () => {
    await Promise.all([browser.close(), server.stop()]);
    await model.close();
  });

  const begin = async () =>
    (await server.call('POST', '/api/sessions', { characterId, persona: { name: 'Jo' } })).body.id as string;
  const say = (id: string, text: string) => server.call('POST', `/api/sessions/${id}/messages`, { text });
  const texts = async (id: string) =>
    ((await server.call('GET', `/api/sessions/${id}/messages`)).body.items as MessageView[]).map(
      ({ content }) => content,
    );
  const enter = async (id: string, locale: string) => {
    const context = await browser.newContext({ locale, viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await page.goto(server.url);
    await page.getByRole('textbox').fill(server.token);
    await page.keyboard.press('Enter');
    await page.getByTestId('character-card').first().waitFor();
    await page.goto(`${server.url}/#/sessions/${id}`);
    await page.getByTestId('composer').waitFor();
    return page;
  };

  it.each([
    ['en-US', 'cleaned', 'Restore original'],
    ['zh-CN', '已清理', '恢复原文'],
  ])('say so, show what the model wrote, and put it back (%s)', async (locale, word, back) => {
    const id = await begin();
    model.next({ reply: 'Mira: The lamp is lit.' });
    await say(id, 'Well?');
    const page = await enter(id, locale);
    const cleaned = page.getByTestId('cleaned');
    await cleaned.getByText(word, { exact: true }).click();
    expect(await page.getByTestId('cleaned-raw').textContent()).toBe('Mira: The lamp is lit.');
    await cleaned.getByText(back).click();
    await page.getByText('Mira: The lamp is lit.').first().waitFor();
    await cleaned.waitFor({ state: 'detached' });
    expect(await texts(id)).toEqual(['Well?', 'Mira: The lamp is lit.']);
    await page.context().close();
  });

  it('leave the reply that was there where another is refused, and say why', async () => {
    const id = await begin();
    await say(id, 'Well?');
    const page = await enter(id, 'en-US');
    model.next({ reply: 'As an AI language model, I cannot continue this.' });
    await page.getByTestId('regenerate').click();
    await page.getByTestId('stays').waitFor();
    expect(await page.getByTestId('stays').textContent()).toContain('refused');
    expect(await page.locator('article[data-role="assistant"]').textContent()).toContain(
      'The ferry has left.',
    );
    await page.context().close();
  });

  it('show a refusal as one after a reload, which can be let stand', async () => {
    const id = await begin();
    model.next({ reply: 'As an AI language model, I cannot continue this.' });
    await say(id, 'Well?');
    const page = await enter(id, 'en-US');
    const state = page.getByTestId('message-state');
    await state.waitFor();
    expect(await state.textContent()).toContain('refused');
    await state.getByTestId('put-back').click();
    await state.waitFor({ state: 'detached' });
    expect(await texts(id)).toEqual(['Well?', 'As an AI language model, I cannot continue this.']);
    await page.context().close();
  });

  it('are made of older ones once it is seen how many', async () => {
    const id = await begin();
    const lines = ['user', 'assistant', 'user', 'assistant'].map((role, n) =>
      JSON.stringify({ role, content: role === 'user' ? `Line ${n}` : `Mira: Line ${n}` }),
    );
    await server.upload(`/api/sessions/${id}/import`, 'file', { name: 'h.jsonl', bytes: lines.join('\n') });
    const page = await enter(id, 'en-US');
    await page.getByTestId('conversation-menu').click();
    await page.getByTestId('clean-replies').click();
    await page.getByText('Clean 2 replies?').waitFor();
    await page.getByTestId('ask-yes').click();
    await page.getByText('2 replies were cleaned.').waitFor();
    expect(await texts(id)).toEqual(['Line 0', 'Line 1', 'Line 2', 'Line 3']);
    await page.locator('article[data-seq="2"]').getByTestId('cleaned').waitFor();
    await page.context().close();
  });
});
