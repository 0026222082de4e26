import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keptSecret } from './kept-secret.js';

describe('a secret that is kept in a file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keepsake-secret-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is made once, for its owner alone, and is the same afterwards', async () => {
    const path = join(folder, 'new', 'secret');
    const made = await keptSecret(path, 32);
    expect(made).toMatch(/^[\w-]{43}$/);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await keptSecret(path, 32)).toBe(made);
  });

  it('is never empty: a file whose writing was cut off is written anew', async () => {
    const path = join(folder, 'empty');
    await writeFile(path, '\n');
    const made = await keptSecret(path, 24);
    expect(made).toMatch(/^[\w-]{32}$/);
    expect((await readFile(path, 'utf8')).trim()).toBe(made);
  });

  it('is not written over where it cannot be read', async () => {
    const path = join(folder, 'folder');
    await mkdir(path);
    await expect(keptSecret(path, 24)).rejects.toMatchObject({ code: 'EISDIR' });
  });
});
