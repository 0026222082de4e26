import { readFile } from 'node:fs/promises';
import { story } from './story.js';
import { megabytes, short } from './table.js';

const SESSIONS = 100;
const MESSAGES = 1000;
/** The collector of garbage tidies up once a process has been idle for a while. */
const REST_MS = 30_000;

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
  await server.restart();
  await rest();
  const before = await residentBytes(server.pid);
  for (const id of ids) {
    await server.open(id);
    await server.post(`/api/sessions/${id}/context`, { text: 'Are you still there?' });
  }
  const peak = await residentBytes(server.pid);
  await rest();
  const after = await residentBytes(server.pid);
  const caseOf = (name, bytes, target) => ({
    name,
    measured: `${megabytes(bytes)}, before ${megabytes(before)}`,
    limit: megabytes(text),
    ratio: `${short((bytes - before) / text)}×`,
    target,
  });
  return {
    ...row,
    cases: [
      caseOf('resident set added, at rest', after, '≤ 2×'),
      caseOf('resident set added, right after opening them all', peak),
    ],
  };
}

const rest = () => new Promise((resolve) => setTimeout(resolve, REST_MS));

async function residentBytes(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)[1]) * 1024;
}
