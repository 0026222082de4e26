import { EventEmitter } from 'node:events';
import { Injectable } from '@nestjs/common';
import type { ServerToClient } from '../wire.js';

type Told = Omit<ServerToClient, 'ingest.progress' | `draft.${string}`>;

/** What happens in sessions, told to whoever listens: the sockets, a request that waits for its reply, a bridge. */
export type SessionEvent = {
  [Name in keyof Told]: { sessionId: string; name: Name; body: Parameters<Told[Name]>[0] };
}[keyof Told];

@Injectable()
export class SessionEvents {
  private readonly emitter = new EventEmitter().setMaxListeners(0);

  tell(event: SessionEvent): void {
    this.emitter.emit('all', event);
    this.emitter.emit(event.sessionId, event);
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
}
