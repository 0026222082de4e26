import { readFile } from 'node:fs/promises';
import { story } from './story.js';
import { median, megabytes, short } from './table.js';

const SESSIONS = 100;
const MESSAGES = 1000;
const TURNS = 3;

/** What the server's process weighs more with sessions open and their contexts told. */
export async function measureMemory(server) {
  const row = {
    title: 'Memory of the server: 100 open sessions of 1,000 messages',
    limit: 'the bytes of their text',
  };
  if (process.platform !== 'linux') {
    return { ...row, cases: [{ name: 'resident set', skipped: 'skipped: no /proc here' }] };
  }
  const messages = story(MESSAGES);
  const text = SESSIONS * messages.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
  const ids = [];
  for (let n = 0; n < SESSIONS; n++) ids.push(await server.session(messages));
  const before = [];
  const after = [];
  for (let n = 0; n < TURNS; n++) {
    await server.restart();
    before.push(await residentBytes(server.pid));
    for (const id of ids) {
      await server.open(id);
      await server.post(`/api/sessions/${id}/context`, { text: 'Are you still there?' });
    }
    after.push(await residentBytes(server.pid));
  }
  const [start, end] = [median(before), median(after)];
  const sizes = { measured: `${megabytes(end)}, before ${megabytes(start)}`, limit: megabytes(text) };
  return {
    ...row,
    cases: [
      { name: 'resident set added', ...sizes, ratio: `${short((end - start) / text)}×` },
      { name: 'resident set in all', ...sizes, ratio: `${short(end / text)}×` },
    ],
  };
}

async function residentBytes(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)[1]) * 1024;
}
