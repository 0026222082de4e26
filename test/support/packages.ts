import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Packages of others as their users have them, in a folder of their own: our own lock file cannot hold all of them. */
export interface Packages {
  require(name: string): any;
  /** Where they are. */
  folder: string;
  remove(): void;
}

/** @param specs such as `openai@5.23.2` */
export function installed(...specs: string[]): Packages {
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-packages-'));
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--force', '--loglevel=error'];
  const { status, stderr } = spawnSync('npm', ['install', '--prefix', folder, ...options, ...specs], {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`${specs.join(', ')} could not be installed: ${stderr}`);
  return {
    require: createRequire(join(folder, 'index.js')),
    folder,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
