import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import sharp from 'sharp';
import { startServer, type TestServer } from '../support/server.js';
import { zipOf } from '../support/files/zip.js';

jest.setTimeout(120_000);

const color = (red: number) =>
  sharp({ create: { width: 60, height: 80, channels: 3, background: { r: red, g: 40, b: 60 } } })
    .png()
    .toBuffer();
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');

describe('the expressions of a character', () => {
  let server: TestServer;
  let id: string;
  const ask = (path: string) =>
    fetch(server.url + path, { headers: { authorization: `Bearer ${server.token}` } });
  const listed = async () => (await server.call('GET', `/api/characters/${id}/expressions`)).body.items;

  beforeAll(async () => {
    server = await startServer();
    const asset = (type: string, name: unknown, file: string) => ({
      type,
      name,
      uri: `embeded://assets/${file}`,
      ext: file.split('.')[1],
    });
    const card = {
      spec: 'chara_card_v3',
      spec_version: '3.0',
      data: {
        name: 'Ines Falk',
        description: 'Keeps a lighthouse.',
        assets: [
          asset('icon', 'main', 'main.png'),
          asset('emotion', 'joy', 'joy.png'),
          asset('emotion', '生气', 'angry.png'),
          asset('emotion', 'drawn', 'drawn.svg'),
          asset('emotion', 'program', 'program.png'),
          asset('emotion', 'gone', 'gone.png'),
          asset('emotion', '', 'joy.png'),
          asset('emotion', 'broken', 'broken.png'),
          asset('background', 'sea', 'joy.png'),
          'no asset',
          { type: 'emotion', name: 'web', uri: 'https://example.org/a.png' },
        ],
      },
    };
    const files: Record<string, string | Uint8Array> = {
      'card.json': JSON.stringify(card),
      'assets/main.png': await color(10),
      'assets/joy.png': await color(200),
      'assets/angry.png': await color(90),
      'assets/drawn.svg': SVG,
      'assets/program.png': SVG,
      'assets/broken.png': (await color(1)).subarray(0, 40),
    };
    const archive = zipOf(Object.entries(files).map(([name, content]) => ({ name, content })));
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(archive)]), 'ines.charx');
    const response = await fetch(`${server.url}/api/characters/import`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.token}` },
      body: form,
    });
    id = ((await response.json()) as { id: string }).id;
  });
  afterAll(() => server.stop());

  it('are the pictures that the card calls so, and nothing that is no picture', async () => {
    expect(await listed()).toEqual([
      { n: 2, name: 'joy' },
      { n: 3, name: '生气' },
      { n: 8, name: 'broken' },
    ]);
  });

  it('are sent one by one, as pictures and as nothing else', async () => {
    const response = await ask(`/api/characters/${id}/expressions/2`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('image/webp');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    const picture = Buffer.from(await response.arrayBuffer());
    const { data } = await sharp(picture).raw().toBuffer({ resolveWithObject: true });
    expect(data[0]).toBeGreaterThan(180);
  });

  it('are not there under the numbers of other files', async () => {
    for (const n of ['0', '1', '4', '5', '6', '7', '9', '11', '-2', '99999999999']) {
      expect({ n, status: (await ask(`/api/characters/${id}/expressions/${n}`)).status }).toEqual({
        n,
        status: 404,
      });
    }
    expect((await ask(`/api/characters/${id}/expressions/joy`)).status).toBe(400);
  });

  it('say so where a picture is broken', async () => {
    const { status, body } = await server.call('GET', `/api/characters/${id}/expressions/8`);
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'picture_broken' });
  });

  it('are none for a character without', async () => {
    const made = await server.call('POST', '/api/characters', {
      name: 'Plain',
      sheet: (await server.call('GET', `/api/characters/${id}`)).body.sheet,
    });
    const { status, body } = await server.call('GET', `/api/characters/${made.body.id}/expressions`);
    expect({ status, body }).toEqual({ status: 200, body: { items: [] } });
  });
});
