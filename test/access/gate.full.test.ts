import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { io } from 'socket.io-client';
import { hasNginx, startNginx } from '../support/nginx.js';
import { startServer, type TestServer } from '../support/server.js';
import { headOf, type RawAnswer, sendRaw, spellingsOf, UPGRADE } from '../support/spellings.js';

jest.setTimeout(900_000);

const NOBODY = '11111111-1111-4111-8111-111111111111';
const REFUSED = [400, 401, 403, 404];

interface Route {
  method: string;
  path: string;
  isPublic: boolean;
}

let elsewhere: Server;
let server: TestServer;
let port: number;
let routes: Route[];
const fetched: string[] = [];

beforeAll(async () => {
  elsewhere = createServer((request, response) => {
    fetched.push(request.url!);
    response.end();
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  const outside = `127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
  server = await startServer({ INGEST_ALLOW_HOSTS: outside, ALLOWED_HOSTS: 'keep.example' });
  port = Number(new URL(server.url).port);
  const { paths } = (await server.call('GET', '/api/openapi.json')).body as {
    paths: Record<string, Record<string, { security?: object[] }>>;
  };
  routes = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { security }]) => ({
      method: method.toUpperCase(),
      path:
        path.replace(/\{\w+\}/g, NOBODY) + (path === '/api/pictures' ? `?url=http://${outside}/a.png` : ''),
      isPublic: security?.length === 0,
    })),
  );
  routes.push({ method: 'GET', path: '/api/openapi.json', isPublic: false });
});
afterAll(async () => {
  expect(server.output()).not.toMatch(/Uncaught|Unhandled/);
  await server.stop();
  elsewhere.close();
});

/** Eight at a time. */
async function each<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const rest = [...items];
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let item = rest.shift(); item !== undefined; item = rest.shift()) await act(item);
    }),
  );
}

/** Sends every spelling of every closed route, and tells what was answered by something else than a refusal. */
async function intruders(
  to: number,
  head: (route: Route, target: string) => string,
  isFine: (answer: RawAnswer) => boolean,
): Promise<string[]> {
  const found: string[] = [];
  for (const route of routes.filter(({ isPublic }) => !isPublic)) {
    const spellings = spellingsOf(route.path);
    expect(spellings.length).toBeGreaterThan(60);
    await each(spellings, async (target) => {
      const answer = await sendRaw(to, head(route, target));
      if (!REFUSED.includes(answer.status) && !isFine(answer))
        found.push(`${answer.status} ${route.method} ${JSON.stringify(target)}`);
    });
  }
  return found;
}

const empty = (method: string): Record<string, string> => (method === 'GET' ? {} : { 'content-length': '0' });
const withQuery = (target: string, query: string) => `${target}${target.includes('?') ? '&' : '?'}${query}`;

const FRONTS: [string, string | null][] = [
  ['by itself', null],
  ['behind nginx that passes targets on as they came', 'proxy_pass http://SERVER;'],
  ['behind nginx that decodes and resolves paths', 'proxy_pass http://SERVER/;'],
];

