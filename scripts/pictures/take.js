/**
 * Takes the README's pictures of the product as it is built: a server on a folder of its own, with a made-up model and
 * our own texts. They go to docs/pictures/.
 */
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { closeBrowsers, openBrowser } from '../../bench/client/browser.js';
import { BenchServer } from '../../bench/support/server.js';
import { fillLibrary } from './library.js';
import { startStoryteller } from './model.js';

const FOLDER = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
const LARGEST = 200_000;
const WIDE = { locale: 'en-US', colorScheme: 'light', viewport: { width: 1440, height: 900 } };
const PHONE = {
  locale: 'zh-CN',
  colorScheme: 'dark',
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};

const server = new BenchServer();
const model = await startStoryteller();
const interrupted = new Promise((_, reject) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.once(signal, () => reject(new Error(`Stopped by ${signal}.`)));
});

/** A page of somebody who is signed in, at that place. */
async function enter(browser, look, hash) {
  const context = await browser.newContext(look);
  const answer = await context.request.post(`${server.url}/api/sign-in`, {
    data: { token: server.token },
    headers: { origin: server.url },
  });
  if (!answer.ok()) throw new Error(`Signing in was answered with ${answer.status()}.`);
  const page = await context.newPage();
  await page.goto(`${server.url}/${hash}`);
  return page;
}

async function keep(page, name) {
  await page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {})));
  });
  const path = join(FOLDER, `${name}.webp`);
  await sharp(await page.screenshot())
    .webp({ quality: 88, effort: 6 })
    .toFile(path);
  const { size } = await stat(path);
  console.log(`${name}.webp ${Math.ceil(size / 1000)} KB`);
  if (size > LARGEST) throw new Error(`${path} has ${size} bytes, more than ${LARGEST}.`);
}

async function take() {
  await server.begin();
  await server.restart({ OPENAI_BASE_URL: model.url, MODEL: model.name, MODEL_CONTEXT_WINDOW: '128000' });
  const { heroine, session, chineseSession } = await fillLibrary(server);
  await mkdir(FOLDER, { recursive: true });
  const browser = await openBrowser();

  const page = await enter(browser, WIDE, '');
  await page.getByTestId('session').first().waitFor();
  await keep(page, 'library');

  await page.goto(`${server.url}/#/characters/${heroine}`);
  await page.getByTestId('citation').first().click();
  await page.getByTestId('passage-quote').first().waitFor();
  await keep(page, 'sheet');

  await page.goto(`${server.url}/#/sessions/${session}`);
  const reply = page.locator('article[data-role="assistant"]').last();
  await reply.waitFor();
  await page.getByTestId('memory-meter').first().waitFor();
  await keep(page, 'conversation');

  await reply.hover();
  await reply.getByTestId('message-menu').click();
  await page.getByTestId('inspect-turn').click();
  await page.getByTestId('sent-request').locator('summary').first().click();
  await keep(page, 'sent');

  const phone = await enter(browser, PHONE, `#/sessions/${chineseSession}`);
  await phone.locator('article[data-role="assistant"]').last().waitFor();
  await keep(phone, 'conversation-zh');
}

let code = 0;
try {
  await Promise.race([take(), interrupted]);
} catch (error) {
  console.error(error);
  code = 1;
} finally {
  await closeBrowsers();
  await server.end();
  model.close();
}
process.exit(code);
