import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { startServer } from '../support/server.js';

jest.setTimeout(180_000);

describe('from the printed link to a first reply', () => {
  let browser: Browser;
  let model: FakeModel;
  beforeAll(async () => {
    [browser, model] = await Promise.all([openBrowser(), startFakeModel({ model: 'lantern-8b' })]);
  });
  afterAll(async () => {
    await Promise.all([browser.close(), model.close()]);
  });

  it.each([
    ['en-US', 1440, 900],
    ['zh-CN', 390, 844],
  ])('takes three clicks where a model runs on this computer (%s, %i px)', async (locale, width, height) => {
    const server = await startServer();
    const context = await browser.newContext({ locale, viewport: { width, height } });
    const page = await context.newPage();
    const at = (id: string) => page.getByTestId(id);
    // Its usual port may be another program's here.
    await page.route('**/api/connections/local', (route) =>
      route.fulfill({
        json: { items: [{ name: 'Ollama', supplier: 'ollama', baseUrl: model.url, models: ['lantern-8b'] }] },
      }),
    );
    await page.goto(server.signInLink);
    await at('welcome').waitFor();
    await at('use-local-model').waitFor();
    // Both samples stand in the first screen, whole.
    for (const card of await at('character-card').all()) {
      const { y, height: tall } = (await card.boundingBox())!;
      expect(y + tall).toBeLessThanOrEqual(height);
    }
    expect(await at('character-card').count()).toBe(2);

    await at('use-local-model').click();
    await at('model-card').filter({ hasText: 'lantern-8b' }).waitFor();
    await at('talk').first().click();
    model.next({ reply: 'Good evening. You look like somebody who has lost something.' });
    await at('composer').fill('Good evening.');
    await at('send').click();
    await at('message').filter({ hasText: 'You look like somebody who has lost something.' }).waitFor();
    await context.close();
    await server.stop();
  });
});
