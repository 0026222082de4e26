import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { locatePostgres } from '../../src/database/embedded/postgres-location.js';

/** The process number of the embedded PostgreSQL of a data folder, by its pid file; 0 when there is none. */
export async function postmasterOf(dataDir: string): Promise<number> {
  const { home } = await locatePostgres(dataDir);
  try {
    return Number(readFileSync(join(home, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
  } catch {
    return 0;
  }
}

/** A process and its children, by /proc. */
export function family(pid: number): number[] {
  const parentOf = (one: string) => {
    try {
      const stat = readFileSync(`/proc/${one}/stat`, 'utf8');
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    } catch {
      return 0;
    }
  };
  const numbers = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return [pid, ...numbers.filter((one) => parentOf(one) === pid).map(Number)];
}

/** Stops all of these where they stand, as a disk that hangs does. */
export function freeze(pids: readonly number[]): void {
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
}

/** Which of these are there still; one that nobody has collected yet is not. */
export function living(pids: readonly number[]): number[] {
  return pids.filter((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
    } catch {
      return false;
    }
  });
}
