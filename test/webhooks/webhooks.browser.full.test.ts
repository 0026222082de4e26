import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createServer } from 'node:http';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { closeServer, listenOnLoopback } from '../support/fakes/loopback.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(120_000);

describe('webhooks in the browser', () => {
  let browser: Browser;
  let server: TestServer;
  let host: string;
  let status: number;
  const called: string[] = [];
  const listener = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (piece: string) => (body += piece));
    request.on('end', () => {
      called.push(body);
      response.writeHead(status).end();
    });
  });
  beforeAll(async () => {
    host = await listenOnLoopback(listener);
    [browser, server] = await Promise.all([openBrowser(), startServer({ INGEST_ALLOW_HOSTS: host })]);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
    await closeServer(listener);
  });

  it.each([
    ['en-US', 1280, 'Webhooks', 'Delivered', 'Failed'],
    ['zh-CN', 390, 'Webhook', '已送达', '失败'],
  ])('are added, tried, looked at and deleted (%s)', async (locale, width, title, delivered, failed) => {
    const page = await (await browser.newContext({ locale, viewport: { width, height: 900 } })).newPage();
    const at = (id: string) => page.getByTestId(id);
    const fits = () => page.evaluate('document.documentElement.scrollWidth <= innerWidth');
    await page.goto(server.url);
    await at('sign-in-token').fill(server.token);
    await page.keyboard.press('Enter');
    await at('sign-in').waitFor({ state: 'detached' });
    await page.goto(`${server.url}/#/settings/webhooks`);
    await page.getByRole('heading', { name: title, level: 1 }).waitFor();

    await at('webhook-new').click();
    await at('webhook-url').fill('http://10.0.0.1/private');
    await at('event-message.created').check();
    await at('webhook-add').click();
    await page.getByRole('alert').waitFor();
    await at('webhook-url').fill(`http://${host}/${'a-long-way/'.repeat(12)}hook`);
    expect(await fits()).toBe(true);
    await at('webhook-add').click();
    const secret = await at('webhook-secret').inputValue();
    expect(secret).toMatch(/^whsec_/);
    await at('webhook-secret-copied').click();
    expect(await page.locator('body').textContent()).not.toContain(secret);

    const last = at('webhook-last');
    status = 500;
    await at('webhook-test').click();
    await last.filter({ hasText: failed }).waitFor();
    expect(await last.textContent()).toContain('500');
    status = 204;
    await at('webhook-test').click();
    await last.filter({ hasText: delivered }).waitFor();
    expect(JSON.parse(called.at(-1)!)).toMatchObject({ event: 'ping' });
    await at('webhook-calls').locator('summary').click();
    await at('webhook-calls').locator('li').nth(1).waitFor();
    expect(await at('webhook-calls').locator('li').count()).toBe(2);
    expect(await fits()).toBe(true);
    await at('webhook-remove').click();
    await at('ask-yes').click();
    await at('webhook').waitFor({ state: 'detached' });
    expect((await server.call('GET', '/api/webhooks')).body.items).toEqual([]);
  });
});
