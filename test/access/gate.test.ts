import { readdir } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { io, type ManagerOptions } from 'socket.io-client';
import { headOf, sendRaw, spellingsOf, UPGRADE } from '../support/spellings.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(60_000);

const SAFE_HEADERS = [
  'x-content-type-options',
  'x-frame-options',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'permissions-policy',
  'referrer-policy',
  'content-security-policy',
  'cache-control',
];

describe('the gate', () => {
  const fetched: string[] = [];
  let elsewhere: Server;
  let server: TestServer;
  let port: number;
  let bearer: Record<string, string>;
  let cookie: Record<string, string>;

  beforeAll(async () => {
    elsewhere = createServer((request, response) => {
      fetched.push(request.url!);
      response.end();
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    server = await startServer({
      ALLOWED_HOSTS: 'keep.example 留念.example',
      INGEST_ALLOW_HOSTS: `127.0.0.1:${(elsewhere.address() as AddressInfo).port}`,
      TRUSTED_PROXIES: '127.0.0.2',
    });
    port = Number(new URL(server.url).port);
    bearer = { authorization: `Bearer ${server.token}` };
    cookie = await signIn({ host: `127.0.0.1:${port}` });
  });
  afterAll(async () => {
    expect(server.output()).not.toMatch(/Uncaught|Unhandled/);
    await server.stop();
    elsewhere.close();
  });

  /** Sends a request from an address of this machine. */
  const ask = (
    path: string,
    headers: Record<string, string> = {},
    { method = 'GET', from = '127.0.0.1', body = '' } = {},
  ) =>
    new Promise<{ status: number; headers: Record<string, string>; code: string; body: string }>(
      (resolve, reject) => {
        const sent = request(
          { host: '127.0.0.1', port, path, method, headers, localAddress: from, agent: false },
          (response) => {
            let text = '';
            response.on('data', (chunk) => (text += String(chunk)));
            response.on('end', () => {
              let code = '';
              if (/^\{.*"code"/.test(text)) code = (JSON.parse(text) as { code: string }).code;
              resolve({
                status: response.statusCode!,
                headers: response.headers as Record<string, string>,
                code,
                body: text,
              });
            });
          },
        );
        sent.on('error', reject).end(body);
      },
    );
  const signIn = async (headers: Record<string, string>, from?: string) => {
    const { headers: got } = await ask(
      '/api/sign-in',
      { 'content-type': 'application/json', ...headers },
      { method: 'POST', body: JSON.stringify({ token: server.token }), ...(from && { from }) },
    );
    return { cookie: String(got['set-cookie']).split(';')[0]! };
  };
  const connects = (headers: Record<string, string>, options: Partial<ManagerOptions> = {}, auth = {}) =>
    new Promise<string>((resolve) => {
      const socket = io(server.url, {
        transports: ['websocket'],
        extraHeaders: headers,
        reconnection: false,
        forceNew: true,
        auth,
        ...options,
      });
      const done = (outcome: string) => {
        socket.disconnect();
        resolve(outcome);
      };
      socket.once('connect', () => done('connected'));
      socket.once('connect_error', (error) => done(error.message));
    });

  it('keeps strangers out however a path is spelled, and lets its owner in by the plain one', async () => {
    const picture = `/api/pictures?url=http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/a.png`;
    for (const path of ['/metrics', '/api/characters', '/v1/models', '/api/openapi.json', picture]) {
      expect({ path, status: (await ask(path)).status }).toEqual({ path, status: 401 });
      for (const target of spellingsOf(path).filter((_, n) => n % 2 === path.length % 2)) {
        const { status } = await sendRaw(port, headOf('GET', target));
        expect({ target, in: [400, 401].includes(status) }).toEqual({ target, in: true });
      }
    }
    expect(fetched).toEqual([]);
    for (const path of ['/metrics', '/api/characters', '/v1/models'])
      expect((await ask(path, bearer)).status).toBe(200);
    expect((await ask(picture, bearer)).status).toBe(422);
    expect(fetched).toEqual(['/a.png']);
  });

  it('lets anybody in to the client, to health and to signing in, by their exact paths', async () => {
    const assets = (await readdir('client/dist/assets')).map((name) => `/assets/${name}`);
    for (const path of ['/', '/index.html', '/health/live', ...assets]) {
      expect({ path, status: (await ask(path)).status }).toEqual({ path, status: 200 });
      expect((await ask(path, {}, { method: 'HEAD' })).status).toBe(200);
      expect((await ask(path, {}, { method: 'POST' })).status).toBe(401);
    }
    expect((await ask('/?utm=x')).status).toBe(200);
    for (const path of [
      '/.keepsake',
      '/nothing',
      '/health',
      '/health/live/',
      '/Health/live',
      '/api/sign-in',
    ]) {
      expect({ path, status: (await ask(path)).status }).toEqual({ path, status: 401 });
      expect((await ask(path, bearer)).status).toBe(404);
    }
  });

  it('takes what ordinary clients send: Chinese, colons, commas, brackets, HTTP/1.0', async () => {
    for (const path of [
      `/api/characters?q=${encodeURIComponent('留念 50%')}`,
      "/api/characters?q=a:b@c,d'(e)*&tag=[]1|2",
      '/api/characters?q=%c1%f4',
    ])
      expect({ path, status: (await ask(path, bearer)).status }).toEqual({ path, status: 200 });
    const old = await sendRaw(
      port,
      `GET /api/characters HTTP/1.0\r\nHost: localhost\r\nAuthorization: Bearer ${server.token}\r\n\r\n`,
    );
    expect(old.status).toBe(200);
  });

  it.each([
    ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 403],
    ['no host in HTTP/1.0', 'GET / HTTP/1.0\r\n\r\n', 403],
    [
      'two hosts',
      'GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
      400,
    ],
    ['a host with a user', headOf('GET', '/', { host: 'a@localhost' }), 403],
    ['a host with a path', headOf('GET', '/', { host: 'localhost/x' }), 403],
    ['no HTTP', 'nonsense\r\n\r\n', 400],
    ['two lengths', headOf('POST', '/', { 'transfer-encoding': 'chunked', 'content-length': '3' }), 400],
    ['a tunnel', headOf('CONNECT', 'localhost:80'), 400],
    ['a head without end', headOf('GET', '/', { x: 'x'.repeat(20_000) }), 431],
  ])('answers %s in words, safely, and hangs up', async (_, head, status) => {
    const answer = await sendRaw(port, head);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toMatchObject({ statusCode: status, code: expect.any(String) });
    for (const name of SAFE_HEADERS) expect(answer.headers).toHaveProperty(name, expect.any(String));
  });

  it('opens sockets at their one path only, and leaves no other upgrade hanging', async () => {
    const disguised = spellingsOf('/socket.io/').filter((spelled) => !spelled.startsWith('/socket.io/?/'));
    const query = '?EIO=4&transport=websocket';
    for (const target of [
      ...disguised.map((spelled) => spelled + query),
      '/api/characters',
      '/',
      '/nothing',
    ]) {
      const { status, headers } = await sendRaw(port, headOf('GET', target, { ...UPGRADE, ...bearer }));
      expect({ target, status: [400, 404].includes(status) }).toEqual({ target, status: true });
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
    const socket = connect(port, '127.0.0.1');
    socket.write(headOf('GET', `/socket.io/${query}`, UPGRADE));
    const [opened] = (await new Promise((resolve) => socket.once('data', (...data) => resolve(data)))) as [
      Buffer,
    ];
    expect(opened.toString()).toMatch(/^HTTP\/1\.1 101/);
    socket.destroy();
    const polling = '?EIO=4&transport=polling';
    for (const target of disguised.map((spelled) => spelled + polling)) {
      const { status } = await sendRaw(port, headOf('GET', target, bearer));
      expect({ target, status: [400, 404].includes(status) }).toEqual({ target, status: true });
    }
    const { status, headers } = await ask(`/socket.io/${polling}`);
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
  });

  it('takes a page for its own by host and port, by an address as well as by a name', async () => {
    for (const host of [
      `127.0.0.1:${port}`,
      `localhost:${port}`,
      `127.0.0.2:${port}`,
      `[::1]:${port}`,
      'keep.example',
    ]) {
      const signedIn = await signIn({ host, origin: `http://${host}` });
      const name = /:\d+$/.test(host) ? `keepsake-${port}` : 'keepsake';
      expect(signedIn.cookie.split('=')[0]).toBe(name);
      const change = (headers: Record<string, string>) =>
        ask(
          '/api/personas',
          { host, ...signedIn, 'content-type': 'application/json', ...headers },
          {
            method: 'POST',
            body: JSON.stringify({ name: 'Ada' }),
          },
        );
      expect((await change({ origin: `http://${host}` })).status).toBe(201);
      expect((await change({ origin: `http://${host}`, 'sec-fetch-site': 'same-origin' })).status).toBe(201);
      for (const origin of [
        'http://127.0.0.1:9',
        'http://localhost:9',
        'http://127.0.0.1',
        'null',
        'http://evil.example',
        'http://[::1]:9',
      ])
        expect({ origin, code: (await change({ origin })).code }).toEqual({
          origin,
          code: 'origin_not_allowed',
        });
      expect((await change({})).code).toBe('origin_not_allowed');
      for (const site of ['cross-site', 'same-site', 'nonsense', 'same-origin, cross-site'])
        expect((await change({ origin: `http://${host}`, 'sec-fetch-site': site })).code).toBe(
          'origin_not_allowed',
        );
    }
  });

  it('lets pages of elsewhere read nothing, tokens or not', async () => {
    for (const path of ['/api/characters', '/v1/models', '/socket.io/?EIO=4&transport=polling', '/metrics'])
      for (const site of ['cross-site', 'same-site']) {
        expect((await ask(path, { ...bearer, 'sec-fetch-site': site })).code).toBe('origin_not_allowed');
        expect((await ask(path, { ...bearer, origin: 'null' })).code).toBe('origin_not_allowed');
      }
    for (const site of ['same-origin', 'none'])
      expect((await ask('/api/characters', { ...bearer, 'sec-fetch-site': site })).status).toBe(200);
    // A link of another site leads to the client.
    expect((await ask('/', { 'sec-fetch-site': 'cross-site' })).status).toBe(200);
    const tried = await ask(
      '/api/sign-in',
      { origin: 'http://127.0.0.1:9', 'content-type': 'application/json' },
      {
        method: 'POST',
        body: JSON.stringify({ token: server.token }),
      },
    );
    expect([tried.code, tried.headers['set-cookie']]).toEqual(['origin_not_allowed', undefined]);
  });

  it('lets a listed host in by token, and by cookie only where it is no other port of this host', async () => {
    const headers = { host: `127.0.0.1:${port}`, origin: 'https://keep.example' };
    expect((await ask('/api/characters', { ...bearer, ...headers })).status).toBe(200);
    // It may come through a proxy that asks by another name, but this one is not trusted.
    expect((await ask('/api/characters', { ...cookie, ...headers })).code).toBe('origin_not_allowed');
    expect(
      (await ask('/api/characters', { ...bearer, ...headers, 'sec-fetch-site': 'cross-site' })).status,
    ).toBe(200);
    expect(
      (await ask('/api/characters', { ...cookie, ...headers, 'sec-fetch-site': 'same-site' })).code,
    ).toBe('origin_not_allowed');
    expect(
      (
        await ask('/api/characters', {
          ...bearer,
          host: new URL('http://留念.example').host,
        })
      ).status,
    ).toBe(200);
    const named = { host: `keep.example:${port}`, origin: 'http://keep.example:9' };
    const itsCookie = await signIn({ host: named.host });
    expect((await ask('/api/characters', { ...bearer, ...named })).status).toBe(200);
    expect((await ask('/api/characters', { ...itsCookie, ...named })).code).toBe('origin_not_allowed');
    expect(await connects({ ...itsCookie, ...named })).toMatch(/Only pages of this server/);
    expect(await connects({ ...itsCookie, ...named, origin: `http://${named.host}` })).toBe('connected');
  });

  it('takes a cookie for a socket only with the origin of its own page', async () => {
    const host = `127.0.0.1:${port}`;
    for (const transports of [['websocket'], ['polling']]) {
      expect(await connects({ ...cookie, host, origin: server.url }, { transports })).toBe('connected');
      expect(await connects({ ...cookie, host }, { transports })).toMatch(/which page/);
      expect(await connects({ ...cookie, host, origin: 'http://127.0.0.1:9' }, { transports })).toMatch(
        /error/,
      );
      expect(await connects({ ...cookie, host, origin: 'null' }, { transports })).toMatch(/error/);
      expect(
        await connects(
          { ...cookie, host, origin: server.url, 'sec-fetch-site': 'same-site' },
          { transports },
        ),
      ).toMatch(/error/);
      expect(await connects({ host }, { transports }, { token: server.token })).toBe('connected');
      expect(await connects({ host }, { transports }, { token: 'another' })).toMatch(/Sign in/);
      expect(await connects({ host, origin: server.url }, { transports })).toMatch(/Sign in/);
    }
    // The cookie of another port of this host is another's.
    const of = `keepsake-${port + 1}=${cookie['cookie']!.split('=')[1]}`;
    expect((await ask('/api/characters', { cookie: of })).status).toBe(401);
    expect((await ask('/api/characters', { cookie: `${of}; ${cookie['cookie']}` })).status).toBe(200);
  });

  it('believes what a proxy says of host and scheme when it is trusted, and only then', async () => {
    const from = '127.0.0.2';
    const page = { host: 'keep.example', origin: 'https://keep.example' };
    const read = (headers: Record<string, string>, at = from) =>
      ask('/api/characters', { ...headers }, { from: at });
    const signedIn = await signIn({ ...page, 'x-forwarded-proto': 'https' }, from);
    expect((await read({ ...page, ...signedIn, 'x-forwarded-proto': 'https' })).status).toBe(200);
    expect((await read({ ...page, ...signedIn, 'x-forwarded-proto': 'wss' })).status).toBe(200);
    expect(
      (await read({ ...page, ...signedIn, origin: 'http://keep.example', 'x-forwarded-proto': 'https' }))
        .code,
    ).toBe('origin_not_allowed');
    expect(
      (await read({ ...page, ...signedIn, host: 'keep.example:443', 'x-forwarded-proto': 'https' })).status,
    ).toBe(401);
    // A proxy in another container, which nobody has named: the scheme is not known.
    for (const origin of ['http://keep.example', 'https://keep.example'])
      expect(
        (await read({ ...page, ...signedIn, origin, 'x-forwarded-proto': 'https' }, '127.0.0.1')).status,
      ).toBe(200);
    // A proxy that asks by a name of its own.
    const behind = {
      host: `127.0.0.1:${port}`,
      origin: 'http://localhost:8080',
      'x-forwarded-host': 'localhost:8080',
    };
    expect((await read({ ...behind, ...cookie })).status).toBe(200);
    expect((await read({ ...behind, ...cookie }, '127.0.0.1')).code).toBe('origin_not_allowed');
    // A page whose name was made to resolve to this machine may say anything, too.
    for (const change of [{ host: 'evil.example' }, { 'x-forwarded-host': 'evil.example' }])
      expect((await read({ ...behind, ...bearer, ...change })).code).toBe('host_not_allowed');
    const secure = async (at: string) =>
      (
        await ask(
          '/api/sign-in',
          { 'content-type': 'application/json', 'x-forwarded-proto': 'https' },
          {
            method: 'POST',
            from: at,
            body: JSON.stringify({ token: server.token }),
          },
        )
      ).headers['set-cookie']![0];
    expect(await secure(from)).toContain('Secure');
    expect(await secure('127.0.0.1')).not.toContain('Secure');
  });

  it('gives every answer headers that keep it private, and a policy with its own socket', async () => {
    const answers = await Promise.all([
      ask('/'),
      ask('/api/characters', bearer),
      ask('/api/characters'),
      ask('/api/nothing', bearer),
      ask('/health/live'),
      ask('/metrics', bearer),
      ask('//'),
      ask('/', { host: 'evil.example' }),
      ask(
        '/v1/chat/completions',
        { ...bearer, 'content-type': 'application/json' },
        { method: 'POST', body: '{' },
      ),
      ask('/api/characters', { ...bearer, expect: 'the-spanish-inquisition' }),
    ]);
    for (const { headers } of answers)
      for (const name of SAFE_HEADERS) expect(headers).toHaveProperty(name, expect.any(String));
    const [client, ...others] = answers;
    expect(client!.headers['cache-control']).toBe('no-cache');
    for (const { headers } of others) expect(headers['cache-control']).toBe('no-store');
    const policy = async (headers: Record<string, string>, from?: string) =>
      /connect-src ([^;]*)/.exec(
        (await ask('/', headers, { ...(from && { from }) })).headers['content-security-policy']!,
      )![1];
    expect(await policy({ host: `127.0.0.1:${port}` })).toBe(
      `'self' ws://127.0.0.1:${port} wss://127.0.0.1:${port}`,
    );
    expect(await policy({ host: 'keep.example', 'x-forwarded-proto': 'https' }, '127.0.0.2')).toBe(
      `'self' wss://keep.example`,
    );
    expect(await policy({ host: "evil.example; script-src 'unsafe-inline'" })).toBe(`'self'`);
    expect(await policy({ host: '[::1]:3000' })).toBe(`'self'`);
  });
});
