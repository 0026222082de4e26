import { existsSync } from 'node:fs';
import packaged from '@sparticuz/chromium';
import { chromium } from 'playwright-core';

const INSTALLED = [process.env.CHROME_PATH ?? '', '/usr/bin/chromium', '/usr/bin/google-chrome'];
const browsers = new Set();

/** A browser of its own, so that nothing is warm that should be cold. */
export async function openBrowser() {
  const installed = INSTALLED.find((path) => path !== '' && existsSync(path));
  const browser = await chromium.launch({
    executablePath: installed ?? (await packaged.executablePath()),
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });
  browsers.add(browser);
  browser.on('disconnected', () => browsers.delete(browser));
  return browser;
}

export async function closeBrowsers() {
  await Promise.all([...browsers].map((browser) => browser.close()));
}

/** A page of somebody who is signed in, with a cache of its own, and the protocol to ask the browser about it. */
export async function signedInPage(browser, server, viewport = { width: 1280, height: 800 }) {
  const context = await browser.newContext({ viewport, locale: 'en-US' });
  const answer = await context.request.post(`${server.url}/api/sign-in`, {
    data: { token: server.token },
    headers: { origin: server.url },
  });
  if (!answer.ok()) throw new Error(`Signing in was answered with ${answer.status()}.`);
  const page = await context.newPage();
  const protocol = await context.newCDPSession(page);
  return { context, page, protocol };
}

export const addressOf = (server, sessionId) => `${server.url}/#/sessions/${sessionId}`;

/** Milliseconds from now until a message is seen at its place and can be read. */
export const seen = (page, seq) =>
  page.evaluate(
    (seq) =>
      new Promise((resolve) => {
        const begun = performance.now();
        const look = () => {
          const row = document.querySelector(`article[data-seq="${seq}"]`);
          const { top = -1 } = row?.getBoundingClientRect() ?? {};
          const there = row && top >= 0 && top < innerHeight && getComputedStyle(row).visibility !== 'hidden';
          if (there) setTimeout(() => resolve(performance.now() - begun));
          else requestAnimationFrame(look);
        };
        look();
      }),
    seq,
  );

/** Has the browser count what a page's thread computes, not how long others keep it waiting. */
export async function countWork(protocol) {
  await protocol.send('Performance.enable', { timeDomain: 'threadTicks' });
}

/** Milliseconds of script, style and layout of a page's thread since they are counted: without painting and waiting. */
export async function scriptAndLayout(protocol) {
  const { metrics } = await protocol.send('Performance.getMetrics');
  const of = (wanted) => metrics.find(({ name }) => name === wanted).value * 1000;
  return of('ScriptDuration') + of('LayoutDuration') + of('RecalcStyleDuration');
}

/** Milliseconds of all that a page's thread has done since it is counted: script, style, layout and painting. */
export async function work(protocol) {
  const { metrics } = await protocol.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
}
