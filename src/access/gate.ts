import type { IncomingMessage } from 'node:http';
import { createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import ipaddr from 'ipaddr.js';
import { Config } from '../config/config.js';
import { Problem } from '../problem.js';
import { Access, COOKIE } from './access.service.js';
import { clientAddress } from './client-address.js';
import { isAllowedHost } from './hosts.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The value of one cookie of a request. */
export function cookieOf(request: IncomingMessage): string | null {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === COOKIE) return pair.slice(at + 1).trim();
  }
  return null;
}

/**
 * The one gate of every HTTP request and socket: which host it asked for, which page sent it, and who it is.
 */
@Injectable()
export class Gate {
  constructor(
    private readonly config: Config,
    private readonly access: Access,
  ) {}

  /** Lets an HTTP request in, and notes whose it is. */
  async admit(request: Request): Promise<void> {
    this.assertAddressed(request);
    if (!isOpen(request)) (request as OwnedRequest).ownerId = await this.ownerOf(request);
  }

  /** @throws Problem host_not_allowed, origin_not_allowed */
  assertAddressed(request: IncomingMessage): void {
    const { host, origin } = request.headers;
    if (!host || !isAllowedHost(host, this.config.allowedHosts)) {
      throw new Problem(
        'host_not_allowed',
        'This server was asked for by a name that it does not know. Add the name to ALLOWED_HOSTS if it is yours.',
      );
    }
    if (origin !== undefined && !isAllowedHost(origin, this.config.allowedHosts)) {
      throw new Problem(
        'origin_not_allowed',
        'A page of another site may not use this server. Add its host name to ALLOWED_HOSTS if it is yours.',
      );
    }
  }

  /**
   * Notes on the request which sign-in it comes from, if any.
   *
   * @param token of a socket's handshake; otherwise the Authorization header or the cookie counts
   * @throws Problem not_signed_in; sign_in_throttled; origin_not_allowed for a change asked by cookie from nobody knows which page
   */
  async ownerOf(request: IncomingMessage, token?: unknown): Promise<string> {
    const bearer =
      typeof token === 'string' ? token : /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const cookie = cookieOf(request);
    let ownerId: string | null = null;
    if (bearer !== undefined) ownerId = this.access.byToken(bearer, this.addressOf(request));
    else if (cookie !== null) {
      if (!SAFE.has(request.method ?? '') && request.headers.origin === undefined) {
        throw new Problem(
          'origin_not_allowed',
          'A change that is signed in by cookie must say which page it comes from.',
        );
      }
      const signIn = await this.access.byCookie(cookie, this.addressOf(request));
      ownerId = signIn?.ownerId ?? null;
      (request as IncomingMessage & SignedInRequest).signInId = signIn?.id ?? null;
    }
    if (ownerId === null) {
      throw new Problem(
        'not_signed_in',
        'Sign in with the link that Keepsake printed when it started, or send the owner token.',
      );
    }
    return ownerId;
  }

  /** Where a request comes from, as far as trusted proxies tell. */
  addressOf(request: IncomingMessage): string {
    return clientAddress(request, isLoopback);
  }
}

const isLoopback = (address: string) =>
  ipaddr.isValid(address) && ipaddr.parse(address).range() === 'loopback';

/** A request, or a socket's handshake, by which a cookie came. */
export interface SignedInRequest {
  /** Unset or null where a token came instead. */
  signInId?: string | null;
}

export interface OwnedRequest extends Request, SignedInRequest {
  ownerId: string;
}

/** What needs no sign-in: health, signing in, and the client's own files. */
function isOpen(request: Request): boolean {
  const path = request.originalUrl.split('?', 1)[0]!.toLowerCase();
  if (path.startsWith('/health/') || path === '/api/sign-in') return true;
  return SAFE.has(request.method) && !/^\/+(api|v1|metrics)(\/|$)/.test(decodedOnce(path));
}

function decodedOnce(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return '/api/';
  }
}

/** The id of the sign-in that a request comes from; null where it came with a token. */
export const CurrentSignIn = createParamDecorator(
  (_: unknown, context: ExecutionContext) =>
    context.switchToHttp().getRequest<OwnedRequest>().signInId ?? null,
);

/** The id of the owner who is signed in. */
export const CurrentOwner = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<OwnedRequest>().ownerId,
);
