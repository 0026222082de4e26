/** Asks how a server is, in a thread of its own, so that nothing that a test does itself is counted. */
import { workerData } from 'node:worker_threads';

const { url, shared } = workerData;
const [LONGEST, ANSWERS] = [0, 1];

for (;;) {
  const begun = performance.now();
  const response = await fetch(`${url}/health/live`).catch(() => null);
  if (!response) break;
  await response.text();
  const took = Math.round(performance.now() - begun);
  if (took > Atomics.load(shared, LONGEST)) Atomics.store(shared, LONGEST, took);
  Atomics.add(shared, ANSWERS, 1);
  await new Promise((resolve) => setTimeout(resolve, 5));
}
