import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { openSync, closeSync } from 'node:fs';
import { chown, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { isAlive } from './data-lock.js';
import { killWithChildren } from './kill-with-children.js';
import { postgresEnvironment } from './postgres-environment.js';
import { locatePostgres, makePrivate, type PostgresLocation } from './postgres-location.js';
import { cluster, findRunning, type Postmaster, readPidFile, shutDown } from './postmaster.js';

export interface EmbeddedPostgresLog {
  log(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** What an immediate stop has at the end of the time for stopping, and a kill after that, in milliseconds. */
const AT_ONCE_MS = 2000;
const KILL_MS = 1000;

function countdown(ms: number): () => number {
  const end = performance.now() + ms;
  return () => end - performance.now();
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** What the server is started with. Statements and values stay out of its log: they hold what people say. */
const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=60',
  'shared_buffers=128MB',
  'work_mem=32MB',
  'jit=off',
  'log_min_error_statement=panic',
  'log_error_verbosity=terse',
  'log_parameter_max_length_on_error=0',
];

/**
 * The PostgreSQL that comes with Keepsake, for a DATA_DIR that this process holds. It runs in a process group of its
 * own, so that Ctrl-C reaches Keepsake alone, which stops it in order; when Keepsake is killed it lives on, and the
 * next start adopts it. When it dies by itself it is started again on the same port.
 */
export class EmbeddedPostgres {
  private stopping = false;
  private guard: NodeJS.Timeout | undefined;

  private constructor(
    private readonly place: PostgresLocation,
    private readonly password: string,
    private readonly log: EmbeddedPostgresLog,
    private postmaster: Postmaster,
  ) {}

  /** @param dataDir absolute, made and locked by the caller */
  static async start(dataDir: string, log: EmbeddedPostgresLog): Promise<EmbeddedPostgres> {
    const place = await locatePostgres(dataDir);
    const password = await storedPassword(join(dataDir, 'database-password'));
    await initialise(place, password);
    const running = await findRunning(place, urlAt(password), log);
    if (running)
      log.log(`Adopted the PostgreSQL that an earlier process left running (process ${running.pid}).`);
    const postmaster = running ?? (await launch(place, await freePort()));
    const server = new EmbeddedPostgres(place, password, log, postmaster);
    await server.ensureDatabase();
    server.keep();
    return server;
  }

  get url(): string {
    return urlAt(this.password)(this.postmaster.port);
  }

  get pid(): number {
    return this.postmaster.pid;
  }

  /**
   * Stops it in order, at once where that takes too long, and by force in the end: what was committed is there at the
   * next start, whichever it was.
   *
   * @param left milliseconds that it may still take
   * @throws Error when it had to be killed
   */
  async stop(left: () => number = countdown(10_000)): Promise<void> {
    this.stopping = true;
    clearInterval(this.guard);
    const { pid } = this.postmaster;
    const ends = async (reserve: number) => {
      while (isAlive(pid) && left() > reserve) await pause(20);
      return !isAlive(pid);
    };
    shutDown(this.place, pid, 'fast');
    if (await ends(AT_ONCE_MS)) return;
    shutDown(this.place, pid, 'immediate');
    if (await ends(KILL_MS)) return;
    await killWithChildren(pid);
    throw new Error('it did not answer and was killed; it recovers at the next start');
  }

  private keep(): void {
    let restarting = false;
    this.guard = setInterval(() => {
      if (this.stopping || restarting || isAlive(this.postmaster.pid)) return;
      restarting = true;
      this.log.error('PostgreSQL is gone; starting it again.');
      launch(this.place, this.postmaster.port)
        .then((postmaster) => {
          this.postmaster = postmaster;
          if (this.stopping) shutDown(this.place, postmaster.pid, 'fast');
        })
        .catch((error: unknown) => this.log.error(`PostgreSQL could not be started again: ${String(error)}`))
        .finally(() => (restarting = false));
    }, 500);
    this.guard.unref();
  }

  private async ensureDatabase(): Promise<void> {
    const client = new pg.Client(this.url.replace(/\/keepsake$/, '/postgres'));
    await client.connect();
    try {
      const { rowCount } = await client.query(`SELECT FROM pg_database WHERE datname = 'keepsake'`);
      if (!rowCount) await client.query('CREATE DATABASE keepsake');
    } finally {
      await client.end();
    }
  }
}

const urlAt = (password: string) => (port: number) =>
  `postgres://keepsake:${password}@127.0.0.1:${port}/keepsake`;

async function storedPassword(path: string): Promise<string> {
  const stored = await readFile(path, 'utf8').catch(() => '');
  if (stored) return stored.trim();
  const made = randomBytes(24).toString('base64url');
  await writeFile(path, `${made}\n`, { mode: 0o600 });
  return made;
}

/** Makes the cluster once; beside its place first, so that one half made by a killed process is never used. */
async function initialise(place: PostgresLocation, password: string): Promise<void> {
  if (await stat(cluster(place)).catch(() => null)) return;
  const making = `${cluster(place)}.new`;
  await rm(making, { recursive: true, force: true });
  await makePrivate(making, place.ids);
  const secret = await mkdtemp(join(tmpdir(), 'keepsake-'));
  try {
    const file = join(secret, 'password');
    await writeFile(file, password, { mode: 0o600 });
    if ('uid' in place.ids) {
      await chown(secret, place.ids.uid, place.ids.gid);
      await chown(file, place.ids.uid, place.ids.gid);
    }
    const made = spawnSync(
      place.binaries.initdb,
      [
        `--pgdata=${making}`,
        '--username=keepsake',
        `--pwfile=${file}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
      ],
      { ...place.ids, cwd: '/', encoding: 'utf8', env: postgresEnvironment(), windowsHide: true },
    );
    if (made.status !== 0) {
      throw new Error(
        `The database could not be made: ${made.stderr || made.error?.message || 'initdb failed'}`,
      );
    }
  } finally {
    await rm(secret, { recursive: true, force: true });
  }
  await rename(making, cluster(place));
}

async function launch(place: PostgresLocation, port: number): Promise<Postmaster> {
  const logFile = join(place.home, 'postgres.log');
  const tooLong = ((await stat(logFile).catch(() => null))?.size ?? 0) > 10_000_000;
  const output = openSync(logFile, tooLong ? 'w' : 'a', 0o600);
  const settings = [`port=${port}`, ...SETTINGS].flatMap((setting) => ['-c', setting]);
  // An elevated shell of Windows may not run it: pg_ctl gives the rights up first.
  const byControl = process.platform === 'win32';
  const [program, args] = byControl
    ? [place.binaries.pg_ctl, ['start', '-W', '-D', cluster(place), '-o', settings.join(' ')]]
    : [place.binaries.postgres, ['-D', cluster(place), ...settings]];
  const child = spawn(program, args, {
    ...place.ids,
    cwd: '/',
    detached: true,
    windowsHide: true,
    stdio: ['ignore', output, output],
    env: postgresEnvironment(),
  });
  closeSync(output);
  let ended = false;
  child.once('exit', (code) => (ended = !byControl || code !== 0));
  child.once('error', () => (ended = true));
  child.unref();
  for (let waited = 0; !ended && waited < 60_000; waited += 15) {
    await pause(15);
    const found = await readPidFile(place);
    if (found?.ready && (byControl || found.pid === child.pid)) return found;
  }
  const lines = (await readFile(logFile, 'utf8').catch(() => '')).trim().split('\n').slice(-5).join('\n');
  throw new Error(`PostgreSQL did not start; its log ends:\n${lines}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
