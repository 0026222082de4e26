import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

/** Where more files than this fail, it is not for want of a quiet machine. */
const MOST_AGAIN = 3;

/**
 * Runs the tests, and says last how many passed, failed and were skipped. Where all of them were run and few files
 * failed, these are run once more with nothing beside them: both outcomes are told, and the second one counts.
 * @param args for Jest
 * @returns the exit code
 */
export function runTests(root, args) {
  const first = jest(root, args);
  if (!first.files) return first.code;
  const failed = first.files.filter(({ status }) => status === 'failed');
  let { files, code } = first;
  if (args.length === 0 && failed.length > 0 && failed.length <= MOST_AGAIN) {
    const paths = failed.map(({ name }) => name);
    console.log('\nFailed while others ran, and run once more alone:');
    for (const file of failed) console.log(`  ${named(root, file)}: ${words(counted([file]))}`);
    const second = jest(root, ['-w', '1', '--forceExit', '--runTestsByPath', ...paths]);
    if (!second.files) return second.code;
    ({ code } = second);
    files = [...files.filter((file) => !failed.includes(file)), ...second.files];
    console.log('\nRun twice:');
    for (const file of failed) {
      const again = second.files.filter(({ name }) => name === file.name);
      console.log(`  ${named(root, file)}: first ${words(counted([file]))}; alone ${words(counted(again))}`);
    }
  }
  console.log(words(counted(files)));
  return code;
}

/** @returns the exit code, and what came of each file, where the run went as far as that */
function jest(root, args) {
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-tests-'));
  const report = join(folder, 'report.json');
  try {
    const { status } = spawnSync(
      process.execPath,
      [
        '--experimental-vm-modules',
        '--disable-warning=ExperimentalWarning',
        'node_modules/jest/bin/jest.js',
        '--json',
        '--outputFile',
        report,
        ...args,
      ],
      { cwd: root, stdio: 'inherit' },
    );
    const files = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')).testResults : undefined;
    return { code: status ?? 1, files };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A file that could not be run counts as one test that failed. */
function counted(files) {
  const count = { passed: 0, failed: 0, skipped: 0 };
  for (const { status, assertionResults } of files) {
    if (status === 'failed' && !assertionResults.some((test) => test.status === 'failed')) count.failed++;
    for (const test of assertionResults)
      count[test.status === 'passed' || test.status === 'failed' ? test.status : 'skipped']++;
  }
  return count;
}

const words = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;
const named = (root, { name }) => relative(root, name);
