import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { BranchView } from '../../../src/contracts/branch.js';
import type { MessageView } from '../../../src/contracts/message.js';
import { openBrowser } from '../../support/browser.js';
import { type FakeModel, startFakeModel } from '../../support/fakes/fake-model.js';
import { startServer, type TestServer } from '../../support/server.js';

jest.setTimeout(180_000);

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const WIDE = { viewport: { width: 1440, height: 900 } };

/** Whoever asks for a page's own objects. */
interface PageGlobals {
  navigator: object;
  document: {
    documentElement: { scrollWidth: number };
    activeElement: { getAttribute(name: string): string | null };
    querySelectorAll(selector: string): Iterable<{
      getBoundingClientRect(): { width: number; height: number };
      getAttribute(name: string): string | null;
    }>;
  };
}

describe.each(['en-US', 'zh-CN'])('how a conversation is used, in %s', (locale) => {
  let browser: Browser;
  let large: FakeModel;
  let small: FakeModel;
  let server: TestServer;
  let characterId: string;
  let smallId: string;
  const errors: string[] = [];

  beforeAll(async () => {
    [large, small] = await Promise.all([
      startFakeModel({ model: 'sea-large', reply: ({ n }) => `Large ${n}: the ferry has left.` }),
      startFakeModel({ model: 'sea-small', reply: ({ n }) => `Small ${n}: no ferry today.` }),
    ]);
    [browser, server] = await Promise.all([openBrowser(), startServer()]);
    await server.call('POST', '/api/connections', { name: 'Large', baseUrl: large.url });
    smallId = (await server.call('POST', '/api/connections', { name: 'Small', baseUrl: small.url })).body.id;
    characterId = (await server.call('POST', '/api/characters', { name: 'Mira' })).body.id;
  });
  afterAll(async () => {
    expect(errors).toEqual([]);
    await Promise.all([browser.close(), server.stop()]);
    await Promise.all([large.close(), small.close()]);
  });

  const begin = async (...texts: string[]) => {
    const id = (await server.call('POST', '/api/sessions', { characterId, persona: { name: 'Jo' } })).body
      .id as string;
    for (const text of texts) await server.call('POST', `/api/sessions/${id}/messages`, { text });
    return id;
  };
  const enter = async (id: string, options: BrowserContextOptions) => {
    const page = await (await browser.newContext({ locale, ...options })).newPage();
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(server.url);
    await page.getByRole('textbox').fill(server.token);
    await page.keyboard.press('Enter');
    await page.getByTestId('character-card').first().waitFor();
    await page.goto(`${server.url}/#/sessions/${id}`);
    await page.getByTestId('composer').waitFor();
    return page;
  };
  const told = async (id: string) =>
    (await server.call('GET', `/api/sessions/${id}/messages?limit=500`)).body.items as MessageView[];
  const reply = (page: Page, seq: number, text: RegExp) =>
    page.locator(`article[data-seq="${seq}"][data-status="complete"]`, { hasText: text });
  const width = (page: Page) =>
    page.evaluate(() => (globalThis as unknown as PageGlobals).document.documentElement.scrollWidth);
  /** A finger from the middle of something, so far. */
  const swipe = async (page: Page, over: Locator, by: number, letGo = true) => {
    const box = (await over.boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + Math.min(box.height / 2, 40)];
    const finger = await page.context().newCDPSession(page);
    const touch = (type: string, at: number | null) =>
      finger.send('Input.dispatchTouchEvent', {
        type: type as 'touchStart',
        touchPoints: at === null ? [] : [{ x: at, y }],
      });
    await touch('touchStart', x);
    for (let n = 1; n <= 8; n++) await touch('touchMove', x + (by * n) / 8);
    if (letGo) await touch('touchEnd', null);
    return () => touch('touchEnd', null);
  };

  it('has the last reply written by another model, and tells who wrote which', async () => {
    const id = await begin('Where is the ferry?');
    const page = await enter(id, WIDE);
    await page.getByTestId('regenerate-with').click();
    const items = page.getByRole('menuitem');
    expect(await items.allTextContents()).toEqual(['Large', 'Small']);
    // Arrow keys go through it, round and round.
    await page.keyboard.press('ArrowUp');
    const focused = () =>
      page.evaluate(() =>
        (globalThis as unknown as PageGlobals).document.activeElement.getAttribute('data-testid'),
      );
    expect(await focused()).toBe(`regenerate-with-${smallId}`);
    await page.keyboard.press('Enter');
    await reply(page, 2, /^.*Small \d+/).waitFor();
    await page.getByTestId('version').hover();
    const title = page.locator('[data-testid="version"][title*="sea-large"]');
    await title.waitFor();
    expect(await title.getAttribute('title')).toBe('1 · Large · sea-large\n2 · Small · sea-small');
    // Only for that once.
    await page.getByTestId('regenerate').click();
    await reply(page, 2, /Large \d+/).waitFor();
    await page.context().close();
  });

  it('answers a changed message in its place, and an older one on a branch of its own', async () => {
    const id = await begin('Where is the ferry?', 'And the boat?');
    const page = await enter(id, WIDE);
    const edit = async (seq: number, text: string) => {
      const message = page.locator(`article[data-seq="${seq}"]`);
      await message.hover();
      await message.getByTestId('edit').click();
      await page.getByTestId('edit-text').fill(text);
      await page.getByTestId('edit-answer').click();
      await page.getByTestId('edit-answer').waitFor({ state: 'detached' });
    };
    const before = await told(id);
    await edit(3, 'And the lantern?');
    // Nothing is changed while a reply is written.
    await page
      .locator('article[data-seq="4"][data-status="complete"] .versions', { hasText: '2/2' })
      .waitFor();
    expect(large.last.messages.at(-1)!.content).toContain('And the lantern?');
    expect((await told(id)).map(({ content }) => content).slice(0, 3)).toEqual([
      before[0]!.content,
      before[1]!.content,
      'And the lantern?',
    ]);
    const branches = async () =>
      (await server.call('GET', `/api/sessions/${id}/branches`)).body.items as BranchView[];
    expect(await branches()).toHaveLength(1);

    await edit(1, 'Where is the train?');
    await page.locator('article[data-seq="3"]').waitFor({ state: 'detached' });
    await reply(page, 2, /Large/).waitFor();
    expect(large.last.messages.at(-1)!.content).toContain('Where is the train?');
    expect(await branches()).toHaveLength(2);
    expect(await told(id)).toHaveLength(2);
    // What was said on the other one is there as it was.
    await page.getByTestId('undo').click();
    await page.locator('article[data-seq="1"] .prose', { hasText: 'Where is the ferry?' }).waitFor();
    await page.locator('article[data-seq="3"] .prose', { hasText: 'And the lantern?' }).waitFor();
    await page.context().close();
  });

  it('turns versions by a finger, and shows where it leads', async () => {
    const id = await begin('Where is the ferry?');
    const page = await enter(id, PHONE);
    const last = page.locator('article[data-seq="2"]');
    await page.getByTestId('regenerate').waitFor();
    const first = (await told(id))[1]!.content;
    // A little is nothing, and to the right of the first there is none.
    await swipe(page, last.locator('.prose'), -40);
    await swipe(page, last.locator('.prose'), 150);
    expect(await told(id)).toMatchObject([{}, { content: first, swipes: 1 }]);
    const letGo = await swipe(page, last.locator('.prose'), -150, false);
    await page.locator('[data-testid="swipe-hint"].far').waitFor();
    await letGo();
    await last.locator('.versions', { hasText: '2/2' }).waitFor();
    await page.getByTestId('regenerate').waitFor();
    await swipe(page, last.locator('.prose'), 150);
    await last.locator('.versions', { hasText: '1/2' }).waitFor();
    expect((await told(id))[1]).toMatchObject({ content: first, version: 1 });
    await swipe(page, last.locator('.prose'), -150);
    await last.locator('.versions', { hasText: '2/2' }).waitFor();
    await page.context().close();
  });

  it('has all conversations beside it on a wide screen, until they are put away', async () => {
    const [id, other] = [await begin('Where is the ferry?'), await begin('A copper lantern.')];
    await server.call('PATCH', `/api/sessions/${other}`, { title: 'The Lantern' });
    const page = await enter(id, WIDE);
    const sessions = page.getByTestId('beside-session');
    await sessions.first().waitFor();
    expect(await sessions.first().getAttribute('data-id')).toBe(other);
    await page.getByTestId('beside-find').fill('lantern');
    await page.waitForFunction(
      () =>
        [
          ...(globalThis as unknown as PageGlobals).document.querySelectorAll(
            '[data-testid="beside-session"]',
          ),
        ].length === 1,
    );
    await sessions.click();
    await page.getByRole('heading', { level: 1, name: 'The Lantern' }).waitFor();
    expect(await page.getByTestId('beside-find').inputValue()).toBe('lantern');
    await page.getByTestId('beside-find').fill('');
    await page.getByTestId('beside-new').click();
    await page.waitForURL((url) => !url.hash.includes(other));
    await page.locator('[data-testid="beside-session"][aria-current="page"]').waitFor();
    await page.getByTestId('list-toggle').click();
    await page.getByTestId('beside').waitFor({ state: 'detached' });
    await page.reload();
    await page.getByTestId('composer').waitFor();
    expect(await page.getByTestId('beside').count()).toBe(0);
    await page.getByTestId('list-toggle').click();
    await page.getByTestId('beside').waitFor();
    await page.context().close();
  });

  it('fits a phone: nothing too small to be met, and back closes what lies over it', async () => {
    const id = await begin('Where is the ferry?');
    const page = await enter(id, PHONE);
    await page.getByTestId('regenerate').waitFor();
    expect(await page.getByTestId('beside').count()).toBe(0);
    expect(await width(page)).toBeLessThanOrEqual(390);
    const tooSmall = await page.evaluate(() =>
      [...(globalThis as unknown as PageGlobals).document.querySelectorAll('button:not(.meter), a')]
        .map((element) => ({ element, box: element.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 0 && (box.width < 43.5 || box.height < 43.5))
        .map(({ element }) => element.getAttribute('data-testid') ?? element.getAttribute('aria-label')),
    );
    expect(tooSmall).toEqual([]);
    const [again, goOn] = [
      (await page.getByTestId('regenerate').boundingBox())!,
      (await page.getByTestId('continue').boundingBox())!,
    ];
    expect(goOn.y).toBe(again.y);
    expect(goOn.x + goOn.width).toBeLessThanOrEqual(390);

    await page.getByTestId('conversation-menu').tap();
    await page.getByTestId('authors-note').waitFor();
    await page.goBack();
    await page.getByTestId('conversation-panel').waitFor({ state: 'detached' });
    expect(page.url()).toContain(id);
    // Closed in another way, it leaves no step behind.
    await page.getByTestId('memory-meter').tap();
    await page.getByTestId('inspect').tap();
    await page.getByTestId('sent-request').waitFor();
    await page.getByTestId('conversation-panel').waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.getByTestId('sent-request').waitFor({ state: 'detached' });
    await page.getByTestId('head-menu').tap();
    await page.getByTestId('new-session').tap();
    await page.waitForURL((url) => !url.hash.includes(id));
    await page.goBack();
    await reply(page, 2, /ferry/).waitFor();
    await page.goBack();
    await page.getByTestId('character-card').first().waitFor();
    await page.context().close();
  });

  it('keeps open what comes while the step of a closed panel is still taken back', async () => {
    const id = await begin('Where is the ferry?');
    const page = await enter(id, PHONE);
    await page.evaluate(() => {
      const { history, setTimeout: later } = globalThis as any;
      history.back = () => later(() => history.go(-1), 400);
    });
    await page.getByTestId('memory-meter').tap();
    await page.getByTestId('inspect').tap();
    await page.getByTestId('sent-request').waitFor();
    await page.waitForTimeout(800);
    expect(await page.getByTestId('sent-request').isVisible()).toBe(true);
    await page.goBack();
    await page.getByTestId('sent-request').waitFor({ state: 'detached' });
    expect(page.url()).toContain(id);
    await page.context().close();
  });

  it('lists its keys, finds what is typed, and copies', async () => {
    const id = await begin('Where is the copper lantern?', 'And the boat?');
    const context = { ...WIDE, permissions: ['clipboard-read', 'clipboard-write'] };
    const page = await enter(id, context);
    await page.getByTestId('messages').focus();
    await page.keyboard.press('?');
    await page.getByTestId('shortcuts').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('shortcuts').waitFor({ state: 'detached' });
    await page.getByTestId('find-open').click();
    await page.getByTestId('find-said').fill('copper lantern');
    await page.locator('article[data-seq="1"].gone-to').waitFor();
    await page.getByTestId('find-close').click();
    await page.getByTestId('head-menu').click();
    await page.getByTestId('to-first').click();
    await page.locator('article[data-seq="1"].gone-to').waitFor();
    const pasted = async () => {
      await page.locator('article[data-seq="1"]').hover();
      const copy = page.locator('article[data-seq="1"] [data-testid="copy"]');
      const label = await copy.getAttribute('aria-label');
      await copy.click();
      // It says so once it is done.
      await page.locator(`article[data-seq="1"] [data-testid="copy"]:not([aria-label="${label}"])`).waitFor();
      await page.getByTestId('composer').fill('');
      await page.getByTestId('composer').focus();
      await page.keyboard.press('Control+v');
      return page.getByTestId('composer').inputValue();
    };
    expect(await pasted()).toBe('Where is the copper lantern?');
    // As over plain HTTP, where the browser has no clipboard for a page.
    await page.evaluate(() =>
      Object.defineProperty((globalThis as unknown as PageGlobals).navigator, 'clipboard', {
        value: undefined,
      }),
    );
    await page.getByTestId('composer').fill('Something else');
    await page.getByTestId('composer').selectText();
    await page.keyboard.press('Control+x');
    expect(await pasted()).toBe('Where is the copper lantern?');
    await page.context().close();
  });

  it('keeps in view how long a server asks to wait, and can be stopped', async () => {
    const id = await begin('Where is the ferry?');
    const page = await enter(id, PHONE);
    large.next({ failStatus: 429, retryAfter: 3 });
    large.next({ reply: 'Slowly, word by word. '.repeat(200), chunkDelayMs: 30 });
    await page.getByTestId('continue').tap();
    const waiting = page.getByTestId('turn-waiting');
    await waiting.waitFor();
    const box = (await waiting.boundingBox())!;
    expect(box.y + box.height).toBeLessThan(844);
    await page.getByTestId('streaming-message').filter({ hasText: 'Slowly' }).waitFor();
    await waiting.waitFor({ state: 'detached' });
    const stop = page.getByTestId('stop');
    expect(await stop.textContent()).toBe(locale === 'zh-CN' ? '停止' : 'Stop');
    await stop.tap();
    await page.locator('article[data-seq="2"][data-status="stopped"]').waitFor();
    await page.context().close();
  });
});
