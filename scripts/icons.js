// Draws the icons of the installed client from its mark: `node scripts/icons.js`. They are committed.
import { mkdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const at = (path) => fileURLToPath(new URL(`../client/${path}`, import.meta.url));
const PAPER = '#f6f1e6';
const mark = await readFile(at('src/keepsake.svg'));
await mkdir(at('public/icons'), { recursive: true });

/** @param share of the side that the mark takes: systems cut maskable icons down to a circle of 80 % */
async function draw(name, side, share, background) {
  const size = Math.round(side * share);
  const picture = await sharp(mark, { density: (72 * size) / 32 })
    .resize(size, size)
    .png()
    .toBuffer();
  await sharp({ create: { width: side, height: side, channels: 4, background } })
    .composite([{ input: picture }])
    .png({ palette: true, compressionLevel: 9 })
    .toFile(at(`public/icons/${name}.png`));
}

const NONE = { r: 0, g: 0, b: 0, alpha: 0 };
await draw('192', 192, 1, NONE);
await draw('512', 512, 1, NONE);
await draw('maskable-512', 512, 0.62, PAPER);
await draw('apple-touch', 180, 0.72, PAPER);
