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

/**
 * What one part asks of whoever has to do with a session, in plain data, so that it can go to other processes, too:
 * - `stop`: the turn that runs in it is to end
 * - `open`: somebody looks at it, so that what its next turn needs may be read ahead
 * - `invalidate`: what is kept of it in memory is old; `places` are those of its story that say something else now
 * - `republish`: the sessions of a persona have changed with it, and whoever looks at them is to be told
 */
export type SessionCommand =
  | { sessionId: string; name: 'stop'; body: object }
  | { sessionId: string; name: 'open'; body: { ownerId: string } }
  | {
      sessionId: string;
      name: 'invalidate';
      body: { places?: { branchIds: readonly string[]; seq: number } };
    }
  | { name: 'republish'; body: { ownerId: string; personaId: string } };

type CommandNamed<Name extends SessionCommand['name']> = Extract<SessionCommand, { name: Name }>;

/** How long telling may hold up everything else, in milliseconds: one event may go to many. */
const SLICE_MS = 8;

/**
 * Passes on what has happened, the events, and what is to be done, the commands. Events are told in their order, those of
 * one session and all, a moment after they happened: what made them, the request to the model above all, goes first.
 */
@Injectable()
export class SessionBus {
  private readonly handlers = new Map<string, ((command: never) => unknown)[]>();
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

  /** Says who does what is commanded; several may do their part of it. */
  handle<Name extends SessionCommand['name']>(
    name: Name,
    handler: (command: CommandNamed<Name>) => unknown,
  ): void {
    this.handlers.set(name, [...(this.handlers.get(name) ?? []), handler]);
  }

  /** Has something done, and waits until it is. */
  async command(command: SessionCommand): Promise<void> {
    const handlers = this.handlers.get(command.name) ?? [];
    await Promise.all(handlers.map((handler) => handler(command as never)));
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
