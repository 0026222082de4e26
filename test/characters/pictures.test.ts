import { deflateRawSync, deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import sharp from 'sharp';
import { AVATAR_SIZES } from '../../src/contracts/character.js';
import { unzip } from '../../src/files/unzip.js';
import { startServer, type TestServer } from '../support/server.js';
import { zipOf } from '../support/files/zip.js';

jest.setTimeout(120_000);

/** A picture that is no single colour, so that its forms differ. */
const picture = (width: number, height: number, red = 90) =>
  sharp({
    create: {
      width,
      height,
      channels: 3,
      background: { r: red, g: 120, b: 40 },
      noise: { type: 'gaussian', mean: 120, sigma: 40 },
    },
  });

const CRC = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  let crc = 0xffffffff;
  for (const byte of body) crc = CRC[(crc ^ byte) & 255]! ^ (crc >>> 8);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length);
  body.copy(out, 4);
  out.writeUInt32BE((crc ^ 0xffffffff) >>> 0, body.length + 4);
  return out;
}
/** A PNG that says it is so large, with whatever rows. */
function pngOf(width: number, height: number, rows: Buffer): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]),
    chunk('IHDR', head),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('the picture of a character', () => {
  let server: TestServer;
  let id: string;
  const ask = async (path: string, init: RequestInit = {}) => {
    // While a picture was made nothing else was done: connections that the server has closed are noticed first.
    await new Promise((resolve) => setTimeout(resolve, 20));
    return fetch(server.url + path, {
      ...init,
      headers: { authorization: `Bearer ${server.token}`, ...(init.headers as Record<string, string>) },
    });
  };
  const avatar = (query = '', of = id) => ask(`/api/characters/${of}/avatar${query}`);
  const put = async (bytes: Uint8Array, type = 'image/png', of = id) => {
    const response = await ask(`/api/characters/${of}/avatar`, {
      method: 'PUT',
      headers: { 'content-type': type },
      body: bytes as never,
    });
    return { status: response.status, body: (await response.json()) as any };
  };
  const made = async (name: string) =>
    (await server.call('POST', '/api/characters', { name })).body.id as string;
  const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

  beforeAll(async () => {
    server = await startServer();
    id = await made('Mira');
  });
  afterAll(async () => {
    await server.stop();
  });

  it.each(['png', 'jpeg', 'webp', 'gif', 'avif'] as const)(
    'may be %s, as a body or in a form',
    async (form) => {
      const bytes = await picture(300, 500).toFormat(form).toBuffer();
      const as = await put(bytes, 'image/png');
      expect(as).toMatchObject({ status: 200, body: { id, hasAvatar: true } });
      const response = await avatar();
      expect(response.headers.get('content-type')).toBe(`image/${form}`);
      expect((await bytesOf(response)).equals(bytes)).toBe(true);

      const again = await picture(300, 500, 10).toFormat(form).toBuffer();
      const body = new FormData();
      body.append('file', new Blob([again as never]), 'x.bin');
      const changed = await ask(`/api/characters/${id}/avatar`, { method: 'PUT', body });
      const { avatarHash } = (await changed.json()) as { avatarHash: string };
      expect(avatarHash).not.toBe(as.body.avatarHash);
      expect((await bytesOf(await avatar())).equals(again)).toBe(true);
      const { items } = (await (await ask('/api/characters')).json()) as any;
      const listed = items.find((one: any) => one.id === id);
      expect(listed.avatarHash).toBe(avatarHash);
    },
  );

  it('is made smaller, once for each size, and kept by its hash', async () => {
    const bytes = await picture(900, 1500).png().toBuffer();
    const { avatarHash } = (await put(bytes)).body;
    for (const size of AVATAR_SIZES) {
      const response = await avatar(`?size=${size}&v=${avatarHash}`);
      expect(response.headers.get('content-type')).toBe('image/webp');
      expect(response.headers.get('cache-control')).toMatch(/private, max-age=31536000, immutable/);
      const small = await bytesOf(response);
      const { width, height, format } = await sharp(small).metadata();
      expect({ width, height, format }).toEqual({
        width: Math.round(size * 0.6),
        height: size,
        format: 'webp',
      });
      expect(small.length).toBeLessThan(bytes.length / 4);
      const etag = response.headers.get('etag')!;
      const same = await ask(`/api/characters/${id}/avatar?size=${size}`, {
        headers: { 'if-none-match': etag, 'cache-control': 'max-age=0' },
      });
      expect({ size, status: same.status }).toEqual({ size, status: 304 });
      expect(same.headers.get('cache-control')).toBe('private, no-cache');
    }
    expect((await avatar('?size=100')).status).toBe(400);
    await put(await picture(64, 64).png().toBuffer());
    const { width } = await sharp(await bytesOf(await avatar('?size=384'))).metadata();
    // The new one's, and no larger than it is.
    expect(width).toBe(64);
  });

  it('of a moving picture shows the first frame in small, and moves in full', async () => {
    const frames = Buffer.concat([Buffer.alloc(40 * 40 * 3, 0), Buffer.alloc(40 * 40 * 3, 255)]);
    const gif = await sharp(frames, { raw: { width: 40, height: 80, channels: 3, pageHeight: 40 } })
      .gif({ delay: [100, 100] })
      .toBuffer();
    expect((await put(gif)).status).toBe(200);
    expect(await bytesOf(await avatar())).toEqual(gif);
    const small = await sharp(await bytesOf(await avatar('?size=96')), { animated: true }).metadata();
    expect([small.width, small.height, small.pages ?? 1]).toEqual([40, 40, 1]);
  });

  it('does not say where it was taken, and stands upright', async () => {
    const jpeg = await picture(200, 100)
      .withExif({ IFD0: { Copyright: 'Somebody' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect((await put(jpeg)).status).toBe(200);
    const { exif, width, height } = await sharp(await bytesOf(await avatar())).metadata();
    expect({ exif, width, height }).toEqual({ exif: undefined, width: 100, height: 200 });
  });

  it.each<[string, () => Promise<Buffer> | Buffer, number, string]>([
    [
      'an SVG',
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
      422,
      'not_a_picture',
    ],
    ['a text', () => Buffer.from('nothing'), 422, 'not_a_picture'],
    ['nothing', () => Buffer.alloc(0), 422, 'not_a_picture'],
    [
      'one of 100 megapixels',
      () => pngOf(10_000, 10_000, deflateSync(Buffer.alloc(10_001 * 10_000))),
      413,
      'picture_too_large',
    ],
    [
      'one that says 4,000 gigapixels',
      () => pngOf(2_000_000, 2_000_000, deflateSync(Buffer.alloc(10))),
      413,
      'picture_too_large',
    ],
    [
      'one above 10 MB',
      async () => Buffer.concat([await picture(8, 8).png().toBuffer(), Buffer.alloc(10_000_000)]),
      413,
      'picture_too_large',
    ],
    [
      'one that ends too soon',
      async () => (await picture(500, 500).png().toBuffer()).subarray(0, 3000),
      422,
      'picture_broken',
    ],
    [
      'a JPEG that ends too soon',
      async () => (await picture(500, 500).jpeg().toBuffer()).subarray(0, 3000),
      422,
      'picture_broken',
    ],
    ['a head alone', () => Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 422, 'picture_broken'],
    ['rows that are no rows', () => pngOf(100, 100, deflateRawSync(Buffer.alloc(10))), 422, 'picture_broken'],
  ])('is not %s, which is told', async (_what, bytes, status, code) => {
    const before = await bytesOf(await avatar());
    expect(await put(await bytes())).toMatchObject({ status, body: { code } });
    expect((await bytesOf(await avatar())).equals(before)).toBe(true);
    expect((await server.call('GET', '/health/ready')).status).toBe(200);
  });

  it('of a card that cannot be made smaller is sent as it is, with the reason', async () => {
    const huge = pngOf(10_000, 10_000, deflateSync(Buffer.alloc(10_001 * 10_000)));
    const card = {
      spec: 'chara_card_v3',
      spec_version: '3.0',
      data: {
        name: 'Huge',
        description: 'Large.',
        assets: [{ type: 'icon', uri: 'embeded://assets/i.png', name: 'main', ext: 'png' }],
      },
    };
    const charx = zipOf([
      { name: 'card.json', content: JSON.stringify(card) },
      { name: 'assets/i.png', content: huge },
    ]);
    const { body } = await server.upload('/api/characters/import', 'file', { name: 'h.charx', bytes: charx });
    const response = await avatar('?size=192', body.id);
    expect(response.headers.get('x-original-because')).toBe('picture_too_large');
    expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'/);
    expect((await bytesOf(response)).equals(huge)).toBe(true);
  });

  it('goes out with the card, also in the place of the icon that the card came with', async () => {
    const own = await picture(80, 120).png().toBuffer();
    const card = {
      spec: 'chara_card_v3',
      spec_version: '3.0',
      data: {
        name: 'Iris',
        description: 'Has an icon.',
        assets: [{ type: 'icon', uri: 'embeded://assets/icon/images/main.png', name: 'main', ext: 'png' }],
      },
    };
    const charx = zipOf([
      { name: 'card.json', content: JSON.stringify(card) },
      { name: 'assets/icon/images/main.png', content: own },
    ]);
    const { body } = await server.upload('/api/characters/import', 'file', { name: 'i.charx', bytes: charx });
    const mine = await picture(60, 90, 250).jpeg().toBuffer();
    expect((await put(mine, 'image/jpeg', body.id)).status).toBe(200);
    for (const format of ['png', 'charx']) {
      const file = await bytesOf(await ask(`/api/characters/${body.id}/export?format=${format}`));
      const { body: again } = await server.upload('/api/characters/import', 'file', {
        name: `i.${format}`,
        bytes: file,
      });
      const back = await sharp(await bytesOf(await avatar('', again.id))).metadata();
      expect({ format, width: back.width, height: back.height }).toEqual({ format, width: 60, height: 90 });
      if (format === 'charx') {
        // What came with the card stays with it.
        const zip = await unzip(file);
        expect(Buffer.from(await zip.read('assets/icon/images/main.png')).equals(own)).toBe(true);
      }
    }
    // A character of a form has one, too.
    const plain = await made('Plain');
    await put(mine, 'image/jpeg', plain);
    const png = await bytesOf(await ask(`/api/characters/${plain}/export?format=png`));
    expect(await sharp(png).metadata()).toMatchObject({ width: 60, height: 90, format: 'png' });
  });

  it('goes, and is then not there', async () => {
    const gone = await made('Gone');
    await put(await picture(30, 30).png().toBuffer(), 'image/png', gone);
    expect((await server.call('DELETE', `/api/characters/${gone}/avatar`)).status).toBe(204);
    expect((await avatar('', gone)).status).toBe(404);
    expect((await server.call('DELETE', `/api/characters/${gone}/avatar`)).status).toBe(404);
    expect((await server.call('GET', `/api/characters/${gone}`)).body).toMatchObject({
      hasAvatar: false,
      avatarHash: null,
    });
  });

  it('many ask for at once is made once, while everything else goes on', async () => {
    expect((await put(await picture(2000, 3000).jpeg().toBuffer())).status).toBe(200);
    const asked = await Promise.all(Array.from({ length: 12 }, () => avatar('?size=768').then(bytesOf)));
    expect(new Set(asked.map((bytes) => bytes.toString('base64'))).size).toBe(1);
    expect((await sharp(asked[0]!).metadata()).height).toBe(768);
  });
});
