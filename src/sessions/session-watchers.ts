import { Injectable } from '@nestjs/common';

/** Which sockets have which session before somebody's eyes. */
@Injectable()
export class SessionWatchers {
  private readonly bySession = new Map<string, Set<string>>();
  private readonly bySocket = new Map<string, string>();

  /** A socket looks at one session, or at none. */
  look(socketId: string, sessionId: string | null): void {
    const before = this.bySocket.get(socketId);
    if (before !== undefined) {
      const sockets = this.bySession.get(before);
      sockets?.delete(socketId);
      if (sockets?.size === 0) this.bySession.delete(before);
    }
    if (sessionId === null) {
      this.bySocket.delete(socketId);
      return;
    }
    this.bySocket.set(socketId, sessionId);
    const sockets = this.bySession.get(sessionId) ?? new Set();
    this.bySession.set(sessionId, sockets.add(socketId));
  }

  /** Whether anybody looks at it. */
  has(sessionId: string): boolean {
    return this.bySession.has(sessionId);
  }
}
