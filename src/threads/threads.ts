import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Thread } from './thread.js';
import type { ArgumentsOf, FunctionsOf, ResultOf, ThreadModule } from './thread-module.js';

/** A thread that holds more bytes is not worth being kept. */
const MOST_HELD = 128 * 1024 * 1024;
const IDLE_MS = 30_000;

/**
 * Calls functions in threads, with limits on memory and time, so that everything else goes on meanwhile. A thread whose
 * work went well is kept for a while for what comes next; after anything else it ends.
 */
@Injectable()
export class Threads implements OnApplicationShutdown {
  private kept: { thread: Thread; end: NodeJS.Timeout } | null = null;
  private isClosing = false;

  async onApplicationShutdown(): Promise<void> {
    this.isClosing = true;
    await this.take()?.end();
  }

  /**
   * Calls a function of a module.
   * @param tell is called with what the work tells meanwhile (`tell.ts`)
   * @throws Problem as the function itself does; file_broken when it goes beyond its limits; the signal's reason
   */
  async call<Exports, Name extends FunctionsOf<Exports>>(
    module: ThreadModule<Exports>,
    name: Name,
    args: ArgumentsOf<Exports, Name>,
    signal: AbortSignal,
    tell: (message: string) => Promise<void> = async () => {},
  ): Promise<ResultOf<Exports, Name>> {
    signal.throwIfAborted();
    const thread = this.take() ?? new Thread();
    let isWell = false;
    try {
      const result = await thread.call({ url: module.url, name, args }, module.mostMs, signal, tell);
      isWell = true;
      return result as ResultOf<Exports, Name>;
    } finally {
      if (isWell && !this.isClosing && !this.kept && thread.held <= MOST_HELD) this.keep(thread);
      else await thread.end();
    }
  }

  private keep(thread: Thread): void {
    const end = setTimeout(() => void this.take()?.end(), IDLE_MS).unref();
    this.kept = { thread, end };
  }

  /** The thread that was kept, for whoever asks first. */
  private take(): Thread | null {
    const { thread, end } = this.kept ?? {};
    this.kept = null;
    clearTimeout(end);
    return thread && !thread.hasEnded ? thread : null;
  }
}
