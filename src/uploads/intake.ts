import { Problem } from '../contracts/problem.js';

/** Whoever sends less than this on average makes room for others, in bytes a second. */
const SLOW = 64 * 1024;
/** Nobody is called slow before this time, in milliseconds. */
const GRACE_MS = 10_000;
/** In how many seconds there may be room again. */
const RETRY_AFTER = 5;

/** What one request holds of an intake. */
export interface Share {
  /**
   * Counts bytes that have come.
   * @throws Problem uploads_busy when they do not fit
   */
  add(bytes: number): void;
  /** All has come: the request is no longer asked to make room. */
  complete(): void;
  /** Gives everything back. */
  release(): void;
}

interface Held {
  bytes: number;
  /** When it began, while it is still coming. */
  since: number | null;
  cut(): void;
}

/**
 * Bounds the bytes of all requests that are being received, together. They are counted as they come, so a request that
 * announces much and sends nothing holds nothing. Where there is no room, requests that come too slowly are cut off,
 * the oldest first; where none does, whoever asks is told to come again.
 */
export class Intake {
  private readonly all = new Set<Held>();
  private total = 0;

  /** @param most bytes, of all requests together */
  constructor(private readonly most: number) {}

  /** Bytes that are held now. */
  get bytes(): number {
    return this.total;
  }

  /**
   * @param announced bytes that the request says it will send; 0 where it does not say
   * @param cut ends the request, should it be slow while others need its room
   * @throws Problem uploads_busy when so many would not fit now
   */
  open(announced: number, cut: () => void): Share {
    const held: Held = { bytes: 0, since: performance.now(), cut };
    this.makeRoom(announced, held);
    this.all.add(held);
    return {
      add: (bytes) => {
        if (!this.all.has(held)) return;
        this.makeRoom(bytes, held);
        held.bytes += bytes;
        this.total += bytes;
      },
      complete: () => (held.since = null),
      release: () => this.release(held),
    };
  }

  private makeRoom(bytes: number, taker: Held): void {
    for (const held of this.all) {
      if (this.total + bytes <= this.most) return;
      if (held === taker || !isSlow(held)) continue;
      this.release(held);
      held.cut();
    }
    if (this.total + bytes <= this.most) return;
    throw new Problem(
      'uploads_busy',
      'Too much is being uploaded at the same time. Nothing of this was taken in: try again in a few seconds.',
      { retryAfter: RETRY_AFTER },
    );
  }

  private release(held: Held): void {
    if (this.all.delete(held)) this.total -= held.bytes;
  }
}

function isSlow({ since, bytes }: Held): boolean {
  if (since === null) return false;
  const elapsed = performance.now() - since;
  return elapsed > GRACE_MS && bytes < (SLOW * elapsed) / 1000;
}
