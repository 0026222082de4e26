import { describe, expect, it } from '@jest/globals';
import type { IncomingMessage } from 'node:http';
import { assertOwn, Pages } from './pages.js';

const pages = new Pages({
  allowedHosts: ['keep.example', 'notes.keep.example'],
  trustedProxies: ['loopback'],
});

/** Whether a page of that origin may use the cookie of a server that is asked for by that host. */
function mayUseCookie(origin: string, host: string, from: string): boolean {
  const request = {
    headers: { host, origin },
    rawHeaders: ['Host', host],
    socket: { remoteAddress: from },
  } as unknown as IncomingMessage;
  try {
    assertOwn(pages.of(request));
    return true;
  } catch {
    return false;
  }
}

describe('assertOwn', () => {
  it.each<[string, string, string, boolean]>([
    ['http://keep.example', 'keep.example', '198.51.100.7', true],
    ['http://keep.example:8080', 'keep.example', '198.51.100.7', false],
    // One of another listed name is of the same site: browsers send it the cookie.
    ['http://keep.example:8080', 'notes.keep.example', '198.51.100.7', false],
    ['http://elsewhere.example', 'keep.example', '198.51.100.7', false],
    // A proxy that is trusted, and asks by a name of its own.
    ['https://keep.example', 'localhost:3000', '127.0.0.1', true],
    ['https://keep.example', 'localhost:3000', '198.51.100.7', false],
    ['https://keep.example', 'keep.example:3000', '127.0.0.1', false],
  ])('a page of %s that asks for %s from %s: %s', (origin, host, from, may) => {
    expect(mayUseCookie(origin, host, from)).toBe(may);
  });
});
