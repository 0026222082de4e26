import { spawnSync } from 'node:child_process';
import { postgresEnvironment } from './postgres-environment.js';

/**
 * What program a process runs, as the system lists it: a command line, or a file's name on Windows.
 * @returns null where nothing tells
 */
export function programOf(pid: number, platform: NodeJS.Platform = process.platform): string | null {
  const [command, args] =
    platform === 'win32'
      ? ['tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']]
      : ['ps', ['-p', String(pid), '-o', 'command=']];
  const { status, stdout } = spawnSync(command as string, args as string[], {
    encoding: 'utf8',
    env: postgresEnvironment(),
    windowsHide: true,
  });
  return status === 0 && stdout.trim() !== '' ? stdout.trim() : null;
}
