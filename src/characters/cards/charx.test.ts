import { describe, expect, it } from '@jest/globals';
import { zipOf } from '../../../test/support/files/zip.js';
import { unzip } from '../../files/unzip.js';
import { mayBeCharx, readCharx, writeCharx } from './charx.js';
import { plainPng } from './png.js';
import { sheetSchema } from '../../contracts/sheet.js';

const ICON = plainPng('Mira');
const JPEG = Buffer.concat([
  Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
  Buffer.alloc(200, 7),
  Buffer.from([0xff, 0xd9]),
]);
const CARD = {
  spec: 'chara_card_v3',
  spec_version: '3.0',
  data: {
    name: '米拉',
    description: 'Keeps the light. 守灯的人。',
    first_mes: 'Who is there?',
    assets: [
      { type: 'background', uri: 'embeded://assets/background/image/sea.webp', name: 'sea', ext: 'webp' },
      { type: 'icon', uri: 'embeded://assets/icon/image/main.png', name: 'main', ext: 'png' },
    ],
    extensions: { 'somebody/else': { deep: [1, 2, { x: null }] } },
    creation_date: 1_700_000_000,
  },
};
const FILES = [
  { name: 'card.json', content: JSON.stringify(CARD), deflate: true },
  { name: 'assets/icon/image/main.png', content: ICON },
  { name: 'assets/background/image/sea.webp', content: Buffer.from('RIFFxxxxWEBP…') },
  { name: 'module.risum', content: Buffer.from([1, 2, 3, 0, 255]) },
];

async function filesOf(bytes: Uint8Array) {
  const zip = await unzip(bytes);
  return Promise.all(
    [...zip.names].sort().map(async (name) => [name, Buffer.from(await zip.read(name))] as const),
  );
}

describe('CHARX', () => {
  it('is read with its icon, and everything in it survives the way out', async () => {
    const read = await readCharx(zipOf(FILES));
    expect(read.name).toBe('米拉');
    expect(read.avatar).toMatchObject({ mediaType: 'image/png' });
    expect(Buffer.from(read.avatar!.bytes).equals(Buffer.from(ICON))).toBe(true);
    expect(read.report.join(' ')).toMatch(/2 more files/);
    const written = await writeCharx(read, read.assets, read.avatar!.bytes);
    const again = await readCharx(written);
    expect(again.card).toMatchObject(CARD);
    const others = (entries: Awaited<ReturnType<typeof filesOf>>) =>
      entries.filter(([name]) => name !== 'card.json');
    expect(others(await filesOf(written))).toEqual(others(await filesOf(zipOf(FILES))));
    expect((await writeCharx(again, again.assets, again.avatar!.bytes)).equals(written)).toBe(true);
  });

  it('finds names for files and the icon among them, however they were chosen to make that slow', async () => {
    const taken = Array.from({ length: 2400 }, (_, n) => `assets/other/other/${n + 4801}.bin`);
    const unfit = Array.from({ length: 2400 }, (_, n) => `${'x'.repeat(210)}/${n}`);
    const icons = Array.from({ length: 60_000 }, (_, n) => ({ type: 'icon', uri: `embeded://no/${n}` }));
    const card = { ...CARD, data: { ...CARD.data, assets: icons } };
    const files = [...taken, ...unfit].map((name) => ({ name, content: 'a' }));
    const bytes = zipOf([{ name: 'card.json', content: JSON.stringify(card) }, ...files]);
    const { assets } = await readCharx(bytes);
    expect(new Set(assets.map(({ name }) => name)).size).toBe(4800);
    // What is not linear takes minutes.
  }, 60_000);

  it.each([
    ['counts its places from the archive', (zip: Buffer) => Buffer.concat([JPEG, zip])],
    [
      'follows a JPEG that has an end mark twice',
      (zip: Buffer) => Buffer.concat([JPEG, Buffer.from([0xff, 0xd9]), zip]),
    ],
  ])('is read behind a JPEG: %s', async (_, join) => {
    const bytes = join(zipOf(FILES.slice(0, 1)));
    expect(mayBeCharx(bytes)).toBe(true);
    const read = await readCharx(bytes);
    expect(read.name).toBe('米拉');
    // Without the icon's file the picture in front stands for it.
    expect(read.avatar).toMatchObject({ mediaType: 'image/jpeg' });
  });

  it('of a character that never had one has its picture as the icon', async () => {
    const sheet = sheetSchema.parse({ language: 'en', scenario: 'A quay.' });
    const written = await writeCharx({ name: 'Ada', sheet, card: null }, [], ICON);
    const read = await readCharx(written);
    expect(read.name).toBe('Ada');
    expect(read.sheet.scenario).toBe('A quay.');
    expect(Buffer.from(read.avatar!.bytes).equals(Buffer.from(ICON))).toBe(true);
  });

  it.each<[string, () => Buffer, string]>([
    ['a JPEG alone', () => JPEG, 'card_unreadable'],
    ['an archive of something else', () => zipOf([{ name: 'a.txt', content: 'a' }]), 'card_unreadable'],
    ['a card that is no card', () => zipOf([{ name: 'card.json', content: '[1]' }]), 'card_unreadable'],
    ['a cut archive', () => zipOf(FILES).subarray(0, 300), 'file_broken'],
    ['a way out', () => zipOf([...FILES, { name: '../../etc/passwd', content: 'x' }]), 'archive_unsafe'],
    [
      'a bomb',
      () => zipOf([...FILES, { name: 'b', content: Buffer.alloc(9_000_000), deflate: true }]),
      'archive_unsafe',
    ],
  ])('refuses %s', async (_, bytes, code) => {
    await expect(readCharx(bytes())).rejects.toMatchObject({ code });
  });

  it('leaves out a damaged asset, and says so', async () => {
    const read = await readCharx(
      zipOf([...FILES.slice(0, 2), { name: 'assets/x.png', content: 'abc', claimedCrc: 5 }]),
    );
    expect(read.assets.map(({ name }) => name)).toEqual(['assets/icon/image/main.png']);
    expect(read.report.join(' ')).toContain('assets/x.png');
  });
});
