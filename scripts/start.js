import './prepare.js';

// npm hands a SIGTERM on to its shell, which ends without handing it on to us: whoever loses that shell was meant, too.
if (process.env.npm_lifecycle_event === 'start') {
  const shell = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 300).unref();
}

await import('../dist/server/main.js');
