import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../../support/browser.js';
import { type FakeModel, startFakeModel } from '../../support/fakes/fake-model.js';
import { startServer, type TestServer } from '../../support/server.js';

jest.setTimeout(180_000);

describe('how a reply comes and ends, in the browser', () => {
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

  const enter = async (locale: string, width: number) => {
    const { body } = await server.call('POST', '/api/sessions', { characterId, persona: { name: 'Jo' } });
    const context = await browser.newContext({ locale, viewport: { width, height: 800 } });
    const page = await context.newPage();
    await page.goto(server.url);
    await page.getByRole('textbox').fill(server.token);
    await page.keyboard.press('Enter');
    await page.getByTestId('character-card').first().waitFor();
    await page.goto(`${server.url}/#/sessions/${body.id}`);
    await page.getByTestId('composer').waitFor();
    const say = async (text: string) => {
      await page.getByTestId('composer').fill(text);
      await page.keyboard.press('Enter');
    };
    return { page, say };
  };

  it.each([
    ['en-US', 1280, /^Thinking… \d+ s$/, /^Thought for \d+ s$/],
    ['zh-CN', 390, /^思考中… \d+ 秒$/, /^思考了 \d+ 秒$/],
  ])('thinking is folded, counted and plain (%s)', async (locale, width, now, after) => {
    const { page, say } = await enter(locale, width);
    model.next({ reasoning: '**Bold?** <b>no</b>\n\nShe waits. '.repeat(6), chunkDelayMs: 40, chunkSize: 3 });
    await say('Is there a ferry?');
    const thinking = page.getByTestId('thinking');
    await thinking.getByText(now).waitFor();
    expect(await page.getByTestId('thinking-text').count()).toBe(0);
    await thinking.locator('summary').click();
    await page.getByTestId('thinking-text').getByText('**Bold?** <b>no</b>').waitFor();
    await page.getByTestId('message').getByText('The ferry has left.').waitFor();
    await thinking.getByText(after).waitFor();
    await page.reload();
    await thinking.getByText(after).waitFor();
    expect(await page.getByTestId('thinking-text').count()).toBe(0);
    const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(wide).toBeLessThanOrEqual(0);
    await page.context().close();
  });

  it.each([
    ['en-US', /Retrying in \d+ s/, 'No reply. The account at the model’s server has no credit left.'],
    ['zh-CN', /\d+ 秒后重试/, '回复失败。模型服务商的账户余额不足。'],
  ])(
    'a pause is counted down and stopped; the server’s own words stand there (%s)',
    async (locale, pause, why) => {
      const { page, say } = await enter(locale, 390);
      model.next({ failStatus: 429, retryAfter: 15 });
      await say('Is there a ferry?');
      await page.getByTestId('turn-waiting').getByText(pause).waitFor();
      await page.keyboard.press('Escape');
      await page.getByTestId('turn-waiting').waitFor({ state: 'detached' });
      model.next({ failStatus: 402, failBody: { error: { message: 'Insufficient Balance' } } });
      await say('And now?');
      await page.getByTestId('message-state').getByText(why).waitFor();
      expect(await page.getByTestId('server-words').textContent()).toContain('Insufficient Balance');
      await page.reload();
      await page.getByTestId('server-words').getByText('Insufficient Balance').waitFor();
      await page.context().close();
    },
  );

  it.each([
    ['en-US', 'Cut off at the length limit.'],
    ['zh-CN', '达到长度上限，回复被截断。'],
  ])('a reply that was cut says so and goes on (%s)', async (locale, words) => {
    const { page, say } = await enter(locale, 1280);
    model.next({ reply: 'The ferry has left, and', finish: 'length' });
    await say('Is there a ferry?');
    const state = page.getByTestId('message-state');
    await state.getByText(words).waitFor();
    expect(await page.getByTestId('continue').count()).toBe(1);
    model.next({ reply: ' it was late.' });
    await page.getByTestId('continue').click();
    await page
      .getByTestId('messages')
      .getByText('The ferry has left, and it was late.', { exact: true })
      .waitFor();
    await state.waitFor({ state: 'detached' });
    model.next({ reasoning: 'Hm.', empty: true, finish: 'length' });
    await say('Tell me all.');
    await page.locator('[data-testid=message-state][data-finish=length]').waitFor();
    await page.context().close();
  });
});
