import { root } from './prepare.js';
import { check } from './checks.js';
import { runTests } from './run-tests.js';

/**
 * Format, lint, types, then every test, with `--full` the long ones too; `--lint-only` and `--tests-only` do one half.
 * Other arguments go to the test runner.
 */
const given = process.argv.slice(2);
const own = new Set(['--lint-only', '--tests-only', '--full']);
if (given.includes('--full')) process.env.TEST_FULL = '1';

if (!given.includes('--tests-only') && !(await check(root))) process.exit(1);
if (!given.includes('--lint-only'))
  process.exitCode = runTests(
    root,
    given.filter((argument) => !own.has(argument)),
  );
