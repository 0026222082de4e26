import { readFileSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Another process holds this DATA_DIR. */
export class DataDirTaken extends Error {}

/**
 * When a process began, as the kernel tells it, so that a reused process number is not taken for its former bearer.
 * Empty where there is no /proc.
 */
async function beginning(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // Field 22; the second field is the command in parentheses and may hold blanks.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

/**
 * Whether a process is there (also one of another user's). One that was killed and that nobody has collected yet, as in
 * a container without an init, is not.
 */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    // Where there is no /proc the signal must do.
    return true;
  }
}

async function holder(path: string): Promise<number | null> {
  const [pid = '', began = ''] = (await readFile(path, 'utf8').catch(() => '')).split('\n');
  const number = Number(pid);
  if (!Number.isInteger(number) || number <= 0 || number === process.pid || !isAlive(number)) return null;
  return began === '' || began === (await beginning(number)) ? number : null;
}

/**
 * Takes DATA_DIR for this process alone; made if need be. A lock that a killed process left behind is taken over.
 *
 * @returns what gives it back
 * @throws DataDirTaken while another process lives that holds it
 */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  // 0711: as root, PostgreSQL runs as another user and must be able to pass through to its own folder.
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  const path = join(dataDir, 'keepsake.pid');
  for (let attempt = 0; attempt < 20; attempt++) {
    try {
      const file = await open(path, 'wx', 0o600);
      await file.writeFile(`${process.pid}\n${await beginning(process.pid)}\n`);
      await file.close();
      return () => rm(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const pid = await holder(path);
    if (pid !== null) {
      throw new DataDirTaken(
        `Keepsake is already running on ${dataDir} (process ${pid}). Stop it first, or set DATA_DIR to another folder.`,
      );
    }
    // A file without a line yet belongs to a process that is just writing it.
    await new Promise((resolve) => setTimeout(resolve, 20));
    if ((await holder(path)) === null) {
      await rename(path, `${path}.stale`).catch(() => undefined);
    }
  }
  throw new DataDirTaken(`${path} cannot be taken; if no Keepsake is running, delete that file.`);
}
