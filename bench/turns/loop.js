import {
  cardWith,
  honestEntries,
  hostilePatterns,
  patternEntries,
} from '../../test/support/files/hostile-card.js';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { constants, deflateSync } from 'node:zlib';
import { novel } from '../texts/novel.js';
import { milliseconds, short } from '../support/table.js';

const MOST_DELAY_MS = 50;
const PROBE = new URL('./loop-probe.js', import.meta.url).href;
const MB = 1024 * 1024;

/** What strangers may send, and everybody at once: each works on a running server until it is over. */
const KINDS = {
  'a PDF that inflates to 600 MB': (server) => ingest(server, 'bomb.pdf', bomb(600)),
  'a novel of five million characters': (server) =>
    ingest(server, 'novel.txt', Buffer.from(novel('en').repeat(5))),
  'six files of 90 MB at once': (server) =>
    Promise.all(
      Array.from({ length: 6 }, (_, n) => ingest(server, `${n}.bin`, Buffer.alloc(90 * MB, n + 128))),
    ),
  'a backup and back': async (server) => {
    await server.session(
      Array.from({ length: 20_000 }, (_, n) => ({
        role: n % 2 ? 'assistant' : 'user',
        // Not the same words again and again: what unpacks to far more than a backup does is refused.
        content: Array.from({ length: 40 }, (_, k) => `And so on, ${(n * 31 + k * 977) % 9973}.`).join(' '),
      })),
    );
    const headers = { authorization: `Bearer ${server.token}` };
    const archive = await (await fetch(`${server.url}/api/backup`, { headers })).blob();
    const form = new FormData();
    form.append('file', archive, 'backup.zip');
    await server.post('/api/restore', form);
  },
  'a card with 3,000 patterns and a turn': async (server) => {
    const form = new FormData();
    form.append(
      'file',
      new Blob([JSON.stringify(cardWith(patternEntries(hostilePatterns(3000))))]),
      'card.json',
    );
    const { id: characterId } = await server.post('/api/characters/import', form);
    const { id } = await server.post('/api/sessions', { characterId });
    await server.post(`/api/sessions/${id}/messages`, { text: 'aaaa bbbb '.repeat(50), clientId: '1' });
  },
  'a card with a lorebook of 10,000 entries, in, out and a turn': async (server) => {
    const form = new FormData();
    form.append('file', new Blob([JSON.stringify(cardWith(honestEntries(10_000)))]), 'card.json');
    const { id: characterId } = await server.post('/api/characters/import', form);
    const { sheet } = await server.get(`/api/characters/${characterId}`);
    await server.post('/api/characters', { name: 'Ilse', sheet });
    await server.get(`/api/characters/${characterId}/export?format=json`);
    const { id } = await server.post('/api/sessions', { characterId });
    await server.post(`/api/sessions/${id}/messages`, { text: 'Tell me of Place 0.', clientId: '1' });
  },
  '2,500 messages at once in 50 conversations': async (server) => {
    const sessions = await Promise.all(Array.from({ length: 50 }, () => server.empty()));
    await Promise.all(
      Array.from({ length: 2500 }, (_, n) =>
        // one that is refused for now is an answer, too
        server
          .post(`/api/sessions/${sessions[n % 50]}/messages`, { text: `Message ${n}`, clientId: `${n}` })
          .catch(() => null),
      ),
    );
  },
};

/** How late the server's event loop is, at its 99.9th percentile, while strangers do their worst. */
export async function measureLoop(server) {
  const row = { title: 'Lateness of the event loop, 99.9 %', limit: 'what nobody notices' };
  if (process.platform === 'win32')
    return { ...row, cases: [{ name: 'all', skipped: 'skipped: no signals here' }] };
  const file = join(tmpdir(), `keepsake-bench-loop-${process.pid}.json`);
  await server.restart({ NODE_OPTIONS: `--import=${PROBE}`, BENCH_LOOP_FILE: file });
  const cases = [];
  try {
    for (const [name, work] of Object.entries(KINDS)) {
      await lateness(server, file);
      await work(server);
      const { delay, most } = await lateness(server, file);
      cases.push({
        name,
        measured: `${milliseconds(delay)}, ${milliseconds(most)} at most`,
        limit: milliseconds(MOST_DELAY_MS),
        ratio: `${short(delay / MOST_DELAY_MS)}×`,
        target: '≤ 1×',
      });
    }
  } finally {
    await rm(file, { force: true });
    await server.restart({ NODE_OPTIONS: '', BENCH_LOOP_FILE: '' });
  }
  return { ...row, cases };
}

/** What the probe has measured since it was last asked. */
async function lateness(server, file) {
  await rm(file, { force: true });
  process.kill(server.pid, 'SIGUSR2');
  for (;;) {
    const text = await readFile(file, 'utf8').catch(() => '');
    if (text) return JSON.parse(text);
    await sleep(5);
  }
}

/** Hands a file in and waits until it has been read or refused. */
async function ingest(server, name, bytes) {
  const form = new FormData();
  form.append('files', new Blob([bytes]), name);
  const { id } = await server.post('/api/ingests', form);
  for (;;) {
    const { status } = await server.get(`/api/ingests/${id}`);
    if (status !== 'queued' && status !== 'running') return;
    await sleep(100);
  }
}

/** A PDF of one page whose contents are so many megabytes of zeros. */
function bomb(megabytes) {
  const zeros = deflateSync(Buffer.alloc(MB), { finishFlush: constants.Z_FULL_FLUSH });
  const contents = Buffer.concat([zeros.subarray(0, 2), ...Array(megabytes).fill(zeros.subarray(2))]);
  const bodies = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>',
    `<< /Length ${contents.length} /Filter /FlateDecode >>\nstream\n${contents.toString('latin1')}\nendstream`,
  ];
  const objects = bodies.map((body, n) => `${n + 1} 0 obj\n${body}\nendobj\n`);
  return Buffer.from(`%PDF-1.7\n${objects.join('')}trailer\n<< /Root 1 0 R >>\n%%EOF\n`, 'latin1');
}
