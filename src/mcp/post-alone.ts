import type { NextFunction, Request, Response } from 'express';
import { MethodNotAllowedException } from '@nestjs/common';

/**
 * Refuses every method but POST with 405, which streamable HTTP asks of a server that opens no stream by GET and ends no
 * session by DELETE: clients take 404 there for a server that is gone.
 */
export function postAlone({ method }: Request, response: Response, next: NextFunction): void {
  if (method === 'POST') return next();
  response.setHeader('allow', 'POST');
  next(new MethodNotAllowedException('Messages of the protocol come by POST; nothing is sent unasked.'));
}
