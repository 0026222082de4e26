import { Injectable } from '@nestjs/common';
import { Problem } from '../../contracts/problem.js';
import { storable } from '../../text/encoding/storable.js';
import type { ChronicleView } from '../../contracts/memory.js';
import { foldsFrom } from '../../context/chronicle/fold-planning.js';
import { made } from './chronicle-entry-writer.js';
import { ChronicleRepository, type BranchEntry } from './chronicle.repository.js';
import { DueEntriesService } from './due-entries.service.js';
import { FoldableMessagesRepository } from './foldable-messages.repository.js';
import { FoldsService } from './folds.service.js';
import { MemoryService } from './memory.service.js';
import type { SessionSnapshot } from '../story/session-snapshot.js';

/** A rewriting by the model ends with the request that asked for it, at the latest after this long. */
const REWRITE_FOR_MS = 10 * 60_000;

/** The chronicle as the user's to read, to correct, to have written anew, and to take back. */
@Injectable()
export class ChronicleService {
  constructor(
    private readonly memory: MemoryService,
    private readonly store: ChronicleRepository,
    private readonly messages: FoldableMessagesRepository,
    private readonly folds: FoldsService,
    private readonly due: DueEntriesService,
  ) {}

  /** @throws Problem not_found */
  async view(ownerId: string, sessionId: string): Promise<ChronicleView> {
    const snapshot = await this.memory.settled(ownerId, sessionId);
    const entries = await this.store.standing(snapshot.branchId);
    return {
      entries: entries.map(({ id, fromSeq, toSeq, fromAt, toAt, text, madeBy, tokens, createdAt }) => ({
        id,
        fromSeq,
        toSeq,
        text,
        madeBy,
        tokens,
        fromAt: fromAt.toISOString(),
        toAt: toAt.toISOString(),
        createdAt: createdAt.toISOString(),
      })),
      foldedSeq: snapshot.foldedSeq,
      folding: this.folds.inSession(sessionId) || this.due.inSession(sessionId) || snapshot.foldReady,
    };
  }

  /** Folds now, however full the window is. */
  async fold(ownerId: string, sessionId: string): Promise<ChronicleView> {
    await this.memory.tend(await this.memory.settled(ownerId, sessionId), true);
    return this.view(ownerId, sessionId);
  }

  async correct(ownerId: string, sessionId: string, id: string, text: string): Promise<ChronicleView> {
    const { entry } = await this.entry(ownerId, sessionId, id);
    const corrected = storable(text).trim();
    if (corrected === '') {
      throw new Problem('bad_request', 'An entry cannot be empty: undo it to have its messages back.');
    }
    await this.store.rewrite([entry], made(corrected, 'person'));
    return this.view(ownerId, sessionId);
  }

  /**
   * Has the model write an entry anew from the messages that it stands for. Where it fails, the entry stays as it is.
   * @throws Problem not_found, model_needed, budget_reached, `model_…`
   */
  async rewrite(ownerId: string, sessionId: string, id: string): Promise<ChronicleView> {
    const { snapshot, entry } = await this.entry(ownerId, sessionId, id);
    const late = AbortSignal.timeout(REWRITE_FOR_MS);
    try {
      const written = await this.due.writeAnew(snapshot, entry, 'rewrite', late);
      await this.store.rewrite([entry], written.entry, written.print);
    } catch (error) {
      if (late.aborted)
        throw new Problem(
          'model_unreachable',
          'The model did not answer in ten minutes. The entry stays as it was; try again, or look at the model server.',
        );
      throw error;
    }
    return this.view(ownerId, sessionId);
  }

  /**
   * Takes an entry and all after it back, if their messages fit.
   * @throws Problem not_found, context_too_long
   */
  async undo(ownerId: string, sessionId: string, id: string): Promise<ChronicleView> {
    const { snapshot, entry } = await this.entry(ownerId, sessionId, id);
    const { budget, factor } = await this.folds.budget(snapshot);
    const [back] = await this.messages.weights(snapshot, [{ ...entry, toSeq: snapshot.lastSeq }]);
    const fixed = snapshot.prefix.tokens;
    const tokens = (back!.tokens + fixed) * factor;
    const isFolded = entry.fromSeq > 1;
    if (tokens > foldsFrom(fixed, isFolded, budget, factor) * factor) {
      const amount = (value: number) => Math.round(value).toLocaleString('en');
      throw new Problem(
        'context_too_long',
        `With these messages word for word, a turn would send about ${amount(tokens)} tokens, too near the ${amount(budget.room)} ` +
          'that there is room for: they would be folded again at once. Nothing was changed.',
      );
    }
    await this.store.undo(snapshot, entry.fromSeq);
    return this.view(ownerId, sessionId);
  }

  private async entry(
    ownerId: string,
    sessionId: string,
    id: string,
  ): Promise<{ snapshot: SessionSnapshot; entry: BranchEntry }> {
    const snapshot = await this.memory.settled(ownerId, sessionId);
    const entry = (await this.store.standing(snapshot.branchId)).find((standing) => standing.id === id);
    if (!entry)
      throw new Problem(
        'not_found',
        'There is no such entry in the chronicle: it may be another one by now.',
      );
    return { snapshot, entry: { ...entry, branchId: snapshot.branchId } };
  }
}
