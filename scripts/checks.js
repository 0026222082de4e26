import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** The longest first. */
const CHECKS = [
  ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json'],
  ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'client/tsconfig.json'],
  ['node_modules/oxlint/bin/oxlint', '--deny-warnings'],
  ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'client/src/worker/tsconfig.json'],
];

/**
 * Format, lint and types, as many at once as there are processors; what each has to say comes in one piece.
 * @returns whether all is well
 */
export async function check(root) {
  const left = [...CHECKS];
  const outcomes = [];
  const lane = async () => {
    for (let next = left.shift(); next; next = left.shift()) outcomes.push(await run(root, next));
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), CHECKS.length) }, lane));
  return outcomes.every(Boolean);
}

function run(root, command) {
  const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  child.stdout.on('data', (piece) => said.push(piece));
  child.stderr.on('data', (piece) => said.push(piece));
  return new Promise((resolve) => {
    child.once('close', (code) => {
      process.stdout.write(Buffer.concat(said));
      resolve(code === 0);
    });
  });
}
