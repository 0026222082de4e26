import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { childrenOf, gone, isThere } from '../support/child-processes.js';
import { startServer, type TestServer } from '../support/server.js';
import { type SlowSite, startSlowSite, STORY } from '../support/fakes/slow-site.js';

jest.setTimeout(300_000);

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

  async function reader(): Promise<number> {
    const [child] = await childrenOf(server.pid);
    return child!;
  }

  it('does not stop the other links of an import', async () => {
    const asked = site.asked();
    const id = await begin({ urls: [site.url], text: STORY, title: 'The boat' });
    await site.fetching(asked);
    process.kill(await reader(), 'SIGKILL');
    await site.fetching(asked + 1);
    process.kill(await reader(), 'SIGKILL');
    expect(await server.settled(id)).toMatchObject({
      status: 'needs_choice',
      unread: [{ url: site.url, code: 'reading_failed' }],
    });
  });

  it('is given up at the third start of a server that it ended twice, and leaves no process over', async () => {
    let asked = site.asked();
    const id = await begin({ url: site.url });
    for (let n = 0; n < 2; n++) {
      await site.fetching(asked++);
      const child = await reader();
      await server.stop('SIGKILL');
      await gone(child);
      server = await server.restart();
    }
    expect(await server.settled(id)).toMatchObject({ status: 'failed', error: { code: 'reading_failed' } });
    expect(site.asked()).toBe(asked);
    // the same again is tried again
    const again = await begin({ url: site.url });
    await site.fetching(asked);
    await server.call('DELETE', `/api/ingests/${again}`);
  });

  it('is not given up for a server that was told to end, however often', async () => {
    let asked = site.asked();
    const id = await begin({ url: site.url });
    for (let n = 0; n < 5; n++) {
      await site.fetching(asked++);
      const child = await reader();
      server = await server.restart({ MEMORY_MB: '512' });
      expect(isThere(child)).toBe(false);
    }
    expect(server.output()).toMatch(/512 MB of memory and wants 608/);
    await site.fetching(asked);
    site.letGo();
    expect(await server.settled(id)).toMatchObject({ status: 'needs_choice' });
  });
});
