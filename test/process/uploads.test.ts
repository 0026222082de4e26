import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { beginRequest, FORM, type HalfOpen, partHead } from '../support/half-open.js';
import { forget, startServer, type TestServer } from '../support/server.js';
import { badForms } from '../support/files/bad-forms.js';

jest.setTimeout(90_000);

const MB = 1024 * 1024;
const ROUTES = ['/api/ingests', '/api/restore', '/api/characters/import'];

describe('uploads', () => {
  let server: TestServer;
  let folder: string;
  let uploads: string;
  /** Takes connections and says nothing. */
  let nobody: Server;
  let silent: string;
  const open: HalfOpen[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keepsake-data-'));
    uploads = join(folder, 'uploads');
    await mkdir(uploads);
    await writeFile(join(uploads, 'left-over'), 'of a killed process');
    nobody = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => nobody.once('listening', resolve));
    silent = `127.0.0.1:${(nobody.address() as AddressInfo).port}`;
    server = await startServer({ DATA_DIR: folder, MEMORY_MB: '256', INGEST_ALLOW_HOSTS: silent });
  });
  afterEach(async () => {
    for (const one of open.splice(0)) one.destroy();
    await empty();
  });
  afterAll(async () => {
    await server.stop();
    nobody.close();
    expect(server.output()).not.toMatch(/ERROR|Uncaught|Unhandled/);
    await forget(folder);
  });

  const begin = (path: string, headers: Record<string, string | number>) => {
    const one = beginRequest(server, path, headers);
    open.push(one);
    return one;
  };
  const files = () => readdir(uploads);
  const until = async (passes: () => Promise<boolean>) => {
    while (!(await passes())) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  const empty = () => until(async () => (await files()).length === 0);
  const memory = async () => {
    const status = await readFile(`/proc/${server.pid}/status`, 'utf8').catch(() => '');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  };

  it('what a killed process left is gone at the start', async () => {
    expect(await files()).toEqual([]);
  });

  it.each(ROUTES)(
    '%s: a file lies on disk as it comes, for this user alone, and goes with its request',
    async (path) => {
      const field = path === '/api/ingests' ? 'files' : 'file';
      const half = begin(path, { ...FORM, 'content-length': 50 * MB });
      await half.write(partHead(field, '../../evil.txt'));
      await half.write(Buffer.alloc(MB, 'a'));
      const size = async () => (await stat(join(uploads, (await files())[0] ?? ''))).size;
      await until(async () => (await files()).length === 1 && (await size()) > MB / 2);
      const [name] = await files();
      expect(name).toMatch(/^[0-9a-f]{32}$/);
      expect((await stat(join(uploads, name!))).mode & 0o777).toBe(0o600);
      expect((await stat(uploads)).mode & 0o777).toBe(0o700);
      half.destroy();
      await empty();
    },
  );

  it('many half-open files take the disk and not the memory', async () => {
    const before = await memory();
    const halves = Array.from({ length: 8 }, () =>
      begin('/api/ingests', { ...FORM, 'content-length': 95 * MB }),
    );
    await Promise.all(
      halves.map(async (half) => {
        await half.write(partHead('files', 'a.txt'));
        for (let n = 0; n < 5; n++) await half.write(Buffer.alloc(MB, 'a'));
      }),
    );
    await until(async () => (await files()).length === 8);
    expect((await memory()) - before).toBeLessThan(60);
    expect((await server.call('GET', '/health/ready')).status).toBe(200);
  });

  it('files come into the database as they are, with their names, in their order', async () => {
    // Imports are done one after another: these lie where they were put.
    const { body: before } = await server.call('POST', '/api/ingests', { url: `http://${silent}/` });
    const form = new FormData();
    const large = randomBytes(5 * MB);
    form.append('files', new Blob([large]), 'Größe "1".txt');
    form.append('files', new Blob([]), '空.txt');
    form.append('files[]', new Blob(['x\0y']), 'C:\\Temp\\third.txt');
    form.append('title', '三');
    const answer = await fetch(`${server.url}/api/ingests`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.token}` },
      body: form,
    });
    expect(answer.status).toBe(202);
    const { id } = (await answer.json()) as { id: string };
    const database = new pg.Client(server.databaseUrl);
    await database.connect();
    const { rows } = await database.query<{ name: string; bytes: Buffer; title: string }>(
      `SELECT f.name, i.title, coalesce(string_agg(p.bytes, '' ORDER BY p.piece), '') AS bytes
       FROM ingest_files f JOIN ingests i ON i.id = f.ingest_id
       LEFT JOIN ingest_file_pieces p ON p.ingest_id = f.ingest_id AND p.n = f.n
       WHERE i.id = $1 GROUP BY f.n, f.name, i.title ORDER BY f.n`,
      [id],
    );
    await database.end();
    expect(rows.map(({ name, title }) => [name, title])).toEqual([
      ['Größe "1".txt', '三'],
      ['空.txt', '三'],
      ['third.txt', '三'],
    ]);
    expect(rows[0]!.bytes.equals(large)).toBe(true);
    expect(rows.slice(1).map(({ bytes }) => bytes.toString())).toEqual(['', 'x\0y']);
    await empty();
    for (const ingest of [id, before.id]) await server.call('DELETE', `/api/ingests/${ingest}`);
  });

  it('a form that is too much is refused before it has come', async () => {
    const refused = async (path: string, body: (half: HalfOpen) => Promise<void>) => {
      // Of so many bytes only some come: nobody waits for the others.
      const half = begin(path, { ...FORM, 'content-length': 600 * MB });
      await body(half);
      const { status, body: said } = await half.answer;
      expect(said).toMatchObject({
        statusCode: status,
        code: expect.any(String),
        message: expect.any(String),
      });
      return said.code as string;
    };
    const fields = (count: number, size: number) => async (half: HalfOpen) => {
      for (let n = 0; n < count; n++) await half.write(`${partHead(`f${n}`)}${'v'.repeat(size)}\r\n`);
    };
    const several = (field: string, count: number) => async (half: HalfOpen) => {
      for (let n = 0; n < count; n++)
        await half.write(`${partHead(field, `${n}.txt`)}${'text '.repeat(8000)}\r\n`);
    };
    const megabytes = (count: number) => async (half: HalfOpen) => {
      await half.write(partHead('file', 'a.png'));
      for (let n = 0; n < count; n++) await half.write(Buffer.alloc(MB));
    };
    expect(await refused('/api/ingests', fields(100, 1000))).toBe('bad_request');
    expect(await refused('/api/ingests', fields(3, MB))).toBe('bad_request');
    expect(await refused('/api/restore', fields(3, MB))).toBe('bad_request');
    expect(await refused('/api/ingests', several('files', 21))).toBe('file_too_large');
    expect(await refused('/api/characters/import', several('file', 2))).toBe('file_too_large');
    expect(await refused('/api/characters/import', megabytes(101))).toBe('file_too_large');
    const elsewhere = await server.upload('/api/restore', 'files', { name: 'a.zip', bytes: 'x' });
    expect([elsewhere.status, elsewhere.body.code]).toEqual([400, 'bad_request']);
  });

  it('bodies of JSON have a bound together, in what their pieces cost, too', async () => {
    // 32 MB for all.
    const json = { 'content-type': 'application/json', 'content-length': 4 * MB };
    const halves = Array.from({ length: 8 }, () => begin('/api/characters', json));
    for (const half of halves) await half.write('{'.padEnd(4 * MB - 10, ' '));
    const { status, headers, body } = await begin('/api/characters', json).answer;
    expect([status, body.code]).toEqual([503, 'uploads_busy']);
    expect(Number(headers['retry-after'])).toBe(body.retryAfter);
    expect((await server.call('GET', '/api/characters')).status).toBe(200);
    for (const half of halves) half.destroy();
    await until(async () => (await server.call('POST', '/api/characters', { name: 'Mira' })).status === 201);
  });

  it('what comes byte by byte costs no more than what comes at once', async () => {
    const inBits = (path: string, type: string, begins: string, ends: string, count: number) =>
      new Promise<string>((resolve) => {
        const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
        const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
        let answer = '';
        socket.on('data', (data) => (answer += data.toString()));
        socket.on('error', () => {}).on('close', () => resolve(answer));
        socket.write(
          `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${server.token}\r\n` +
            `Connection: close\r\nContent-Type: ${type}\r\nTransfer-Encoding: chunked\r\n\r\n`,
        );
        socket.write(`${chunk(begins)}${chunk(' ').repeat(count)}${chunk(ends)}0\r\n\r\n`);
      });
    const json = (count: number) => inBits('/api/characters', 'application/json', '{', '"name":"A"}', count);
    const field = inBits(
      '/api/ingests',
      FORM['content-type'],
      partHead('text'),
      'Hello.\r\n--x--\r\n',
      250_000,
    );
    expect(await json(20_000)).toMatch(/^HTTP\/1.1 201/);
    const before = await memory();
    expect(await json(150_000)).toMatch(/^HTTP\/1.1 400[^]*bad_request/);
    expect(await field).toMatch(/^HTTP\/1.1 202/);
    expect((await memory()) - before).toBeLessThan(150);
  });

  it('forms in any form are answered in words', async () => {
    for (const { name, headers, body } of badForms(Number(process.env['SEED'] ?? 1), 8)) {
      for (const path of ROUTES) {
        const half = begin(path, { ...headers, 'content-length': body.length });
        half.end(body);
        const answer = await half.answer;
        expect({ name, path, ...answer }).toMatchObject({
          status: expect.any(Number),
          body: { statusCode: answer.status, code: expect.any(String), message: expect.any(String) },
        });
        expect([400, 413, 422]).toContain(answer.status);
        open.length = 0;
      }
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect((await server.call('GET', '/health/ready')).status).toBe(200);
  });
});

/** A small disk of its own, where this user may mount one. */
const small = await (async () => {
  const place = await mkdtemp(join(tmpdir(), 'keepsake-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=290m', 'tmpfs', place], { stdio: 'ignore' });
    return place;
  } catch {
    await rm(place, { recursive: true });
    return null;
  }
})();

(small ? describe : describe.skip)('uploads to a disk that is full', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ DATA_DIR: small! });
  });
  afterAll(async () => {
    await server?.stop();
    execFileSync('umount', [small!]);
    await rm(small!, { recursive: true });
  });

  it('are refused before they come, where they leave no room for the database', async () => {
    const half = beginRequest(server, '/api/restore', { ...FORM, 'content-length': 60 * MB });
    const { status, body } = await half.answer;
    expect([status, body.code]).toEqual([507, 'disk_full']);
    half.destroy();
  });

  it('are refused in the middle, and leave nothing', async () => {
    const half = beginRequest(server, '/api/restore', FORM);
    await half.write(partHead('file', 'a.zip'));
    await half.write(Buffer.alloc(MB));
    try {
      execFileSync('fallocate', ['-l', '280M', join(small!, 'else')], { stdio: 'ignore' });
      execFileSync('dd', ['if=/dev/zero', `of=${join(small!, 'rest')}`, 'bs=64k'], { stdio: 'ignore' });
    } catch {
      // It is full.
    }
    for (let n = 0; n < 4; n++) await half.write(Buffer.alloc(MB));
    const { status, body } = await half.answer;
    expect([status, body.code]).toEqual([507, 'disk_full']);
    half.destroy();
    for (const name of ['else', 'rest']) await rm(join(small!, name));
    expect(await readdir(join(small!, 'uploads'))).toEqual([]);
    expect(server.output()).not.toMatch(/ERROR/);
  });
});
