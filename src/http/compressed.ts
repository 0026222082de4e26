import { constants } from 'node:zlib';
import compression from 'compression';
import type { Request, Response } from 'express';

/** What is text, and comes whole: never what is a stream of events, or a file that is taken away. */
const TEXT =
  /^(?:application\/(?:json|manifest\+json|javascript)|text\/(?:html|css|javascript|plain)|image\/svg\+xml)\b/i;

/**
 * Compresses answers of text and JSON. Streams of events, backups and exports pass as they are, each line when it is
 * written. Nothing here helps to guess a secret by the size of an answer (BREACH): tokens, cookies and keys stand in
 * headers or in the database, and no answer repeats one beside what somebody else has sent.
 */
export const compressed = () =>
  compression({
    filter: isText,
    brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  });

function isText(_request: Request, response: Response): boolean {
  const type = response.getHeader('content-type');
  return typeof type === 'string' && TEXT.test(type) && !response.hasHeader('content-disposition');
}
