import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { io, type Socket } from 'socket.io-client';
import type { SignInLinkView, SignInView } from '../../src/contracts/sign-in.js';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { itInFull, sample } from '../support/full.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(120_000);

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';
const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1';

interface Answer {
  status: number;
  body: any;
  headers: Record<string, string>;
}

/** Requests as a browser or a stranger sends them, from any address: the tests stand where a trusted proxy stands. */
const asked = (server: TestServer) => {
  const ask = async (
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: object,
  ): Promise<Answer> => {
    const response = await fetch(server.url + path, {
      method,
      headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text.startsWith('{') ? JSON.parse(text) : text,
      headers: Object.fromEntries(response.headers),
    };
  };
  const from = (address: string) => ({ 'x-forwarded-for': address });
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  /** Signs in by token. @returns what the browser sends from then on */
  const signIn = async (address: string, agent = FIREFOX, more: Record<string, string> = {}) => {
    const headers = { ...from(address), 'user-agent': agent, origin: server.url, ...more };
    const { status, headers: told } = await ask('POST', '/api/sign-in', headers, { token: server.token });
    expect(status).toBe(204);
    return { ...headers, cookie: told['set-cookie']!.split(';')[0]! };
  };
  return { ask, from, bearer, signIn };
};

const connect = (server: TestServer, cookie: Record<string, string>, transport: 'websocket' | 'polling') => {
  const socket = io(server.url, {
    transports: [transport],
    extraHeaders: cookie,
    reconnection: false,
    forceNew: true,
  });
  return new Promise<Socket>((resolve, reject) => {
    socket.once('connect', () => resolve(socket)).once('connect_error', reject);
  });
};
const gone = (socket: Socket) => new Promise((resolve) => socket.once('disconnect', resolve));

describe('a sign-in', () => {
  let model: FakeModel;
  let server: TestServer;
  let database: pg.Client;
  let sessionId: string;
  beforeAll(async () => {
    model = await startFakeModel();
    server = await startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake' });
    database = new pg.Client(server.databaseUrl);
    await database.connect();
    const { id: characterId } = (await server.call('POST', '/api/characters', { name: 'Mira' })).body;
    sessionId = (await server.call('POST', '/api/sessions', { characterId })).body.id;
  });
  afterAll(async () => {
    await database.end();
    await server.stop();
    await model.close();
  });

  const list = async (headers: Record<string, string>) =>
    (await asked(server).ask('GET', '/api/sign-ins', headers)).body.items as SignInView[];

  it('is listed with where, with what and when it was made and seen, and which one asks', async () => {
    const { signIn, bearer, ask } = asked(server);
    const laptop = await signIn('203.0.113.9');
    const phone = await signIn('2001:db8::7', SAFARI);
    const items = await list(phone);
    expect(items).toEqual([
      expect.objectContaining({ address: '2001:db8::7', device: 'Safari, iPhone', current: true }),
      expect.objectContaining({ address: '203.0.113.9', device: 'Firefox, Linux', current: false }),
    ]);
    for (const { createdAt, lastSeenAt } of items)
      expect(
        Math.abs(Date.now() - Date.parse(createdAt)) + Math.abs(Date.now() - Date.parse(lastSeenAt)),
      ).toBeLessThan(60_000);
    expect((await list(bearer(server.token))).map(({ current }) => current)).toEqual([false, false]);

    await database.query(`UPDATE sign_ins SET last_seen_at = now() - interval '6 minutes'`);
    const moved = { ...laptop, 'x-forwarded-for': '198.51.100.4' };
    await ask('GET', '/api/about', moved);
    let seen: SignInView | undefined;
    for (let n = 0; n < 100 && seen?.address !== '198.51.100.4'; n++, await sleep(50))
      seen = (await list(moved)).find(({ current }) => current);
    expect(seen).toMatchObject({ address: '198.51.100.4' });
    expect(Date.now() - Date.parse(seen!.lastSeenAt)).toBeLessThan(60_000);
    expect(JSON.stringify(items)).not.toContain(laptop.cookie.split('=')[1]);
  });

  it('made anew by the same browser replaces the one it had', async () => {
    const { signIn, ask } = asked(server);
    const before = await signIn('203.0.113.20');
    const after = await signIn('203.0.113.20', FIREFOX, { cookie: before.cookie });
    expect((await ask('GET', '/api/about', before)).status).toBe(401);
    expect((await ask('GET', '/api/about', after)).status).toBe(200);
    expect((await list(after)).filter(({ address }) => address === '203.0.113.20')).toHaveLength(1);
  });

  type Ask = ReturnType<typeof asked>['ask'];
  type End = [
    string,
    (ask: Ask, id: string, self: Record<string, string>, other: Record<string, string>) => Promise<Answer>,
  ];
  const ENDS: End[] = [
    ['by another', (ask, id, _, other) => ask('DELETE', `/api/sign-ins/${id}`, other)],
    ['by itself', (ask, id, self) => ask('DELETE', `/api/sign-ins/${id}`, self)],
    ['by signing out', (ask, _, self) => ask('POST', '/api/sign-out', self)],
    ['with all others', (ask, _, __, other) => ask('DELETE', '/api/sign-ins?others=true', other)],
  ];
  it.each(sample(ENDS, 0))(
    'that is ended %s takes its sockets and running answers with it, and nobody else’s',
    async (_, end) => {
      const { signIn, ask, bearer } = asked(server);
      const [one, other] = [await signIn('203.0.113.9'), await signIn('203.0.113.10', SAFARI)];
      const mine = [await connect(server, one, 'websocket'), await connect(server, one, 'polling')];
      const theirs = [await connect(server, other, 'websocket'), await server.socket()];
      model.next({ reply: 'Word by word. '.repeat(12), chunkDelayMs: 40 });
      const stream = await fetch(`${server.url}/api/sessions/${sessionId}/messages`, {
        method: 'POST',
        headers: { ...one, accept: 'text/event-stream', 'content-type': 'application/json' },
        body: JSON.stringify({ text: 'Tell me.' }),
      });
      const reader = stream.body!.getReader();
      await reader.read();
      const cut = (async () => {
        while (!(await reader.read()).done);
      })();
      const id = (await list(one)).find(({ current }) => current)!.id;

      const ended = mine.map(gone);
      expect((await end(ask, id, one, other)).status).toBe(204);
      await Promise.all(ended);
      await expect(cut).rejects.toThrow();
      expect(await ask('GET', '/api/about', one)).toMatchObject({
        status: 401,
        body: { code: 'not_signed_in' },
      });
      for (const transport of ['websocket', 'polling'] as const)
        await expect(connect(server, one, transport)).rejects.toMatchObject({
          data: { code: 'not_signed_in' },
        });
      expect(theirs.map(({ connected }) => connected)).toEqual([true, true]);
      expect((await ask('GET', '/api/about', other)).status).toBe(200);
      expect((await list(other)).map((item) => item.id)).not.toContain(id);
      expect((await ask('DELETE', `/api/sign-ins/${id}`, other)).body.code).toBe('not_found');

      // The turn belongs to the server: it goes on and is kept.
      for (let status = ''; status !== 'complete'; await sleep(50)) {
        const { body } = await ask('GET', `/api/sessions/${sessionId}/messages`, bearer(server.token));
        ({ status } = body.items.at(-1));
        expect(['streaming', 'complete']).toContain(status);
      }
      for (const socket of theirs) socket.disconnect();
    },
  );

  it('opens the door for another device by a link, once, and not after all are ended', async () => {
    const { signIn, ask } = asked(server);
    const laptop = await signIn('203.0.113.40');
    const link = async () => (await ask('POST', '/api/sign-in-links', laptop, {})).body as SignInLinkView;
    const enter = (code: string) => ask('POST', '/api/sign-in', { origin: server.url }, { code });
    const first = await link();
    expect(first.origins).toEqual([]);
    expect(Date.parse(first.expiresAt) - Date.now()).toBeGreaterThan(9 * 60_000);
    expect((await enter(first.code)).status).toBe(204);
    expect((await enter(first.code)).body.code).toBe('sign_in_refused');
    const second = await link();
    expect((await ask('DELETE', '/api/sign-ins?others=true', laptop)).status).toBe(204);
    expect((await enter(second.code)).body.code).toBe('sign_in_refused');
    expect((await ask('POST', '/api/sign-in-links', {}, {})).status).toBe(401);
  });

  it('takes the links with it that it made, when it is ended', async () => {
    const { signIn, ask } = asked(server);
    const thief = await signIn('203.0.113.41');
    const { code } = (await ask('POST', '/api/sign-in-links', thief, {})).body as SignInLinkView;
    const { id } = (await list(thief)).find(({ current }) => current)!;
    expect((await server.call('DELETE', `/api/sign-ins/${id}`)).status).toBe(204);
    const again = await ask('POST', '/api/sign-in', { origin: server.url }, { code });
    expect(again.body.code).toBe('sign_in_refused');
  });

  it('ends with all when all are ended; what came by token stays', async () => {
    const { signIn, ask, bearer } = asked(server);
    const one = await signIn('203.0.113.9');
    const socket = await connect(server, one, 'websocket');
    const byToken = await server.socket();
    const ended = gone(socket);
    expect((await ask('DELETE', '/api/sign-ins', bearer(server.token))).status).toBe(204);
    await ended;
    expect(byToken.connected).toBe(true);
    expect(await list(bearer(server.token))).toEqual([]);
    expect((await ask('GET', '/api/about', one)).status).toBe(401);
  });

  it('ends a request that was let in a moment before', async () => {
    const { signIn, ask, bearer } = asked(server);
    const one = await signIn('203.0.113.9');
    const open = Array.from({ length: 12 }, (_, n) =>
      connect(server, one, n % 2 ? 'websocket' : 'polling').catch(() => null),
    );
    await ask('DELETE', '/api/sign-ins', bearer(server.token));
    const sockets = await Promise.all(open);
    for (let n = 0; n < 100 && sockets.some((socket) => socket?.connected); n++) await sleep(50);
    expect(sockets.filter((socket) => socket?.connected)).toEqual([]);
  });

  it('that expires takes what is open with it', async () => {
    const { signIn, ask } = asked(server);
    const one = await signIn('203.0.113.9');
    const sockets = [await connect(server, one, 'websocket'), await connect(server, one, 'polling')];
    await database.query(`UPDATE sign_ins SET expires_at = now() + interval '1 second'`);
    await Promise.all(sockets.map(gone));
    expect((await ask('GET', '/api/about', one)).status).toBe(401);
  });

  it('is refused without a line in the log or a count when it was good once', async () => {
    const { signIn, ask, bearer } = asked(server);
    const one = await signIn('203.0.113.77');
    await ask('DELETE', '/api/sign-ins', bearer(server.token));
    for (let n = 0; n < 15; n++) expect((await ask('GET', '/api/about', one)).status).toBe(401);
    expect(server.output()).not.toContain('203.0.113.77');
  });

  itInFull(
    'ends when the token changes, code and all, and does not come back with the old token',
    async () => {
      const one = await asked(server).signIn('203.0.113.9');
      const socket = await connect(server, one, 'websocket');
      const ended = gone(socket);
      // At the same port, by which its cookies are named.
      const { port: PORT } = new URL(server.url);
      const changed = await server.restart({ PORT, OWNER_TOKEN: '' });
      await ended;
      const { ask, from, bearer } = asked(changed);
      const there = { ...one, origin: changed.url };
      expect((await ask('GET', '/api/about', there)).body.code).toBe('not_signed_in');
      await expect(connect(changed, there, 'websocket')).rejects.toMatchObject({
        data: { code: 'not_signed_in' },
      });
      expect((await ask('GET', '/api/about', bearer(server.token))).status).toBe(401);

      // A token that was made here is looked at for ever: nobody guesses that.
      const made = (await readFile(`${changed.dataDir}/owner-token`, 'utf8')).trim();
      const guesser = from('203.0.113.90');
      for (let n = 0; n < 30; n++) await ask('GET', '/api/about', { ...guesser, ...bearer(`wrong${n}`) });
      expect((await ask('GET', '/api/about', { ...guesser, ...bearer('wrong') })).status).toBe(429);
      expect((await ask('GET', '/api/about', { ...guesser, ...bearer(made) })).status).toBe(200);

      const code = changed.signInLink.split('#sign-in=')[1]!;
      server = await changed.restart({ OWNER_TOKEN: server.token });
      const back = asked(server);
      expect((await back.ask('GET', '/api/about', { ...one, origin: server.url })).status).toBe(401);
      const used = await back.ask('POST', '/api/sign-in', back.from('203.0.113.30'), { code });
      expect(used).toMatchObject({ status: 401, body: { code: 'sign_in_refused' } });
      const { rows } = await database.query<{ hash: string }>(
        `SELECT encode(token_hash, 'hex') AS hash FROM sign_ins`,
      );
      const quick = createHash('sha256').update(server.token).digest('hex');
      expect(rows.map(({ hash }) => hash)).not.toContain(quick);
    },
  );

  it('outlives a restart with the same token, and is forgotten at start when it ended long ago', async () => {
    const long = await asked(server).signIn('203.0.113.9');
    const id = (await list(long)).find(({ current }) => current)!.id;
    const good = await asked(server).signIn('203.0.113.10');
    await database.query(`UPDATE sign_ins SET expires_at = now() - interval '31 days' WHERE id = $1`, [id]);
    server = await server.restart({ PORT: new URL(server.url).port });
    expect((await asked(server).ask('GET', '/api/about', { ...good, origin: server.url })).status).toBe(200);
    expect((await database.query('SELECT FROM sign_ins WHERE id = $1', [id])).rows).toEqual([]);
  });
});

describe('attempts to sign in', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  const refused = (address: string) =>
    server
      .output()
      .split('\n')
      .filter((line) => line.includes(`Sign-in refused from ${address} (`));
  const logged = async (address: string, most: number) => {
    for (let n = 0; n < 40 && refused(address).length < most; n++) await sleep(50);
    return refused(address).length;
  };
  const handshake = (headers: Record<string, string>, auth: object = {}) =>
    new Promise<{ code: string; retryAfter?: number }>((resolve, reject) => {
      const socket = io(server.url, {
        transports: ['websocket'],
        reconnection: false,
        extraHeaders: headers,
        auth,
      });
      socket
        .once('connect', () => resolve({ code: 'connected' }))
        .once('connect_error', (error) => {
          const { data } = error as Error & { data?: { code: string } };
          if (data) resolve(data);
          else reject(error);
        })
        .once('connect', () => socket.disconnect());
    });

  type Way = [
    string,
    string,
    (address: string, n: number) => Promise<{ status?: number; code: string; retryAfter?: number }>,
  ];
  const over = ({ status, body }: Answer) => ({ status, ...body });
  it.each<Way>([
    [
      'a token at the door',
      'token',
      async (address, n) => {
        const { ask, from } = asked(server);
        return over(await ask('POST', '/api/sign-in', from(address), { token: `wrong ${n}` }));
      },
    ],
    [
      'a code of a link',
      'code',
      async (address, n) => {
        const { ask, from } = asked(server);
        return over(await ask('POST', '/api/sign-in', from(address), { code: `wrong${n}` }));
      },
    ],
    [
      'a bearer token',
      'token',
      async (address, n) => {
        const { ask, from, bearer } = asked(server);
        return over(
          await ask('GET', n % 2 ? '/api/characters' : '/v1/models', {
            ...from(address),
            ...bearer(`wrong${n}`),
          }),
        );
      },
    ],
    [
      'a cookie',
      'cookie',
      async (address, n) => {
        const { ask, from } = asked(server);
        return over(
          await ask('GET', '/api/characters', {
            ...from(address),
            cookie: `keepsake-${new URL(server.url).port}=wrong${n}`,
          }),
        );
      },
    ],
    [
      'a token of a handshake',
      'token',
      async (address, n) => {
        const { from } = asked(server);
        return handshake(from(address), { token: `wrong${n}` });
      },
    ],
  ])('by %s that is wrong are lines in the log, and throttled after ten', async (way, what, attempt) => {
    const address = `198.51.100.${way.length}`;
    for (let n = 0; n < 10; n++) {
      const { code, retryAfter } = await attempt(address, n);
      expect(['sign_in_refused', 'not_signed_in']).toContain(code);
      expect(retryAfter).toBeUndefined();
    }
    for (let n = 10; n < 14; n++) {
      const { status = 429, code, retryAfter } = await attempt(address, n);
      expect({ status, code }).toEqual({ status: 429, code: 'sign_in_throttled' });
      expect(retryAfter).toBeGreaterThan(0);
      expect(retryAfter).toBeLessThanOrEqual(60);
    }
    expect(await logged(address, 10)).toBe(10);
    for (const line of refused(address)) {
      // The filter for fail2ban in SECURITY.md looks for this.
      expect(line.endsWith(`"message":"Sign-in refused from ${address} (${what})","context":"Access"}`)).toBe(
        true,
      );
      expect(line).not.toContain('wrong');
    }
  });

  it('tell when the next may be made in Retry-After', async () => {
    const { ask, from } = asked(server);
    for (let n = 0; n < 11; n++)
      await ask('POST', '/api/sign-in', from('192.0.2.1'), { token: `wrong ${n}` });
    const { headers, body } = await ask('POST', '/api/sign-in', from('192.0.2.1'), { token: 'wrong' });
    expect(headers['retry-after']).toBe(String(body.retryAfter));
  });

  it('of one address leave every other one alone, and its cookies, links and other programs', async () => {
    const { ask, from, bearer, signIn } = asked(server);
    const here = from('203.0.113.50');
    const browser = await signIn('203.0.113.50');
    for (let n = 0; n < 9; n++) await ask('GET', '/api/about', { ...here, ...bearer(`wrong${n}`) });
    for (let n = 0; n < 30; n++) await ask('GET', '/api/about', { ...here, ...bearer('an-old-token') });
    // A program with the right token, behind the same address as one with an old token.
    expect((await ask('GET', '/api/about', { ...here, ...bearer('wrong0') })).status).toBe(429);
    expect(await handshake(here, { token: 'old' })).toMatchObject({ code: 'sign_in_throttled' });
    // The tenth and the eleventh different guess: none is looked at any more, a right one neither.
    const right = { ...here, ...bearer(server.token) };
    expect(await ask('GET', '/api/about', right)).toMatchObject({
      status: 429,
      body: { code: 'sign_in_throttled', retryAfter: expect.any(Number) },
    });
    expect((await ask('GET', '/api/about', browser)).status).toBe(200);
    expect((await handshake(browser)).code).toBe('connected');
    const code = server.signInLink.split('#sign-in=')[1]!;
    const links = await Promise.all(
      Array.from({ length: 10 }, () => ask('POST', '/api/sign-in', here, { code })),
    );
    expect(links.map(({ status }) => status).sort()).toEqual([204, ...Array<number>(9).fill(429)]);
    for (const other of ['203.0.113.51', '127.0.0.1', '2001:db8::1'])
      expect((await ask('GET', '/api/about', { ...from(other), ...bearer(server.token) })).status).toBe(200);
  });

  it('with one wrong token again and again do not shut the right one out', async () => {
    const { ask, from, bearer } = asked(server);
    const here = from('203.0.113.60');
    for (let n = 0; n < 30; n++) await ask('GET', '/api/about', { ...here, ...bearer('an-old-token') });
    expect((await ask('GET', '/api/about', { ...here, ...bearer('an-old-token') })).status).toBe(429);
    expect((await ask('GET', '/api/about', { ...here, ...bearer(server.token) })).status).toBe(200);
  });

  it('without a token or cookie are none', async () => {
    const { ask, from } = asked(server);
    for (let n = 0; n < 30; n++) await ask('GET', '/api/about', from('203.0.113.70'));
    expect((await ask('GET', '/api/about', from('203.0.113.70'))).status).toBe(401);
    expect(server.output()).not.toContain('203.0.113.70');
  });

  it('cannot write into the log what they like', async () => {
    const { ask, bearer } = asked(server);
    const forged = [
      '203.0.113.80 (token)\\nSign-in refused from 203.0.113.81 (token)',
      '203.0.113.82"} {"message":"Sign-in refused from 203.0.113.83 (token)',
      '203.0.113.84, not an address',
    ];
    for (const words of forged)
      await ask('GET', '/api/about', { 'x-forwarded-for': words, ...bearer('wrong') });
    expect(await logged('127.0.0.1', 3)).toBeGreaterThanOrEqual(3);
    expect(server.output()).not.toMatch(/203\.0\.113\.8\d/);
  });
});
