import { spawnSync } from 'node:child_process';
import { root } from './prepare.js';

/**
 * Format, lint, types, then every test, with `--full` the long ones too; `--lint-only` and `--tests-only` do one half.
 * Other arguments go to the test runner.
 */
const own = new Set(['--lint-only', '--tests-only', '--full']);
const steps = [
  ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  ['node_modules/oxlint/bin/oxlint', '--deny-warnings'],
  ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json'],
  ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'client/tsconfig.json'],
  ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'client/src/worker/tsconfig.json'],
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    ...process.argv.slice(2).filter((argument) => !own.has(argument)),
  ],
];
if (process.argv.includes('--lint-only')) steps.pop();
if (process.argv.includes('--tests-only')) steps.splice(0, steps.length - 1);
const env = { ...process.env, ...(process.argv.includes('--full') && { TEST_FULL: '1' }) };
for (const step of steps) {
  const { status } = spawnSync(process.execPath, step, { cwd: root, stdio: 'inherit', env });
  if (status !== 0) process.exit(status ?? 1);
}
