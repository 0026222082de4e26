import { setTimeout as sleep } from 'node:timers/promises';
import { median, milliseconds, short } from '../support/table.js';
import { said, story } from '../turns/story.js';
import { bareList } from './bare-list.js';
import { addressOf, countWork, openBrowser, seen, signedInPage, work } from './browser.js';
import { pieces, typeset } from './model.js';

const COUNT = 200;
const RUNS = 3;
/** Pieces that the server tells at once, as they come. */
const TOLD_AT_ONCE = 2;
const BEFORE = 5;
const MEASURED = 85;
/** Where the pointer rests. */
const POINTER = [640, 400];

/** What the browser does for each piece of a reply that it is told, at the end of a conversation. */
export async function measureDeltas(server) {
  const browser = await openBrowser();
  const [costs, bare] = [[], []];
  for (let run = 0; run < RUNS; run++) {
    const id = await server.session(story(COUNT));
    const { context, page, protocol } = await signedInPage(browser, server);
    await countWork(protocol);
    let deltas = 0;
    let ended = false;
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => {
        if (String(payload).includes('"turn.delta"')) deltas++;
        ended ||= String(payload).includes('"turn.finished"');
      }),
    );
    await page.goto(addressOf(server, id));
    await seen(page, COUNT);
    await page.getByTestId('composer').fill('And then?');
    await page.getByTestId('send').click();
    await page.mouse.move(...POINTER);
    // Counted here: a page that is asked for a text again and again works for that too.
    const until = async (count) => {
      while (deltas < count && !ended) await sleep(10);
    };
    await until(BEFORE);
    const [before, from] = [await work(protocol), deltas];
    await until(MEASURED);
    const [after, to] = [await work(protocol), deltas];
    costs.push((after - before) / (to - from));
    await context.close();

    const plain = await bareList(
      browser,
      Array.from({ length: 8 }, (_, n) => said(n)),
    );
    // A pointer rests on both pages: the browser looks what is below it whenever something has moved.
    await plain.page.mouse.move(...POINTER);
    const bareBefore = await work(plain.protocol);
    await plain.page.evaluate(
      async ([typeset, atOnce]) => {
        for (let n = 0; n < typeset.length; n += atOnce) {
          globalThis.grow(typeset.slice(n, n + atOnce).join(''));
          await new Promise((resolve) => setTimeout(resolve, 60));
        }
      },
      [typeset, TOLD_AT_ONCE],
    );
    bare.push(((await work(plain.protocol)) - bareBefore) / (pieces.length / TOLD_AT_ONCE));
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