describe.each(
  FRONTS.map(([name, directives]): [string, string | null] => [
    directives && !hasNginx ? `${name} (left out: nginx is not installed)` : name,
    directives,
  ]),
)('every route %s', (_, directives) => {
  const test = directives && !hasNginx ? it.skip : it;
  let nginx: Awaited<ReturnType<typeof startNginx>> | undefined;
  let to: number;

  beforeAll(async () => {
    to = port;
    if (!directives || !hasNginx) return;
    nginx = await startNginx(
      `${directives.replace('SERVER', `127.0.0.1:${port}`)} proxy_http_version 1.1; proxy_set_header Host localhost;
      proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $http_connection;`,
    );
    to = nginx.port;
  });
  afterAll(() => nginx?.stop());

  /** nginx makes paths that anybody may ask for out of some spellings: `/metrics/..` is the client. */
  const isOpen = ({ status, body }: RawAnswer) =>
    directives !== null && status === 200 && (/^<!doctype html>/i.test(body) || body === '{"status":"ok"}');

  test('is open to its owner by its plain path', async () => {
    expect(routes.length).toBeGreaterThan(60);
    for (const { method, path, isPublic } of routes) {
      const headers = { ...empty(method), authorization: `Bearer ${server.token}` };
      const signed = (await sendRaw(to, headOf(method, path, headers))).status;
      const unsigned = (await sendRaw(to, headOf(method, path, empty(method)))).status;
      const isRefused = [401, 403].includes(signed);
      expect({ method, path, isRefused, isPublic: unsigned !== 401 }).toEqual({
        method,
        path,
        isRefused: false,
        isPublic,
      });
    }
    expect(fetched).toEqual(['/a.png']);
    fetched.length = 0;
  });

  test('is closed to strangers in all spellings by HTTP', async () => {
    const head = ({ method }: Route, target: string) => headOf(method, target, empty(method));
    expect(await intruders(to, head, isOpen)).toEqual([]);
    expect(fetched).toEqual([]);
  });

  test('is no websocket in any spelling', async () => {
    expect(await intruders(to, (_route, target) => headOf('GET', target, UPGRADE), isOpen)).toEqual([]);
    expect(fetched).toEqual([]);
  });

  test('gives nothing to polling in any spelling', async () => {
    const head = (_route: Route, target: string) =>
      headOf('GET', withQuery(target, 'EIO=4&transport=polling'));
    expect(await intruders(to, head, isOpen)).toEqual([]);
    expect(fetched).toEqual([]);
  });
});

describe(`behind nginx as operators set it up${hasNginx ? '' : ' (left out: nginx is not installed)'}`, () => {
  const test = hasNginx ? it : it.skip;

  test.each([
    ['passes on the Host', 'proxy_set_header Host $http_host;'],
    ['asks by a name of its own', 'proxy_set_header X-Forwarded-Host $http_host;'],
  ])('a page signs in, changes things and opens its socket when the proxy %s', async (_, host) => {
    const nginx = await startNginx(
      `proxy_pass http://127.0.0.1:${port}; proxy_http_version 1.1; ${host}
      proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $http_connection;
      proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto https;`,
    );
    const post = (path: string, body: object, headers: Record<string, string>) => {
      const text = JSON.stringify(body);
      const all = { host: 'keep.example', 'content-type': 'application/json', ...headers };
      return sendRaw(
        nginx.port,
        headOf('POST', path, { ...all, 'content-length': String(text.length) }) + text,
      );
    };
    const origin = 'https://keep.example';
    const signedIn = await post('/api/sign-in', { token: server.token }, { origin });
    expect(signedIn.headers['set-cookie']).toContain('; Secure');
    const cookie = signedIn.headers['set-cookie']!.split(';')[0]!;
    expect((await post('/api/personas', { name: 'Ada' }, { cookie, origin })).status).toBe(201);
    for (const another of ['http://127.0.0.1', 'https://evil.example', 'null'])
      expect((await post('/api/personas', { name: 'Ada' }, { cookie, origin: another })).status).toBe(403);
    const connects = (headers: Record<string, string>) =>
      new Promise<boolean>((resolve) => {
        const socket = io(`http://127.0.0.1:${nginx.port}`, {
          transports: ['websocket'],
          extraHeaders: { host: 'keep.example', cookie, ...headers },
          reconnection: false,
          forceNew: true,
        });
        const done = (connected: boolean) => {
          socket.disconnect();
          resolve(connected);
        };
        socket.once('connect', () => done(true)).once('connect_error', () => done(false));
      });
    expect(await connects({ origin })).toBe(true);
    expect(await connects({ origin: 'https://evil.example' })).toBe(false);
    expect(await connects({})).toBe(false);
    await nginx.stop();
  });
});
