import { brotliCompressSync, gzipSync } from 'node:zlib';
import { median, milliseconds, short } from '../support/table.js';
import { story } from '../turns/story.js';
import { addressOf, openBrowser, seen, signedInPage } from './browser.js';

const RUNS = 7;
const MOST_BYTES = 170_000;
const MOST_MS = 1000;
const COUNT = 200;

/** What a conversation loads, and how long a browser that has nothing of it takes until one can write. */
export async function measureLoading(server) {
  const id = await server.session(story(COUNT));
  const browser = await openBrowser();
  const times = [];
  let scripts;
  // The first run warms the server.
  for (let run = 0; run <= RUNS; run++) {
    const { context, page } = await signedInPage(browser, server);
    const loaded = new Map();
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') loaded.set(response.url(), response.body());
    });
    const begun = performance.now();
    await page.goto(addressOf(server, id));
    await page.getByTestId('composer').waitFor();
    await seen(page, COUNT);
    if (run) times.push(performance.now() - begun);
    scripts = await Promise.all(loaded.values());
    await context.close();
  }
  await browser.close();
  const gzip = scripts.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0);
  const brotli = scripts.reduce((sum, body) => sum + brotliCompressSync(body).length, 0);
  const ms = median(times);
  return {
    title: 'Loading a conversation in a browser that has nothing of it',
    limit: '170 kB, 1 s',
    cases: [
      {
        name: 'JavaScript, compressed',
        measured: `${short(gzip / 1000)} kB gzip, ${short(brotli / 1000)} kB brotli, ${scripts.length} files`,
        limit: '170 kB',
        ratio: `${short(gzip / MOST_BYTES)}×`,
        target: '≤ 1×',
      },
      {
        name: 'until one can write',
        measured: milliseconds(ms),
        limit: '1 s',
        ratio: `${short(ms / MOST_MS)}×`,
        target: '≤ 1×',
      },
    ],
  };
}
