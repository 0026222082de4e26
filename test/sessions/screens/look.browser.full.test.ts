import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { openBrowser } from '../../support/browser.js';
import { type FakeModel, startFakeModel } from '../../support/fakes/fake-model.js';
import { zipOf } from '../../support/files/zip.js';
import { startServer, type TestServer } from '../../support/server.js';

jest.setTimeout(180_000);

const EVERYTHING = `*Ines lifts the lamp, smiling.* “You came back,” she says. “**At last.**”

The stair is steep; ~~nobody~~ only she climbs it. ((Shall we skip ahead?))

> *A note on the door:*
> “Knock twice.”

1. Trim the wick
   - with the *small* shears
2. Wind the clock
7. Read [the tide table](https://example.org/tides), or https://example.org/moon

| Hour | Light |
|------|------:|
| 21 | red |

\`\`\`js
const light = <b>on</b>;
\`\`\`

***

<script>alert(1)</script> “Good night.”`;

const ALL_OF_IT = `*伊内丝举起灯，微笑着。*“你回来了。”她说，“**终于。**”

（她侧身让开）楼梯很陡，~~没有人~~只有她会爬。（（要不要跳过？））

> *门上的字条：*
> “敲两下。”

1. 剪灯芯
   - 用*小*剪刀
2. 给钟上弦
7. 看[潮汐表](https://example.org/tides)

｜灯塔《とうだい》 **“字”**字`;

