import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forget, freshDatabase, launch } from '../support/server.js';

jest.setTimeout(60_000);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepsake-env-'));
});
afterEach(() => forget(folder));

it('a server reads the .env of the folder that it starts in, the environment coming first', async () => {
  const lines = [
    `DATABASE_URL=${await freshDatabase()}`,
    'DATA_DIR=data',
    'MODEL_CONTEXT_WINDOW=12345',
    'OWNER_TOKEN="a token that nobody uses"',
    '# a remark',
  ];
  await writeFile(join(folder, '.env'), `\uFEFF${lines.join('\r\n')}\r\n`);
  const server = await launch({}, folder);
  try {
    const { status, body } = await server.call('GET', '/api/about');
    expect(status).toBe(200);
    expect(body.model.window).toBe(12_345);
  } finally {
    await server.stop();
  }
});

it('a wrong value of a .env is told as any other, and one that cannot be read in a sentence', async () => {
  await writeFile(join(folder, '.env'), 'PORT=eighty\nOPENAI_BASE_URL=nowhere\n');
  await expect(launch({ PORT: '' }, folder)).rejects.toThrow(/PORT must be a number[^]*OPENAI_BASE_URL/);
  const other = join(folder, 'other');
  await mkdir(join(other, '.env'), { recursive: true });
  await expect(launch({}, other)).rejects.toThrow(/could not start\. The file \.env .*EISDIR/);
});
