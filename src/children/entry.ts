import { writeFileSync, writeSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { Problem } from '../contracts/problem.js';
import type { ChildAnswer, ChildCall } from './child.js';
import { isTooMuch, tooMuch, type Watched } from './child-end.js';
import { FrameReader, frameOf } from './frames.js';
import { errorOrigin } from './error-origin.js';
import { onProgress } from './progress.js';

/** The entry of a child: strangers' files and pages never meet the server's own memory, time and secrets. */
const [, , most, server] = process.argv;
const ANSWERS = 3;

try {
  // Where the machine runs out of memory, it ends this process before any other.
  writeFileSync('/proc/self/oom_score_adj', '1000');
} catch {
  // It is no Linux.
}
new Worker(new URL('./watch.js', import.meta.url), {
  workerData: { most: Number(most), server: Number(server) } satisfies Watched,
  execArgv: [],
}).unref();

function answer(body: ChildAnswer): void {
  for (const part of frameOf(body)) {
    for (let at = 0; at < part.length;) at += writeSync(ANSWERS, part, at);
  }
}

onProgress((message) => answer({ progress: message }));

let pieces: Uint8Array[] = [];
const calls = new FrameReader(Number(most), (message) => {
  const call = message as ChildCall;
  if ('piece' in call) pieces.push(call.piece);
  else void run(call);
});
process.stdin.on('data', (piece: Buffer) => calls.push(piece));
process.stdin.on('end', () => process.exit());

async function run({ url, name, args, inPieces }: Exclude<ChildCall, { piece: Uint8Array }>): Promise<void> {
  try {
    if (inPieces !== null) args[inPieces] = Buffer.concat(pieces);
    pieces = [];
    const module = (await import(url)) as Record<string, (...args: unknown[]) => unknown>;
    const result = await module[name]!(...args);
    answer({ result, held: process.memoryUsage.rss() });
  } catch (thrown) {
    const error = isTooMuch(thrown) ? tooMuch() : thrown;
    answer(
      error instanceof Problem
        ? { problem: { code: error.code, message: error.message } }
        : { failure: errorOrigin(error) },
    );
  }
}
