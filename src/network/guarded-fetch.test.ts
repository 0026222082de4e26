import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import { guardedFetch, isPublicAddress, publicOnly, type GuardedFetchOptions } from './guarded-fetch.js';

const SPECIAL = [
  '0.0.0.0',
  '10.0.0.1',
  '100.64.0.1',
  '100.100.100.200',
  '127.0.0.1',
  '127.255.255.254',
  '168.63.129.16',
  '169.254.169.254',
  '172.16.0.1',
  '192.0.0.192',
  '192.0.2.1',
  '192.168.1.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::127.0.0.1',
  '::ffff:127.0.0.1',
  '::ffff:a9fe:a9fe',
  '::ffff:0:127.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b:1::7f00:1',
  '100::1',
  '2001::1',
  '2001:2::1',
  '2001:10::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '3fff::1',
  '5f00::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fec0::1',
  'ff02::1',
];

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A server on 127.0.0.1; its `host:port`. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function names(table: Record<string, string[]>): LookupFunction {
  return (hostname, options, callback) => {
    const found = (table[hostname] ?? []).map((address) => ({
      address,
      family: address.includes(':') ? 6 : 4,
    }));
    if (found.length === 0) callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), []);
    else if (options.all) callback(null, found);
    else callback(null, found[0]!.address, found[0]!.family);
  };
}

const nowhere: LookupFunction = () => {
  throw new Error('nothing was to be looked up');
};

const get = (url: string, options: Partial<GuardedFetchOptions> = {}) =>
  guardedFetch(url, { allowHosts: [], lookup: nowhere, ...options });

describe('the address', () => {
  it.each(SPECIAL)('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['93.184.216.34', '1.1.1.1', '2606:4700:4700::1111', '2a00:1450:4001:80b::200e', '::ffff:1.1.1.1'])(
    '%s is public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it.each(SPECIAL)('a link to %s is refused', async (address) => {
    const url = `http://${address.includes(':') ? `[${address}]` : address}/`;
    await expect(get(url)).rejects.toMatchObject({ code: 'link_not_allowed' });
  });

  it.each([
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://127.0.0.1./',
    'http://１２７.０.０.１/',
    'http://①②⑦.⓪.⓪.①/',
    'http://127。0。0。1/',
    'http://017700000001/',
    'http://0x7f000001/',
    'http://127.0.1/',
    'http://%31%32%37.0.0.1/',
    'http://[0:0:0:0:0:ffff:169.254.169.254]/',
    'http://[64:ff9b::169.254.169.254]/',
    'http://[2002:a9fe:a9fe::]/',
    'http://[::]/',
    'http://0/',
    'https://169.254.169.254:443/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
  ])('%s is refused, however it is written', async (url) => {
    await expect(get(url)).rejects.toMatchObject({ code: 'link_not_allowed' });
  });

  it.each([
    'file:///etc/passwd',
    'ftp://a.test/',
    'data:text/plain,x',
    'javascript:1',
    'gopher://a.test/',
    'http://user@a.test/',
    'http://user:word@a.test/',
    'http://a.test:22/',
    'https://a.test:8443/',
    'no link',
    'http://',
    '',
  ])('%s is refused', async (url) => {
    await expect(get(url)).rejects.toMatchObject({ code: 'link_not_allowed' });
  });
});

