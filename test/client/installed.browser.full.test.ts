import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { type FakePushService, startFakePushService } from '../support/fakes/fake-push-service.js';
import { startServer, type TestServer } from '../support/server.js';

// What runs in a page has a page's globals.
declare const navigator: any, caches: any, dispatchEvent: any, PushManager: any, Notification: any;

jest.setTimeout(300_000);

describe('the installed client', () => {
  let browser: Browser;
  let server: TestServer;
  let model: FakeModel;
  let push: FakePushService;
  let sessionId: string;

  beforeAll(async () => {
    [browser, model, push] = await Promise.all([openBrowser(), startFakeModel(), startFakePushService()]);
    server = await startServer({
      OPENAI_BASE_URL: model.url,
      OPENAI_API_KEY: 'k',
      MODEL: 'fake-1',
      INGEST_ALLOW_HOSTS: push.host,
    });
    const characterId = (await server.call('POST', '/api/characters', { name: 'Mira' })).body.id;
    sessionId = (await server.call('POST', '/api/sessions', { characterId })).body.id;
  });
  afterAll(async () => {
    await Promise.all([browser.close(), server.stop()]);
    await Promise.all([model.close(), push.close()]);
  });

  const enter = async (context: BrowserContext, url = server.url): Promise<Page> => {
    const page = await context.newPage();
    await page.goto(url);
    await page.getByTestId('sign-in-token').fill(server.token);
    await page.keyboard.press('Enter');
    await page.getByTestId('character-card').first().waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready);
    return page;
  };
  const say = (text: string) => server.call('POST', `/api/sessions/${sessionId}/messages`, { text });
  const until = async (is: () => boolean | Promise<boolean>) => {
    for (let n = 0; n < 200 && !(await is()); n++) await new Promise((resolve) => setTimeout(resolve, 25));
    expect(await is()).toBe(true);
  };

  it.each([
    ['en-US', 'Mira has replied'],
    ['zh-CN', 'Mira回复了你'],
  ])('is told of replies that nobody looks at, in its language (%s)', async (locale, sentence) => {
    const context = await browser.newContext({ locale, permissions: ['notifications'] });
    const { publicKey } = (await server.call('GET', '/api/push')).body;
    const device = push.browser(publicKey);
    // Chromium's own push service is out of reach here, and a headless one denies notices whatever a person allows.
    await context.addInitScript((subscription) => {
      Object.defineProperty(Notification, 'permission', { get: () => 'granted' });
      let now: unknown = null;
      const one = {
        toJSON: () => subscription,
        unsubscribe: async () => {
          now = null;
          return true;
        },
      };
      Object.assign(PushManager.prototype, {
        subscribe: async () => (now = one),
        getSubscription: async () => now,
      });
    }, device.subscription);
    const page = await enter(context);
    const worker = context.serviceWorkers()[0]!;
    await worker.evaluate(standInForNotices);
    await page.goto(`${server.url}/#/settings/notifications`);
    const box = page.getByTestId('push-switch');
    await box.click();
    await page.locator('[data-testid=push-switch]:checked:enabled').waitFor();
    await say('Nobody looks.');
    await until(() => device.told.length === 1);
    expect(device.told).toEqual([{ code: 'reply_ready', sessionId, name: 'Mira' }]);

    await page.goto(`${server.url}/#/sessions/${sessionId}`);
    await page.getByTestId('composer').waitFor();
    await page.getByText('Nobody looks.').last().waitFor();
    await say('Somebody looks.');
    await page.getByText('Somebody looks.').last().waitFor();
    await page.goto(`${server.url}/#/`);
    await page.getByTestId('session').first().waitFor();
    await until(async () => {
      await say('Looked away.');
      return device.told.length > 1;
    });

    const cdp = await context.newCDPSession(page);
    const registered = new Promise<string>((resolve) => {
      cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [one] }) => {
        if (one) resolve(one.registrationId);
      });
    });
    await cdp.send('ServiceWorker.enable');
    const deliver = async () =>
      cdp.send('ServiceWorker.deliverPushMessage', {
        origin: server.url,
        registrationId: await registered,
        data: JSON.stringify({ code: 'reply_ready', sessionId, name: 'Mira' }),
      });
    const shown = () =>
      worker.evaluate(async () =>
        (await (globalThis as any).registration.getNotifications()).map(({ title, body }: any) => ({
          title,
          body,
        })),
      );
    await deliver();
    await until(async () => (await shown()).length > 0);
    expect(await shown()).toEqual([{ title: sentence, body: '' }]);

    // A click leads there in the window that is open.
    await worker.evaluate(async () => {
      const { registration, ExtendableEvent: Click } = globalThis as any;
      const [notification] = await registration.getNotifications();
      dispatchEvent(Object.assign(new Click('notificationclick'), { notification }));
    });
    await page.getByTestId('composer').waitFor();
    expect(page.url()).toBe(`${server.url}/#/sessions/${sessionId}`);
    await until(async () => (await shown()).length === 0);

    await page.goto(`${server.url}/#/settings/notifications`);
    await box.click();
    await page.locator('[data-testid=push-switch]:not(:checked):enabled').waitFor();
    const told = device.told.length;
    await say('Not told any more.');
    await say('Nor of this.');
    expect(device.told).toHaveLength(told);
    await context.close();
  });

  it('says how to allow what the browser denies', async () => {
    const context = await browser.newContext({ locale: 'en-US' });
    await context.addInitScript(() =>
      Object.defineProperty(Notification, 'permission', { get: () => 'denied' }),
    );
    const page = await enter(context);
    await page.goto(`${server.url}/#/settings/notifications`);
    expect(await page.getByTestId('push-state').getAttribute('data-state')).toBe('denied');
    expect(await page.getByTestId('push-switch').isDisabled()).toBe(true);
    await context.close();
  });

  it('offers a new version, loads it when told to, and opens where no server answers', async () => {
    const front = await startFront(server);
    const context = await browser.newContext({ locale: 'en-US' });
    const page = await enter(context, front.url);
    await page.reload();
    await page.getByTestId('character-card').first().waitFor();
    front.version = 2;
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    await page.evaluate(() => Object.assign(globalThis, { isOld: true }));
    await page.getByTestId('new-version').getByRole('button').click();
    await page.waitForFunction(() => !('isOld' in globalThis));
    await page.getByTestId('character-card').first().waitFor();
    await page.waitForFunction(async () => {
      const { waiting, installing } = await navigator.serviceWorker.ready;
      return !waiting && !installing;
    });
    expect(await page.getByTestId('new-version').count()).toBe(0);
    const shells = await page.evaluate(async () =>
      (await caches.keys()).filter((name: string) => name !== 'words'),
    );
    expect(shells).toHaveLength(1);

    await page.close();
    await front.close();
    const later = await context.newPage();
    await later.goto(front.url, { waitUntil: 'commit' });
    await later.getByRole('alert').waitFor();
    await context.close();
  });

  it('makes a link that signs another device in, or says why there is none', async () => {
    const context = await browser.newContext({ locale: 'en-US' });
    const page = await enter(context);
    await page.goto(`${server.url}/#/settings/data`);
    await page.getByTestId('make-sign-in-link').click();
    await page.getByTestId('not-reachable').waitFor();
    await context.close();

    const open = await startServer({ HOST: '0.0.0.0' });
    const here = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
    await here.goto(open.signInLink);
    await here.getByTestId('welcome').waitFor();
    await here.goto(`${open.url}/#/settings/data`);
    await here.getByTestId('make-sign-in-link').click();
    await here.getByTestId('qr').waitFor();
    const address = await here.getByTestId('sign-in-address').inputValue();
    expect(new URL(address).hostname).not.toMatch(/^(?:127\.|localhost)/);
    const other = await (await browser.newContext()).newPage();
    await other.goto(address);
    await other.getByTestId('welcome').waitFor();
    await open.stop();
  });
});

