import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { DatabaseWatch } from './database-watch.js';

/**
 * Every request and every event of a socket is given up where the database answers nobody any more; while it answers,
 * they may take as long as they like. An answer that has begun goes on to its own end.
 */
@Injectable()
export class DatabaseDeadline implements NestInterceptor {
  constructor(private readonly database: DatabaseWatch) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const response = context.getType() === 'http' ? context.switchToHttp().getResponse<Response>() : null;
    const work = lastValueFrom(next.handle(), { defaultValue: undefined });
    const watched = this.database.whileItAnswers(work).catch((error: unknown) => {
      if (response?.headersSent) return work;
      throw error;
    });
    return from(watched);
  }
}
