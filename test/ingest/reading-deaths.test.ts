import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { childrenOf } from '../support/child-processes.js';
import { startServer, type TestServer } from '../support/server.js';
import { type SlowSite, startSlowSite, STORY } from '../support/fakes/slow-site.js';

jest.setTimeout(120_000);

describe('what ends processes', () => {
  let site: SlowSite;
  let server: TestServer;
  beforeAll(async () => {
    site = await startSlowSite();
    server = await startServer({
      INGEST_ALLOW_HOSTS: site.host,
      OPENAI_API_KEY: 'a-key-that-nobody-sees',
    });
  });
  afterAll(async () => {
    await server.stop();
    await site.close();
  });

  const begin = async (body: object) => (await server.call('POST', '/api/ingests', body)).body.id as string;
  const view = async (id: string) => (await server.call('GET', `/api/ingests/${id}`)).body;

  async function reader(): Promise<number> {
    const [child] = await childrenOf(server.pid);
    return child!;
  }

  it('is given up after it has ended the reading process twice, and everything else goes on', async () => {
    let asked = site.asked();
    const id = await begin({ url: site.url });
    const next = await begin({ text: STORY, title: 'The boat' });
    const seen = new Set<number>();
    for (let n = 0; n < 2; n++) {
      await site.fetching(asked++);
      const child = await reader();
      seen.add(child);
      const environment = await readFile(`/proc/${child}/environ`, 'latin1').catch(() => '');
      expect(environment).not.toMatch(/a-key-that|the-token-of|postgres:/);
      process.kill(child, 'SIGKILL');
    }
    const failed = await server.settled(id);
    expect(failed).toMatchObject({ status: 'failed', error: { code: 'reading_failed' } });
    expect(failed.error?.message).toContain(site.url);
    expect(seen.size).toBe(2);
    expect(await server.settled(next)).toMatchObject({ status: 'needs_choice' });
    expect((await server.call('GET', '/health/ready')).status).toBe(200);
  });

  it('is read when it ended a process but once', async () => {
    const asked = site.asked();
    const id = await begin({ url: site.url });
    await site.fetching(asked);
    process.kill(await reader(), 'SIGSEGV');
    await site.fetching(asked + 1);
    expect(await view(id)).toMatchObject({ status: 'running', step: 'fetch' });
    await server.call('DELETE', `/api/ingests/${id}`);
  });
});
