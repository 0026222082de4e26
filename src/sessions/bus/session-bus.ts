import { EventEmitter } from 'node:events';
import { Injectable } from '@nestjs/common';
import type { ServerToClient } from '../../contracts/sockets.js';

type SessionEventHandlers = Omit<ServerToClient, 'ingest.progress' | `draft.${string}`>;

/** What happens in sessions, told to whoever listens: the sockets, a request that waits for its reply, a bridge. */
export type SessionEvent = {
  [Name in keyof SessionEventHandlers]: {
    sessionId: string;
    name: Name;
    body: Parameters<SessionEventHandlers[Name]>[0];
  };
}[keyof SessionEventHandlers];

/** How long telling may hold up everything else, in milliseconds: one event may go to many. */
const SLICE_MS = 8;

/**
 * Tells events in their order, those of one session and all, a moment after they happened: what made them, the
 * request to the model above all, goes first.
 */
@Injectable()
export class SessionBus {
  private readonly emitter = new EventEmitter().setMaxListeners(0);
  private readonly queue: SessionEvent[] = [];
  private soon: NodeJS.Immediate | undefined;

  publish(event: SessionEvent): void {
    this.queue.push(event);
    this.soon ??= setImmediate(() => this.emitSome());
  }

  /** Tells now what has happened so far. */
  flush(): void {
    while (this.queue.length) this.emitNext();
  }

  /** @returns what ends the listening */
  subscribeAll(listener: (event: SessionEvent) => void): () => void {
    return this.on('all', listener);
  }

  subscribe(sessionId: string, listener: (event: SessionEvent) => void): () => void {
    return this.on(sessionId, listener);
  }

  private on(key: string, listener: (event: SessionEvent) => void): () => void {
    this.emitter.on(key, listener);
    return () => this.emitter.off(key, listener);
  }

  private emitSome(): void {
    this.soon = undefined;
    const until = performance.now() + SLICE_MS;
    while (this.queue.length && performance.now() < until) this.emitNext();
    if (this.queue.length) this.soon ??= setImmediate(() => this.emitSome());
  }

  private emitNext(): void {
    const event = this.queue.shift()!;
    this.emitter.emit('all', event);
    this.emitter.emit(event.sessionId, event);
  }
}
