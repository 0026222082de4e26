import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { MessageView } from '../../../src/contracts/message.js';
import { openBrowser } from '../../support/browser.js';
import { type FakeModel, startFakeModel } from '../../support/fakes/fake-model.js';
import { startServer, type TestServer } from '../../support/server.js';
import sharp from 'sharp';

jest.setTimeout(180_000);

const DAY = 86_400_000;

describe('a conversation in the browser', () => {
  let browser: Browser;
  let model: FakeModel;
  let server: TestServer;
  let characterId: string;
  const errors: string[] = [];

  beforeAll(async () => {
    model = await startFakeModel({ reply: ({ n }) => `Reply ${n}: the ferry has left.` });
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

  /** A session with that many messages, four a day up to yesterday. */
  const begin = async (count: number) => {
    const id = (await server.call('POST', '/api/sessions', { characterId, persona: { name: 'Jo' } })).body
      .id as string;
    const first = Date.now() - (count / 4 + 1) * DAY;
    const bytes = Array.from({ length: count }, (_, n) =>
      JSON.stringify({
        role: n % 2 ? 'assistant' : 'user',
        content:
          n === 20
            ? 'We buried the copper lantern.'
            : n === 300
              ? 'Is the copper lantern safe?'
              : `Line ${n + 1}, of the sea and the wind that goes over it.`,
        at: new Date(first + Math.floor(n / 4) * DAY + n * 1000).toISOString(),
      }),
    ).join('\n');
    if (count) await server.upload(`/api/sessions/${id}/import`, 'file', { name: 'h.jsonl', bytes });
    return id;
  };
  const enter = async (id: string, locale = 'en-US', width = 1280) => {
    const context = await browser.newContext({ locale, viewport: { width, height: 800 } });
    const page = await context.newPage();
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(server.url);
    await page.getByRole('textbox').fill(server.token);
    await page.keyboard.press('Enter');
    await page.getByTestId('character-card').first().waitFor();
    await page.goto(`${server.url}/#/sessions/${id}`);
    await page.getByTestId('composer').waitFor();
    return page;
  };
  const say = async (page: Page, text: string) => {
    await page.getByTestId('composer').fill(text);
    await page.getByTestId('send').click();
  };
  const told = async (id: string) =>
    (await server.call('GET', `/api/sessions/${id}/messages?limit=500`)).body.items as MessageView[];
  const menu = async (page: Page, seq: number, item: string) => {
    const message = page.locator(`article[data-seq="${seq}"]`);
    await message.hover();
    await message.getByTestId('message-menu').click();
    await page.getByTestId(item).click();
  };

  it('is searched, and read around what was found or a day, up to the newest again', async () => {
    const id = await begin(400);
    const page = await enter(id);
    await page.locator('article[data-seq="400"]').waitFor();
    expect(await page.locator('article[data-seq="21"]').count()).toBe(0);
    await page.getByTestId('find-open').click();
    await page.getByTestId('find-said').fill('copper lantern');
    await page.locator('article[data-seq="301"].gone-to').waitFor();
    expect(await page.getByTestId('find-count').textContent()).toBe('1 of 2');
    await page.getByTestId('find-older').click();
    const found = page.locator('article[data-seq="21"].gone-to');
    await found.waitFor();
    expect(await page.getByTestId('find-count').textContent()).toBe('2 of 2');
    const box = (await found.boundingBox())!;
    expect(box.y).toBeGreaterThan(60);
    expect(box.y + box.height).toBeLessThan(740);
    const marked = () =>
      page.evaluate(() => {
        const { highlights } = (globalThis as never as { CSS: { highlights: Map<string, Iterable<object>> } })
          .CSS;
        return [...(highlights.get('found') ?? [])].map(String);
      });
    expect(await marked()).toContain('copper lantern');
    // A message that comes meanwhile does not tear the reader away.
    await server.call('POST', `/api/sessions/${id}/messages`, { text: 'From elsewhere.' });
    expect(await found.isVisible()).toBe(true);
    await page.keyboard.press('Shift+Enter');
    await page.locator('article[data-seq="301"].gone-to').waitFor();
    await page.getByTestId('find-older').click();
    await found.waitFor();
    // On from there, scrolling down loads what follows.
    const list = page.getByTestId('messages');
    for (let n = 0; n < 80 && !(await page.locator('article[data-seq="90"]').count()); n++) {
      await list.evaluate((element) => element.scrollBy(0, 600));
      await page.waitForTimeout(20);
    }
    expect(await page.locator('article[data-seq="90"]').count()).toBe(1);
    const seqs = await page
      .locator('article[data-seq]')
      .evaluateAll((all) => all.map((one) => Number(one.getAttribute('data-seq'))));
    expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, n) => seqs[0]! + n));

    const day = new Date(Date.now() - 30 * DAY);
    const date = [day.getFullYear(), day.getMonth() + 1, day.getDate()]
      .map((n) => String(n).padStart(2, '0'))
      .join('-');
    await page.getByTestId('find-day').fill(date);
    await page.locator('article[data-seq="21"]').waitFor({ state: 'detached' });
    const first = page.locator('article.gone-to');
    await first.waitFor();
    const seq = Number(await first.getAttribute('data-seq'));
    const around = (await server.call('GET', `/api/sessions/${id}/messages?around=${seq}&limit=4`)).body
      .items as MessageView[];
    const midnight = new Date(day.getFullYear(), day.getMonth(), day.getDate());
    expect(Date.parse(around.find((one) => one.seq === seq)!.createdAt)).toBeGreaterThanOrEqual(
      midnight.getTime(),
    );
    expect(Date.parse(around.find((one) => one.seq === seq - 1)!.createdAt)).toBeLessThan(midnight.getTime());

    await page.getByTestId('find-close').click();
    expect(await marked()).toEqual([]);
    await page.getByTestId('jump-newest').click();
    await page.locator('article', { hasText: 'From elsewhere.' }).waitFor();
    await say(page, 'Still here?');
    await page.locator('article[data-role="assistant"][data-seq="404"]').waitFor();
    await page.context().close();
  });

  it('lets a message be changed, turned, taken out, parted and pinned, and each undone', async () => {
    const id = await begin(0);
    const page = await enter(id);
    await say(page, 'Where is the ferry?');
    await page.locator('article[data-seq="2"][data-status="complete"]').waitFor();
    const [, reply] = await told(id);

    await page.getByTestId('regenerate').click();
    await page.locator('article[data-seq="2"] .versions', { hasText: '2/2' }).waitFor();
    await page.getByTestId('version-before').click();
    await page.locator('article[data-seq="2"]', { hasText: reply!.content }).waitFor();
    await page.getByTestId('undo').click();
    await page.locator('article[data-seq="2"] .versions', { hasText: '2/2' }).waitFor();
    expect((await told(id))[1]!.version).toBe(2);

    for (const seq of [1, 2]) {
      const message = page.locator(`article[data-seq="${seq}"]`);
      const before = (await told(id))[seq - 1]!.content;
      await message.hover();
      await message.getByTestId('edit').click();
      await page.getByTestId('edit-text').fill(`Another text ${seq}`);
      await page.getByTestId('edit-save').click();
      await page.locator(`article[data-seq="${seq}"] .prose`, { hasText: `Another text ${seq}` }).waitFor();
      // Outside of text fields the keyboard takes it back.
      await page.getByTestId('messages').focus();
      await page.keyboard.press('Control+z');
      await page.locator(`article[data-seq="${seq}"] .prose`, { hasText: before }).waitFor();
    }

    await menu(page, 1, 'delete-message');
    await page.getByTestId('removed-message').waitFor();
    expect((await told(id))[0]!.content).toBe('');
    await page.getByTestId('undo').click();
    await page.locator('article[data-seq="1"] .prose', { hasText: 'Where is the ferry?' }).waitFor();

    await menu(page, 1, 'pin');
    await page.locator('article[data-seq="1"] [data-testid="pin-mark"]').waitFor();

    await menu(page, 1, 'branch');
    await page.locator('article[data-seq="2"]').waitFor({ state: 'detached' });
    await page.getByTestId('retry').click();
    await page.locator('article[data-seq="2"][data-status="complete"]').waitFor();
    await page.getByTestId('messages').focus();
    await page.keyboard.press('Control+z');
    await page.locator('article[data-seq="2"] .versions', { hasText: /\/\d/ }).waitFor();

    await page.getByTestId('conversation-menu').click();
    await page.getByTestId('branches').locator('li').nth(1).waitFor();
    await page.getByTestId('name-branch').nth(1).click();
    await page.getByTestId('branch-title').fill('What if');
    await page.keyboard.press('Enter');
    await page.getByTestId('branches').getByText('What if').waitFor();
    expect(await page.getByTestId('pins').getByTestId('go-to-pin').textContent()).toBe('Where is the ferry?');
    await page.getByTestId('open-branch').click();
    await page.getByTestId('conversation-panel').waitFor({ state: 'detached' });
    await page.getByTestId('undo').click();

    await page.getByTestId('conversation-menu').click();
    await page.getByTestId('unpin').click();
    await page.getByTestId('pins').waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.getByTestId('pin-mark').waitFor({ state: 'detached' });

    await say(page, 'Gone with the wind.');
    await page.locator('article[data-seq="4"][data-status="complete"]').waitFor();
    await menu(page, 4, 'inspect-turn');
    await page.getByTestId('sent-request').getByText('identical to what was sent').waitFor();
    await page.keyboard.press('Escape');
    // An earlier turn's request opens, too.
    await menu(page, 2, 'inspect-turn');
    await page.getByTestId('sent-request').waitFor();
    await page.keyboard.press('Escape');

    await menu(page, 3, 'delete-message');
    await page.getByTestId('wipe').click();
    expect(await page.getByTestId('ask-first').textContent()).toContain('cannot be undone');
    await page.getByTestId('ask-yes').click();
    await page.getByTestId('wipe').waitFor({ state: 'detached' });
    expect((await told(id))[2]).toMatchObject({ content: '', swipes: 1 });
    // What is gone for good is not offered to be undone.
    await page.getByTestId('undo-note').waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('answers a changed message in its place, and lists its keys', async () => {
    const id = await begin(0);
    const page = await enter(id);
    await say(page, 'Where is the ferry?');
    await page.locator('article[data-seq="2"][data-status="complete"]').waitFor();
    await page.locator('article[data-seq="1"]').hover();
    await page.locator('article[data-seq="1"]').getByTestId('edit').click();
    await page.getByTestId('edit-text').fill('Where is the train?');
    await page.getByTestId('edit-answer').click();
    await page.locator('article[data-seq="2"] .versions', { hasText: '2/2' }).waitFor();
    expect(model.last.messages.at(-1)!.content).toContain('Where is the train?');
    expect((await told(id)).map(({ role, version }) => [role, version])).toEqual([
      ['user', 2],
      ['assistant', 2],
    ]);
    // There is only one model to regenerate it with.
    expect(await page.getByTestId('regenerate-with').count()).toBe(0);
    await page.getByTestId('messages').focus();
    await page.keyboard.press('?');
    await page.getByTestId('shortcuts').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('shortcuts').waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('is used with a finger: what can be done with a message is under three dots, the panel has its contents', async () => {
    const id = await begin(8);
    const context = await browser.newContext({
      viewport: { width: 390, height: 800 },
      hasTouch: true,
      isMobile: true,
    });
    const page = await context.newPage();
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(server.url);
    await page.getByRole('textbox').fill(server.token);
    await page.keyboard.press('Enter');
    await page.getByTestId('character-card').first().waitFor();
    await page.goto(`${server.url}/#/sessions/${id}`);
    for (const seq of [7, 6]) {
      await page.locator(`article[data-seq="${seq}"]`).getByTestId('message-menu').tap();
      await page.getByTestId('pin').tap();
      await page.locator(`article[data-seq="${seq}"]`).getByTestId('pin-mark').waitFor();
    }
    await page.getByTestId('conversation-menu').tap();
    await page.getByTestId('panel-place').nth(1).tap();
    const note = (await page.getByTestId('authors-note').boundingBox())!;
    expect(note.y).toBeGreaterThan(200);
    expect(note.y).toBeLessThan(500);
    const head = (await page.getByTestId('conversation-panel').getByRole('heading').first().boundingBox())!;
    expect(head.y).toBeGreaterThan(90);
    await context.close();
  });

  it('is told how much to recall, whose time its story lives in, and something for the next reply only', async () => {
    const id = await begin(2);
    const page = await enter(id, 'zh-CN', 390);
    await page.getByTestId('conversation-menu').click();
    await page.getByTestId('details').locator('summary').click();
    await page.getByTestId('recall-measure').selectOption('thorough');
    await page.getByTestId('story-time').selectOption('own');
    await page.getByTestId('note-once').fill('让灯灭掉。');
    await page.getByTestId('session-save').click();
    await page.locator('[data-testid="session-save"]:disabled').waitFor();
    expect((await server.call('GET', `/api/sessions/${id}`)).body).toMatchObject({
      recall: 'thorough',
      storyTime: 'own',
      noteOnce: '让灯灭掉。',
    });
    await server.call('POST', `/api/sessions/${id}/messages`, { text: '嗯。' });
    while ((await page.getByTestId('note-once').inputValue()) !== '') await page.waitForTimeout(50);
    expect(await page.getByTestId('recall-measure').inputValue()).toBe('thorough');
    await page.context().close();
  });

  it('has somebody else in it, and a draft in their voice that is stopped, changed and sent', async () => {
    const id = await begin(0);
    const page = await enter(id, 'zh-CN', 390);
    await page.getByTestId('conversation-menu').click();
    await page.getByTestId('persona-new').click();
    await page.getByTestId('persona-name').fill('林');
    await page.getByTestId('persona-description').fill('修钟表的人。');
    await page.getByTestId('persona-default').check();
    await page.getByTestId('persona-save').click();
    await page.locator('[aria-current] .persona', { hasText: '修钟表的人。' }).waitFor();
    await page.keyboard.press('Escape');
    expect((await server.call('GET', `/api/sessions/${id}`)).body.persona.name).toBe('林');
    await say(page, '你好。');
    await page.locator('article[data-seq="2"][data-status="complete"]').waitFor();
    expect(model.last.messages[0]!.content).toContain('修钟表的人。');

    model.next({ reply: '慢慢地写'.repeat(300), chunkDelayMs: 25 });
    await page.getByTestId('impersonate').click();
    const field = page.getByTestId('composer');
    await page.waitForFunction(
      () =>
        (
          globalThis as never as { document: { querySelector(s: string): { value: string } } }
        ).document.querySelector('[data-testid=composer]').value.length > 8,
    );
    await page.getByTestId('stop-draft').click();
    await page.getByTestId('impersonate').waitFor();
    expect(await model.last.ended).toBe('aborted');
    expect(await told(id)).toHaveLength(2);
    expect(await field.inputValue()).toMatch(/^慢慢地写/);
    await field.fill('我想');
    model.next({ reply: '再看一眼那只钟。' });
    await page.getByTestId('impersonate').click();
    await page.waitForFunction(
      () =>
        (
          globalThis as never as { document: { querySelector(s: string): { value: string } } }
        ).document.querySelector('[data-testid=composer]').value === '我想再看一眼那只钟。',
    );
    await page.getByTestId('impersonate').waitFor();
    await page.getByTestId('send').click();
    await page.locator('article[data-seq="4"][data-status="complete"]').waitFor();
    expect((await told(id))[2]!.content).toBe('我想再看一眼那只钟。');
    expect(
      await page.evaluate(
        () =>
          (globalThis as never as { document: { documentElement: { scrollWidth: number } } }).document
            .documentElement.scrollWidth,
      ),
    ).toBeLessThanOrEqual(390);
    await page.context().close();
  });

  it('shows the same to two tabs while a bot talks, and an interrupted reply to be carried on', async () => {
    const id = await begin(0);
    const [one, two] = await Promise.all([enter(id), enter(id, 'zh-CN', 390)]);
    let finish!: () => void;
    const until = new Promise<void>((resolve) => (finish = resolve));
    model.next({ reply: 'A reply that takes its time to arrive. '.repeat(8), chunkDelayMs: 10, until });
    const answered = server.call('POST', `/api/sessions/${id}/messages`, { text: 'From the bot.' });
    for (const page of [one, two]) {
      await page.locator('article', { hasText: 'From the bot.' }).waitFor();
      await page.getByTestId('streaming-message').filter({ hasText: 'A reply that' }).waitFor();
    }
    finish();
    const { reply } = (await answered).body as { reply: MessageView };
    for (const page of [one, two])
      await page
        .locator('article[data-status="complete"] .prose', { hasText: reply.content.trim() })
        .waitFor();

    model.next({ reply: 'It began well, and then '.repeat(40), chunkDelayMs: 40 });
    await say(one, 'Go on.');
    await two.getByTestId('streaming-message').filter({ hasText: 'began well, and then It' }).waitFor();
    await new Promise((resolve) => setTimeout(resolve, 1200));
    const port = new URL(server.url).port;
    await server.stop('SIGKILL');
    server = await server.restart({ PORT: port });
    for (const page of [one, two]) {
      const broken = page.locator('article[data-seq="4"][data-status="interrupted"]');
      await broken.filter({ hasText: 'It began well' }).waitFor();
      await broken.getByTestId('message-state').waitFor();
    }
    const [, , , kept] = await told(id);
    expect(kept!.content.length).toBeGreaterThan(20);
    model.next({ reply: 'it ended.' });
    await one.getByTestId('continue').click();
    for (const page of [one, two])
      await page.locator('article[data-seq="4"][data-status="complete"]', { hasText: 'it ended.' }).waitFor();
    expect((await told(id))[3]!.content).toBe(`${kept!.content.trimEnd()} it ended.`);
    await Promise.all([one.context().close(), two.context().close()]);
    expect(errors).toEqual([]);
  });

  it('sends pictures that are chosen, pasted or let go of, and shows them', async () => {
    const id = await begin(0);
    const page = await enter(id);
    const png = (colour: string) =>
      sharp({ create: { width: 640, height: 480, channels: 3, background: colour } })
        .png()
        .toBuffer();
    const files = await Promise.all(
      ['#a33', '#3a3'].map(async (colour, n) => ({
        name: `photo ${n}.png`,
        mimeType: 'image/png',
        buffer: await png(colour),
      })),
    );
    const attached = page.getByTestId('attached-pictures');
    await page.getByTestId('picture-files').setInputFiles(files);
    await attached.locator('[data-state="ready"]').nth(1).waitFor();
    // It is told before anything is sent that this model does not see.
    await expect(attached.getByRole('status').textContent()).resolves.toContain('cannot see pictures');
    await attached.getByTestId('remove-picture').first().click();
    for (const [how, event] of [
      ['paste', 'new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })'],
      ['drop', 'new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })'],
    ])
      await page.evaluate(`{
        const data = new DataTransfer();
        const bytes = new Uint8Array(${JSON.stringify([...(await png('#33a'))])});
        data.items.add(new File([bytes], '${how}.png', { type: 'image/png' }));
        document.querySelector('[data-testid="composer"]').dispatchEvent(${event});
      }`);
    await attached.locator('[data-state="ready"]').nth(2).waitFor();
    // What is no picture is said so, and does not go.
    const broken = { name: 'x.png', mimeType: 'image/png', buffer: Buffer.from('no picture') };
    await page.getByTestId('picture-files').setInputFiles([broken]);
    await attached.locator('[data-state="failed"]').waitFor();
    expect(await page.getByTestId('send').isDisabled()).toBe(true);
    await attached.getByTestId('remove-picture').last().click();
    await page.getByTestId('send').click();
    const shown = page.locator('article[data-role="user"]').getByTestId('message-pictures').locator('img');
    await shown.nth(2).waitFor();
    expect(await Promise.all((await shown.all()).map((one) => one.getAttribute('alt')))).toEqual([
      'photo 1.png',
      'paste.png',
      'drop.png',
    ]);
    await page.waitForFunction(
      `[...document.querySelectorAll('.message-pictures img')].every(({ naturalWidth }) => naturalWidth > 0)`,
    );
    expect(await attached.count()).toBe(0);
    await page.locator('article[data-role="assistant"][data-status="complete"]').last().waitFor();
    expect(model.last.raw.toString()).toContain('[picture: photo 1.png]');
    expect((await told(id)).find(({ role }) => role === 'user')).toMatchObject({
      content: '',
      pictures: [{ width: 640 }, {}, {}],
    });

    const phone = await enter(id, 'zh-CN', 390);
    await phone.getByTestId('picture-files').setInputFiles(files);
    await phone.getByTestId('attached-pictures').locator('[data-state="ready"]').nth(1).waitFor();
    const overflow = 'document.documentElement.scrollWidth > innerWidth';
    expect(await phone.evaluate(overflow)).toBe(false);
    await say(phone, '看这两张。');
    await phone.locator('article[data-role="user"]').last().getByTestId('message-pictures').waitFor();
    expect(await phone.evaluate(overflow)).toBe(false);
    await Promise.all([page, phone].map((one) => one.context().close()));
  });
});
