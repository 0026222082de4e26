import { EventEmitter } from 'node:events';
import { Injectable } from '@nestjs/common';
import type { ServerToClient } from '../wire.js';

type Told = Omit<ServerToClient, 'ingest.progress' | `draft.${string}`>;

/** What happens in sessions, told to whoever listens: the sockets, a request that waits for its reply, a bridge. */
export type SessionEvent = {
  [Name in keyof Told]: { sessionId: string; name: Name; body: Parameters<Told[Name]>[0] };
}[keyof Told];

type Delta = SessionEvent & { name: 'turn.delta' };

/** What comes of a reply within so many milliseconds is told at once: to each socket, a write costs more than a token. */
const TOGETHER_MS = 50;

/**
 * Tells events in their order, those of one session and all, a moment after they happened: what made them, the
 * request to the model above all, goes first.
 */
@Injectable()
export class SessionEvents {
  private readonly emitter = new EventEmitter().setMaxListeners(0);
  private queue: SessionEvent[] = [];
  private soon: NodeJS.Immediate | undefined;
  /** What is held of each reply that was told of within the last moment. */
  private readonly held = new Map<string, Delta | null>();
  private ticking: NodeJS.Timeout | undefined;

  tell(event: SessionEvent): void {
    const { sessionId } = event;
    if (event.name !== 'turn.delta') {
      this.release(sessionId);
      this.push(event);
      return;
    }
    const held = this.held.get(sessionId);
    if (held === undefined) {
      this.push(event);
      this.held.set(sessionId, null);
      this.ticking ??= setInterval(() => this.tick(), TOGETHER_MS);
    } else if (held === null) {
      this.held.set(sessionId, { ...event, body: { ...event.body } });
    } else {
      held.body.text += event.body.text;
    }
  }

  /** Tells now what has happened so far. */
  flush(): void {
    for (const sessionId of this.held.keys()) this.release(sessionId);
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

  private push(event: SessionEvent): void {
    this.queue.push(event);
    this.soon ??= setImmediate(() => this.emitAll());
  }

  private tick(): void {
    for (const [sessionId, held] of this.held) {
      if (held) this.release(sessionId);
      else this.held.delete(sessionId);
    }
    if (this.held.size > 0) return;
    clearInterval(this.ticking);
    this.ticking = undefined;
  }

  private release(sessionId: string): void {
    const held = this.held.get(sessionId);
    if (!held) return;
    this.held.set(sessionId, null);
    this.push(held);
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
