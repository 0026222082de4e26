/**
 * How a reply ended: by itself, for want of room, by the filter of its server, in words that refuse it, or because what
 * was to bring it broke off.
 */
export const FINISH_REASONS = ['stop', 'length', 'filtered', 'refused', 'broken'] as const;
export type FinishReason = (typeof FINISH_REASONS)[number];
