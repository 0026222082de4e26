import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../../support/browser.js';
import { type FakeModel, startFakeModel } from '../../support/fakes/fake-model.js';
import { startServer, type TestServer } from '../../support/server.js';

jest.setTimeout(180_000);

const MOST_NODES = 3000;
const MOST_HELD = 600;
const COUNT = 2000;

describe('the list of messages', () => {
  let browser: Browser;
  let model: FakeModel;
  let server: TestServer;
  let id: string;
  const errors: string[] = [];

  beforeAll(async () => {
    model = await startFakeModel({ reply: 'The tide is out.' });
    [browser, server] = await Promise.all([
      openBrowser(),
      startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake-1' }),
    ]);
    id = await begin(COUNT);
  });
  afterAll(async () => {
    await Promise.all([browser.close(), server.stop()]);
    await model.close();
  });

  /** A session with messages of very different lengths, 40 a day. */
  const begin = async (count: number) => {
    const characterId = (await server.call('POST', '/api/characters', { name: 'Mira' })).body.id;
    const session = (await server.call('POST', '/api/sessions', { characterId, persona: { name: 'Jo' } }))
      .body.id as string;
    const bytes = Array.from({ length: count }, (_, n) =>
      JSON.stringify({
        role: n % 2 ? 'assistant' : 'user',
        content: `Line ${n + 1}. ${'Of the sea, and the wind that goes over it.\n\n'.repeat((n * 7) % 6)}`,
        at: new Date(Date.UTC(2026, 0, 1) + n * 36 * 60_000).toISOString(),
      }),
    ).join('\n');
    await server.upload(`/api/sessions/${session}/import`, 'file', { name: 'h.jsonl', bytes });
    return session;
  };
  const enter = async (session: string, width = 1280) => {
    const context = await browser.newContext({ locale: 'en-US', viewport: { width, height: 800 } });
    const page = await context.newPage();
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(server.url);
    await page.getByRole('textbox').fill(server.token);
    await page.keyboard.press('Enter');
    await page.getByTestId('character-card').first().waitFor();
    await page.goto(`${server.url}/#/sessions/${session}`);
    await page.getByTestId('message').first().waitFor();
    return page;
  };
  /** What of the list is seen, drawn and held. */
  const look = (page: Page) =>
    page.getByTestId('messages').evaluate((box) => {
      const doc = box.ownerDocument;
      const { top, bottom } = box.getBoundingClientRect();
      const rows = [...box.querySelectorAll('article[data-seq]')].map((row) => ({
        seq: Number(row.getAttribute('data-seq')),
        top: row.getBoundingClientRect().top - top,
        seen: row.getBoundingClientRect().top < bottom && row.getBoundingClientRect().bottom > top,
      }));
      return {
        seen: rows.filter(({ seen }) => seen),
        nodes: doc.querySelectorAll('*').length,
        held: Number(box.getAttribute('data-held')),
        left: box.scrollHeight - box.scrollTop - box.clientHeight,
      };
    });
  const settle = async (page: Page) => {
    for (let before = '', n = 0; n < 100; n++) {
      const now = JSON.stringify(await look(page));
      if (now === before) return;
      before = now;
      await page.waitForTimeout(200);
    }
  };
  /** Scrolls until a message is drawn. @returns all that were drawn on the way, and the most that was drawn and held */
  const scrollTo = (page: Page, seq: number, by: number) =>
    page.getByTestId('messages').evaluate(
      async (box, { seq, by }) => {
        const doc = box.ownerDocument;
        const view = doc.defaultView!;
        const drawn = new Set<number>();
        let [nodes, held] = [0, 0];
        for (let frames = 0; frames < 6000 && !drawn.has(seq); frames++) {
          for (const row of box.querySelectorAll('article[data-seq]'))
            drawn.add(Number(row.getAttribute('data-seq')));
          nodes = Math.max(nodes, doc.querySelectorAll('*').length);
          held = Math.max(held, Number(box.getAttribute('data-held')));
          box.scrollBy(0, by);
          await new Promise((resolve) => view.requestAnimationFrame(resolve));
        }
        return { drawn: [...drawn], nodes, held };
      },
      { seq, by },
    );

  it('is scrolled from the newest message to the first and back, whatever it holds', async () => {
    const page = await enter(id);
    for (const [to, by] of [
      [1, -500],
      [COUNT, 500],
    ] as const) {
      const { drawn, nodes, held } = await scrollTo(page, to, by);
      const missed = Array.from({ length: COUNT }, (_, n) => n + 1).filter((seq) => !drawn.includes(seq));
      expect(missed).toEqual([]);
      expect(nodes).toBeLessThan(MOST_NODES);
      expect(held).toBeLessThanOrEqual(MOST_HELD);
    }
    await page.context().close();
  });

  it('does not move what is read while earlier messages come in and a reply grows', async () => {
    const page = await enter(id);
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route(/messages\?before=/, async (route) => {
      await held;
      await route.continue();
    });
    await page.getByTestId('messages').evaluate((box) => box.scrollTo(0, 700));
    await settle(page);
    const before = await look(page);
    model.next({ reply: 'A long reply that grows below. \n\n'.repeat(60), chunkDelayMs: 5 });
    const answered = server.call('POST', `/api/sessions/${id}/messages`, { text: 'From elsewhere.' });
    release();
    await answered;
    await settle(page);
    const after = await look(page);
    expect(after.held).toBeGreaterThan(before.held);
    for (const row of before.seen) {
      const now = after.seen.find(({ seq }) => seq === row.seq);
      expect(Math.abs((now?.top ?? Infinity) - row.top)).toBeLessThanOrEqual(1);
    }
    await page.context().close();
  });

  it('stays at the end while a reply grows, and where the reader has scrolled to, and keeps what is selected', async () => {
    const page = await enter(id, 390);
    model.next({ reply: 'It rains on the sea.\n\n'.repeat(80), chunkDelayMs: 15 });
    await page.getByTestId('composer').fill('And then?');
    await page.getByTestId('send').click();
    await page.getByTestId('streaming-message').filter({ hasText: 'rains' }).waitFor();
    const own = page.locator('article', { hasText: 'And then?' }).locator('.prose p').first();
    await own.evaluate((element) => {
      element.ownerDocument.getSelection()!.selectAllChildren(element);
    });
    const lefts: number[] = [];
    for (let n = 0; n < 20; n++) {
      lefts.push((await look(page)).left);
      await page.waitForTimeout(30);
    }
    expect(Math.max(...lefts)).toBeLessThan(4);
    // As a keyboard does that comes up.
    await page.setViewportSize({ width: 390, height: 420 });
    await page.waitForTimeout(100);
    expect((await look(page)).left).toBeLessThan(4);

    await page.mouse.move(200, 200);
    await page.mouse.wheel(0, -300);
    await page.waitForTimeout(300);
    const [before, grown] = [await look(page), await page.getByTestId('streaming-message').textContent()];
    await page.waitForTimeout(400);
    const after = await look(page);
    expect(await page.getByTestId('streaming-message').textContent()).not.toBe(grown);
    expect(after.seen[0]).toEqual(before.seen[0]);
    expect(after.left).toBeGreaterThan(before.left);
    expect(await page.evaluate('String(getSelection())')).toContain('And then?');
    await page.getByTestId('stop').click();
    await page.context().close();
  });

  it('goes to the first message and to the newest, by buttons and by keys', async () => {
    const page = await enter(id);
    await page.getByTestId('messages').focus();
    await page.keyboard.press('PageUp');
    await page.getByTestId('jump-first').click();
    await page.locator('article[data-seq="1"]').waitFor();
    await settle(page);
    expect((await look(page)).seen[0]!.seq).toBe(1);
    await page.getByTestId('jump-newest').click();
    await page.getByTestId('regenerate').waitFor();
    await settle(page);
    expect((await look(page)).left).toBeLessThan(4);
    await page.getByTestId('messages').focus();
    await page.keyboard.press('Home');
    await page.locator('article[data-seq="1"]').waitFor();
    await page.keyboard.press('End');
    await page.getByTestId('regenerate').waitFor();
    await page.keyboard.press('Home');
    await page.locator('article[data-seq="1"]').waitFor();
    // One's own words are sent from anywhere, and seen.
    model.next({ reply: 'From far away.' });
    await page.getByTestId('composer').fill('I was reading.');
    await page.getByTestId('send').click();
    await page.locator('article', { hasText: 'I was reading.' }).waitFor();
    await page.locator('article[data-status="complete"]', { hasText: 'From far away.' }).waitFor();
    await settle(page);
    expect((await look(page)).left).toBeLessThan(4);
    await page.context().close();
  });

  it('keeps a text that is being changed while others are read', async () => {
    const page = await enter(id);
    const seq = COUNT - 60;
    await scrollTo(page, seq, -600);
    const message = page.locator(`article[data-seq="${seq}"]`);
    await message.hover();
    await message.getByTestId('edit').click();
    await page.getByTestId('edit-text').fill('Half a');
    await page.getByTestId('composer').focus();
    await page.getByTestId('jump-first').click();
    await page.locator('article[data-seq="1"]').waitFor();
    await message.waitFor({ state: 'detached' });
    await page.getByTestId('jump-newest').click();
    await page.getByTestId('regenerate').waitFor();
    await scrollTo(page, seq, -300);
    expect(await page.getByTestId('edit-text').inputValue()).toBe('Half a');
    await page.context().close();
    expect(errors).toEqual([]);
  });
});
