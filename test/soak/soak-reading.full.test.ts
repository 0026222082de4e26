import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, jest } from '@jest/globals';
import { locatePostgres } from '../../src/database/embedded/postgres-location.js';
import { childrenOf, commandOf, gone, isThere, pause } from '../support/child-processes.js';
import { HOSTILE_FILES } from '../support/files/hostile-files.js';
import { forget, launch, type TestServer } from '../support/server.js';

const ROUNDS = Number(process.env['SOAK_READINGS'] ?? 6);
const SEED = Number(process.env['SEED'] ?? Date.now() % 1e6);
/** Those whose reading takes a while, so that it can be killed, and some that are refused at once. */
const HOSTILE = HOSTILE_FILES.filter(({ name }) =>
  ['bomb.pdf', 'many-heavy-pages.pdf', 'deep.html', 'deep-tree.pdf', 'deep.epub', 'marks.txt'].includes(name),
);
const TALE = `“Is the boat in?” said Martha Quill.\n\n“No,” said Tobias. “For the tide.”\n\nMartha Quill looked at Tobias.\n\n`;

jest.setTimeout(120_000 + ROUNDS * 120_000);

let server: TestServer | undefined;
let folder = '';
let home = '';
afterAll(async () => {
  await server?.stop();
  if (folder) await forget(folder);
  if (home && home !== folder) await forget(home);
});

/** Mulberry32. */
function randomOf(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

it(`reads what is sound and gives up what is not, whoever is killed, ${ROUNDS} times (SEED=${SEED})`, async () => {
  const random = randomOf(SEED);
  folder = await mkdtemp(join(tmpdir(), 'keepsake-soak-reading-'));
  server = await launch({ DATA_DIR: folder, MEMORY_MB: '1024', LOG_LEVEL: 'fatal' });
  home = (await locatePostgres(folder)).home;
  const send = async (name: string, bytes: Uint8Array | string) =>
    (await server!.upload('/api/ingests', 'files', { name, bytes })).body.id as string;

  for (let round = 0; round < ROUNDS; round++) {
    const file = HOSTILE[Math.floor(random() * HOSTILE.length)]!;
    const hostile = await send(file.name, file.bytes());
    const sound = await send('tale.txt', TALE.repeat(2000));
    await pause(random() * 4000);
    const kind = random();
    const readers: number[] = [];
    for (const pid of await childrenOf(server.pid))
      if (/entry\.js/.test(await commandOf(pid))) readers.push(pid);
    if (kind < 0.4) {
      for (const pid of readers.filter(isThere)) process.kill(pid, kind < 0.2 ? 'SIGKILL' : 'SIGSEGV');
    } else {
      if (kind < 0.8) await server.stop('SIGKILL');
      server = await server.restart();
      for (const pid of readers) await gone(pid);
    }
    const ended = await server.settled(hostile);
    if (file.name !== 'marks.txt') expect(ended.status).toBe('failed');
    expect(ended.error?.code ?? '').not.toMatch(/^(internal|conflict)$/);
    if (ended.status === 'needs_choice') await server.call('DELETE', `/api/ingests/${hostile}`);
    expect(await server.settled(sound)).toMatchObject({ status: 'needs_choice' });
    await server.call('DELETE', `/api/ingests/${sound}`);
  }
  expect(server.output()).not.toMatch(/heap out of memory|Last few GCs/);
});
