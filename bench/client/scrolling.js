import { median, milliseconds, short } from '../support/table.js';
import { said, story } from '../turns/story.js';
import { bareList } from './bare-list.js';
import { addressOf, countWork, openBrowser, scriptAndLayout, seen, signedInPage } from './browser.js';

const COUNT = 5000;
const MOST_MS = 10_000;
const MOST_NODES = 3000;
/** Pixels of a frame: a flung list. */
const FLUNG = 2400;
const SCREENS = 30;
/** Screens that are scrolled before: what opening leaves to be done is not counted. */
const BEFORE = 3;
const SETTLED_MS = 1500;
const RUNS = 3;

/** A conversation from its first message to its last, and what a screenful of it costs. */
export async function measureScrolling(server) {
  const id = await server.session(story(COUNT));
  const browser = await openBrowser();
  const flights = [];
  const [backwards, again, onwards] = [[], [], []];
  const bare = [];
  for (let run = 0; run < RUNS; run++) {
    const { context, page, protocol } = await signedInPage(browser, server);
    await countWork(protocol);
    await page.goto(addressOf(server, id));
    await seen(page, COUNT);
    backwards.push(await costOf(page, protocol, 'main.messages', -1));
    again.push(await costOf(page, protocol, 'main.messages', 1, 0));
    await page.keyboard.press('Escape');
    await page.getByTestId('messages').focus();
    await page.keyboard.press('Home');
    await seen(page, 1);
    onwards.push(await costOf(page, protocol, 'main.messages', 1));
    flights.push(await page.getByTestId('messages').evaluate(fling, { last: COUNT, by: FLUNG }));
    await context.close();

    const plain = await bareList(
      browser,
      Array.from({ length: COUNT }, (_, n) => said(n)),
    );
    bare.push(await costOf(plain.page, plain.protocol, 'main', 1));
    await plain.context.close();
  }
  await browser.close();
  const ms = median(flights.map((one) => one.ms));
  const nodes = Math.max(...flights.map((one) => one.nodes));
  const limit = median(bare);
  const screenful = (name, costs) => ({
    name,
    measured: milliseconds(median(costs)),
    limit: milliseconds(limit),
    ratio: `${short(median(costs) / limit)}×`,
    target: '≤ 2×',
  });
  return {
    title: `Scrolling ${COUNT.toLocaleString('en')} messages`,
    limit: '10 s, 3,000 nodes, a bare list of the same texts',
    cases: [
      {
        name: 'first to last',
        measured: `${short(ms / 1000)} s`,
        limit: '10 s',
        ratio: `${short(ms / MOST_MS)}×`,
        target: '≤ 1×',
      },
      {
        name: 'elements at most',
        measured: `${nodes}`,
        limit: '3,000',
        ratio: `${short(nodes / MOST_NODES)}×`,
        target: '≤ 1×',
      },
      screenful('a screenful, onwards', onwards),
      screenful('a screenful, backwards', backwards),
      screenful('a screenful seen before', again),
    ],
  };
}

/** Runs in the page. */
async function fling(box, { last, by }) {
  const begun = performance.now();
  let nodes = 0;
  while (!document.querySelector(`article[data-seq="${last}"]`)) {
    box.scrollBy(0, by);
    await new Promise(requestAnimationFrame);
    nodes = Math.max(nodes, document.querySelectorAll('*').length);
    if (performance.now() - begun > 120_000) throw new Error('The last message does not come.');
  }
  return { ms: performance.now() - begun, nodes };
}

/** Milliseconds of script, style and layout for each screen that is scrolled by, with a pause to read after it. */
async function costOf(page, protocol, selector, direction, before = BEFORE) {
  const box = page.locator(selector);
  await page.waitForTimeout(SETTLED_MS);
  await box.evaluate(scroll, { screens: before, direction });
  const begun = await scriptAndLayout(protocol);
  await box.evaluate(scroll, { screens: SCREENS, direction });
  return ((await scriptAndLayout(protocol)) - begun) / SCREENS;
}

/** Runs in the page. */
async function scroll(box, { screens, direction }) {
  for (let n = 0; n < screens; n++) {
    box.scrollBy(0, direction * box.clientHeight);
    await new Promise((resolve) => setTimeout(resolve, 120));
  }
}
