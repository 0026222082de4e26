import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import { Observable } from 'rxjs';
import type { Socket } from 'socket.io';
import { KeyUse } from '../keys/key-use.js';
import { endableIn, type KeyInUse, type Owned } from '../requests/owned.js';
import { SignInsService } from './sign-ins.service.js';

/**
 * A request that came by cookie or key ends with the sign-in or the key, however long its answer takes: streams,
 * downloads, replies. What a key has done takes the key's tokens.
 */
@Injectable()
export class HeldRequests implements NestInterceptor {
  constructor(
    private readonly signIns: SignInsService,
    private readonly keyUse: KeyUse,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    if (context.getType() !== 'http') {
      const { key } = context.switchToWs().getClient<Socket>().data as Owned;
      if (!key) return next.handle();
      await this.keyUse.take(key, true);
      return this.counted(key, next);
    }
    const http = context.switchToHttp();
    const owned = http.getRequest<Owned>();
    const cameBy = endableIn(owned);
    const response = http.getResponse<Response>();
    if (cameBy && !response.closed) {
      response.once('close', this.signIns.open.hold(cameBy, response));
    }
    return owned.key ? this.counted(owned.key, next) : next.handle();
  }

  private counted(key: KeyInUse, next: CallHandler): Observable<unknown> {
    return new Observable((subscriber) =>
      this.keyUse.spending(key, () => next.handle().subscribe(subscriber)),
    );
  }
}