describe('how messages look, in the browser', () => {
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
    const picture = (red: number) =>
      sharp({ create: { width: 60, height: 90, channels: 3, background: { r: red, g: 90, b: 110 } } })
        .png()
        .toBuffer();
    const asset = (type: string, name: string) => ({
      type,
      name,
      uri: `embeded://assets/${name}.png`,
      ext: 'png',
    });
    const card = {
      spec: 'chara_card_v3',
      spec_version: '3.0',
      data: {
        name: 'Ines Falk',
        description: 'Keeps a lighthouse.',
        assets: [asset('icon', 'main'), asset('emotion', 'joy'), asset('emotion', 'neutral')],
      },
    };
    const archive = zipOf([
      { name: 'card.json', content: JSON.stringify(card) },
      { name: 'assets/main.png', content: await picture(20) },
      { name: 'assets/joy.png', content: await picture(220) },
      { name: 'assets/neutral.png', content: await picture(120) },
    ]);
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(archive)]), 'ines.charx');
    const response = await fetch(`${server.url}/api/characters/import`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.token}` },
      body: form,
    });
    characterId = ((await response.json()) as { id: string }).id;
  });
  afterAll(async () => {
    await Promise.all([browser.close(), server.stop()]);
    await model.close();
  });

  const enter = async (locale: string, width: number): Promise<{ page: Page; context: BrowserContext }> => {
    const { body } = await server.call('POST', '/api/sessions', { characterId, persona: { name: 'Jo' } });
    const context = await browser.newContext({ locale, viewport: { width, height: 900 } });
    const page = await context.newPage();
    await page.goto(server.url);
    await page.getByRole('textbox').fill(server.token);
    await page.keyboard.press('Enter');
    await page.getByTestId('character-card').first().waitFor();
    await page.goto(`${server.url}/#/sessions/${body.id}`);
    await page.getByTestId('composer').waitFor();
    return { page, context };
  };
  const say = async (page: Page, text: string) => {
    await page.getByTestId('composer').fill(text);
    await page.keyboard.press('Enter');
  };
  const shot = async (page: Page, name: string) => {
    const folder = process.env['SHOTS'];
    if (!folder) return;
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(300);
      await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png` });
    }
  };

  it.each([
    ['en-US', 1440, EVERYTHING],
    ['en-US', 390, EVERYTHING],
    ['zh-CN', 1440, ALL_OF_IT],
    ['zh-CN', 390, ALL_OF_IT],
  ])('typesets what is written (%s, %i px)', async (locale, width, text) => {
    const { page, context } = await enter(locale, width);
    model.next({ reply: text, chunkDelayMs: 2, chunkSize: 9 });
    await say(page, 'I am *back*. “Hello?”');
    const reply = page.locator('article[data-role="assistant"][data-status="complete"]').last();
    await reply.locator('.prose').waitFor();
    const prose = reply.locator('.prose');

    expect(await prose.locator('ol > li').evaluateAll((items) => items.map((item) => item.value))).toEqual([
      1, 2, 7,
    ]);
    expect(await prose.locator('ol ul > li em').count()).toBe(1);
    expect(await prose.locator('blockquote .speech').count()).toBe(1);
    expect(await prose.locator('s').count()).toBe(1);
    expect(await prose.locator('.aside').count()).toBe(1);
    expect(await prose.locator('script, iframe, b').count()).toBe(0);

    // Speech, action and narration are told apart by colours that can be read.
    const colors = await page.evaluate<string[]>(
      `['.message.assistant .prose .speech', '.message.assistant .prose em', '.message.assistant .prose']
        .map((selector) => getComputedStyle(document.querySelector(selector)).color)`,
    );
    expect(new Set(colors).size).toBe(3);

    await prose.locator('.prose-link').click();
    const asked = page.getByTestId('ask-first');
    expect(await asked.textContent()).toContain('https://example.org/tides');
    await page.keyboard.press('Escape');
    await asked.waitFor({ state: 'detached' });

    // The portrait takes the place of the small picture where there is room.
    expect(await reply.getByTestId('face').isVisible()).toBe(width !== 1440);
    expect(await page.getByTestId('portrait-column').isVisible()).toBe(width === 1440);
    const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(wide).toBeLessThanOrEqual(0);
    await shot(page, `${locale}-${width}`);
    await context.close();
  });

  it('copies code where the page has no clipboard', async () => {
    const { page, context } = await enter('en-US', 1280);
    await page.addInitScript("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
    model.next({ reply: 'So:\n```js\nconst a = 1;\n```' });
    await say(page, 'Code?');
    const code = page.locator('.prose-code');
    await code.waitFor();
    await page.reload();
    await code.waitFor();
    await page.evaluate(
      "document.addEventListener('copy', () => (document.title = 'copied ' + getSelection()))",
    );
    await code.getByTestId('copy').click();
    await page.waitForFunction(`document.title.includes('const a = 1;')`);
    await context.close();
  });

  it('follows the reply with the portrait', async () => {
    const { page, context } = await enter('en-US', 1440);
    const address = () => page.getByTestId('portrait-column').locator('img').getAttribute('src');
    model.next({ reply: 'The boat leaves at seven.' });
    await say(page, 'When?');
    await page.locator('article[data-seq="2"][data-status="complete"]').waitFor();
    const calm = await address();
    model.next({ reply: '*She smiles, happy at last.*' });
    await say(page, 'I will stay.');
    await page.locator('article[data-seq="4"][data-status="complete"]').waitFor();
    await page.waitForFunction(
      `document.querySelector('[data-testid="portrait-column"] img')?.getAttribute('src') !== ${JSON.stringify(calm)}`,
    );
    expect([calm, await address()]).toEqual([
      `/api/characters/${characterId}/expressions/3`,
      `/api/characters/${characterId}/expressions/2`,
    ]);
    await context.close();
  });

  it('folds attempts that failed one after another', async () => {
    const { page, context } = await enter('en-US', 1440);
    for (const [i, words] of ['One?', 'Two?', 'Three?'].entries()) {
      model.next({ failStatus: 401 });
      await say(page, words);
      await page.locator(`article[data-seq="${2 * i + 2}"][data-status="failed"]`).waitFor();
    }
    const failed = page.locator('article[data-status="failed"]');
    await page.getByTestId('failed-attempts').waitFor();
    expect(await failed.count()).toBe(1);
    expect(await page.locator('article[data-role="user"]').count()).toBe(3);
    expect(await failed.textContent()).toContain('No reply.');
    await shot(page, 'failed');
    await page.getByTestId('failed-attempts').click();
    await page.locator('article[data-seq="2"]').waitFor();
    expect(await failed.count()).toBe(3);
    await context.close();
  });
});
