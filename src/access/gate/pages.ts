import type { IncomingMessage } from 'node:http';
import type { Config } from '../../config/config.js';
import { Problem } from '../../contracts/problem.js';
import {
  type Host,
  isAllowedHost,
  isOwnOrigin,
  readHost,
  readOrigin,
  type Scheme,
} from '../requests/hosts.js';
import { forwardedBy, trusting } from '../requests/proxies.js';

/** The page that sent a request, as far as the browser tells. */
export interface Page {
  /** Of this server, of a host in ALLOWED_HOSTS, or not stated. */
  readonly from: 'own' | 'listed' | 'unstated';
  /** Whether the browser says that its origin is another than the server's. */
  readonly isFar: boolean;
  /** Whether it may be of a proxy that is trusted and asks for the server by another name than the page has. */
  readonly isProxied: boolean;
}

/** Of `Sec-Fetch-Site`, which is absent over plain HTTP. */
const NEAR = [undefined, 'same-origin', 'none'];

const refused = (message: string) => new Problem('origin_not_allowed', message);

/** Which hosts this server is asked for by, and which pages may ask. */
export class Pages {
  private readonly isTrusted: (address: string | undefined) => boolean;

  constructor(private readonly config: Pick<Config, 'allowedHosts' | 'trustedProxies'>) {
    this.isTrusted = trusting(config.trustedProxies);
  }

  /**
   * The page behind a request.
   * @throws Problem bad_request, host_not_allowed, origin_not_allowed
   */
  of(request: IncomingMessage): Page {
    const hosts = this.hostsOf(request);
    const isFar = !NEAR.includes(request.headers['sec-fetch-site'] as string | undefined);
    const header = request.headers.origin;
    if (header === undefined) return { from: 'unstated', isFar, isProxied: false };
    const origin = readOrigin(header);
    const scheme = this.schemeOf(request);
    if (origin && hosts.some((host) => isOwnOrigin(origin, host, scheme))) {
      return { from: 'own', isFar, isProxied: false };
    }
    if (!origin || !this.config.allowedHosts.includes(origin.name)) {
      throw refused(
        'A page of another address may not use this server. If it is yours, let the proxy pass on the Host that it was asked for, or add its host name to ALLOWED_HOSTS.',
      );
    }
    const isProxied =
      this.isTrusted(request.socket.remoteAddress) && hosts.every(({ name }) => name !== origin.name);
    return { from: 'listed', isFar, isProxied };
  }

  /** Where the sockets of a page of this server are, for browsers that do not count them as its own. */
  socketsOf(request: IncomingMessage): string[] {
    const scheme = this.schemeOf(request);
    const schemes = scheme === undefined ? ['ws', 'wss'] : [scheme === 'https' ? 'wss' : 'ws'];
    return this.hostsOf(request)
      .filter(({ name }) => !name.startsWith('[')) // a policy cannot name addresses of IPv6
      .flatMap(({ name, port }) => schemes.map((one) => `${one}://${name}${port ? `:${port}` : ''}`));
  }

  /** The host that the request names, and the one that a trusted proxy was asked for. */
  private hostsOf(request: IncomingMessage): Host[] {
    if (request.rawHeaders.filter((name, n) => n % 2 === 0 && name.toLowerCase() === 'host').length > 1) {
      throw new Problem('bad_request', 'A request names one host.');
    }
    const named = [request.headers.host ?? ''];
    const { host } = this.forwarded(request);
    if (host !== undefined) named.push(host);
    return named.map((name) => {
      const found = readHost(name);
      if (found && isAllowedHost(found, this.config.allowedHosts)) return found;
      throw new Problem(
        'host_not_allowed',
        'This server was asked for by a name that it does not know. Add the name to ALLOWED_HOSTS if it is yours.',
      );
    });
  }

  private schemeOf(request: IncomingMessage): Scheme | undefined {
    return this.forwarded(request).scheme;
  }

  private forwarded(request: IncomingMessage): { host?: string; scheme?: Scheme } {
    return this.isTrusted(request.socket.remoteAddress) ? forwardedBy(request) : {};
  }
}

/**
 * Refuses what a page of elsewhere asks for, unless its host is listed: that one may, with a token.
 * @throws Problem origin_not_allowed
 */
export function assertNear({ from, isFar }: Page): void {
  if (isFar && from !== 'listed') throw refused('Only pages of this server may ask for this.');
}

/**
 * Refuses what a page could do with a cookie that is not meant for it: browsers send cookies to all ports of a host.
 * A listed host of another name passes where a trusted proxy asks: it may do so by a name of its own.
 * @throws Problem origin_not_allowed
 */
export function assertOwn({ from, isFar, isProxied }: Page): void {
  if (from === 'unstated') throw refused('What is signed in by cookie must say which page it comes from.');
  if (isFar || (from === 'listed' && !isProxied)) {
    throw refused(
      'Only pages of this server may sign in by cookie. If this is one, let the proxy pass on the Host that it was asked for, with its port.',
    );
  }
}
