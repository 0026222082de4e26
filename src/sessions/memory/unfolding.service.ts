import { Injectable } from '@nestjs/common';
import { planUnfold } from '../../context/chronicle/unfold-planning.js';
import type { SessionSnapshot } from '../story/session-snapshot.js';
import { ChronicleRepository } from './chronicle.repository.js';
import { FoldableMessagesRepository } from './foldable-messages.repository.js';
import { UnfoldingRepository } from './unfolding.repository.js';
import { FoldsService } from './folds.service.js';

/** A window is larger when it holds so many times what it held when it folded: less is not worth moving a prefix. */
const LARGER = 1.2;

/** Has messages stand word for word again when a larger window holds them: another model, or a raised budget. */
@Injectable()
export class UnfoldingService {
  constructor(
    private readonly store: ChronicleRepository,
    private readonly unfolding: UnfoldingRepository,
    private readonly messages: FoldableMessagesRepository,
    private readonly folds: FoldsService,
  ) {}

  /**
   * The newest entries rest, as many as leave the request no fuller than a fold would; they stand again with the next
   * need, unless a message of theirs changes.
   *
   * @param tokens estimated, of all that the session sends
   * @returns whether the snapshot is to be read again
   */
  async unfold(snapshot: SessionSnapshot, tokens: number): Promise<boolean> {
    // What answers one turn alone says nothing of the next.
    if (!snapshot.foldedSeq || snapshot.turnConnectionId) return false;
    const { budget, factor } = await this.folds.budget(snapshot);
    const before = await this.unfolding.foldRoom(snapshot.branchId);
    if (before !== null && budget.room <= LARGER * before) return false;
    const standing = await this.store.standing(snapshot.branchId);
    const weights = await this.messages.weights(snapshot, standing);
    const entries = standing.map(({ fromSeq, tokens: own }, n) => ({
      fromSeq,
      more: weights[n]!.tokens - own,
    }));
    const fromSeq = planUnfold(entries, tokens, budget, factor);
    return this.unfolding.unfold(snapshot, fromSeq, budget.room);
  }
}
