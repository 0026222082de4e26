import { readFile } from 'node:fs/promises';
import { collectGarbage, freePort } from '../support/collect-garbage.js';
import { story } from './story.js';
import { megabytes, short } from '../support/table.js';

const SESSIONS = 100;
/** Opened before anything is weighed: code is compiled and connections are made once, for whatever number. */
const FIRST = 50;
const MESSAGES = 1000;
/** Memory goes back to the system a while after it was let go. */
const REST_MS = 15_000;

/**
 * What the server's process weighs more with sessions open and their contexts told: what they hold, and what is there
 * before garbage is collected, which depends on when the engine sees fit.
 */
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
  for (let n = 0; n < FIRST + SESSIONS; n++) ids.push(await server.session(messages));
  const port = await freePort();
  await server.restart({ NODE_OPTIONS: `--inspect=127.0.0.1:${port}` });
  const open = async (some) => {
    for (const id of some) {
      await server.open(id);
      await server.post(`/api/sessions/${id}/context`, { text: 'Are you still there?' });
    }
  };
  await open(ids.slice(0, FIRST));
  await rest(port);
  const before = await residentBytes(server.pid);
  await open(ids.slice(FIRST));
  const peak = await residentBytes(server.pid);
  await rest(port);
  const after = await residentBytes(server.pid);
  await server.restart({ NODE_OPTIONS: '' });
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
      caseOf('resident set added, garbage collected', after, '≤ 2×'),
      caseOf('resident set added, before that', peak),
    ],
  };
}

async function rest(port) {
  await collectGarbage(port);
  await new Promise((resolve) => setTimeout(resolve, REST_MS));
}

async function residentBytes(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)[1]) * 1024;
}
