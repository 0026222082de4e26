import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { badForms } from '../support/files/bad-forms.js';
import { beginRequest, FORM, partHead } from '../support/half-open.js';
import { forget, startServer, type TestServer } from '../support/server.js';

jest.setTimeout(600_000);

const MB = 1024 * 1024;
/** How many files are sent whole, and forms made by chance: FILES=20 FORMS=1500 take eight minutes. */
const FILES = Number(process.env['FILES'] ?? 6);
const FORMS = Number(process.env['FORMS'] ?? 300);
const SEED = Number(process.env['SEED'] ?? Date.now() % 1e6);

let folder: string;
let server: TestServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepsake-data-'));
  server = await startServer({ DATA_DIR: folder, MEMORY_MB: '1024' });
});
afterAll(async () => {
  await server.stop();
  expect(server.output()).not.toMatch(/ERROR|Uncaught|Unhandled/);
  await forget(folder);
});

const memory = async () =>
  Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${server.pid}/status`, 'utf8'))![1]) / 1024;
const empty = async () => {
  while ((await readdir(join(folder, 'uploads'))).length) await new Promise((r) => setTimeout(r, 50));
};

it(`twenty half-open files of 94 MB, and ${FILES} whole ones, cost little memory`, async () => {
  const before = await memory();
  let most = before;
  const look = setInterval(() => void memory().then((now) => (most = Math.max(most, now))), 100);
  const piece = Buffer.alloc(MB, 'text ');
  const send = async (whole: boolean) => {
    const one = beginRequest(server, '/api/ingests', FORM);
    await one.write(partHead('files', 'a.txt'));
    for (let n = 0; n < 94; n++) await one.write(piece);
    if (whole) one.end('\r\n--x--\r\n');
    return one;
  };
  const halves = await Promise.all(Array.from({ length: 20 }, () => send(false)));
  const half = most - before;
  for (const one of halves) one.destroy();
  await empty();
  const whole = await Promise.all(Array.from({ length: FILES }, () => send(true)));
  const ids = await Promise.all(whole.map(async ({ answer }) => (await answer).body.id as string));
  await Promise.all(ids.map((id) => server.call('DELETE', `/api/ingests/${id}`)));
  clearInterval(look);
  process.stdout.write(`half-open: +${Math.round(half)} MB, in all: +${Math.round(most - before)} MB\n`);
  expect(half).toBeLessThan(150);
  await empty();
});

it('507 fields of a megabyte are refused, whoever sends them', async () => {
  const field = `${partHead('text')}${'v'.repeat(MB)}\r\n`;
  const before = await memory();
  const answers = await Promise.all(
    Array.from({ length: 10 }, async () => {
      const one = beginRequest(server, '/api/ingests', { ...FORM, 'content-length': 507 * field.length });
      for (let n = 0; n < 20; n++) await one.write(field);
      const { status } = await one.answer;
      one.destroy();
      return status;
    }),
  );
  expect(answers).toEqual(answers.map(() => 400));
  expect((await memory()) - before).toBeLessThan(150);
});

it(`forms by chance are answered in words (SEED=${SEED})`, async () => {
  for (const { name, headers, body } of badForms(SEED, FORMS)) {
    for (const path of ['/api/ingests', '/api/restore', '/api/characters/import']) {
      const one = beginRequest(server, path, { ...headers, 'content-length': body.length });
      one.end(body);
      const answer = await one.answer;
      expect({ name, path, ...answer }).toMatchObject({
        body: { statusCode: answer.status, code: expect.any(String) },
      });
      expect([400, 413, 422]).toContain(answer.status);
    }
  }
});
