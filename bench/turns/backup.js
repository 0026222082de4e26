import { once } from 'node:events';
import { createWriteStream, openAsBlob } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { cpuOf } from './slope.js';
import { megabytes, short } from '../support/table.js';

const GIGABYTES = Number(process.env.BENCH_BACKUP_GB ?? 0.2);
const LETTERS = 9600;

/** A backup of much, and back: what the server holds in memory meanwhile, and its work against one plain copy of the rows. */
export async function measureBackup(server) {
  const row = { title: 'Memory of the server while much is backed up and put back', limit: 'the rows' };
  if (process.platform !== 'linux')
    return { ...row, cases: [{ name: 'all', skipped: 'skipped: no /proc here' }] };
  await server.restart();
  const session = await server.session([{ role: 'user', content: 'Once.' }]);
  const rows = Math.round((GIGABYTES * 1e9) / LETTERS);
  const database = async (statement, parameters) => {
    const client = new pg.Client(await server.databaseUrl());
    await client.connect();
    await client.query(statement, parameters);
    await client.end();
  };
  await database(
    `INSERT INTO messages (owner_id, session_id, branch_id, seq, role, speaker, content, tokens, status)
     SELECT m.owner_id, m.session_id, m.branch_id, 1000 + g, m.role, m.speaker,
       (SELECT string_agg(md5((g * 1000 + i)::text), '') FROM generate_series(1, ${LETTERS / 32}) i), 1000, m.status
     FROM generate_series(1, ${rows}) g, LATERAL (SELECT * FROM messages WHERE session_id = $1 LIMIT 1) m`,
    [session],
  );
  const file = join(tmpdir(), `keepsake-bench-${process.pid}.zip`);
  const cases = [];
  const measure = async (name, work) => {
    await server.restart();
    const before = await peakOf(server.pid);
    const cpu = await cpuOf(server.pid);
    await work();
    const more = (await peakOf(server.pid)) - before;
    const seconds = ((await cpuOf(server.pid)) - cpu) / 1000;
    const size = rows * LETTERS;
    cases.push({
      name: `${name} ${short(size / 1e9)} GB`,
      measured: `${megabytes(more)} more at its peak, ${short(seconds)} s of CPU`,
      limit: megabytes(size),
      ratio: short(more / size),
      target: '0.2',
    });
  };
  const token = { authorization: `Bearer ${server.token}` };
  try {
    await measure('saving', async () => {
      // `fetch` takes time by the square of what waits for it.
      const [response] = await once(get(`${server.url}/api/backup`, { headers: token }), 'response');
      await pipeline(response, createWriteStream(file));
    });
    // What is there stays as it is, with all that belongs to it.
    await database('DELETE FROM sessions WHERE id = $1', [session]);
    await measure('putting back', async () => {
      const form = new FormData();
      form.append('file', await openAsBlob(file), 'backup.zip');
      const response = await fetch(`${server.url}/api/restore`, {
        method: 'POST',
        headers: token,
        body: form,
      });
      const { restored } = await response.json();
      if (restored?.messages !== rows + 1) throw new Error(`Only ${restored?.messages} messages came back.`);
    });
  } finally {
    await database('DELETE FROM sessions WHERE id = $1', [session]);
    await rm(file, { force: true });
  }
  return { ...row, cases };
}

/** The most that a process has held so far, in bytes. */
async function peakOf(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+)/.exec(status)[1]) * 1024;
}
