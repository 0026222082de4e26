import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { plainPng } from '../../../src/characters/cards/png.js';
import { openBrowser } from '../../support/browser.js';
import { type FakeModel, startFakeModel } from '../../support/fakes/fake-model.js';
import { startServer, type TestServer } from '../../support/server.js';

jest.setTimeout(120_000);

const FILES: Record<string, [type: string, body: Uint8Array]> = {
  '/a.png': ['text/html', plainPng()],
  '/evil.svg': ['image/svg+xml', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
  '/page': ['image/png', Buffer.from('<script>alert(1)</script>')],
  '/large.png': ['image/png', Buffer.concat([plainPng(), Buffer.alloc(10 * 1024 * 1024)])],
};

/** Markup that ran, or a link that leads elsewhere than to the web, or tells where it was opened from. */
const never =
  '.prose script, .prose iframe, .prose svg, .prose a:not([href^="http"][target="_blank"][rel="noopener noreferrer"])';

describe('pictures in messages', () => {
  const asked: string[] = [];
  /** What waits for its answer. */
  const open: (() => void)[] = [];
  let host: Server;
  let at: string;
  let model: FakeModel;
  let server: TestServer;
  let browser: Browser;
  let hostile: string;

  beforeAll(async () => {
    host = createServer((request, response) => {
      asked.push(request.url!);
      if (request.url!.startsWith('/slow')) {
        open.push(() => response.writeHead(200).end(plainPng()));
        return;
      }
      const file = FILES[request.url!];
      if (!file) return void response.writeHead(404).end();
      response.writeHead(200, { 'content-type': file[0] }).end(file[1]);
    });
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
    at = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
    hostile = [
      `<img src="${at}/a.png?html" onerror="document.title='run'">`,
      `<script>document.title='run'</script><iframe src="${at}/page?frame"></iframe>`,
      `<svg/onload=document.title='run'> <a href="javascript:document.title='run'">x</a>`,
      `![a lamp](${at}/a.png) ![no](javascript:document.title='run') ![n](data:text/html,x) ![s](${at}/evil.svg)`,
      `[a link](javascript:document.title='run') {<b>x</b>|<script>document.title='run'</script>}`,
    ].join('\n\n');
    model = await startFakeModel({ reply: hostile });
    [server, browser] = await Promise.all([
      startServer({
        OPENAI_BASE_URL: model.url,
        OPENAI_API_KEY: 'k',
        MODEL: 'fake',
        INGEST_ALLOW_HOSTS: at.replace('http://', ''),
      }),
      openBrowser(),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await model?.close();
    host?.close();
  });

  const until = async (is: () => boolean) => {
    while (!is()) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  const get = (url: string, headers: Record<string, string> = { authorization: `Bearer ${server.token}` }) =>
    fetch(`${server.url}/api/pictures?url=${encodeURIComponent(url)}`, { headers });

  it('are fetched by the server, known by their bytes, and served as nothing but pictures', async () => {
    const response = await get(`${at}/a.png`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('cache-control')).toMatch(/^private/);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from(plainPng()));
  });

  it.each<[string, () => Promise<Response>, number, string]>([
    ['an SVG', () => get(`${at}/evil.svg`), 422, 'not_a_picture'],
    ['a page that says it is a picture', () => get(`${at}/page`), 422, 'not_a_picture'],
    ['more than 10 MB', () => get(`${at}/large.png`), 422, 'download_too_large'],
    ['a private address', () => get('http://127.0.0.1:1/a.png'), 422, 'link_not_allowed'],
    ['a file of this machine', () => get('file:///etc/passwd'), 422, 'link_not_allowed'],
    ['no address', () => get(''), 400, 'bad_request'],
    ['nobody', () => get(`${at}/a.png`, {}), 401, 'not_signed_in'],
    [
      'a page of another site',
      () => get(`${at}/a.png`, { authorization: `Bearer ${server.token}`, 'sec-fetch-site': 'cross-site' }),
      403,
      'origin_not_allowed',
    ],
  ])('%s is refused', async (_, ask, status, code) => {
    const response = await ask();
    expect(await response.json()).toMatchObject({ statusCode: status, code });
  });

  it('are fetched a few at a time, however many are asked for', async () => {
    const all = Array.from({ length: 10 }, (_, n) => get(`${at}/slow${n}`));
    for (let done = 0; done < all.length; done++) {
      await until(() => open.length === Math.min(6, all.length - done));
      // Nobody else is asked meanwhile, and all else is answered.
      expect((await server.call('GET', '/health/ready')).status).toBe(200);
      expect(open.length).toBeLessThanOrEqual(6);
      open.shift()!();
    }
    expect((await Promise.all(all)).map(({ status }) => status)).toEqual(all.map(() => 200));
  });

  it('are text until somebody wants them, and markup of cards and models never runs', async () => {
    const card = { name: 'Mira', description: hostile, scenario: hostile, first_mes: hostile };
    const { body: character } = await server.upload('/api/characters/import', 'file', {
      name: 'm.json',
      bytes: JSON.stringify(card),
    });
    const { body: session } = await server.call('POST', '/api/sessions', { characterId: character.id });
    await server.call('POST', `/api/sessions/${session.id}/messages`, { text: hostile });
    asked.length = 0;
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.goto(server.signInLink);
    await page.getByTestId('character-card').first().waitFor();
    for (const place of [`/#/characters/${character.id}`, `/#/sessions/${session.id}`]) {
      await page.goto(server.url + place);
      await page.getByText('a link', { exact: false }).first().waitFor();
      expect(await page.locator('.prose img, ' + never).count()).toBe(0);
    }
    expect(asked).toEqual([]);

    await page.goto(`${server.url}/#/settings/appearance`);
    await page.getByTestId('pictures-switch').check();
    await page.goto(`${server.url}/#/sessions/${session.id}`);
    const pictures = page.locator('.prose img');
    await pictures.first().waitFor();
    for (const source of await pictures.evaluateAll((all) => all.map((one) => one.getAttribute('src')!))) {
      expect(source).toMatch(/^\/api\/pictures\?url=http/);
    }
    await page.waitForFunction(`document.querySelector('.prose img').naturalWidth > 0`);
    expect(asked.every((path) => path === '/a.png' || path === '/evil.svg')).toBe(true);
    expect(await page.locator(never).count()).toBe(0);
    expect(await page.title()).not.toBe('run');
    expect(errors).toEqual([]);
    await page.close();
  });
});
