import { Injectable } from '@nestjs/common';
import type { Recalled } from '../context/recalled.js';
export type { Recalled } from '../context/recalled.js';

/** Finds what was said before. */
@Injectable()
export class Recall {
  async find(
    _branchId: string,
    _wish: { query: string; before: number; budgetTokens: number; now: Date; timeZone: string },
  ): Promise<Recalled[]> {
    return [];
  }
}
