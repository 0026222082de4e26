import { spawnSync } from 'node:child_process';
import { root } from './prepare.js';

for (const file of ['bench/turn-overhead.js', 'bench/reading.js', 'bench/memory.js']) {
  const { status } = spawnSync(process.execPath, [file], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
