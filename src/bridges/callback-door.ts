import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Gate } from '../access/gate/gate.js';
import { bridgeOfCallback } from '../access/requests/bridge-doors.js';
import { Attempts } from '../access/sign-ins/attempts.js';
import { Problem } from '../contracts/problem.js';
import { answerWith } from '../http/problem.filter.js';

/** Bytes of a body: platforms push texts and addresses of what is larger. */
const MOST_OF_BODY = 64 * 1024;

/** A call of a platform, which may be answered later. */
export interface Call {
  method: string;
  query: URLSearchParams;
  /** @throws Problem file_too_large; where the caller is gone */
  body(): Promise<string>;
  /** @returns whether the caller was still there and the answer is on its way */
  answer(text: string, contentType: string): Promise<boolean>;
  /** Ends it without an answer. */
  drop(): void;
  /** Calls back when it was ended, by an answer or without one. */
  ended(listener: () => void): void;
}

/**
 * Takes calls in: resolves once it is known who calls, with whether that was proven. What was not is answered here, what
 * was by whoever takes it.
 */
export type CallTaker = (call: Call) => Promise<boolean>;

/**
 * Where platforms call: `/bridges/:id/callback`. Only a bridge that runs and is called is there, and nothing of a call is
 * read before its address was proven. Failures are counted by address; what proves itself comes in all the same, since
 * a proxy may show all callers as one.
 */
@Injectable()
export class CallbackDoor implements OnModuleInit {
  private readonly takers = new Map<string, CallTaker>();
  private readonly attempts = new Attempts();

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly gate: Gate,
  ) {}

  onModuleInit(): void {
    const take = (request: IncomingMessage, response: ServerResponse) => void this.take(request, response);
    this.host.httpAdapter.get('/bridges/:id/callback', take);
    this.host.httpAdapter.post('/bridges/:id/callback', take);
  }

  /** @returns what closes it */
  open(bridgeId: string, taker: CallTaker): () => void {
    this.takers.set(bridgeId, taker);
    return () => {
      if (this.takers.get(bridgeId) === taker) this.takers.delete(bridgeId);
    };
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const taker = this.takers.get(bridgeOfCallback(request.url ?? '') ?? '');
      if (taker && (await taker(callOf(request, response)))) return;
      throw this.refusal(this.gate.addressOf(request));
    } catch (error) {
      if (!response.headersSent && !response.destroyed) answerWith(response, error);
    }
  }

  private refusal(address: string): Problem {
    this.attempts.failed(address, null);
    const retryAfter = this.attempts.wait(address);
    return retryAfter > 0
      ? new Problem('rate_limited', 'Too many calls from this address proved nothing.', { retryAfter })
      : new Problem('not_signed_in', 'This call does not prove that it comes from the platform of a bridge.');
  }
}

function callOf(request: IncomingMessage, response: ServerResponse): Call {
  return {
    method: request.method!,
    query: new URL(request.url!, 'http://keepsake').searchParams,
    body: () => bodyOf(request),
    answer: (text, contentType) =>
      new Promise((resolve) => {
        if (response.destroyed || response.headersSent) return resolve(false);
        response.once('close', () => resolve(response.writableFinished));
        response.setHeader('content-type', contentType);
        response.end(text);
      }),
    drop: () => void response.destroy(),
    ended: (listener) => void response.once('close', listener),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > MOST_OF_BODY)
      throw new Problem('file_too_large', 'This is too large for a call of a platform.');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
