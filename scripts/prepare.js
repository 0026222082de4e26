/**
 * Brings a checkout to where it can be started: packages installed from the lock file, server and client built. Each
 * is done again only when what it is made from has changed. Runs before anything is installed: Node alone.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Keepsake needs Node 20.19 or newer; this is ${process.version}.`);
  process.exit(1);
}

/** Files below paths, hashed by name and content. */
function fingerprint(paths, skip = () => false) {
  const hash = createHash('sha256').update(process.version);
  const add = (path) => {
    if (!existsSync(join(root, path)) || skip(path)) return;
    const entries = readdirSync(join(root, path), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const inner = `${path}/${entry.name}`;
      if (skip(inner)) continue;
      if (entry.isDirectory()) add(inner);
      else hash.update(inner).update(readFileSync(join(root, inner)));
    }
  };
  for (const path of paths) {
    if (/\.[a-z]+$/.test(path)) hash.update(path).update(readFileSync(join(root, path)));
    else add(path);
  }
  return hash.digest('hex');
}

/** @param made folder that is made anew, so that nothing is left of what has moved */
function step(name, stampFile, stamp, commands, made) {
  const stampPath = join(root, stampFile);
  if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === stamp) return;
  console.log(name);
  if (made) rmSync(join(root, made), { recursive: true, force: true });
  for (const [command, ...args] of commands) {
    const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
    if (status !== 0) process.exit(status ?? 1);
  }
  mkdirSync(join(stampPath, '..'), { recursive: true });
  writeFileSync(stampPath, stamp);
}

/** What decides on the packages that are installed, and on their install scripts. */
function packages() {
  const { dependencies, devDependencies, overrides, allowScripts } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const asked = JSON.stringify([dependencies, devDependencies, overrides, allowScripts]);
  return createHash('sha256')
    .update(fingerprint(['package-lock.json']))
    .update(asked)
    .digest('hex');
}

const isTest = (path) => path.endsWith('.test.ts') || path === 'client/dist';

// By its name npm needs a shell on Windows, which breaks at the blank of "Program Files": its script is run instead.
const npmScript = [
  process.env.npm_execpath,
  join(dirname(process.execPath), 'node_modules/npm/bin/npm-cli.js'),
].find((path) => path?.endsWith('npm-cli.js') && existsSync(path));
const npm = npmScript ? [process.execPath, npmScript] : ['npm'];

step('Installing packages …', 'node_modules/.keepsake', packages(), [
  [...npm, 'ci', '--include=dev', '--no-fund', '--no-audit', '--loglevel=error'],
]);
step(
  'Building the server …',
  'dist/.keepsake',
  fingerprint(
    [
      'src',
      'migrations',
      'scripts/describe-answers.js',
      'scripts/bundle.js',
      'tsconfig.json',
      'tsconfig.build.json',
      'package-lock.json',
    ],
    isTest,
  ),
  [
    [process.execPath, 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'],
    [process.execPath, 'scripts/describe-answers.js'],
    [process.execPath, 'scripts/bundle.js'],
  ],
  'dist',
);
step(
  'Building the client …',
  'client/dist/.keepsake',
  fingerprint(
    [
      'client',
      'src/contracts',
      'src/text/encoding/truncate.ts',
      'src/text/dialogue',
      'src/text/profiles',
      'package-lock.json',
    ],
    isTest,
  ),
  [[process.execPath, 'node_modules/vite/bin/vite.js', 'build', 'client', '--logLevel', 'warn']],
);
