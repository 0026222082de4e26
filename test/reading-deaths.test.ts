import { readFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { childrenOf, gone, isThere, pause } from './child-processes.js';
import { startServer, type TestServer } from './server.js';

jest.setTimeout(120_000);

/** More than the deaths after which something is given up. */
const RESTARTS = process.env['TEST_FULL'] ? 5 : 3;

const STORY =
  'Martha Quill: Is the boat in?\nTobias: No.\nMartha Quill: Then we wait.\nTobias: For the tide.\n';

/** A site whose page is sent for as long as nobody lets it end. */
interface SlowSite {
  host: string;
  url: string;
  asked(): number;
  letGo(): void;
  close(): Promise<void>;
}

async function startSlowSite(): Promise<SlowSite> {
  let asked = 0;
  let isOpen = false;
  const waiting = new Set<ServerResponse>();
  const answer = (response: ServerResponse) => response.end(STORY);
  const site: Server = createServer((request, response) => {
    if (request.url !== '/tale.txt') return void response.writeHead(404).end();
    asked++;
    response.writeHead(200, { 'content-type': 'text/plain' });
    if (isOpen) answer(response);
    else waiting.add(response);
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(site.address() as AddressInfo).port}`;
  return {
    host,
    url: `http://${host}/tale.txt`,
    asked: () => asked,
    letGo: () => {
      isOpen = true;
      waiting.forEach(answer);
    },
    close: async () => {
      site.closeAllConnections();
      await new Promise((resolve) => site.close(resolve));
    },
  };
}

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

  /** Waits until the page is being fetched once more. */
  async function fetching(before: number): Promise<void> {
    while (site.asked() <= before) await pause(20);
  }

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
      await fetching(asked++);
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
    await fetching(asked);
    process.kill(await reader(), 'SIGSEGV');
    await fetching(asked + 1);
    expect(await view(id)).toMatchObject({ status: 'running', step: 'fetch' });
    await server.call('DELETE', `/api/ingests/${id}`);
  });

  it('does not stop the other links of an import', async () => {
    const asked = site.asked();
    const id = await begin({ urls: [site.url], text: STORY, title: 'The boat' });
    await fetching(asked);
    process.kill(await reader(), 'SIGKILL');
    await fetching(asked + 1);
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
      await fetching(asked++);
      const child = await reader();
      await server.stop('SIGKILL');
      await gone(child);
      server = await server.restart();
    }
    expect(await server.settled(id)).toMatchObject({ status: 'failed', error: { code: 'reading_failed' } });
    expect(site.asked()).toBe(asked);
    // the same again is tried again
    const again = await begin({ url: site.url });
    await fetching(asked);
    await server.call('DELETE', `/api/ingests/${again}`);
  });

  it('is not given up for a server that was told to end, however often', async () => {
    let asked = site.asked();
    const id = await begin({ url: site.url });
    for (let n = 0; n < RESTARTS; n++) {
      await fetching(asked++);
      const child = await reader();
      server = await server.restart({ MEMORY_MB: '512' });
      expect(isThere(child)).toBe(false);
    }
    expect(server.output()).toMatch(/512 MB of memory and wants 608/);
    await fetching(asked);
    site.letGo();
    expect(await server.settled(id)).toMatchObject({ status: 'needs_choice' });
  });
});
