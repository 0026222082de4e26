import { afterEach, describe, expect, it } from '@jest/globals';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programOf } from './program-of.js';

const PATH = process.env['PATH'];

describe('the program of a process', () => {
  let folder: string | undefined;
  afterEach(async () => {
    process.env['PATH'] = PATH;
    if (folder) await rm(folder, { recursive: true });
    folder = undefined;
  });

  /** Puts a program of that name in front of all others. */
  const command = async (name: string, script: string) => {
    folder = await mkdtemp(join(tmpdir(), 'keepsake-program-'));
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, name), 0o755);
    process.env['PATH'] = folder;
  };

  it('is what ps says', async () => {
    await command('ps', `echo "/usr/lib/postgres -D $2"`);
    expect(programOf(42, 'linux')).toBe('/usr/lib/postgres -D 42');
  });

  it('is what tasklist says on Windows', async () => {
    await command('tasklist', `echo '"postgres.exe","42","Console","1","9,876 K"'`);
    expect(programOf(42, 'win32')).toContain('postgres.exe');
  });

  it.each(['linux', 'darwin', 'win32'] as const)('is unknown on %s where nothing lists it', (platform) => {
    process.env['PATH'] = '/nowhere';
    expect(programOf(process.pid, platform)).toBeNull();
  });

  it('is unknown of a process that is not there', async () => {
    await command('ps', 'exit 1');
    expect(programOf(42, 'linux')).toBeNull();
  });
});
