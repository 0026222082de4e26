import type { IncomingMessage } from 'node:http';
import { readHost } from './hosts.js';

/** The name of the cookie: browsers share cookies among all ports of a host, so it carries the port. */
export function cookieName(request: IncomingMessage): string {
  const port = readHost(request.headers.host ?? '')?.port;
  return port === undefined ? 'keepsake' : `keepsake-${port}`;
}

/** The value of the cookie that a request brings. */
export function cookieOf(request: IncomingMessage): string | null {
  const name = cookieName(request);
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return null;
}
