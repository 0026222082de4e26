import { readFile } from 'node:fs/promises';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { said, story } from './story.js';
import { median, megabytes, milliseconds, short } from '../support/table.js';

const SIZES = [100, 1000, 10_000, 30_000, 100_000];
const TURNS = 40;
const WARM_UP = 5;
/** Of the clock that /proc counts a process's time by. */
const TICK_MS = 10;

/**
 * CPU of the server for one turn, whatever the history: it should grow by no more than writing its bytes costs. Recall
 * is told by itself, as long as it took, the database's share included.
 */
export async function measureSlope(server) {
  const row = {
    title:
      'CPU of the server per warm turn, and how long recall took (the ratio: what it grew by, recall left out)',
    limit: 'the CPU of writing the same bytes to a socket',
  };
  if (process.platform !== 'linux') {
    return { ...row, cases: [{ name: 'all sizes', skipped: 'skipped: no /proc here' }] };
  }
  await server.restart({ MODEL_CONTEXT_WINDOW: '40000000' });
  const figures = [];
  for (const count of SIZES) {
    const id = await server.session(story(count));
    let bytes = 0;
    let recalls = [];
    const say = async (n) => {
      const { receipt } = await server.post(`/api/sessions/${id}/messages`, { text: said(n) });
      bytes = receipt.promptBytes;
      recalls.push(receipt.recallMs ?? 0);
    };
    for (let n = 0; n < WARM_UP; n++) await say(n);
    recalls = [];
    const before = await cpuOf(server.pid);
    for (let n = 0; n < TURNS; n++) await say(n);
    const cpu = ((await cpuOf(server.pid)) - before) / TURNS;
    figures.push({ count, bytes, cpu, recall: median(recalls), written: await writing(bytes) });
  }
  await server.restart({ MODEL_CONTEXT_WINDOW: '4000000' });
  const [first] = figures;
  const grown = ({ cpu, recall, written }) =>
    (cpu - recall - first.cpu + first.recall) / (written - first.written);
  const cases = figures.map((figure) => ({
    name: `${figure.count.toLocaleString('en')} messages (${megabytes(figure.bytes)})`,
    measured: `${milliseconds(figure.cpu)}, recall ${milliseconds(figure.recall)}`,
    limit: `writing ${milliseconds(figure.written)}`,
    ratio: figure === first ? '–' : `${short(Math.max(0, grown(figure)))}× more`,
  }));
  return { ...row, cases };
}

export async function cpuOf(pid) {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** CPU milliseconds of a process of its own for writing so many bytes once. */
async function writing(bytes) {
  const child = fork(fileURLToPath(import.meta.url), [String(bytes)]);
  const [ms] = await once(child, 'message');
  child.kill();
  return ms;
}

if (process.send) {
  const bytes = Number(process.argv[2]);
  if (process.argv[3] !== 'sink') {
    const sink = fork(fileURLToPath(import.meta.url), [String(bytes), 'sink']);
    const [port] = await once(sink, 'message');
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    const body = Buffer.alloc(bytes, 'x');
    const write = async () => {
      socket.write(body);
      await once(sink, 'message');
    };
    for (let n = 0; n < WARM_UP; n++) await write();
    const before = process.cpuUsage();
    for (let n = 0; n < TURNS; n++) await write();
    const { user, system } = process.cpuUsage(before);
    sink.kill();
    process.send((user + system) / 1000 / TURNS);
  } else {
    let left = bytes;
    const server = createServer((socket) =>
      socket.on('data', (part) => {
        left -= part.length;
        if (left === 0) {
          left = bytes;
          process.send('all');
        }
      }),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    process.send(server.address().port);
  }
}
