import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type Bounds, BOUNDS, politeFetch, type Visit } from './polite-fetch.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

interface Place {
  host: string;
  asked: string[];
  at(path: string): string;
  visit(bounds?: Partial<Bounds>): Visit;
}

async function place(robots: string | number, listener: RequestListener): Promise<Place> {
  const asked: string[] = [];
  const server = createServer((request, answer) => {
    asked.push(request.url!);
    if (request.url !== '/robots.txt') listener(request, answer);
    else if (typeof robots === 'number') answer.writeHead(robots).end();
    else answer.end(robots);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    asked,
    at: (path) => `http://${host}${path}`,
    visit: (bounds) => politeFetch(host, { allowHosts: [host] }, { ...BOUNDS, everyMs: 1, ...bounds }),
  };
}

const page: RequestListener = (_, answer) => void answer.end('page');

describe('pages that were found on a page', () => {
  it('are fetched where robots.txt lets us, which is asked once', async () => {
    const robots =
      'User-agent: other\nDisallow: /\n\nUser-agent: *\nDisallow: /closed\nAllow: /closed/but\nDisallow: /*?action=';
    const { visit, at, asked } = await place(robots, page);
    const { fetch, check } = visit();
    expect((await fetch(at('/open'))).status).toBe(200);
    expect((await fetch(at('/closed/but'))).status).toBe(200);
    await check(at('/open/too'));
    for (const path of ['/closed', '/closed/1', '/w/api.php?action=parse']) {
      await expect(fetch(at(path))).rejects.toMatchObject({ code: 'link_refused' });
      await expect(check(at(path))).rejects.toMatchObject({
        code: 'link_refused',
        message: expect.stringMatching(/robots\.txt.*save the page/),
      });
    }
    expect(asked).toEqual(['/robots.txt', '/open', '/closed/but']);
  });

  it('are left alone where robots.txt names us', async () => {
    const { visit, at } = await place('User-agent: Keepsake\nDisallow: /\n\nUser-agent: *\nAllow: /', page);
    await expect(visit().fetch(at('/x'))).rejects.toMatchObject({ code: 'link_refused' });
  });

  it.each<[number, boolean]>([
    [404, true],
    [403, true],
    [500, false],
    [503, false],
  ])('when robots.txt answers %i are fetched: %s', async (status, open) => {
    const { visit, at } = await place(status, page);
    const fetched = visit().fetch(at('/x'));
    if (open) await expect(fetched).resolves.toMatchObject({ status: 200 });
    else await expect(fetched).rejects.toMatchObject({ code: 'link_refused' });
  });

  it('are of one host, wherever they lead', async () => {
    const other = await place('', page);
    const { visit, at, host } = await place('User-agent: *\nDisallow: /closed', (request, answer) => {
      const location = { '/away': other.at('/x'), '/in': '/closed', '/on': '/open' }[request.url!];
      if (location) answer.writeHead(302, { location }).end();
      else answer.end('page');
    });
    const allowed = politeFetch(host, { allowHosts: [host, other.host] }, { ...BOUNDS, everyMs: 1 });
    await expect(allowed.fetch(other.at('/x'))).rejects.toMatchObject({ code: 'link_not_allowed' });
    await expect(allowed.fetch(at('/away'))).rejects.toMatchObject({ code: 'link_not_allowed' });
    await expect(allowed.fetch('no link')).rejects.toMatchObject({ code: 'link_not_allowed' });
    expect(other.asked).toEqual([]);
    await expect(visit().fetch(at('/in'))).rejects.toMatchObject({ code: 'link_refused' });
    expect((await visit().fetch(at('/on'))).url).toBe(at('/open'));
  });

  it('are not read where they ask programs not to', async () => {
    const { visit, at } = await place('', (_, answer) => {
      answer.setHeader('x-robots-tag', ['noindex', 'noai, noimageai']).end('page');
    });
    await expect(visit().fetch(at('/x'))).rejects.toMatchObject({ code: 'link_refused' });
  });

  it('wait for their turn, as long as is agreed or as the host asks', async () => {
    const { visit, at, asked } = await place('', page);
    const agreed = visit({ everyMs: 3_600_000 }); // there is no second turn within the time for all
    await expect(agreed.fetch(at('/1'))).rejects.toMatchObject({ code: 'download_too_slow' });
    expect(asked).toEqual(['/robots.txt']);

    const slow = await place('User-agent: *\nCrawl-delay: 3600', page);
    const { fetch } = slow.visit();
    await fetch(slow.at('/1'));
    await expect(fetch(slow.at('/2'))).rejects.toMatchObject({ code: 'download_too_slow' });
    expect(slow.asked).toEqual(['/robots.txt', '/1']);
  });

  it('have bounds: each, and all together, after decompression', async () => {
    const { visit, at, asked } = await place('', (request, answer) => {
      const size = Number(request.url!.slice(1));
      answer.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(size)));
    });
    const { fetch } = visit({ pageBytes: 1000, allBytes: 2500 });
    await expect(fetch(at('/1001'))).rejects.toMatchObject({ code: 'download_too_large' });
    await fetch(at('/1000'));
    await fetch(at('/1000'));
    await expect(fetch(at('/501'))).rejects.toMatchObject({ code: 'download_too_large' });
    await fetch(at('/500'));
    const before = asked.length;
    await expect(fetch(at('/1'))).rejects.toMatchObject({ code: 'download_too_large' });
    expect(asked).toHaveLength(before);
    expect(BOUNDS).toEqual({ pageBytes: 5 * 2 ** 20, allBytes: 30 * 2 ** 20, allMs: 90_000, everyMs: 1000 });
  });

  it('end when their time is up, and when the caller says so', async () => {
    const { visit, at, host } = await place('', (request, answer) => {
      if (request.url === '/slow') answer.writeHead(200).write('x');
      else answer.end('page');
    });
    const { fetch } = visit({ allMs: 300 });
    await expect(fetch(at('/slow'))).rejects.toMatchObject({ code: 'download_too_slow' });
    await expect(fetch(at('/x'))).rejects.toMatchObject({ code: 'download_too_slow' });
    const caller = new AbortController();
    const reason = new Error('enough');
    const stopped = politeFetch(
      host,
      { allowHosts: [host], signal: caller.signal },
      { ...BOUNDS, everyMs: 60_000 },
    );
    const waiting = stopped.fetch(at('/x')); // the page waits for its turn after robots.txt
    setTimeout(() => caller.abort(reason), 100);
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });
});
