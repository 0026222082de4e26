/** Server and client for work on them: the server is compiled and restarted, the client reloaded, on every change. */
import { spawn } from 'node:child_process';
import { root } from './prepare.js';

const run = (...args) => spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
const children = [
  run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput'),
  run('--watch-path=dist/src', 'dist/src/main.js'),
  run('node_modules/vite/bin/vite.js', 'client'),
];
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => children.forEach((child) => child.kill(signal)));
