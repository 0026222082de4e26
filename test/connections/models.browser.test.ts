import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { ConnectionsView } from '../../src/contracts/connection.js';
import { openBrowser } from '../support/browser.js';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(60_000);

describe('from a new library to a first reply, in the browser', () => {
  let browser: Browser;
  let server: TestServer;
  let model: FakeModel;
  beforeAll(async () => {
    [browser, model, server] = await Promise.all([
      openBrowser(),
      startFakeModel({ model: 'writer-7', key: 'sk-of-the-tests' }),
      startServer(),
    ]);
  });
  afterAll(async () => {
    await Promise.all([browser.close(), model.close(), server.stop()]);
  });

  it('connects a model by its address, describes somebody and talks to them', async () => {
    const page = await (await browser.newContext({ locale: 'en-US' })).newPage();
    const at = (id: string) => page.getByTestId(id);
    await page.goto(server.signInLink);
    await at('connect-model').click();
    await at('supplier-other').click();
    await at('connection-address').fill(model.url);
    await at('connection-key').fill('sk-of-the-tests');
    await at('connection-model').fill('writer-7');
    await at('connection-save').click();
    await at('is-default').waitFor();
    await at('test-results').waitFor();
    expect((await server.call('GET', '/api/connections')).body as ConnectionsView).toMatchObject({
      items: [{ model: 'writer-7', isDefault: true }],
    });

    await page.goto(`${server.url}/#/`);
    await at('model-card').filter({ hasText: 'writer-7' }).waitFor();
    await at('new-character').first().click();
    await at('describe-submit').click();
    expect(await at('describe-name').getAttribute('aria-invalid')).toBe('true');
    await at('describe-name').fill('Mira');
    await at('describe-description').fill('Mira is a 24-year-old barista.');
    await at('describe-greeting').fill('What can I get you?');
    await at('describe-tags').fill('café, rain');
    // A look at another page loses nothing.
    await page.goto(`${server.url}/#/models`);
    await at('connections').waitFor();
    await page.goBack();
    expect(await at('describe-description').inputValue()).toBe('Mira is a 24-year-old barista.');
    await at('describe-submit').click();
    await at('sheet').waitFor();
    const made = (await server.call('GET', '/api/characters')).body.items[0];
    expect((await server.call('GET', `/api/characters/${made.id}`)).body).toMatchObject({
      name: 'Mira',
      sheet: {
        language: 'en',
        identity: [{ text: 'Mira is a 24-year-old barista.', kind: 'invented' }],
        greetings: ['What can I get you?'],
        cardNotes: { tags: ['café', 'rain'] },
      },
    });

    await at('talk').first().click();
    await at('composer').fill('A flat white, please.');
    await at('send').click();
    await page.getByText('This is the answer').first().waitFor();
    expect(JSON.stringify(model.last.messages)).toContain('24-year-old barista');
    await page.context().close();
  });
});
