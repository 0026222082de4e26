import { spawnSync } from 'node:child_process';
import { readFile, readlink, realpath, rm } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { within } from '../../process/deadline.js';
import { isAlive } from './data-lock.js';
import { killWithChildren } from './kill-with-children.js';
import { postgresEnvironment } from './postgres-environment.js';
import type { PostgresLocation } from './postgres-location.js';
import { programOf } from './program-of.js';

/** How long one that was left running may take to answer, and to be gone once it was killed, in milliseconds. */
const ANSWER_MS = 10_000;
const END_MS = 5000;

/** A PostgreSQL server process, by its pid file. */
export interface Postmaster {
  pid: number;
  port: number;
  ready: boolean;
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** The folder of the cluster. */
export const cluster = (place: PostgresLocation) => join(place.home, 'postgres');

const pidFile = (place: PostgresLocation) => join(cluster(place), 'postmaster.pid');

/**
 * The postmaster that runs on this cluster and answers, if one does. A pid file left over from a dead one is removed, and
 * one that stands still is ended.
 *
 * @param urlAt the address of our database on a port
 * @throws Error when one neither answers nor can be ended
 */
export async function findRunning(
  place: PostgresLocation,
  urlAt: (port: number) => string,
  log: { warn(message: string): void },
): Promise<Postmaster | null> {
  let pid = 0;
  let isSure = false;
  for (let waited = 0; waited < 15_000; waited += 50) {
    const found = await readPidFile(place);
    if (!found) return null;
    pid = found.pid;
    const isOurs = isAlive(found.pid) && (await isPostmaster(found.pid, place));
    isSure = isOurs === true;
    if (isOurs === false) return forget(place, log);
    if (found.ready) {
      if (await answers(urlAt(found.port))) return found;
      break;
    }
    await pause(50);
  }
  // Another program may have got its number since.
  if (!isSure) return forget(place, log);
  log.warn(`The PostgreSQL that an earlier process left (process ${pid}) does not answer; starting another.`);
  await end(place, pid);
  return null;
}

async function forget(place: PostgresLocation, log: { warn(message: string): void }): Promise<null> {
  log.warn('Found the trace of a PostgreSQL that was killed; it recovers by itself.');
  await rm(pidFile(place), { force: true });
  return null;
}

/** Whether a server says anything, be it no: one that stands still takes connections and is silent. */
async function answers(url: string): Promise<boolean> {
  const client = new pg.Client(url);
  client.on('error', () => {});
  const answered = await within(ANSWER_MS, client.connect());
  void client.end().catch(() => {});
  return answered;
}

/**
 * Ends one by force; what was committed is there when the next one has recovered.
 * @throws Error when it is there all the same
 */
async function end(place: PostgresLocation, pid: number): Promise<void> {
  const killed = await killWithChildren(pid);
  for (let waited = 0; killed.some(isAlive); waited += 20) {
    if (waited >= END_MS)
      throw new Error(
        `The PostgreSQL that an earlier process left (process ${pid}) neither answers nor can be ended: its disk may hang. Look at the disk, or restart this machine.`,
      );
    await pause(20);
  }
  await rm(pidFile(place), { force: true });
}

export async function readPidFile(place: PostgresLocation): Promise<Postmaster | null> {
  const lines = (await readFile(pidFile(place), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  return pid > 0 ? { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' } : null;
}

/** @returns null where nothing tells */
async function isPostmaster(pid: number, place: PostgresLocation): Promise<boolean | null> {
  // A postmaster works in its cluster's folder. Where there is no /proc, the name must do.
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => null);
  if (folder !== null) return folder === (await realpath(cluster(place)));
  return programOf(pid)?.includes('postgres') ?? null;
}

/** Tells one to stop; it is not waited for. */
export function shutDown(place: PostgresLocation, pid: number, mode: 'fast' | 'immediate'): void {
  if (platform() === 'win32') {
    spawnSync(place.binaries.pg_ctl, ['stop', '-D', cluster(place), '-m', mode, '-W'], {
      cwd: '/',
      env: postgresEnvironment(),
      windowsHide: true,
    });
    return;
  }
  try {
    process.kill(pid, mode === 'fast' ? 'SIGINT' : 'SIGQUIT');
  } catch {
    // It has ended by itself.
  }
}
