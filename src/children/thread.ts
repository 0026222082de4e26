import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Problem } from '../contracts/problem.js';
import { tooMuch } from './child-end.js';
import type { ChildModule, FunctionsOf, ResultOf } from './child-module.js';
import { handedOver } from './handed-over.js';

/** A function of a module that is to be called in a thread. */
export interface ThreadCall {
  url: string;
  name: string;
  args: unknown[];
}

export type ThreadAnswer =
  { result: unknown } | { problem: Pick<Problem, 'code' | 'message' | 'param'> } | { failure: string };

interface Running {
  worker: Worker;
  /** Aborted when it has ended. */
  gone: AbortSignal;
}

const ENTRY = new URL('./thread-entry.js', import.meta.url);
const IDLE_MS = 30_000;

const MB = 1024 * 1024;
/** Of the memory that there is, what a thread's heap may take, within bounds in megabytes. */
const SHARE = 1 / 4;
const LEAST = 192;
const MOST = 512;

/** What the heap of a thread may take, in megabytes. @param memory that there is, in bytes */
export const threadHeap = (memory: number): number =>
  Math.min(MOST, Math.max(LEAST, Math.floor((memory * SHARE) / MB)));

type ArgumentsOf<Exports, Name extends keyof Exports> = Exports[Name] extends (...args: infer Args) => unknown
  ? Args
  : never;

/**
 * Calls functions of a module in a thread of this process, one call after another, while everything else goes on. Bytes
 * are handed over, there and back, and not copied. It is for work on what is bounded in size; what may take any amount
 * of memory belongs in a child process.
 */
export class Thread<Exports> implements OnApplicationShutdown {
  private readonly logger = new Logger(Thread.name);
  private running: Running | null = null;
  private last: Promise<unknown> = Promise.resolve();
  private idle: NodeJS.Timeout | undefined;
  private isClosing = false;

  /** @param heap what its heap may take, in megabytes */
  constructor(
    private readonly module: ChildModule<Exports>,
    private readonly heap: number,
  ) {}

  /**
   * Calls a function when those before it have ended.
   * @throws Problem as the function itself does; file_too_heavy when it goes beyond its limits
   */
  call<Name extends FunctionsOf<Exports>>(
    name: Name,
    ...args: ArgumentsOf<Exports, Name>
  ): Promise<ResultOf<Exports, Name>> {
    const mine = this.last.then(() => this.run({ url: this.module.url, name, args }));
    this.last = mine.catch(() => {});
    return mine as Promise<ResultOf<Exports, Name>>;
  }

  async onApplicationShutdown(): Promise<void> {
    this.isClosing = true;
    await this.end();
  }

  /** Ends it at once, whatever it does. */
  private async end(): Promise<void> {
    clearTimeout(this.idle);
    const { running } = this;
    this.running = null;
    await running?.worker.terminate();
  }

  private async run(call: ThreadCall): Promise<unknown> {
    if (this.isClosing) throw tooMuch();
    clearTimeout(this.idle);
    const answer = await this.ask((this.running ??= this.begin()), call);
    this.idle = setTimeout(() => void this.end(), IDLE_MS).unref();
    if ('problem' in answer) {
      const { code, message, param } = answer.problem;
      throw new Problem(code, message, param === undefined ? {} : { param });
    }
    if ('result' in answer) return answer.result;
    this.logger.error(`Work in a thread failed: ${answer.failure.replace(/[^ -~]+/g, ' ')}`);
    throw new Problem('internal', 'This could not be read.');
  }

  /** @throws Problem file_too_heavy when it has no answer in time, or ends; the thread is gone then */
  private async ask({ worker, gone }: Running, call: ThreadCall): Promise<ThreadAnswer> {
    const { value, memory } = handedOver(call);
    const signal = AbortSignal.any([gone, AbortSignal.timeout(this.module.mostMs)]);
    worker.ref();
    try {
      worker.postMessage(value, memory);
      return ((await once(worker, 'message', { signal })) as [ThreadAnswer])[0];
    } catch (error) {
      await this.end();
      if (!this.isClosing)
        this.logger.error(`A thread ended: ${error instanceof Error ? error.name : typeof error}.`);
      throw tooMuch();
    } finally {
      worker.unref();
    }
  }

  private begin(): Running {
    const worker = new Worker(ENTRY, {
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: this.heap },
    });
    const end = new AbortController();
    const running = { worker, gone: end.signal };
    worker
      .on('error', () => {})
      .once('exit', () => {
        end.abort();
        if (this.running === running) this.running = null;
      });
    return running;
  }
}
