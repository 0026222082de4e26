/** What the test of threads has done in them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { threadId } from 'node:worker_threads';
import { Problem } from '../dist/src/problem.js';
import { tell } from '../dist/src/threads/tell.js';

export const whichThread = () => threadId;

export async function slowly(ms) {
  tell('begun');
  await sleep(ms);
  return threadId;
}

export function refuse() {
  throw new Problem('file_not_text', 'This is no text.');
}

export function fail() {
  throw new Error('a secret of the text');
}

export function dieLater() {
  setTimeout(() => {
    throw new Error('late');
  }, 50);
  return threadId;
}

export function forever() {
  for (;;);
}

export function growHeap() {
  const held = [];
  const row = Array.from({ length: 1_000_000 }, () => 0);
  for (;;) held.push([...row]);
}

/** Each step is larger than what V8 grants a thread beyond its limit. */
export function growByLeaps() {
  const held = [];
  const row = Array.from({ length: 8_000_000 }, () => 0);
  for (;;) held.push([...row]);
}

export function growOutside() {
  const held = [];
  for (;;) held.push(Buffer.alloc(50_000_000, 1));
}

const kept = [];
export function holdOn(bytes) {
  kept.push(Buffer.alloc(bytes, 1));
  return threadId;
}
