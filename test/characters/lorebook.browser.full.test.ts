import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { CharacterView } from '../../src/contracts/character.js';
import { openBrowser } from '../support/browser.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(120_000);

const cardOf = (name: string, entries: object[]) =>
  JSON.stringify({
    spec: 'chara_card_v3',
    spec_version: '3.0',
    data: { name, description: `${name}.`, first_mes: '…', character_book: { entries } },
  });
const worldOf = (key: string, content: string) =>
  JSON.stringify({
    entries: {
      0: {
        uid: 0,
        key: [key],
        keysecondary: [],
        content,
        order: 7,
        probability: 40,
        useProbability: true,
        vectorized: true,
      },
    },
  });

describe('a lorebook in the browser', () => {
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
    {
      locale: 'en-US',
      width: 1280,
      name: 'Ilse',
      entries: [
        { keys: ['rope', 'hawser'], content: 'The rope is older than the ferry.', insertion_order: 1 },
        { keys: ['/fog|mist/i'], content: 'No boat goes in fog.', name: 'Weather', insertion_order: 2 },
        { keys: ['toll'], content: 'Two coins.', enabled: false, insertion_order: 3 },
      ],
      typed: 'heron, bittern',
      keys: ['heron', 'bittern'],
      content: 'A heron stands at the landing each dawn.',
      world: worldOf('bell', 'The bell rings for those who are late.'),
      loss: 'likeness of meaning',
      mark: '40 %',
    },
    {
      locale: 'zh-CN',
      width: 390,
      name: '阮青',
      entries: [
        { keys: ['绳子', '缆绳'], content: '绳子比渡船还老。', insertion_order: 1 },
        { keys: ['/雾|霭/'], content: '有雾不开船。', name: '天气', insertion_order: 2 },
        { keys: ['船钱'], content: '两个铜板。', enabled: false, insertion_order: 3 },
      ],
      typed: '白鹭，苍鹭',
      keys: ['白鹭', '苍鹭'],
      content: '每天天亮，渡口都站着一只白鹭。',
      world: worldOf('钟', '钟声为迟到的人而响。'),
      loss: '语义相似',
      mark: '概率 40%',
    },
  ])('is read, changed, taken in and given out: $locale at $width', async (given) => {
    const context = await browser.newContext({
      locale: given.locale,
      viewport: { width: given.width, height: 800 },
      acceptDownloads: true,
    });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(server.url);
    await page.getByRole('textbox').fill(server.token);
    await page.keyboard.press('Enter');
    const card = {
      name: 'card.json',
      mimeType: 'application/json',
      buffer: Buffer.from(cardOf(given.name, given.entries)),
    };
    await page.getByTestId('new-character').first().click();
    await page.getByTestId('new-tab-card').click();
    await page.getByTestId('card-input').setInputFiles(card);
    await page.getByTestId('sheet').waitFor();
    const id = page.url().split('/').at(-1)!;
    const book = async () =>
      ((await server.call('GET', `/api/characters/${id}`)).body as CharacterView).sheet.lorebook!;
    const noWider = async () =>
      expect(await page.locator('html').evaluate(({ scrollWidth }) => scrollWidth)).toBeLessThanOrEqual(
        given.width,
      );

    // Read.
    const list = page.getByTestId('lorebook-list');
    expect(await list.getByTestId('lore-entry').count()).toBe(3);
    expect(await list.getByText(given.entries[1]!.name!).isVisible()).toBe(true);
    await list.scrollIntoViewIfNeeded();
    await noWider();

    // Changed: one is told always, one is turned on, a key goes, one is new.
    await list.getByTestId('lorebook-edit').click();
    const editor = page.getByTestId('lorebook-editor');
    const entry = (n: number) => editor.getByTestId('edit-entry').nth(n);
    await entry(0).getByTestId('entry-summary').click();
    await entry(0).getByTestId('entry-keys').getByRole('button').last().click();
    await entry(0).getByTestId('entry-constant').check();
    await entry(2).getByTestId('entry-enabled').check();
    await editor.getByTestId('add-entry').click();
    const added = entry(3);
    const keys = added.getByTestId('entry-keys');
    await keys.getByRole('textbox').fill(given.typed);
    await keys.getByRole('textbox').press('Enter');
    expect(await keys.locator('.chip').allInnerTexts()).toEqual(given.keys);
    await added.getByTestId('entry-content').fill(given.content);
    await added.getByTestId('entry-more').click();
    await added.getByTestId('entry-order').fill('12');
    await added.getByTestId('entry-second-keys').getByRole('textbox').fill(given.keys[0]!);
    await added.getByTestId('entry-second-keys').getByRole('textbox').press('Enter');
    await added.getByTestId('entry-logic').selectOption('3');
    await added.getByTestId('entry-chance').fill('75');
    await noWider();
    await page.getByTestId('sheet-save').click();
    await page.getByTestId('lorebook-list').waitFor();
    const { entries } = await book();
    expect(entries).toMatchObject([
      { keys: [given.entries[0]!.keys[0]], constant: true, content: given.entries[0]!.content },
      given.entries[1]!,
      { ...given.entries[2], enabled: true },
      {
        keys: given.keys,
        content: given.content,
        insertion_order: 12,
        selective: true,
        secondary_keys: [given.keys[0]],
        extensions: { selectiveLogic: 3, probability: 75 },
      },
    ]);

    // Taken in: what is not followed is said in the language of the page.
    await page.getByTestId('lorebook-file').setInputFiles({
      name: 'world.json',
      mimeType: 'application/json',
      buffer: Buffer.from(given.world),
    });
    await page.getByTestId('import-report').getByText(given.loss).waitFor();
    expect(await page.getByTestId('lorebook').getAttribute('data-entries')).toBe('5');
    expect(await page.getByTestId('lore-entry').last().getByText(given.mark).isVisible()).toBe(true);

    // Given out, as SillyTavern has it.
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('lorebook-give-tavern').click(),
    ]);
    const taken = JSON.parse(await readFile(await download.path(), 'utf8'));
    expect(Object.values(taken.entries)).toMatchObject([
      { key: [given.entries[0]!.keys[0]], constant: true },
      { key: given.entries[1]!.keys },
      { key: given.entries[2]!.keys, disable: false },
      { key: given.keys, order: 12, selectiveLogic: 3, probability: 75 },
      { probability: 40, vectorized: true, order: 7 },
    ]);
    expect(errors).toEqual([]);
    await context.close();
  });
});
