import { EventEmitter } from 'node:events';
import { Injectable } from '@nestjs/common';
import type { ServerToClient } from '../wire.js';

type Told = Omit<ServerToClient, 'ingest.progress' | `draft.${string}`>;

/** What happens in sessions, told to whoever listens: the sockets, a request that waits for its reply, a bridge. */
export type SessionEvent = {
  [Name in keyof Told]: { sessionId: string; name: Name; body: Parameters<Told[Name]>[0] };
}[keyof Told];

/**
 * Tells events in their order, those of one session and all, a moment after they happened: what made them, the
 * request to the model above all, goes first.
 */
@Injectable()
export class SessionEvents {
  private readonly emitter = new EventEmitter().setMaxListeners(0);
  private queue: SessionEvent[] = [];
  private soon: NodeJS.Immediate | undefined;

  tell(event: SessionEvent): void {
    this.queue.push(event);
    this.soon ??= setImmediate(() => this.emitAll());
  }

  /** Tells now what has happened so far. */
  flush(): void {
    clearImmediate(this.soon);
    this.emitAll();
  }

  /** @returns what ends the listening */
  onAll(listener: (event: SessionEvent) => void): () => void {
    return this.on('all', listener);
  }

  onSession(sessionId: string, listener: (event: SessionEvent) => void): () => void {
    return this.on(sessionId, listener);
  }

  private on(key: string, listener: (event: SessionEvent) => void): () => void {
    this.emitter.on(key, listener);
    return () => this.emitter.off(key, listener);
  }

  private emitAll(): void {
    this.soon = undefined;
    const events = this.queue;
    this.queue = [];
    for (const event of events) {
      this.emitter.emit('all', event);
      this.emitter.emit(event.sessionId, event);
    }
  }
}
