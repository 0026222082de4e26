import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { Problem } from '../problem.js';
import { answerWith } from '../problem.filter.js';

/** Seconds after which who was refused may ask again. */
const RETRY_AFTER = 2;

/**
 * Bounds the bytes of bodies that are being read at once: each stands in memory whole. What is small passes always.
 *
 * @param most bytes of all of them
 * @param largest that one may have, and counts where it does not say how long it is
 */
export function boundBodies(most: number, largest: number): RequestHandler {
  const SMALL = 16 * 1024;
  let reading = 0;
  return (request: Request, response: Response, next: NextFunction) => {
    const { 'content-length': length, 'content-encoding': packed, 'content-type': type } = request.headers;
    const has = length !== undefined || request.headers['transfer-encoding'] !== undefined;
    const stated = length === undefined || packed ? largest : Math.min(Number(length), largest);
    // Files go their own way.
    if (!has || !type?.includes('json') || stated <= SMALL) return next();
    if (reading > 0 && reading + stated > most) {
      response.set('connection', 'close');
      const told = 'Too much is being sent at once: this was not taken in. Send it again in a moment.';
      return answerWith(response, new Problem('too_much_waiting', told, { retryAfter: RETRY_AFTER }));
    }
    reading += stated;
    let counted = true;
    const end = () => {
      if (counted) reading -= stated;
      counted = false;
    };
    request.once('end', end).once('close', end);
    next();
  };
}