describe('a name', () => {
  it.each([
    ['a private address', ['10.0.0.7']],
    ['a public and a private address', ['93.184.216.34', '192.168.0.1']],
    ['a mapped address', ['::ffff:127.0.0.1']],
    ['the metadata service', ['169.254.169.254']],
  ])('with %s is refused', async (_, addresses) => {
    const options = { lookup: names({ 'a.test': addresses }) };
    await expect(get('http://a.test/', options)).rejects.toMatchObject({ code: 'link_not_allowed' });
    await expect(get('https://a.test/', options)).rejects.toMatchObject({ code: 'link_not_allowed' });
  });

  it('that does not exist is told so', async () => {
    const refused = get('http://a.test/', { lookup: names({}) });
    await expect(refused).rejects.toMatchObject({
      code: 'link_unreachable',
      message: expect.stringContaining('a.test'),
    });
  });

  it('is resolved once for a connection, to exactly the addresses that were checked', () => {
    const answers = [['93.184.216.34', '1.1.1.1'], ['127.0.0.1']];
    let asked = 0;
    const rebinding: LookupFunction = (hostname, options, callback) =>
      names({ [hostname]: answers[asked++]! })(hostname, options, callback);
    const guarded = publicOnly(rebinding);
    const given: unknown[] = [];
    guarded('a.test', { all: true }, (error, found) => given.push(error, found));
    expect(asked).toBe(1);
    expect(given).toEqual([
      null,
      [
        { address: '93.184.216.34', family: 4 },
        { address: '1.1.1.1', family: 4 },
      ],
    ]);
    guarded('a.test', { all: true }, (error, found) => given.push(error, found));
    expect(given.slice(2)).toEqual([expect.objectContaining({ code: 'link_not_allowed' }), []]);
  });

  it('that answers differently the second time is refused then', async () => {
    let asked = 0;
    const port = (await serve((_, answer) => answer.end('inside'))).split(':')[1];
    const rebinding: LookupFunction = (hostname, options, callback) =>
      names({ [hostname]: asked++ === 0 ? ['93.184.216.34', '127.0.0.1'] : ['127.0.0.1'] })(
        hostname,
        options,
        callback,
      );
    for (const url of ['http://a.test/', 'http://a.test/', `http://a.test:${port}/`]) {
      await expect(get(url, { lookup: rebinding })).rejects.toMatchObject({ code: 'link_not_allowed' });
    }
    expect(asked).toBe(2); // the third is refused for its port
  });

  it.each(['localhost', 'localhost.', 'ip6-localhost', 'metadata.google.internal', 'a.local'])(
    '%s is what it resolves to',
    async (name) => {
      const lookup = names({ [name]: ['127.0.0.1', '::1'] });
      await expect(get(`http://${name}/`, { lookup })).rejects.toMatchObject({ code: 'link_not_allowed' });
    },
  );

  it('gives a single address where one is asked for, and still checks them all', () => {
    const given: unknown[] = [];
    publicOnly(names({ 'a.test': ['1.1.1.1', '93.184.216.34'] }))('a.test', {}, (...all) => given.push(all));
    publicOnly(names({ 'a.test': ['1.1.1.1', '10.0.0.1'] }))('a.test', {}, (...all) => given.push(all));
    expect(given).toEqual([
      [null, '1.1.1.1', 4],
      [expect.objectContaining({ code: 'link_not_allowed' }), []],
    ]);
  });
});

