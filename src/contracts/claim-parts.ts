/** The parts of a sheet that are lists of claims, in the order in which they are shown and sent. */
export const CLAIM_PARTS = [
  'identity',
  'voice',
  'drives',
  'relationships',
  'timeline',
  'world',
  'limits',
  'examples',
] as const;
export type ClaimPart = (typeof CLAIM_PARTS)[number];

/** Whether a claim may be sent to the model: nothing that says it rests on a source goes without its citation. */
export function isSupported(claim: { kind: string; citations: readonly unknown[] }): boolean {
  return claim.kind === 'invented' || claim.citations.length > 0;
}
