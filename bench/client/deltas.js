import { median, milliseconds, short } from '../support/table.js';
import { said, story } from '../turns/story.js';
import { bareList } from './bare-list.js';
import { addressOf, countWork, openBrowser, seen, signedInPage, work } from './browser.js';
import { pieces } from './model.js';

const COUNT = 200;
const RUNS = 3;

/** What the browser does for each piece of a reply that it is told, at the end of a conversation. */
export async function measureDeltas(server) {
  const browser = await openBrowser();
  const [costs, bare] = [[], []];
  for (let run = 0; run < RUNS; run++) {
    const id = await server.session(story(COUNT));
    const { context, page, protocol } = await signedInPage(browser, server);
    await countWork(protocol);
    let deltas = 0;
    page.on('websocket', (socket) =>
      socket.on(
        'framereceived',
        ({ payload }) => (deltas += String(payload).includes('"turn.delta"') ? 1 : 0),
      ),
    );
    await page.goto(addressOf(server, id));
    await seen(page, COUNT);
    await page.getByTestId('composer').fill('And then?');
    await page.getByTestId('send').click();
    await page.getByTestId('streaming-message').filter({ hasText: 'tide' }).waitFor();
    const [before, from] = [await work(protocol), deltas];
    await page
      .getByTestId('streaming-message')
      .filter({ hasText: `${pieces.length - 20}” of` })
      .waitFor();
    const [after, to] = [await work(protocol), deltas];
    costs.push((after - before) / (to - from));
    await context.close();

    const plain = await bareList(
      browser,
      Array.from({ length: 8 }, (_, n) => said(n)),
    );
    const bareBefore = await work(plain.protocol);
    await plain.page.evaluate(async (pieces) => {
      for (let n = 0; n < pieces.length; n += 2) {
        globalThis.grow(pieces.slice(n, n + 2).join(''));
        await new Promise((resolve) => setTimeout(resolve, 60));
      }
    }, pieces);
    bare.push(((await work(plain.protocol)) - bareBefore) / (pieces.length / 2));
    await plain.context.close();
  }
  await browser.close();
  const cost = median(costs);
  const limit = median(bare);
  return {
    title: 'A piece of a reply that grows',
    limit: 'a bare list of the same texts',
    cases: [
      {
        name: 'work of the page’s thread',
        measured: milliseconds(cost),
        limit: milliseconds(limit),
        ratio: `${short(cost / limit)}×`,
        target: '≤ 2×',
      },
    ],
  };
}
