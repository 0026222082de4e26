import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pause } from '../child-processes.js';

/** What its page says. */
export const STORY =
  'Martha Quill: Is the boat in?\nTobias: No.\nMartha Quill: Then we wait.\nTobias: For the tide.\n';

/** A site whose page is sent for as long as nobody lets it end. */
export interface SlowSite {
  host: string;
  url: string;
  asked(): number;
  /** Waits until the page was asked for more often than before. */
  fetching(before: number): Promise<void>;
  letGo(): void;
  close(): Promise<void>;
}

/** Starts one on a port of its own of this machine. */
export async function startSlowSite(): Promise<SlowSite> {
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
    fetching: async (before) => {
      while (asked <= before) await pause(20);
    },
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
