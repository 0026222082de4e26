import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { startServer, type TestServer } from '../support/server.js';

// What runs in a page has a page's globals.
declare const document: any, navigator: any, caches: any, getComputedStyle: any, createImageBitmap: any;

jest.setTimeout(60_000);

describe('what belongs to one browser', () => {
  let browser: Browser;
  let server: TestServer;
  beforeAll(async () => {
    [browser, server] = await Promise.all([openBrowser(), startServer()]);
  });
  afterAll(async () => {
    await Promise.all([browser.close(), server.stop()]);
  });

  it('keeps how it looks, can be installed, and opens without a server from files that hold nothing private', async () => {
    const context = await browser.newContext({ locale: 'en-US', colorScheme: 'light' });
    const page = await context.newPage();
    const at = (id: string) => page.getByTestId(id);
    await page.goto(server.signInLink);
    await at('welcome').waitFor();
    await page.goto(`${server.url}/#/settings/appearance`);
    const choose = (of: string, name: string) =>
      page.locator('main').getByTestId(of).getByRole('radio', { name, exact: true }).check();
    await choose('theme-switch', 'Dark');
    await choose('text-size-switch', 'XL');
    await choose('accent-switch', 'Green');
    const looks = () =>
      page.evaluate(() => {
        const styles = getComputedStyle;
        return {
          paper: styles(document.documentElement).backgroundColor,
          read: parseFloat(styles(document.querySelector('[data-testid=appearance-sample] .prose')).fontSize),
          accent: styles(document.documentElement).getPropertyValue('--wax'),
        };
      });
    const chosen = await looks();
    expect(chosen.paper).toBe('rgb(19, 22, 29)');
    await choose('text-size-switch', 'M');
    expect((await looks()).read).toBeLessThan(chosen.read);
    await choose('text-size-switch', 'XL');
    await page.reload({ waitUntil: 'commit' });
    await page.waitForFunction(() => document.readyState !== 'loading');
    // Set before anything of the client ran.
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
    await at('appearance-sample').waitFor();
    expect(await looks()).toEqual(chosen);

    const manifest = await page.evaluate(async () => {
      const link = document.querySelector('link[rel=manifest]');
      const answer = await fetch(link.href, { credentials: 'omit' });
      const { icons, ...rest } = (await answer.json()) as { icons: { src: string; sizes: string }[] };
      const sizes = await Promise.all(
        icons.map(async ({ src }) => {
          const { width, height } = await createImageBitmap(
            await (await fetch(new URL(src, link.href))).blob(),
          );
          return `${width}x${height}`;
        }),
      );
      return { ...rest, sizes, told: icons.map((icon) => icon.sizes) };
    });
    expect(manifest).toMatchObject({ name: 'Keepsake', display: 'standalone', start_url: './' });
    expect(manifest.sizes).toEqual(manifest.told);

    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.goto(`${server.url}/#/`);
    await at('character-card').first().waitFor();
    await page.reload();
    await at('character-card').first().waitFor();
    const kept = await page.evaluate(async () => {
      const names = await caches.keys();
      const all = await Promise.all(names.map(async (name: string) => (await caches.open(name)).keys()));
      return all.flat().map(({ url }: any) => new URL(url).pathname);
    });
    expect(kept).toContain('/');
    expect(
      kept.filter(
        (path: string) => !/^\/(?:assets\/.*|appearance\.js|manifest\.webmanifest|replied)?$/.test(path),
      ),
    ).toEqual([]);
    const worker = await fetch(`${server.url}/sw.js`);
    expect(worker.headers.get('cache-control')).toBe('no-cache');

    await at('settings').first().click();
    await at('sign-out').click();
    await at('sign-in').waitFor();
    await page.waitForFunction(async () => (await caches.keys()).length === 0);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('token');
  });
});
