import type { Lorebook } from '../../src/contracts/sheet.js';

export function generatedTurns(
  seed: number,
  count: number,
): { entries: Lorebook['entries']; turns: string[][]; budget?: number; sources: Record<string, string> }[];
