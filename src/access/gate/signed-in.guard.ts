import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Socket } from 'socket.io';
import { type Owned, ownerIn } from '../requests/owned.js';
import { isPublic } from '../requests/public.js';
import { ownerOfSocket } from './sockets.adapter.js';

/** Stands before every handler, in case that anything ever gets past the gate: only public ones do without an owner. */
@Injectable()
export class SignedInGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (context.getType() === 'ws') ownerOfSocket(context.switchToWs().getClient<Socket>());
    else if (!isPublic(context.getClass(), context.getHandler())) {
      ownerIn(context.switchToHttp().getRequest<Owned>());
    }
    return true;
  }
}
