import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { docxOf, paragraph, run } from '../../test/support/files/docx.js';
import { pdfOf } from '../../test/support/files/pdf.js';
import { EPUB, GBK, STORY } from '../../test/support/files/small-files.js';
import { zipOf } from '../../test/support/files/zip.js';
import { extractFile } from '../files/extract-file.js';
import { extractLink } from './extract-link.js';

const WORDS = 'The keeper went down to the water and counted the boats.';
const DOCX = docxOf(paragraph(run(WORDS)));
const LOG = 'Ada: Is it in?\nBen: No.\nAda: Then we wait.\nBen: Yes.';

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

  const linked = (host: string, path: string) =>
    extractLink(` http://${host}${path} `, { allowHosts: [host] });
  const read = async (host: string, path: string) => {
    const { texts } = await linked(host, path);
    expect(texts).toHaveLength(1);
    return texts[0]!;
  };

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
    [
      'a book that is called a page',
      '/b.epub',
      'text/html',
      EPUB,
      { text: 'Ada planted a tree.', mediaType: 'application/epub+zip' },
    ],
    ['a text that says nothing of its encoding', '/a.txt', 'text/plain', GBK, { encoding: 'gb18030' }],
    [
      'Markdown',
      '/notes.md?raw=1',
      'text/plain; charset=utf-8',
      `# 守灯人\n\n**她**来了。`,
      { title: '守灯人', headings: [{ title: '守灯人', start: 0 }], mediaType: 'text/markdown' },
    ],
    ['a document', '/a.docx', 'application/octet-stream', DOCX, { text: WORDS, title: 'a' }],
    ['a PDF', '/get?id=7', 'application/pdf', pdfOf([[{ text: WORDS }]]), { text: WORDS, title: 'get' }],
    ['a chat log', '/log', 'text/plain', LOG, { mediaType: 'text/x-chat-log' }],
  ])('reads %s', async (_, path, type, body, expected) => {
    const host = await serve((_request, answer) => {
      if (type) answer.setHeader('content-type', type);
      answer.end(body);
    });
    expect(await read(host, path)).toMatchObject({ ...expected, url: `http://${host}${path}` });
  });

  it('reads each text of an archive', async () => {
    const zip = zipOf([
      { name: '2.txt', content: GBK },
      { name: '1.md', content: '# One\n\nAda planted a tree.' },
      { name: 'page.html', content: `<p>${STORY}</p>` },
    ]);
    const host = await serve((_request, answer) => void answer.end(zip));
    const { texts } = await linked(host, '/books/all.zip');
    expect(texts.map(({ title, encoding }) => [title, encoding])).toEqual([
      ['One', 'utf-8'],
      ['2', 'gb18030'],
      ['page', 'utf-8'],
    ]);
    expect(new Set(texts.map(({ url }) => url))).toEqual(new Set([`http://${host}/books/all.zip`]));
  });

  it.each<[string, string]>([
    ['attachment; filename="%E5%AE%88%E7%81%AF%E4%BA%BA.md"', '守灯人'],
    [`attachment; filename="x.txt"; filename*=UTF-8''%E5%AE%88%E7%81%AF%E4%BA%BA.md`, '守灯人'],
    [`attachment; filename=${Buffer.from('守灯人.md').toString('latin1')}`, '守灯人'],
    ['attachment; filename="../../etc/守.md"'.replace('守', 'keeper'), 'keeper'],
    ['attachment', 'get'],
  ])('calls a file as its server does: %s', async (disposition, title) => {
    const host = await serve((_request, answer) => {
      answer.setHeader('content-disposition', disposition).end('Ada planted a tree.');
    });
    expect(await read(host, '/get?id=7')).toMatchObject({ title });
  });

  it('hands on what came, so that it is read the same again', async () => {
    const cafe = Buffer.from(
      '<p>She kept the caf\u00e9 by the water for thirty years, and liked it.</p>',
      'latin1',
    );
    const host = await serve((_request, answer) => {
      answer.setHeader('content-type', 'text/html').end(cafe);
    });
    const { texts, file } = await linked(host, '/p');
    expect(file).toEqual({ url: `http://${host}/p`, name: 'p.html', bytes: cafe });
    const { name, bytes, url } = file!;
    expect(await extractFile(name, bytes, { url })).toEqual(texts);
    expect(await extractFile(name, bytes, { url, encoding: 'windows-1250' })).toMatchObject([
      { title: 'p', url, encoding: 'windows-1250', mediaType: 'text/html' },
    ]);
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
