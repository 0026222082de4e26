import sharp from 'sharp';
import { withTextChunks } from '../../dist/src/characters/cards/png.js';
import { megabytes, short } from '../support/table.js';
import { openBrowser, signedInPage } from './browser.js';

const CARDS = 200;
const MOST = 1.5e6;

/** What a library of cards with pictures loads, when it is looked through to its end. */
export async function measureLibrary(server) {
  for (let n = 0; n < CARDS; n++) await importCard(server, n);
  const browser = await openBrowser();
  const { page, protocol } = await signedInPage(browser, server);
  let bytes = 0;
  await protocol.send('Network.enable');
  protocol.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await page.goto(server.url);
  await page.getByTestId('character-card').first().waitFor();
  await page.waitForLoadState('networkidle');
  const first = bytes;
  for (let n = 0; n < 60; n++) {
    await page.mouse.wheel(0, 800);
    await page.waitForTimeout(60);
  }
  await page.waitForLoadState('networkidle');
  await browser.close();
  return {
    title: `A library of ${CARDS} cards with pictures, loaded by a browser that has nothing of it`,
    limit: '1.5 MB',
    cases: [
      ['what is seen first', first],
      ['to its end', bytes],
    ].map(([name, size]) => ({
      name,
      measured: megabytes(size),
      limit: '1.5 MB',
      ratio: `${short(size / MOST)}×`,
      target: '≤ 1×',
    })),
  };
}

/** A card with a picture of 512 by 768 that has edges and a little grain, as drawings have. */
async function importCard(server, n) {
  const hue = (n * 47) % 360;
  const shapes = Array.from(
    { length: 24 },
    (_, i) =>
      `<circle cx="${(i * 89 + n * 31) % 512}" cy="${(i * 131 + n * 17) % 768}" r="${20 + ((i * 13 + n) % 90)}"
        fill="hsl(${(hue + i * 11) % 360} 55% ${35 + ((i * 7) % 40)}%)" />`,
  ).join('');
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="512" height="768">${shapes}</svg>`;
  const picture = await sharp(Buffer.from(drawing)).flatten({ background: '#ddd' }).png().toBuffer();
  const form = new FormData();
  const text = Buffer.from(JSON.stringify({ name: `Card ${n}`, description: 'A card.' })).toString('base64');
  const card = withTextChunks(picture, [{ keyword: 'chara', text }]);
  form.append('file', new Blob([card]), `card-${n}.png`);
  await server.post('/api/characters/import', form);
}