describe('redirects', () => {
  it.each([
    'http://169.254.169.254/latest/meta-data/',
    'http://[::1]/',
    'file:///etc/passwd',
    'http://2130706433/',
    'http://user:word@a.test/',
    'http://a.test:6379/',
    'http://[bad/',
    'http://rebound.test/',
  ])('to %s is refused', async (location) => {
    const host = await serve((_, answer) => answer.writeHead(302, { location }).end());
    const options = { allowHosts: [host], lookup: names({ 'rebound.test': ['127.0.0.1'] }) };
    await expect(get(`http://${host}/`, options)).rejects.toMatchObject({ code: 'link_not_allowed' });
  });

  it('from an allowed host to another port of the same machine is refused', async () => {
    let reached = false;
    const other = await serve((_, answer) => {
      reached = true;
      answer.end('secret');
    });
    const host = await serve((_, answer) => answer.writeHead(307, { location: `http://${other}/` }).end());
    await expect(get(`http://${host}/`, { allowHosts: [host] })).rejects.toMatchObject({
      code: 'link_not_allowed',
    });
    expect(reached).toBe(false);
  });

  it('are followed five times, and no more', async () => {
    const host = await serve((request, answer) => {
      const left = Number(request.url!.slice(1));
      if (left === 0) answer.end('here');
      else answer.writeHead(301, { location: `/${left - 1}` }).end('moved');
    });
    const found = await get(`http://${host}/5`, { allowHosts: [host] });
    expect(found.url).toBe(`http://${host}/0`);
    expect(Buffer.from(found.body).toString()).toBe('here');
    await expect(get(`http://${host}/6`, { allowHosts: [host] })).rejects.toMatchObject({
      code: 'too_many_redirects',
    });
  });

  it('stay with one host where that is asked for', async () => {
    const other = await serve((_, answer) => answer.end('other'));
    const host = await serve((request, answer) => {
      if (request.url === '/here') answer.end('here');
      else answer.writeHead(302, { location: request.url === '/a' ? '/here' : `http://${other}/` }).end();
    });
    const options = { allowHosts: [host, other], onlyHost: host };
    expect((await get(`http://${host}/a`, options)).url).toBe(`http://${host}/here`);
    await expect(get(`http://${host}/b`, options)).rejects.toMatchObject({ code: 'link_not_allowed' });
  });

  it('in a circle end', async () => {
    const host = await serve((_, answer) => answer.writeHead(302, { location: '/' }).end());
    await expect(get(`http://${host}/`, { allowHosts: [host] })).rejects.toMatchObject({
      code: 'too_many_redirects',
    });
  });
});

describe('the answer', () => {
  it.each([200, 403, 503])('that is a check for human visitors says so, with %i', async (status) => {
    const host = await serve((_, answer) =>
      answer.writeHead(status, { 'cf-mitigated': 'challenge' }).end('x'),
    );
    await expect(get(`http://${host}/`, { allowHosts: [host] })).rejects.toMatchObject({
      code: 'page_blocked',
    });
  });

  it('comes with its headers', async () => {
    let agent = '';
    const host = await serve((request, answer) => {
      agent = request.headers['user-agent'] ?? '';
      answer
        .writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'x-many': ['a', 'b'] })
        .end('你好');
    });
    const found = await get(`http://${host}/x`, { allowHosts: [host] });
    expect(found).toMatchObject({ status: 200, contentType: 'text/plain; charset=utf-8' });
    expect(found.headers['x-many']).toBe('a, b');
    expect(Buffer.from(found.body).toString()).toBe('你好');
    expect(agent).toBe('Keepsake/0.1 (+self-hosted reader)');
  });

  it('leaves no connection behind', async () => {
    const closed: Promise<unknown>[] = [];
    const host = await serve((request, answer) => {
      closed.push(once(request.socket, 'close'));
      answer.writeHead(Number(request.url!.slice(1))).end('x');
    });
    servers[0]!.keepAliveTimeout = 0; // it is for the client to hang up
    await get(`http://${host}/200`, { allowHosts: [host] });
    await get(`http://${host}/404`, { allowHosts: [host] }).catch(() => undefined);
    expect(await Promise.all(closed)).toHaveLength(2);
  }, 3000);

  it('from a host that the operator allowed by name is taken from where that name leads', async () => {
    const host = await serve((_, answer) => answer.end('inside'));
    const port = host.split(':')[1];
    const options = { allowHosts: [`Wiki.LAN:${port}`], lookup: names({ 'wiki.lan': ['127.0.0.1'] }) };
    const found = await get(`http://wiki.lan:${port}/`, options);
    expect(Buffer.from(found.body).toString()).toBe('inside');
    await expect(get('http://wiki.lan/', options)).rejects.toMatchObject({ code: 'link_not_allowed' });
  });

  it.each([401, 403, 404, 410, 429, 500, 503, 304])('%i is a refusal that says so', async (status) => {
    const host = await serve((_, answer) => answer.writeHead(status).end());
    await expect(get(`http://${host}/`, { allowHosts: [host] })).rejects.toMatchObject({
      code: 'link_refused',
      message: expect.stringContaining(String(status)),
    });
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
  ] as const)('is decompressed from %s', async (encoding, compress) => {
    const host = await serve((_, answer) =>
      answer.writeHead(200, { 'content-encoding': encoding }).end(compress('胡桃 '.repeat(100))),
    );
    const found = await get(`http://${host}/`, { allowHosts: [host] });
    expect(Buffer.from(found.body).toString()).toBe('胡桃 '.repeat(100));
  });

  it.each([
    ['as it is, and says so', { 'content-length': '2000000' }, Buffer.alloc(2_000_000)],
    ['as it is, and does not say so', {}, Buffer.alloc(2_000_000)],
    ['as a gzip bomb', { 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(30_000_000))],
    ['as a brotli bomb', { 'content-encoding': 'br' }, brotliCompressSync(Buffer.alloc(30_000_000))],
    ['compressed twice', { 'content-encoding': 'gzip, gzip' }, gzipSync(gzipSync(Buffer.alloc(30_000_000)))],
  ])('is cut when it is too large %s', async (_, headers, body) => {
    const host = await serve((_request, answer) => answer.writeHead(200, headers).end(body));
    const options = { allowHosts: [host], maxBytes: 1_000_000 };
    await expect(get(`http://${host}/`, options)).rejects.toMatchObject({ code: 'download_too_large' });
  });

  it.each([
    ['broken gzip', { 'content-encoding': 'gzip' }, Buffer.from('this is no gzip')],
    ['gzip that breaks off', { 'content-encoding': 'gzip' }, gzipSync('x'.repeat(1000)).subarray(0, 20)],
    ['an unknown compression', { 'content-encoding': 'rot13' }, Buffer.from('uryyb')],
  ])('that is %s is not taken', async (_, headers, body) => {
    const host = await serve((_request, answer) => answer.writeHead(200, headers).end(body));
    await expect(get(`http://${host}/`, { allowHosts: [host] })).rejects.toMatchObject({
      code: 'link_unreachable',
    });
  });

  it('that breaks off is not taken for the whole', async () => {
    const host = await serve((_, answer) => {
      answer.writeHead(200, { 'content-length': '1000' }).write('half');
      setTimeout(() => answer.destroy(), 20);
    });
    await expect(get(`http://${host}/`, { allowHosts: [host] })).rejects.toMatchObject({
      code: 'link_unreachable',
    });
  });

  it('that nobody gives is told so', async () => {
    const host = await serve(() => {});
    servers.pop()!.close();
    await expect(get(`http://${host}/`, { allowHosts: [host] })).rejects.toMatchObject({
      code: 'link_unreachable',
    });
  });
});

