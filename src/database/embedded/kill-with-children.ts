import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';

/**
 * Kills a process and its children, stopped ones included. PostgreSQL's children lead process groups of their own, and
 * one that stands still would hold its shared memory, so that no other could start.
 *
 * @returns their process numbers; they are not waited for
 */
export async function killWithChildren(pid: number): Promise<number[]> {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/T', '/F', '/PID', String(pid)], { windowsHide: true });
    return [pid];
  }
  const all = [pid, ...(await childrenOf(pid))];
  for (const one of all) {
    try {
      process.kill(one, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
  return all;
}

async function childrenOf(pid: number): Promise<number[]> {
  const numbers = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  if (!numbers.length) {
    const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
    const pairs = (stdout ?? '').split('\n').map((line) => line.trim().split(/\s+/).map(Number));
    return pairs.filter(([, parent]) => parent === pid).map(([child]) => child!);
  }
  const parents = await Promise.all(
    numbers.map(async (number) => {
      const stat = await readFile(`/proc/${number}/stat`, 'utf8').catch(() => '');
      // The second field is the command in parentheses and may hold blanks.
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    }),
  );
  return numbers.filter((_, n) => parents[n] === pid).map(Number);
}
