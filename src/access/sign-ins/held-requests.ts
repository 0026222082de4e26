import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import type { Observable } from 'rxjs';
import type { Owned } from '../requests/owned.js';
import { SignInsService } from './sign-ins.service.js';

/** A request that came by cookie ends with the sign-in, however long its answer takes: streams, downloads, replies. */
@Injectable()
export class HeldRequests implements NestInterceptor {
  constructor(private readonly signIns: SignInsService) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() === 'http') {
      const http = context.switchToHttp();
      const { signInId } = http.getRequest<Owned>();
      const response = http.getResponse<Response>();
      if (signInId && !response.closed) {
        response.once('close', this.signIns.open.hold(signInId, response));
      }
    }
    return next.handle();
  }
}
