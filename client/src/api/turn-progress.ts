import type { RunningTurnView } from '../../../src/contracts/sockets.js';

/** What is known of the turn that is being written besides its text; times are this browser's. */
export interface TurnProgress {
  /** The model thinks since then; null where it does not. */
  thinkingSince: number | null;
  /** How long it has thought before that. */
  thoughtMs: number;
  /** Its server wants to be asked again then. */
  waiting: { until: number; code: string } | null;
}

export const NEW_TURN: TurnProgress = { thinkingSince: null, thoughtMs: 0, waiting: null };

/** Of a turn that was running when it was heard of. */
export function progressOf(
  { text, thinking, thinkingMs = 0, waiting }: RunningTurnView,
  at: number,
): TurnProgress {
  const thinks = thinking !== undefined && text === '';
  return {
    thinkingSince: thinks ? at - thinkingMs : null,
    thoughtMs: thinks ? 0 : thinkingMs,
    waiting: waiting ? { until: at + waiting.seconds * 1000, code: waiting.code } : null,
  };
}

/** The model speaks: what it thought before is over. */
export function spoken(progress: TurnProgress, at: number): TurnProgress {
  const { thinkingSince, thoughtMs, waiting } = progress;
  if (thinkingSince === null && !waiting) return progress;
  const more = thinkingSince === null ? 0 : at - thinkingSince;
  return { thinkingSince: null, thoughtMs: thoughtMs + more, waiting: null };
}

/** The model thinks. */
export function thought(progress: TurnProgress, at: number): TurnProgress {
  if (progress.thinkingSince !== null && !progress.waiting) return progress;
  return { ...progress, thinkingSince: progress.thinkingSince ?? at, waiting: null };
}
