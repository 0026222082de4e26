import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { Config } from '../../config/config.js';
import { Problem } from '../../contracts/problem.js';
import { projectFile } from '../../config/project-file.js';
import { KEY_PREFIX } from '../keys/api-keys.service.js';
import { KeyUse } from '../keys/key-use.js';
import { AccessService } from '../sign-ins/access.service.js';
import { bridgeOfCallback, bridgeOfSocket } from '../requests/bridge-doors.js';
import { clientAddress } from '../requests/client-address.js';
import { cookieOf } from '../requests/cookie.js';
import { type Owned, ownerIn } from '../requests/owned.js';
import { assertNear, assertOwn, Pages } from './pages.js';
import { trusting } from '../requests/proxies.js';
import { filePaths, publicRoutes } from '../requests/public.js';
import { pathOfTarget } from '../requests/target.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Of a bridge's platform. */
const CALLS = new Set(['GET', 'POST']);
/** The path of sockets, by polling and websocket alike. */
const SOCKETS = '/socket.io/';
const UNKNOWN_KEY =
  'This API key is not known here: it was revoked, was copied in part, or belongs to another server.';

/**
 * The one gate of every HTTP request and socket: what it is aimed at, which host it asked for, which page sent it, and
 * who it is. Everything is closed to strangers but the public routes and the client's own files, by their exact paths.
 */
@Injectable()
export class Gate {
  private readonly pages: Pages;
  private readonly isTrusted: (address: string | undefined) => boolean;
  private readonly files: ReadonlySet<string>;
  private readonly routes: ReadonlySet<string>;

  constructor(
    config: Config,
    private readonly access: AccessService,
    private readonly keyUse: KeyUse,
    modules: ModulesContainer,
  ) {
    this.pages = new Pages(config);
    this.isTrusted = trusting(config.trustedProxies);
    this.files = new Set(filePaths(projectFile('client/dist')));
    this.routes = new Set(publicRoutes(modules));
  }

  /**
   * Lets an HTTP request in, and notes whose it is.
   * @throws Problem bad_request, key_in_address, host_not_allowed, origin_not_allowed, not_signed_in
   */
  async admit(request: IncomingMessage): Promise<void> {
    const path = pathOf(request);
    const page = this.pages.of(request);
    const isSafe = SAFE.has(request.method!);
    if (this.isPublic(request.method!, path)) {
      // Signing in gives a cookie, which no other page shall bring about.
      if (!isSafe) assertNear(page);
      if (!isSafe && page.from !== 'unstated') assertOwn(page);
      return;
    }
    assertNear(page);
    // A platform proves itself by what it has signed. Whoever it is, nobody's owner has come.
    if (CALLS.has(request.method!) && bridgeOfCallback(path) !== null) return;
    if (path === SOCKETS) return;
    if (path.startsWith(SOCKETS)) throw new Problem('not_found', 'There is nothing here.');
    (request as Owned).ownerId = await this.ownerOf(request);
  }

  /**
   * Counts what came with a key.
   * @throws Problem rate_limited
   */
  async begin(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { ownerId, key } = request as Owned;
    if (key) await this.keyUse.begin(ownerId!, key, this.addressOf(request), request, response);
  }

  /**
   * Lets the opening of a websocket through; who it is, is asked when it signs in.
   * @throws Problem bad_request, host_not_allowed, origin_not_allowed, not_found
   */
  admitUpgrade(request: IncomingMessage): void {
    const path = pathOf(request);
    assertNear(this.pages.of(request));
    // A gateway proves itself by its bridge's token.
    if (bridgeOfSocket(path) !== null) return;
    if (path !== SOCKETS) throw new Problem('not_found', `Sockets are at ${SOCKETS} alone.`);
  }

  /** Where the page that this request brings finds its socket. */
  socketsOf(request: IncomingMessage): string[] {
    return this.pages.socketsOf(request);
  }

  /** Whether anybody may ask for this, by the exact path. */
  isPublic(method: string, path: string): boolean {
    const known = method === 'HEAD' ? 'GET' : method;
    return (known === 'GET' && this.files.has(path)) || this.routes.has(`${known} ${path}`);
  }

  /**
   * Notes on the request which sign-in or key it comes from, if any.
   *
   * @param handshake of a socket, whose token counts before the Authorization header and the cookie
   * @throws Problem not_signed_in; key_expired; sign_in_throttled; origin_not_allowed for a cookie that another page may have sent
   */
  async ownerOf(request: IncomingMessage, handshake?: { token?: unknown }): Promise<string> {
    const bearer =
      typeof handshake?.token === 'string'
        ? handshake.token
        : /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const cookie = cookieOf(request);
    let ownerId: string | null = null;
    if (bearer?.startsWith(KEY_PREFIX)) {
      const found = await this.access.byKey(bearer, this.addressOf(request));
      if (!found) throw new Problem('not_signed_in', UNKNOWN_KEY);
      ownerId = found.ownerId;
      (request as Owned).key = found.key;
    } else if (bearer !== undefined) ownerId = this.access.byToken(bearer, this.addressOf(request));
    else if (cookie !== null) {
      const page = this.pages.of(request);
      // A browser names the page of whatever changes something and of every websocket, but not of what only reads.
      if (page.from !== 'unstated' || handshake || !SAFE.has(request.method!)) assertOwn(page);
      const signIn = await this.access.byCookie(cookie, this.addressOf(request));
      ownerId = signIn?.ownerId ?? null;
      (request as Owned).signInId = signIn?.id ?? null;
    }
    return ownerIn({ ownerId });
  }

  /** Where a request comes from, as far as trusted proxies tell. */
  addressOf(request: IncomingMessage): string {
    return clientAddress(request, this.isTrusted);
  }
}

function pathOf(request: IncomingMessage): string {
  const path = pathOfTarget(request.url ?? '');
  if (path === null) {
    throw new Problem(
      'bad_request',
      'The target of a request is one plain absolute path, with a query or without.',
    );
  }
  if (KEY_IN_ADDRESS.test(request.url!)) {
    throw new Problem(
      'key_in_address',
      'An API key never stands in an address, which logs and histories keep: send it as Authorization: Bearer. Revoke this one.',
    );
  }
  return path;
}

/** However it is named; its characters need no escape, and nobody but a disguise would give them one. */
const KEY_IN_ADDRESS = /ksk_[\w-]{20}/i;
