import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Child } from './child.js';
import type { ChildMemory } from './child-memory.js';
import type { ArgumentsOf, ChildModule, FunctionsOf, ResultOf } from './child-module.js';

/** A child that holds more bytes is not worth being kept. */
const MOST_HELD = 256 * 1024 * 1024;
const IDLE_MS = 30_000;

/**
 * Calls functions in child processes, with limits on memory and time, so that whatever they end is not the server. A
 * child whose work went well is kept for a while for what comes next; after anything else it ends.
 */
@Injectable()
export class Children implements OnApplicationShutdown {
  private readonly busy = new Set<Child>();
  private readonly waiting: (() => void)[] = [];
  private kept: { child: Child; end: NodeJS.Timeout } | null = null;
  private running = 0;
  private isClosing = false;

  constructor(private readonly memory: ChildMemory) {}

  async onApplicationShutdown(): Promise<void> {
    this.isClosing = true;
    await Promise.all([this.take()?.kill(), ...[...this.busy].map((child) => child.kill())]);
  }

  /**
   * Calls a function of a module, when its turn has come.
   * @param onProgress is called with what the work tells meanwhile (`tell.ts`)
   * @throws Problem as the function itself does; file_too_heavy when it goes beyond its limits; ChildEnded when its
   * process ended by itself; the signal's reason
   */
  async call<Exports, Name extends FunctionsOf<Exports>>(
    { url, mostMs }: ChildModule<Exports>,
    name: Name,
    args: ArgumentsOf<Exports, Name>,
    signal: AbortSignal,
    onProgress: (message: string) => Promise<void> = async () => {},
  ): Promise<ResultOf<Exports, Name>> {
    await this.turn();
    let child: Child | null = null;
    let isWell = false;
    try {
      signal.throwIfAborted();
      child = this.take() ?? new Child(this.memory.each);
      this.busy.add(child);
      const result = await child.call({ url, name, mostMs }, args as unknown[], signal, onProgress);
      isWell = true;
      return result as ResultOf<Exports, Name>;
    } finally {
      if (child) {
        this.busy.delete(child);
        if (isWell && !this.isClosing && !this.kept && child.held <= MOST_HELD) this.keep(child);
        else await child.kill();
      }
      this.pass();
    }
  }

  /** There is memory for so many at once; the others wait. */
  private async turn(): Promise<void> {
    if (this.running < this.memory.children) this.running++;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  private pass(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.running--;
  }

  private keep(child: Child): void {
    const end = setTimeout(() => void this.take()?.kill(), IDLE_MS).unref();
    this.kept = { child, end };
  }

  /** The child that was kept, for whoever asks first. */
  private take(): Child | null {
    const { child, end } = this.kept ?? {};
    this.kept = null;
    clearTimeout(end);
    return child && !child.hasEnded ? child : null;
  }
}
