import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Socket } from 'socket.io';
import { assertScope, type Owned, ownerIn } from '../requests/owned.js';
import { isPublic } from '../requests/public.js';
import { ANY, scopeOf } from '../requests/scoped.js';

/**
 * Stands before every handler of HTTP and sockets: only public ones do without an owner, in case that anything ever gets
 * past the gate, and a key opens only what names one of its scopes.
 */
@Injectable()
export class SignedInGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const controller = context.getClass();
    const handler = context.getHandler();
    const isSocket = context.getType() === 'ws';
    if (!isSocket && isPublic(controller, handler)) return true;
    const owned = isSocket
      ? (context.switchToWs().getClient<Socket>().data as Owned)
      : context.switchToHttp().getRequest<Owned>();
    ownerIn(owned);
    const scope = scopeOf(controller, handler);
    if (scope !== ANY) assertScope(owned, scope);
    return true;
  }
}
