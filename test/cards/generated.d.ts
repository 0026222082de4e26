import type { Lorebook } from '../../src/contracts/sheet.js';

export function generatedCases(
  seed: number,
  count: number,
): { entries: Lorebook['entries']; messages: string[] }[];
