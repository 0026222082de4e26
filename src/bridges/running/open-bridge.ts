import { setMaxListeners } from 'node:events';
import type { BridgeSettings, BridgeKind, BridgeState, BridgeStatus } from '../../contracts/bridge.js';
import { FloodGate } from '../core/flood.js';
import type { PlatformLink } from './platform.js';

/** Messages that came in and went out since the start. */
export interface Traffic {
  in: number;
  out: number;
}

/** A bridge that runs: what all who work for it share. */
export class OpenBridge {
  readonly flood = new FloodGate();
  private readonly ending = new AbortController();
  private state: BridgeState = 'connecting';
  private isOpen = false;
  private since = new Date();
  private account: string | undefined;
  private lastIn: Date | undefined;
  private lastOut: Date | undefined;
  private lastError: { code: string; at: Date } | undefined;
  private waiting: (() => void)[] = [];

  constructor(
    readonly id: string,
    readonly ownerId: string,
    readonly kind: BridgeKind,
    readonly settings: BridgeSettings,
    readonly link: PlatformLink,
    private readonly traffic: Traffic,
    /** What is being done for it, also by an earlier connection. */
    private readonly atWork: Set<Promise<void>>,
  ) {
    // Each chat listens.
    setMaxListeners(0, this.ending.signal);
  }

  /** Aborted when the bridge is closed. */
  get closed(): AbortSignal {
    return this.ending.signal;
  }

  get isConnected(): boolean {
    return this.state === 'connected';
  }

  /** Messages can be sent. */
  get canSend(): boolean {
    return this.isOpen;
  }

  get status(): BridgeStatus {
    return {
      state: this.state,
      since: this.since.toISOString(),
      ...(this.account && { account: this.account }),
      ...(this.lastIn && { lastIn: this.lastIn.toISOString() }),
      ...(this.lastOut && { lastOut: this.lastOut.toISOString() }),
      ...(this.lastError && {
        lastError: { code: this.lastError.code, at: this.lastError.at.toISOString() },
      }),
    };
  }

  close(): void {
    this.ending.abort();
    this.become('off');
  }

  become(state: BridgeState, account?: string, canSend = state === 'connected'): void {
    if (account !== undefined) this.account = account;
    if (state !== this.state) this.since = new Date();
    this.state = state;
    this.isOpen = canSend;
    if (canSend || state === 'off') this.waiting.splice(0).forEach((wake) => wake());
  }

  failed(code: string): void {
    this.lastError = { code, at: new Date() };
  }

  /** A room that is let in has another number now. */
  roomMoved(from: string, to: string): void {
    const { rooms } = this.settings;
    if (rooms) this.settings.rooms = rooms.map((room) => (room === from ? to : room));
  }

  came(): void {
    this.traffic.in++;
    this.lastIn = new Date();
  }

  went(): void {
    this.traffic.out++;
    this.lastOut = new Date();
  }

  /** Notes work that has to end before another connection goes on with it; it does soon once this one is closed. */
  during(work: Promise<void>): Promise<void> {
    const noted = work.finally(() => this.atWork.delete(noted));
    this.atWork.add(noted);
    return noted;
  }

  /** Comes back once earlier connections, which were closed, have let go of all that they were at. */
  async alone(): Promise<void> {
    while (this.atWork.size) await Promise.allSettled(this.atWork);
  }

  /** Comes back once messages can be sent, or the bridge is closed. */
  async sendable(): Promise<void> {
    while (!this.canSend && !this.closed.aborted)
      await new Promise<void>((resolve) => this.waiting.push(resolve));
  }
}
