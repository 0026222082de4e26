import { createHash } from 'node:crypto';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import type { Owned } from '../access/requests/owned.js';
import { Problem } from '../contracts/problem.js';
import { answerWith, describe } from '../http/problem.filter.js';
import { Secrets } from '../secrets/secrets.js';
import { IdempotentRequestsRepository, type NamedRequest } from './idempotent-requests.repository.js';

/** Bytes of an answer that is kept: a character with a long sheet. */
const MOST_KEPT = 8 * 1024 * 1024;
const LONGEST_NAME = 255;
/** An answer whose client is gone has an end by then, or none. */
const GIVEN_UP_MS = 60_000;
/** Old ones are forgotten so often, whether new ones come or not: they hold what was said. */
const FORGET_EVERY_MS = 60 * 60_000;

/** Our own side; the face of an OpenAI-compatible server has messages that are said once by a name. */
const NAMED = /^\/api\//;

/**
 * Does a POST with an `Idempotency-Key` once: for a day, whoever sends the same again gets the same answer. What was
 * refused or failed may be done when it comes again. Answers are kept sealed: some hold a key that is shown this once.
 * https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
@Injectable()
export class IdempotentRequests implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(IdempotentRequests.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly requests: IdempotentRequestsRepository,
    private readonly secrets: Secrets,
  ) {}

  onApplicationBootstrap(): void {
    const forget = () => void this.quietly(this.requests.forgetOld());
    this.timer = setInterval(forget, FORGET_EVERY_MS).unref();
    forget();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Stands behind the parsers of bodies. */
  readonly middleware = (request: Request, response: Response, next: NextFunction): void => {
    const key = request.headers['idempotency-key'];
    const { ownerId } = request as Owned;
    if (request.method !== 'POST' || key === undefined || !ownerId || !NAMED.test(request.originalUrl))
      return next();
    this.take(request, response, ownerId, String(key)).then(
      (isNew) => isNew && next(),
      (error: unknown) => answerWith(response, error),
    );
  };

  /** @returns whether it is to be done; it is answered otherwise */
  private async take(request: Request, response: Response, ownerId: string, key: string): Promise<boolean> {
    if (key === '' || key.length > LONGEST_NAME)
      throw new Problem('bad_request', `An Idempotency-Key has 1 to ${LONGEST_NAME} characters.`);
    const named: NamedRequest = {
      ownerId,
      name: hashOf((request as Owned).key?.id ?? '', key),
      request: hashOf(request.method, request.originalUrl, ...bodyOf(request)),
    };
    const known = await this.requests.begin(named);
    if (known === 'other')
      throw new Problem(
        'idempotency_conflict',
        'This Idempotency-Key came with another request before. Use a new one for each.',
      );
    if (known === 'running')
      throw new Problem('idempotency_running', 'This request is still being worked on.', { retryAfter: 1 });
    if (known === 'full')
      throw new Problem('rate_limited', 'Too many requests of the last day have an Idempotency-Key.', {
        retryAfter: FORGET_EVERY_MS / 1000,
      });
    if (known === 'new') {
      this.keep(response, named);
      return true;
    }
    const { status, mediaType, body } = known;
    const opened = body && this.secrets.open(placeOf(named), body);
    if (opened === null) throw new Problem('conflict', 'This was done already; its answer was not kept.');
    if (mediaType) response.setHeader('content-type', mediaType);
    response.setHeader('idempotency-replayed', 'true');
    response.status(status).end(Buffer.from(opened, 'base64'));
    return false;
  }

  /** Listens to the answer, and stores it before its end is sent: who sends again finds it. */
  private keep(response: Response, named: NamedRequest): void {
    const pieces: Buffer[] = [];
    let bytes = 0;
    const hear = (piece: unknown, encoding: unknown) => {
      if (typeof piece !== 'string' && !(piece instanceof Uint8Array)) return;
      const heard =
        typeof piece === 'string'
          ? Buffer.from(piece, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8')
          : Buffer.from(piece);
      bytes += heard.length;
      if (bytes <= MOST_KEPT) pieces.push(heard);
      else pieces.length = 0;
    };
    const write = response.write.bind(response) as (...args: unknown[]) => boolean;
    const end = response.end.bind(response) as (...args: unknown[]) => Response;
    let isOver = false;
    response.write = (...args: unknown[]) => {
      hear(args[0], args[1]);
      return write(...args);
    };
    response.end = (...args: unknown[]) => {
      if (isOver) return response;
      isOver = true;
      hear(args[0], args[1]);
      const { statusCode: status } = response;
      const mediaType = String(response.getHeader('content-type') ?? '');
      const body =
        bytes <= MOST_KEPT
          ? this.secrets.seal(placeOf(named), Buffer.concat(pieces).toString('base64'))
          : null;
      // Who waited for a reply and is gone has heard nothing: it is looked up when they come again.
      const isHeard = !(response.closed && bytes === 0);
      const stored =
        status < 400 && isHeard
          ? this.requests.finish(named, { status, mediaType, body })
          : this.requests.forget(named);
      this.quietly(stored).finally(() => end(...args));
      return response;
    };
    // Who is gone before the end may come again, and what they asked for goes on. Of an answer that nobody takes any
    // longer there may be no end.
    response.once('close', () => {
      const giveUp = () => {
        if (isOver) return;
        isOver = true;
        void this.quietly(this.requests.finish(named, { status: 200, mediaType: '', body: null }));
      };
      if (!isOver) setTimeout(giveUp, GIVEN_UP_MS).unref();
    });
  }

  private quietly(work: Promise<unknown>): Promise<unknown> {
    return work.catch((error: unknown) =>
      this.logger.warn(`A named request was not written down: ${describe(error)}`),
    );
  }
}

const placeOf = ({ name }: NamedRequest) => `idempotent_requests/${name.toString('base64')}`;

/** Parts of which none can pass for another: each stands behind its length. */
function hashOf(...parts: (string | Uint8Array)[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest();
}

/** What a request brings, as far as it was read; of a form only its size is known here. */
function bodyOf({ body, headers }: Request): (string | Uint8Array)[] {
  if (body instanceof Uint8Array) return [body];
  return [JSON.stringify(body ?? null), headers['content-length'] ?? ''];
}
