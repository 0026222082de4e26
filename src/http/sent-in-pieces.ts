import { Readable } from 'node:stream';
import { setImmediate as rest } from 'node:timers/promises';
import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  StreamableFile,
  UseInterceptors,
} from '@nestjs/common';
import { map, type Observable } from 'rxjs';

/** In UTF-16 units, of what is written at once. */
const PIECE = 64 * 1024;
/** How long pieces are made without a rest, in milliseconds. */
const SLICE_MS = 8;

@Injectable()
class InPieces implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler<object>): Observable<StreamableFile> {
    return next
      .handle()
      .pipe(
        map((answer) => new StreamableFile(Readable.from(inPieces(answer)), { type: 'application/json' })),
      );
  }
}

/** A handler whose answer may be megabytes of JSON: it is written piece by piece, between which everything else goes on. */
export const SentInPieces = (): MethodDecorator & ClassDecorator => UseInterceptors(InPieces);

/** The JSON of a value in pieces of a fair size; a long text is a piece of its own. */
async function* inPieces(value: unknown): AsyncGenerator<string> {
  let waiting = '';
  let begun = performance.now();
  for (const part of partsOf(value)) {
    waiting += part;
    if (waiting.length >= PIECE) {
      yield waiting;
      waiting = '';
    }
    // What is taken at once is asked for again at once: nothing else would come between.
    if (performance.now() - begun < SLICE_MS) continue;
    await rest();
    begun = performance.now();
  }
  if (waiting) yield waiting;
}

function* partsOf(value: unknown): Generator<string> {
  if (Array.isArray(value)) {
    let before = '[';
    for (const item of value) {
      yield before;
      yield* partsOf(item ?? null);
      before = ',';
    }
    yield before === '[' ? '[]' : ']';
  } else if (typeof value === 'object' && value !== null) {
    let before = '{';
    for (const [key, item] of Object.entries(value)) {
      if (item === undefined) continue;
      yield `${before}${JSON.stringify(key)}:`;
      yield* partsOf(item);
      before = ',';
    }
    yield before === '{' ? '{}' : '}';
  } else yield JSON.stringify(value);
}
