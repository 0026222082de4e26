import { median, milliseconds, short } from '../support/table.js';
import { story } from '../turns/story.js';
import { addressOf, openBrowser, seen, signedInPage } from './browser.js';

const COUNT = 30_000;
const RUNS = 7;

/** From the library into a long conversation, until its newest message is seen. */
export async function measureOpening(server) {
  const id = await server.session(story(COUNT));
  const browser = await openBrowser();
  const cases = [];
  for (const { name, rate, most } of [
    { name: 'on the desk', rate: 1, most: 300 },
    { name: 'at a quarter of the processor', rate: 4, most: 800 },
  ]) {
    const times = [];
    for (let run = 0; run <= RUNS; run++) {
      const { context, page, protocol } = await signedInPage(browser, server);
      await page.goto(server.url);
      await page.getByTestId('character-card').first().waitFor();
      await page.waitForTimeout(500);
      await protocol.send('Emulation.setCPUThrottlingRate', { rate });
      const opened = seen(page, COUNT);
      await page.evaluate((address) => (location.href = address), addressOf(server, id));
      const ms = await opened;
      if (run) times.push(ms);
      await context.close();
    }
    const ms = median(times);
    cases.push({
      name,
      measured: milliseconds(ms),
      limit: `${most} ms`,
      ratio: `${short(ms / most)}×`,
      target: '≤ 1×',
    });
  }
  await browser.close();
  return {
    title: `Opening a conversation of ${COUNT.toLocaleString('en')} messages`,
    limit: 'what feels instant',
    cases,
  };
}
