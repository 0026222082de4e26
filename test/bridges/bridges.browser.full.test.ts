import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type Bridged, startBridged } from '../support/bridged.js';
import { openBrowser } from '../support/browser.js';
import { type FakeOneBot, startFakeOneBot } from '../support/fakes/fake-onebot.js';

jest.setTimeout(120_000);

const MING = 20_001;
const TOKEN = 'a-token-of-the-tests';

describe('the page of bridges', () => {
  let browser: Browser;
  let here: Bridged;
  let qq: FakeOneBot;
  beforeAll(async () => {
    [browser, here, qq] = await Promise.all([
      openBrowser(),
      startBridged(),
      startFakeOneBot({ token: TOKEN }),
    ]);
    qq.friend(MING, '小明');
  });
  afterAll(async () => {
    await browser.close();
    await here.close();
    await qq.close();
  });

  it('leads through setting one up, pairing, what happened, and its end', async () => {
    const context = await browser.newContext({ locale: 'en-US' });
    const page = await context.newPage();
    const at = (id: string) => page.getByTestId(id);
    const inState = (state: string) => page.locator(`[data-testid=bridge][data-state=${state}]`);
    await page.goto(here.server.signInLink);
    await at('shelf').or(at('settings')).first().waitFor();
    await page.goto(`${here.server.url}/#/settings/bridges`);
    await at('bridge-add-onebot').click();
    await at('bridge-endpoint').fill('http://127.0.0.1');
    await at('bridge-accessToken').fill('wrong');
    await at('bridge-save').click();
    await page.getByText('It begins with ws:// or wss://.').waitFor();
    await at('bridge-endpoint').fill(qq.url);
    await at('bridge-save').click();
    await at('bridge-error').waitFor();
    expect(await at('bridge-error').textContent()).toBe('the token was not accepted');
    await at('bridge-edit').click();
    await at('bridge-accessToken').fill(TOKEN);
    await at('bridge-save').click();
    await inState('connected').waitFor();

    await at('bridge-pair').click();
    const code = await at('bridge-code').textContent();
    qq.say(MING, code!);
    await at('bridge-person').waitFor();
    await at('bridge-code').waitFor({ state: 'detached' });
    expect(await at('bridge-person').textContent()).toContain('小明');
    qq.say(MING, '你好');
    await qq.until(() => qq.sent.some(({ text }) => text.startsWith('Reply')));
    await at('bridge-events').locator('summary').click();
    await page.getByText('Somebody was paired').waitFor();
    const [session] = await here.sessions();
    await page.goto(`${here.server.url}/#/sessions/${session!.id}`);
    expect(await at('via').textContent()).toBe('小明, by QQ and others (OneBot v11)');

    await page.goto(`${here.server.url}/#/settings/bridges`);
    await at('bridge-switch').click();
    await inState('off').waitFor();
    await at('bridge-edit').click();
    await at('bridge-direction').getByRole('radio', { name: 'The gateway calls Keepsake' }).check();
    await at('bridge-make-token').click();
    const token = await at('bridge-accessToken').inputValue();
    await at('bridge-save').click();
    await at('bridge-switch').click();
    await inState('waiting').waitFor();
    const address = await at('bridge-address').textContent();
    const dialled = await qq.dial(address!, { headers: { Authorization: `Bearer ${token}` } });
    expect(dialled.status).toBe(101);
    await inState('connected').waitFor();
    await at('bridge-delete').click();
    await at('ask-yes').click();
    await at('bridge').waitFor({ state: 'detached' });
    await qq.until(() => qq.connections === 0);
  });
});
