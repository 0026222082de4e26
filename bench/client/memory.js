import { readFile } from 'node:fs/promises';
import { megabytes, short } from '../support/table.js';
import { story } from '../turns/story.js';
import { addressOf, openBrowser, seen, signedInPage } from './browser.js';

const COUNT = 100_000;
const MOST = 150e6;
const SCREENS = 400;

/** What a tab holds of a very long conversation, once it has been read here and there. */
export async function measureMemory(server) {
  const id = await server.session(story(COUNT));
  const browser = await openBrowser();
  const { page, protocol } = await signedInPage(browser, server);
  await page.goto(addressOf(server, id));
  await seen(page, COUNT);
  for (const [key, seq, direction] of [
    ['', COUNT, -1],
    ['Home', 1, 1],
    ['End', COUNT, -1],
  ]) {
    await page.getByTestId('messages').focus();
    if (key) await page.keyboard.press(key);
    await seen(page, seq);
    await page.getByTestId('messages').evaluate(
      async (box, { screens, direction }) => {
        for (let n = 0; n < screens; n++) {
          box.scrollBy(0, direction * box.clientHeight);
          await new Promise(requestAnimationFrame);
        }
      },
      { screens: SCREENS, direction },
    );
  }
  await protocol.send('HeapProfiler.collectGarbage');
  const { usedSize } = await protocol.send('Runtime.getHeapUsage');
  const tab = await sizeOfTab(browser);
  await browser.close();
  const cases = [
    {
      name: 'objects of JavaScript',
      measured: megabytes(usedSize),
      limit: '150 MB',
      ratio: `${short(usedSize / MOST)}×`,
      target: '≤ 1×',
    },
  ];
  if (tab)
    cases.push({
      name: 'the tab’s process',
      measured: megabytes(tab),
      limit: '150 MB',
      ratio: `${short(tab / MOST)}×`,
      target: '≤ 1×',
    });
  return { title: `A tab with ${COUNT.toLocaleString('en')} messages`, limit: '150 MB', cases };
}

/** Bytes that the largest page's process has to itself, or in shares with others; null where no system tells. */
async function sizeOfTab(browser) {
  const protocol = await browser.newBrowserCDPSession();
  const { processInfo } = await protocol.send('SystemInfo.getProcessInfo');
  const sizes = await Promise.all(
    processInfo
      .filter(({ type }) => type === 'renderer')
      .map(async ({ id }) => {
        const told = await readFile(`/proc/${id}/smaps_rollup`, 'utf8').catch(() => '');
        return Number(/^Pss:\s+(\d+) kB/m.exec(told)?.[1] ?? 0) * 1024;
      }),
  );
  return Math.max(0, ...sizes) || null;
}
