/**
 * A novel read as the server reads one, in a process of its own: bytes in, the child process's answers out, and how long the
 * event loop was held meanwhile. As a script it prints figures as JSON.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { clock } from '../support/clock.js';
import { novel } from './novel.js';
import { median, megabytes, milliseconds, short } from '../support/table.js';

const RUNS = 3;
const SENTENCE = /[^.!?。！？\n]+/g;
const MOST_MS = 5000;
const MOST_BYTES = 400e6;
const MOST_DELAY_MS = 50;
const CHARACTERS = 1_000_000;

/** A novel of a million characters, in each language, through the process that reads. */
export async function measureReadingChild() {
  const folder = await mkdtemp(join(tmpdir(), 'keepsake-bench-'));
  const cases = [];
  try {
    for (const [name, language] of [
      ['English', 'en'],
      ['Chinese', 'zh'],
    ]) {
      const text = novel(language);
      const whole = text.repeat(Math.ceil(CHARACTERS / text.length)).slice(0, CHARACTERS);
      const path = join(folder, `${language}.txt`);
      await writeFile(path, whole);
      const runs = [];
      for (let n = 0; n < RUNS; n++) runs.push(await run(path));
      const most = (key) => Math.max(...runs.map((one) => one[key]));
      const ms = median(runs.map((one) => one.ms));
      const pass = median(runs.map((one) => one.pass));
      const row = (what, value, show, limit) => ({
        name: `${name}: ${what}`,
        ratio: `${short(value / limit)}×`,
        target: '≤ 1×',
        measured: show(value),
        limit: show(limit),
      });
      cases.push(
        {
          ...row('time', ms, milliseconds, MOST_MS),
          measured: `${milliseconds(ms)}, ${short(ms / pass)}× one pass`,
        },
        row('memory of both processes', most('rss'), megabytes, MOST_BYTES),
        row('event loop’s delay, 99.9 %', most('delay'), milliseconds, MOST_DELAY_MS),
      );
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  return {
    title: 'A novel of a million characters through the process that reads',
    limit: `what it may take; and one pass of ${SENTENCE} in the same process`,
    cases,
  };
}

async function run(path) {
  const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(import.meta.url), path]);
  return JSON.parse(stdout);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await import('reflect-metadata');
  const { childMemory } = await import('../../dist/src/children/child-memory.js');
  const { Children } = await import('../../dist/src/children/children.js');
  const { FILES, READING } = await import('../../dist/src/ingest/steps/in-children.js');
  const [, , path] = process.argv;
  const bytes = await readFile(path);
  const { signal } = new AbortController();
  const children = new Children(childMemory(2 ** 30, true));
  const delay = monitorEventLoopDelay({ resolution: 1 });
  await new Promise((resolve) => setTimeout(resolve, 100));
  delay.enable();
  const begun = clock();
  const [{ extracted, divided }] = await children.call(FILES, 'takeFile', [basename(path), bytes], signal);
  const { text, mediaType } = extracted;
  const { people, quotations } = await children.call(
    READING,
    'readSource',
    [text, divided, { mediaType, subject: null }],
    signal,
  );
  const ms = clock() - begun;
  delay.disable();
  const held = children.kept?.child.held ?? 0;
  await children.onApplicationShutdown();
  if (!people.length || !quotations.some(({ speaker }) => speaker)) throw new Error('Nobody was found.');
  const before = clock();
  let sentences = 0;
  for (const _ of extracted.text.matchAll(SENTENCE)) sentences++;
  console.log(
    JSON.stringify({
      ms,
      pass: clock() - before,
      sentences,
      rss: process.resourceUsage().maxRSS * 1024 + held,
      delay: delay.percentile(99.9) / 1e6,
    }),
  );
}
