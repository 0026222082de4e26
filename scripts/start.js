import * as module from 'node:module';
import { join } from 'node:path';
import { root } from './prepare.js';

// npm hands a SIGTERM on to its shell, which ends without handing it on to us: whoever loses that shell was meant, too.
if (process.env.npm_lifecycle_event === 'start') {
  const shell = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 300).unref();
}

// Node 22 and newer keep what they have compiled: from the second start on it costs a sixth less.
module.enableCompileCache?.(join(root, 'dist/compiled'));

await import('../dist/server/main.js');
