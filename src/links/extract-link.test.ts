import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { zipOf } from '../../test/zip.js';
import { extractLink } from './extract-link.js';

const EPUB = zipOf([
  { name: 'mimetype', content: 'application/epub+zip' },
  { name: 'META-INF/container.xml', content: '<container><rootfile full-path="b.opf"/></container>' },
  {
    name: 'b.opf',
    content:
      '<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>',
  },
  { name: 'a.xhtml', content: '<html><body><p>Ada planted a tree.</p></body></html>' },
]);
const STORY = '她走到水边，数了数船，又回到塔上去。'.repeat(10);
/** 胡桃来了。in GB18030, many times over. */
const GBK = Buffer.concat(
  Array(40).fill(Buffer.from([0xba, 0xfa, 0xcc, 0xd2, 0xc0, 0xb4, 0xc1, 0xcb, 0xa1, 0xa3])),
);

describe('extractLink', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  const read = (host: string, path: string) => extractLink(` http://${host}${path} `, { allowHosts: [host] });

  it('asks a wiki for its page first', async () => {
    const asked: string[] = [];
    const host = await serve((request, answer) => {
      const url = new URL(request.url!, 'http://x');
      asked.push(url.pathname);
      if (url.pathname !== '/w/api.php') return void answer.writeHead(404).end();
      const text = `<div class="mw-parser-output"><p>${url.searchParams.get('page')}是守灯人。</p></div>`;
      answer.end(JSON.stringify({ parse: { title: '沈灯', revid: 9, text } }));
    });
    expect(await read(host, '/wiki/%E6%B2%88%E7%81%AF')).toMatchObject({
      title: '沈灯',
      text: '沈灯是守灯人。',
      revision: '9',
      url: `http://${host}/wiki/%E6%B2%88%E7%81%AF`,
    });
    expect(asked).toEqual(['/w/api.php', '/w/api.php']); // the page, and what is around it
  });

  it('reads the page itself when the API is closed', async () => {
    const asked: string[] = [];
    const host = await serve((request, answer) => {
      asked.push(new URL(request.url!, 'http://x').pathname);
      if (request.url!.includes('api.php')) return void answer.writeHead(403).end();
      answer.setHeader('content-type', 'text/html; charset=utf-8');
      answer.end(`<h1 id="firstHeading">沈灯</h1><div class="mw-parser-output"><p>${STORY}</p></div>`);
    });
    const page = await read(host, '/wiki/x');
    expect(page).toMatchObject({ title: '沈灯', text: STORY, encoding: 'utf-8' });
    expect(page.revision).toBeUndefined();
    expect(asked).toEqual(['/w/api.php', '/api.php', '/wiki/x']);
  });

  it.each<[string, string, string, string | Buffer, object]>([
    ['a page', '/p', 'text/html', `<title>t</title><p>${STORY}</p>`, { text: STORY, title: 't' }],
    ['a page in the encoding of the header', '/p', 'text/html; charset=gbk', GBK, { encoding: 'gbk' }],
    [
      'a text',
      '/books/%E5%AE%88.txt',
      'text/plain',
      STORY,
      { text: STORY, title: '守', mediaType: 'text/plain' },
    ],
    ['a text in the encoding of the header', '/a.txt', 'text/plain;charset=gbk', GBK, { encoding: 'gbk' }],
    ['a book', '/b.epub', 'application/octet-stream', EPUB, { text: 'Ada planted a tree.', title: 'b' }],
    ['a page without a type', '/p', '', `<!doctype html><title>t</title><p>${STORY}</p>`, { title: 't' }],
  ])('reads %s', async (_, path, type, body, expected) => {
    const host = await serve((_request, answer) => {
      if (type) answer.setHeader('content-type', type);
      answer.end(body);
    });
    expect(await read(host, path)).toMatchObject({ ...expected, url: `http://${host}${path}` });
  });

  it('tells of the address that answered in the end', async () => {
    const host = await serve((request, answer) => {
      if (request.url === '/old') return void answer.writeHead(301, { location: '/new' }).end();
      answer.setHeader('content-type', 'text/html').end(`<p>${STORY}</p>`);
    });
    expect((await read(host, '/old')).url).toBe(`http://${host}/new`);
  });

  it.each<[string, Record<string, string>, string]>([
    ['by its title', {}, '<title>Just a moment...</title><p>This may take a few seconds, dear visitor.</p>'],
    ['by its header', { 'cf-mitigated': 'challenge' }, `<title>Keeper</title><p>${STORY}</p>`],
  ])('knows a check for human visitors that answers 200 %s', async (_, headers, body) => {
    const host = await serve((_request, answer) => {
      answer.writeHead(200, { 'content-type': 'text/html', ...headers }).end(body);
    });
    await expect(read(host, '/p')).rejects.toMatchObject({
      code: 'page_blocked',
      message: expect.stringMatching(/upload the \.html file, or paste/),
    });
  });

  it.each(['no link', 'ftp://a.test/x', 'http://127.0.0.1/wiki/x', 'http://[::1]/'])(
    'does not follow %s',
    async (url) => {
      await expect(extractLink(url, { allowHosts: [] })).rejects.toMatchObject({ code: 'link_not_allowed' });
    },
  );
});