/** Keeps what a service worker asks its system to show: by tag, as systems do. Runs in the worker. */
function standInForNotices() {
  const notices = new Map<string, object>();
  Object.assign((globalThis as any).registration, {
    showNotification: async (title: string, more: { tag: string; body?: string }) => {
      notices.set(more.tag, { body: '', ...more, title, close: () => notices.delete(more.tag) });
    },
    getNotifications: async () => [...notices.values()],
  });
}

interface Front {
  url: string;
  /** Another one has another service worker. */
  version: number;
  close(): Promise<void>;
}

/** A proxy before a server, so that its files can change. Sockets are left out. */
async function startFront(server: TestServer): Promise<Front> {
  const front = { version: 1 };
  const proxy: Server = createServer((asked, answer) => {
    const { url: path = '/', method = 'GET', headers } = asked;
    const onward = request(
      server.url + path,
      { method, headers: { ...headers, 'accept-encoding': 'identity' } },
      (response) => {
        const isWorker = path.startsWith('/sw.js');
        const { 'content-length': _, etag: __, 'last-modified': ___, ...rest } = response.headers;
        answer.writeHead(response.statusCode!, isWorker ? rest : response.headers);
        response.on('end', () => answer.end(isWorker ? `\n// version ${front.version}` : undefined));
        response.pipe(answer, { end: false });
      },
    );
    onward.on('error', () => answer.destroy());
    asked.pipe(onward);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return Object.assign(front, {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    close: async () => {
      proxy.closeAllConnections();
      await new Promise((resolve) => proxy.close(resolve));
    },
  });
}
