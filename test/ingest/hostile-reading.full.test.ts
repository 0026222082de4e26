import { appendFile, mkdir, mkdtemp, readFile, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { locatePostgres } from '../../src/database/embedded/postgres-location.js';
import { childrenOf, pause } from '../support/child-processes.js';
import { HOSTILE_FILES } from '../support/files/hostile-files.js';
import { forget, launch, type TestServer } from '../support/server.js';

jest.setTimeout(600_000);

const MEMORY_MB = Number(process.env['TEST_MEMORY_MB'] ?? 1024);
const TALE = `“Is the boat in?” said Martha Quill.\n\n“No,” said Tobias. “For the tide.”\n\nMartha Quill looked at Tobias.\n\n`;

/** A control group that holds processes to so much memory, where this machine lets us make one. */
interface MemoryGroup {
  add(pid: number): Promise<void>;
  /** Bytes that the kernel has seen in it at most. */
  peak(): Promise<number>;
  remove(): Promise<void>;
}

async function memoryGroup(bytes: number): Promise<MemoryGroup | null> {
  const kinds = [
    { root: '/sys/fs/cgroup/memory', most: 'memory.limit_in_bytes', peak: 'memory.max_usage_in_bytes' },
    { root: '/sys/fs/cgroup', most: 'memory.max', peak: 'memory.peak' },
  ];
  for (const { root, most, peak } of kinds) {
    const folder = join(root, `keepsake-test-${process.pid}`);
    try {
      await mkdir(folder);
      await writeFile(join(folder, most), String(bytes), { flag: 'r+' });
    } catch {
      await rmdir(folder).catch(() => {});
      continue;
    }
    return {
      add: (pid) => appendFile(join(folder, 'cgroup.procs'), String(pid)),
      peak: async () => Number(await readFile(join(folder, peak), 'utf8')),
      remove: async () => {
        for (let n = 0; n < 50; n++) {
          if (
            await rmdir(folder).then(
              () => true,
              () => false,
            )
          )
            return;
          await pause(100);
        }
      },
    };
  }
  return null;
}

describe(`hostile files on a server with its own database and ${MEMORY_MB} MB`, () => {
  let folder = '';
  let home = '';
  let server: TestServer;
  let group: MemoryGroup | null;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keepsake-hostile-'));
    server = await launch({ DATA_DIR: folder, MEMORY_MB: String(MEMORY_MB) });
    home = (await locatePostgres(folder)).home;
    group = await memoryGroup(MEMORY_MB * 1024 * 1024);
    for (const pid of [server.pid, ...(await childrenOf(server.pid))]) await group?.add(pid);
    const [postmaster] = (await readFile(join(home, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
    await group?.add(Number(postmaster));
    for (const pid of await childrenOf(Number(postmaster))) await group?.add(pid);
  });
  afterAll(async () => {
    const peak = await group?.peak();
    await server.stop();
    await group?.remove();
    await forget(folder);
    if (home !== folder) await forget(home);
    if (peak) console.info(`At most ${Math.round(peak / 1e6)} MB were taken.`);
  });

  const send = async (name: string, bytes: Uint8Array | string) => {
    const { body } = await server.upload('/api/ingests', 'files', { name, bytes });
    return body.id as string;
  };

  it.each(HOSTILE_FILES.map((file) => [file.name, file] as const))(
    'reads or refuses %s, answers meanwhile, and lives',
    async (_, file) => {
      const id = await send(file.name, file.bytes());
      let isOver = false;
      const settled = server.settled(id).finally(() => (isOver = true));
      while (!isOver) {
        const { status } = await server.call('GET', '/health/ready');
        expect(status).toBe(200);
        await pause(250);
      }
      const { status, error } = await settled;
      console.info(`${file.name}: ${status} ${error?.code ?? ''}`);
      expect(['needs_choice', 'failed']).toContain(status);
      if (status === 'failed') expect(error?.code).not.toMatch(/^(internal|conflict|database_away)$/);
      if (status === 'needs_choice') await server.call('DELETE', `/api/ingests/${id}`);
    },
  );

  it('reads a novel of a million characters afterwards', async () => {
    const id = await send('novel.txt', TALE.repeat(Math.ceil(1_000_000 / TALE.length)));
    expect(await server.settled(id)).toMatchObject({ status: 'needs_choice' });
  });
});
