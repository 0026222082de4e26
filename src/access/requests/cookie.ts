import type { IncomingMessage } from 'node:http';
import { parseCookie } from 'cookie';
import { readHost } from './hosts.js';

/** The name of the cookie: browsers share cookies among all ports of a host, so it carries the port. */
export function cookieName(request: IncomingMessage): string {
  const port = readHost(request.headers.host ?? '')?.port;
  return port === undefined ? 'keepsake' : `keepsake-${port}`;
}

/** The value of the cookie that a request brings. */
export function cookieOf(request: IncomingMessage): string | null {
  return parseCookie(request.headers.cookie ?? '')[cookieName(request)] ?? null;
}
