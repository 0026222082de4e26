/**
 * Sockets that each hear 50 tokens a second from a model, through the server and, beside it, through a bare HTTP pipe
 * of the same bytes. The model, the pipe and who listens are processes of their own.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { cpuOf } from './slope.js';
import { milliseconds, short } from '../support/table.js';

const COUNTS = [200, 500, 1000];
/** How long is measured once every stream runs. */
const MEASURED_MS = 8000;
const FILE = fileURLToPath(new URL('sockets-part.js', import.meta.url));

export async function measureSockets(server, counts = COUNTS) {
  const row = {
    title: 'CPU of the server per token, 50 tokens a second to each socket',
    limit: 'a bare HTTP pipe of the same bytes',
  };
  if (process.platform !== 'linux') {
    return { ...row, cases: [{ name: 'all counts', skipped: 'skipped: no /proc here' }] };
  }
  const cases = [];
  for (const count of counts) {
    const model = await part('model');
    await server.restart({ OPENAI_BASE_URL: model.url, LOG_LEVEL: 'error' });
    const ids = [];
    for (let n = 0; n < count; n++) ids.push(await server.empty());
    const ours = await heard('sockets', { url: server.url, ids }, server.pid, model);
    const pipe = await part('pipe', { model: model.url });
    const bare = await heard('requests', { url: pipe.url, count }, pipe.pid, model);
    pipe.end();
    model.end();
    const told = ({ cpu, p50, p99, rate }) =>
      `${short(cpu)} µs, p50 ${milliseconds(p50)}, p99 ${milliseconds(p99)}, ${Math.round(rate).toLocaleString('en')}/s`;
    cases.push({
      name: `${count.toLocaleString('en')} sockets`,
      measured: told(ours),
      limit: told(bare),
      ratio: short(ours.cpu / bare.cpu),
      target: '2',
    });
  }
  await server.restart({ OPENAI_BASE_URL: server.model.url });
  return { ...row, cases };
}

/** Listens to streams and measures while all of them run. @returns delays, CPU in µs a token, tokens a second */
async function heard(how, what, pid, model) {
  const load = await part(how, what);
  const before = await cpuOf(pid);
  const begun = performance.now();
  load.process.send('count');
  await new Promise((resolve) => setTimeout(resolve, MEASURED_MS));
  load.process.send('tell');
  const [{ tokens, p50, p99 }] = await once(load.process, 'message');
  const cpu = (await cpuOf(pid)) - before;
  const seconds = (performance.now() - begun) / 1000;
  // The streams end before those who listen go.
  model.process.send('end');
  await once(load.process, 'message');
  load.end();
  return { cpu: (cpu * 1000) / tokens, p50, p99, rate: tokens / seconds };
}

/** A process of the bench's own, once it says that it is ready. */
async function part(role, what = {}) {
  const child = fork(FILE, [role]);
  child.send(what);
  const [{ url }] = await once(child, 'message');
  return { process: child, pid: child.pid, url, end: () => child.kill() };
}
