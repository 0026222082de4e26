import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The numbers of the processes that a process has begun. */
export async function childrenOf(pid: number): Promise<number[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,comm=']);
  return stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parent, command]) => Number(parent) === pid && !/^ps$/.test(command ?? ''))
    .map(([child]) => Number(child));
}

/** What a process was begun with; nothing when it has ended. */
export async function commandOf(pid: number): Promise<string> {
  const { stdout } = await run('ps', ['-p', String(pid), '-o', 'args=']).catch(() => ({ stdout: '' }));
  return stdout;
}

export function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Waits until a process has ended. */
export async function gone(pid: number): Promise<void> {
  while (isThere(pid)) await pause(20);
}

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
