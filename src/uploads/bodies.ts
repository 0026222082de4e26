import type { IncomingMessage } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import type { Owned } from '../access/requests/owned.js';
import { MOST_OF_PICTURE } from '../contracts/character.js';
import { Problem } from '../contracts/problem.js';
import { answerWith } from '../http/problem.filter.js';
import { isModestJson } from '../text/encoding/json-size.js';
import type { UploadsService } from './uploads.service.js';

/** What a body of JSON may be, in bytes; compressed ones count as they are unpacked. */
export const MOST_JSON = 4 * 1024 * 1024;
/** The same where pictures may stand in it, as text that is a third longer. */
export const MOST_JSON_WITH_PICTURES = 12 * 1024 * 1024;
/** The same on public routes, which anybody may ask: a token or a code, uncompressed. */
const MOST_PUBLIC_JSON = 4 * 1024;
/** A picture that is put as a body, in bytes; what is larger than half of that is told of as a picture that is too large. */
export const MOST_RECEIVED = 2 * MOST_OF_PICTURE.bytes;
/** Beyond these a body is no request of a client's: parsing it would take seconds. */
const MODEST = { depth: 100, values: 20_000 };
/** Other programs send a whole conversation each time, or a whole lorebook. */
const WHOLE = { depth: 100, values: 200_000 };
const SENDS_WHOLE = /^\/(?:v1\/|api\/characters\/[^/?]+\/lorebook\/entries(?:\?|$))/i;
const HOLDS_PICTURES = /^\/v1\/chat\/completions(?:\?|$)/;
/** A piece of a body costs this besides its bytes, so that one that comes byte by byte is counted as what it takes. */
const PIECE = 160;

/** Whether the body of a request is a picture as it is. */
export const isPicture = ({ method, headers }: IncomingMessage): boolean =>
  method === 'PUT' && /^image\//i.test(headers['content-type'] ?? '');

/** Whether pictures may stand in the body of a request. */
export const holdsPictures = ({ method, url = '', headers }: IncomingMessage): boolean =>
  method === 'POST' &&
  HOLDS_PICTURES.test(url) &&
  /^application\/json\b/i.test(headers['content-type'] ?? '');

const mostOf = (request: IncomingMessage) =>
  isPicture(request) ? MOST_RECEIVED : holdsPictures(request) ? MOST_JSON_WITH_PICTURES : MOST_JSON;

/**
 * Counts bodies of JSON, and pictures, against what all bodies may take of the memory together. It stands right before the parser,
 * which begins to read in the same tick.
 */
export function countBodies(uploads: UploadsService) {
  return (request: Request, response: Response, next: NextFunction): void => {
    if (!request.is('json') && !isPicture(request)) return next();
    const most = mostOf(request);
    const isPublic = !(request as Owned).ownerId;
    const { 'content-length': length, 'content-encoding': encoding = 'identity' } = request.headers;
    // A few bytes may be unpacked to as much as is allowed.
    const announced = encoding === 'identity' ? Math.min(Number(length ?? 0), most) : most;
    const refuse = (error: unknown) => {
      // The parser hears no more of it, and keeps no more of it; the rest is read and thrown away.
      request.removeAllListeners('data').removeAllListeners('end').resume();
      answerWith(response, error);
    };
    if (isPublic && (announced > MOST_PUBLIC_JSON || encoding !== 'identity')) return refuse(tooLarge());
    let counted = 0;
    let bytes = 0;
    const count = (piece: Buffer) => {
      try {
        counted += piece.length + PIECE;
        bytes += piece.length;
        if (isPublic && bytes > MOST_PUBLIC_JSON) throw tooLarge();
        if (counted > 4 * most)
          throw new Problem('bad_request', 'This comes in too many small pieces: send it at once.');
        share.add(piece.length + PIECE);
      } catch (error) {
        refuse(error);
      }
    };
    let share: ReturnType<UploadsService['inMemory']>;
    try {
      share = uploads.inMemory(request, response, announced);
      if (encoding !== 'identity') share.add(most);
    } catch (error) {
      return refuse(error);
    }
    request.on('data', count);
    request.once('end', () => share.complete());
    next();
  };
}

const tooLarge = () => new Problem('file_too_large', 'This is too large for a request of nobody known.');

/**
 * Looks at a body before it is parsed.
 * @throws an error of status 400, which the parser may write to: a Problem cannot be written to
 */
export function assertModest({ url = '' }: IncomingMessage, _response: unknown, body: Buffer): void {
  const most = SENDS_WHOLE.test(url) ? WHOLE : MODEST;
  if (!isModestJson(body.toString('latin1'), most)) {
    const error = new Error('This is nested too deeply, or holds too many values.');
    throw Object.assign(error, { status: 400 });
  }
}
