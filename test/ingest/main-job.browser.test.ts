import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(120_000);

const english = [1, 2, 3, 4].map(
  (n) => `Chapter ${n}

Martha Quill was a tall woman of sixty, and she had kept the ferry for thirty years.

“You are late again,” said Martha Quill, and she did not look up from the rope.

“The clock is early,” said Tobias. “It always was, in chapter ${n}.”
`,
);
const chinese = [1, 2, 3, 4].map(
  (n) => `第${'一二三四'[n - 1]}章 渡口

　　沈婆婆是个六十岁的女人，撑了三十年的船。
　　沈婆婆说道：“你又来迟了，这是第${n}回。”
　　阿福笑道：“是钟走得太快。”
`,
);

describe('in the browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());
  let server: TestServer;
  beforeEach(async () => {
    server = await startServer();
  });
  afterEach(() => server.stop());

  it.each([
    [
      'en-US',
      1280,
      'novel.txt',
      english.join('\n'),
      'Martha Quill',
      'How long have you kept the ferry?',
      /thirty years/,
      /All messages in context/,
    ],
    [
      'zh-CN',
      390,
      '小说.txt',
      chinese.join('\n'),
      '沈婆婆',
      '你撑了多少年的船？',
      /三十年/,
      /全部消息都在上下文中/,
    ],
  ])(
    '%s, %i px wide: from the printed link and a novel to a conversation',
    async (locale, width, name, novel, who, question, answer, meter) => {
      const page = await (await browser.newContext({ locale, viewport: { width, height: 800 } })).newPage();
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      await page.goto(server.signInLink);
      const at = (id: string) => page.getByTestId(id);
      await at('character-card').nth(1).waitFor();
      expect(await at('character-card').count()).toBe(2);
      expect(page.url()).not.toContain('sign-in=');

      await at('new-character').first().click();
      await at('new-tab-text').click();
      await at('file-input').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(novel) });
      await at('cast-choice').waitFor();
      await page.getByRole('checkbox', { name: new RegExp(who) }).check();
      await at('cast-submit').click();
      await at('open-sheet').click();

      await at('citation').first().click();
      expect(await at('passage-quote').first().textContent()).toContain(who);
      await page.keyboard.press('Escape');
      await at('talk').first().click();

      await at('composer').fill(question);
      await at('send').click();
      await page.getByTestId('message').filter({ hasText: answer }).first().waitFor();
      await page.getByTestId('memory-meter').filter({ hasText: meter }).first().waitFor();
      expect(
        await page.evaluate(
          () =>
            (globalThis as never as { document: { documentElement: { scrollWidth: number } } }).document
              .documentElement.scrollWidth,
        ),
      ).toBeLessThanOrEqual(width);
      expect(errors).toEqual([]);
      await page.context().close();
    },
  );
});
