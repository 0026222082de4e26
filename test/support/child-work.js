/** What the test of child processes has done in them. */
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../../dist/src/contracts/problem.js';
import { reportProgress as tell } from '../../dist/src/children/progress.js';

export const which = () => process.pid;

export async function slowly(ms) {
  tell('begun');
  await sleep(ms);
  return process.pid;
}

/** Waits as a page that never answers does; what it tells first is who it is. */
export async function wait() {
  tell(String(process.pid));
  await sleep(60_000);
}

export function refuse() {
  throw new Problem('file_not_text', 'This is no text.');
}

export function fail() {
  throw new Error('a secret of the text');
}

export const deep = (n = 0) => deep(n + 1) + 1;

export const long = () => 'x'.repeat(2 ** 29).repeat(4);

export const environment = () => ({ ...process.env });

export const sizeOf = (name, bytes) => ({ name, size: bytes.length, sum: bytes.reduce((a, b) => a + b, 0) });

export const echo = (value) => value;

export function print() {
  console.log('a secret of the text');
  console.error('a secret of the text');
  return process.pid;
}

export const compile = () => new Function('return 1')();

export function exit(code) {
  process.exit(code);
}

export function signal(name) {
  process.kill(process.pid, name);
  for (;;);
}

export function dieLater() {
  setTimeout(() => {
    throw new Error('late');
  }, 50);
  return process.pid;
}

export function forever() {
  tell(String(process.pid));
  for (;;);
}

export function growHeap() {
  const held = [];
  const row = Array.from({ length: 1_000_000 }, () => 0);
  for (;;) held.push([...row]);
}

/** Each step is larger than what V8 grants beyond its limit. */
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
  return process.pid;
}

/** What a child writes that was taken over by what it read. */
export async function answerRaw(bytes, ms = 1000) {
  for (let at = 0; at < bytes.length;) at += writeSync(3, bytes, at);
  await sleep(ms);
  return 'an answer';
}

export async function chatter() {
  for (let n = 0; n < 100_000; n++) tell('x'.repeat(100));
}
