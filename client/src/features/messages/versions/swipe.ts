/** A finger that goes over a reply. */
export interface Stroke {
  /** In pixels, from where it was put down. */
  x: number;
  y: number;
}

export type StrokeKind = 'undecided' | 'sideways' | 'other';

/** Before it has gone so far, nobody knows what it wants. */
const DECIDED_AT = 12;
/** How much more sideways than up or down it has to go. */
const SLANT = 1.6;
/** A reply that was pulled so far goes on to another version when it is let go. */
export const TURNS_AT = 72;
/** And it follows no further than that. */
const FARTHEST = 112;

/** Whether a finger turns a page, or scrolls. It is asked once: what was decided stays. */
export function kindOf({ x, y }: Stroke): StrokeKind {
  if (Math.hypot(x, y) < DECIDED_AT) return 'undecided';
  return Math.abs(x) > SLANT * Math.abs(y) ? 'sideways' : 'other';
}

/** How far a reply follows the finger: as far as that at first, less and less then; hardly where there is nothing to turn to. */
export function pulledBy(x: number, leads: boolean): number {
  const far = FARTHEST * Math.tanh(Math.abs(x) / FARTHEST);
  return Math.sign(x) * (leads ? far : far / 5);
}

/** Where it leads when it is let go: -1 to the version before, 1 to the one after, 0 back to where it was. */
export function turnedBy(x: number): -1 | 0 | 1 {
  if (Math.abs(x) < TURNS_AT) return 0;
  return x < 0 ? 1 : -1;
}
