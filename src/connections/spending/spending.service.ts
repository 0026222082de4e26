import { Injectable } from '@nestjs/common';
import type { SpendingView, SpentAmount } from '../../contracts/spending.js';
import { ConnectionsService } from '../connections.service.js';
import { SpendingRepository } from './spending.repository.js';

/** Of no import in particular. */
const NO_SUBJECT = '00000000-0000-0000-0000-000000000000';

/** What a connection has spent, as its owner sees it. */
@Injectable()
export class SpendingService {
  constructor(
    private readonly connections: ConnectionsService,
    private readonly spending: SpendingRepository,
  ) {}

  /** @throws Problem not_found */
  async view(ownerId: string, connectionId: string, now = new Date()): Promise<SpendingView> {
    await this.connections.view(ownerId, connectionId);
    const place = { ownerId, connectionId, purpose: 'fold' as const, subjectId: NO_SUBJECT };
    const next = { requests: 1, tokens: 1, money: 0 };
    const [rows, reached] = await Promise.all([
      this.spending.byPurpose(ownerId, connectionId, now),
      this.spending.reached(place, next, now),
    ]);
    const view: SpendingView = { today: {}, month: {}, reached };
    for (const { purpose, isToday, cost, ...rest } of rows) {
      const spent = { ...rest, ...(cost === null ? {} : { cost }) };
      if (isToday) view.today[purpose] = spent;
      view.month[purpose] = sum(view.month[purpose], spent);
    }
    return view;
  }
}

function sum(a: SpentAmount | undefined, b: SpentAmount): SpentAmount {
  if (!a) return b;
  const cost = a.cost === undefined && b.cost === undefined ? undefined : (a.cost ?? 0) + (b.cost ?? 0);
  return {
    requests: a.requests + b.requests,
    tokensIn: a.tokensIn + b.tokensIn,
    tokensCached: a.tokensCached + b.tokensCached,
    tokensOut: a.tokensOut + b.tokensOut,
    ...(cost === undefined ? {} : { cost }),
  };
}