describe('time', () => {
  it.each<[string, RequestListener]>([
    ['a byte now and then', (_, answer) => void setInterval(() => answer.write('x'), 20).unref()],
    ['headers and nothing more', (_, answer) => void answer.writeHead(200).flushHeaders()],
    ['nothing', () => {}],
    [
      'slow redirects',
      (_, answer) => void setTimeout(() => answer.writeHead(302, { location: '/' }).end(), 100),
    ],
  ])('ends %s', async (_, listener) => {
    const host = await serve(listener);
    const options = { allowHosts: [host], timeoutMs: 250 };
    await expect(get(`http://${host}/`, options)).rejects.toMatchObject({ code: 'download_too_slow' });
  });

  it('ends a lookup that does not answer', async () => {
    const options = { lookup: () => {}, timeoutMs: 100 };
    await expect(get('http://a.test/', options)).rejects.toMatchObject({ code: 'download_too_slow' });
  });

  it('is up when the caller says so', async () => {
    const host = await serve((_, answer) => void answer.writeHead(200).write('x'));
    const caller = new AbortController();
    const reason = new Error('enough');
    setTimeout(() => caller.abort(reason), 50);
    await expect(get(`http://${host}/`, { allowHosts: [host], signal: caller.signal })).rejects.toBe(reason);
    await expect(get(`http://${host}/`, { allowHosts: [host], signal: caller.signal })).rejects.toBe(reason);
  });
});
