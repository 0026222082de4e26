import { Worker } from 'node:worker_threads';
import { Logger } from '@nestjs/common';
import { Problem, type ProblemCode } from '../problem.js';

/** A function of a module that is to be called in a thread. */
export interface Call {
  url: string;
  name: string;
  args: unknown[];
}

export type Answer =
  /** `held` are bytes that the thread has not given back. */
  | { ok: true; result: unknown; held: number }
  | { ok: false; code: ProblemCode; message: string }
  /** How far it has come. */
  | { told: string };

const MB = 1024 * 1024;
/** Of the process since the thread was empty, heap and buffers. A novel of a million characters takes less than 100. */
const GROWTH = 700 * MB;
/**
 * Of the thread's heap; far beyond what may grow. V8 ends a thread that comes near by small steps, but the whole
 * process where one step goes 16 MB beyond, as a text of 100 MB takes it: the growth has to be seen before.
 */
const HEAP_MB = 1536;
const LOOK_EVERY_MS = 50;

const tooMuch = () =>
  new Problem(
    'file_broken',
    'Reading this took more memory or time than a text of its size should. It may be damaged.',
  );

/** A thread with limits on memory and time, for one call after another. */
export class Thread {
  private readonly logger = new Logger(Thread.name);
  private readonly worker = new Worker(new URL('./worker.js', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  private running: { answered(answer: Answer): void; failed(): void } | null = null;
  /** Bytes that it has not given back since its last call. */
  held = 0;
  hasEnded = false;

  constructor() {
    this.worker.on('message', (answer: Answer) => this.running?.answered(answer));
    this.worker.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ERR_WORKER_OUT_OF_MEMORY') this.logger.error(`A thread failed: ${error.name}`);
      this.running?.failed();
    });
    this.worker.on('exit', () => {
      this.hasEnded = true;
      this.running?.failed();
    });
  }

  /**
   * @param tell is called with what the work tells meanwhile
   * @throws Problem as the function itself does; file_broken when it goes beyond its limits; the signal's reason.
   * After any of these the thread is to be ended.
   */
  async call(
    call: Call,
    mostMs: number,
    signal: AbortSignal,
    tell: (message: string) => Promise<void>,
  ): Promise<unknown> {
    const before = process.memoryUsage.rss() - this.held;
    let late: NodeJS.Timeout | undefined;
    let look: NodeJS.Timeout | undefined;
    let aborted = () => {};
    this.worker.ref();
    try {
      return await new Promise<unknown>((resolve, reject) => {
        late = setTimeout(() => reject(tooMuch()), mostMs);
        look = setInterval(() => {
          if (process.memoryUsage.rss() - before > GROWTH) reject(tooMuch());
        }, LOOK_EVERY_MS);
        aborted = () => reject(signal.reason as Error);
        signal.addEventListener('abort', aborted);
        const answered = (answer: Answer) => {
          if ('told' in answer) return void tell(answer.told).catch(reject);
          if (!answer.ok) return reject(this.problem(answer));
          this.held = answer.held;
          resolve(answer.result);
        };
        this.running = { answered, failed: () => reject(tooMuch()) };
        this.worker.postMessage(call);
      });
    } finally {
      this.running = null;
      clearTimeout(late);
      clearInterval(look);
      signal.removeEventListener('abort', aborted);
      this.worker.unref();
    }
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }

  private problem({ code, message }: { code: ProblemCode; message: string }): Problem {
    if (code !== 'internal') return new Problem(code, message);
    this.logger.error(`Work in a thread failed: ${message}`);
    return new Problem(code, 'This could not be read.');
  }
}
