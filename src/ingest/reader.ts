import { Worker } from 'node:worker_threads';
import { Injectable, Logger } from '@nestjs/common';
import { Problem, type ProblemCode } from '../problem.js';
import type { PageOffer } from '../wire.js';
import type { Taken } from './taken.js';
import type { Sheet } from '../characters/sheet.js';
import type { Plan, Room } from './parts.js';
import type { Divided, Reading, Text } from './reading.js';
import type { Placed } from './verified.js';
import type { WrittenClaim } from './written.js';

/** What a thread can be asked for. */
export interface Tasks {
  /** An archive has several texts. */
  file: { task: { name: string; bytes: Uint8Array; encoding: string | null }; result: Taken[] };
  link: { task: { url: string; allowHosts: readonly string[] }; result: Taken };
  /** Pages of one ingest that belong to pages it read; `asked` is where each was looked for. */
  pages: {
    task: { pages: readonly PageOffer[]; allowHosts: readonly string[] };
    result: {
      taken: (Taken & { asked: string })[];
      unread: { url: string; code: string; message: string }[];
    };
  };
  cast: {
    task: { sourceId: string; mediaType: string; text: string; divided: Divided; subject: string | null };
    result: Reading;
  };
  /** Of a whole novel these take long enough to be felt elsewhere. */
  plan: { task: { names: readonly string[]; readings: readonly Text[]; room: Room }; result: Plan };
  extract: {
    task: { name: string; names: readonly string[]; readings: readonly Reading[]; more: boolean };
    result: Sheet;
  };
  verify: { task: { written: readonly WrittenClaim[]; sources: readonly Text[] }; result: Placed[] };
  /** The numbers of texts that copy a source. */
  copied: { task: { texts: readonly string[]; sources: readonly string[] }; result: number[] };
}

export type Answer =
  | { ok: true; result: unknown }
  | { ok: false; code: ProblemCode; message: string }
  /** How far it has come. */
  | { told: string };

const MB = 1024 * 1024;
/** Of the thread's heap. A novel of a million characters takes less than 64. */
const HEAP_MB = 512;
/** Of the process while it reads: buffers that are inflated lie outside of the heap. */
const GROWTH = 700 * MB;
const LOOK_EVERY_MS = 50;
/** Sites are waited for, files are not. */
const TIME_MS: Record<keyof Tasks, number> = {
  file: 60_000,
  cast: 60_000,
  plan: 60_000,
  extract: 60_000,
  verify: 120_000,
  copied: 60_000,
  link: 120_000,
  pages: 120_000,
};

const tooMuch = () =>
  new Problem(
    'file_broken',
    'Reading this took more memory or time than a text of its size should. It may be damaged.',
  );

/** Reads in a thread of its own, with limits on memory and time, so that everything else goes on meanwhile. */
@Injectable()
export class Reader {
  private readonly logger = new Logger(Reader.name);

  /**
   * @throws Problem as the reading itself does; file_broken when it goes beyond its limits; the signal's reason
   */
  async read<Name extends keyof Tasks>(
    name: Name,
    task: Tasks[Name]['task'],
    signal: AbortSignal,
    tell: (message: string) => Promise<void> = async () => {},
  ): Promise<Tasks[Name]['result']> {
    signal.throwIfAborted();
    const thread = new Worker(new URL('./reading-thread.js', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    const before = process.memoryUsage.rss();
    let late: NodeJS.Timeout | undefined;
    let look: NodeJS.Timeout | undefined;
    let aborted = () => {};
    try {
      return await new Promise<Tasks[Name]['result']>((resolve, reject) => {
        late = setTimeout(() => reject(tooMuch()), TIME_MS[name]);
        look = setInterval(() => {
          if (process.memoryUsage.rss() - before > GROWTH) reject(tooMuch());
        }, LOOK_EVERY_MS);
        aborted = () => reject(signal.reason as Error);
        signal.addEventListener('abort', aborted);
        thread.on('message', (answer: Answer) => {
          if ('told' in answer) return void tell(answer.told).catch(reject);
          if (answer.ok) return resolve(answer.result as Tasks[Name]['result']);
          if (answer.code === 'internal') this.logger.error(`Reading failed: ${answer.message}`);
          reject(
            new Problem(answer.code, answer.code === 'internal' ? 'This could not be read.' : answer.message),
          );
        });
        thread.once('error', (error: NodeJS.ErrnoException) => {
          if (error.code !== 'ERR_WORKER_OUT_OF_MEMORY')
            this.logger.error(`The reading thread failed: ${error.name}`);
          reject(tooMuch());
        });
        thread.once('exit', () => reject(tooMuch()));
        thread.postMessage({ name, task });
      });
    } finally {
      clearTimeout(late);
      clearInterval(look);
      signal.removeEventListener('abort', aborted);
      await thread.terminate();
    }
  }
}
