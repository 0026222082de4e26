import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { CharacterView } from '../../../src/contracts/character.js';
import { openBrowser } from '../../support/browser.js';
import { startServer, type TestServer } from '../../support/server.js';

jest.setTimeout(120_000);

const SCRIPTS = [
  {
    ...{
      scriptName: 'Mood',
      findRegex: '/<mood>(.*?)<\\/mood>/g',
      replaceString: '<b>Mood</b>: $1',
      placement: [2],
    },
    ...{ markdownOnly: true, trimStrings: [] },
  },
  { scriptName: 'Ahead', findRegex: 'a(?=b)', replaceString: '', placement: [1, 2], trimStrings: [] },
];
const CARD = {
  spec: 'chara_card_v2',
  spec_version: '2.0',
  data: {
    name: 'Mira',
    description: 'Keeps the lamp.',
    first_mes: 'Good evening.\n\n<mood>calm</mood>',
    creator: 'somebody',
    creator_notes: 'Play her slowly.',
    tags: ['sea', 'lamp'],
    extensions: { regex_scripts: SCRIPTS, depth_prompt: { prompt: 'She hums.', depth: 2 } },
  },
};

describe('regex scripts in the browser', () => {
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
    { locale: 'en-US', width: 1440, colorScheme: 'light' as const, loss: /looks ahead/ },
    { locale: 'zh-CN', width: 390, colorScheme: 'dark' as const, loss: /前瞻/ },
  ])('are shown on the sheet and followed in the conversation: $locale, $width', async (view) => {
    const bytes = Buffer.from(JSON.stringify(CARD));
    const { body } = await server.upload('/api/characters/import', 'file', { name: 'mira.json', bytes });
    const { id: characterId } = body as CharacterView;
    const session = (await server.call('POST', '/api/sessions', { characterId })).body.id as string;
    const { locale, width, colorScheme } = view;
    const page = await browser.newPage({ locale, colorScheme, viewport: { width, height: 900 } });
    const shot = (name: string) =>
      process.env['SHOTS'] &&
      page.screenshot({ path: `${process.env['SHOTS']}/${name}-${width}.png`, fullPage: true });
    await page.goto(server.url);
    await page.getByRole('textbox').fill(server.token);
    await page.keyboard.press('Enter');
    await page.getByText('Mira').first().waitFor();
    await page.goto(`${server.url}/#/characters/${characterId}`);
    await page.getByTestId('card-script').nth(1).waitFor();
    await page.getByText(view.loss).first().waitFor();
    await page.getByTestId('card-script').first().locator('summary').click();
    await shot('sheet');
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);

    const shown = async () => {
      await page.goto(`${server.url}/#/sessions/${session}`);
      await page.reload();
      return page.getByTestId('message').first();
    };
    const greeting = await shown();
    await greeting.getByText('Mood', { exact: true }).waitFor();
    expect(await greeting.innerText()).not.toContain('<mood>');
    await shot('conversation');

    await page.goto(`${server.url}/#/characters/${characterId}`);
    await page.getByTestId('sheet-edit').click();
    await page.getByTestId('scripts-on').uncheck();
    await shot('editor');
    await page.getByTestId('sheet-save').click();
    await page.getByTestId('scripts-on').waitFor({ state: 'detached' });
    await (await shown()).getByText('<mood>calm</mood>').waitFor();
    await page.close();
  });
});
