import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { describe } from '../../http/problem.filter.js';
import { Problem } from '../../contracts/problem.js';
import { storable } from '../../text/encoding/storable.js';
import type { ChronicleView } from '../../contracts/memory.js';
import { HALT_MS, within } from '../../process/deadline.js';
import { ChronicleEntryWriter, made } from './chronicle-entry-writer.js';
import { ChronicleRepository, type MessagePlaces, type BranchEntry } from './chronicle.repository.js';
import { FoldableMessagesRepository } from './foldable-messages.repository.js';
import { FoldsService } from './folds.service.js';
import { MemoryService } from './memory.service.js';
import type { SessionSnapshot } from '../story/session-snapshot.js';

/** A rewriting by the model ends with the request that asked for it, at the latest after this long. */
const REWRITE_FOR_MS = 10 * 60_000;

/** How long an entry may be, in estimated tokens, and whether the model is to write it anew. */
export interface EntryBudget {
  tokens: number;
  due: boolean;
}

/** The chronicle as the user's to read, to correct, to have written anew, and to take back. */
@Injectable()
export class ChronicleService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(ChronicleService.name);
  private readonly jobs = new Map<string, Promise<void>>();
  private readonly closing = new AbortController();

  constructor(
    private readonly memory: MemoryService,
    private readonly store: ChronicleRepository,
    private readonly messages: FoldableMessagesRepository,
    private readonly folds: FoldsService,
    private readonly writer: ChronicleEntryWriter,
  ) {}

  /** @throws Problem not_found */
  async view(ownerId: string, sessionId: string): Promise<ChronicleView> {
    const snapshot = await this.memory.settled(ownerId, sessionId);
    const entries = await this.store.standing(snapshot.branchId);
    return {
      entries: entries.map(({ fromAt, toAt, createdAt, ...entry }) => ({
        ...entry,
        fromAt: fromAt.toISOString(),
        toAt: toAt.toISOString(),
        createdAt: createdAt.toISOString(),
      })),
      foldedSeq: snapshot.foldedSeq,
      folding: this.folds.inSession(sessionId) || snapshot.foldReady || this.jobs.has(sessionId),
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
   * @throws Problem not_found, model_needed, `model_…`
   */
  async rewrite(ownerId: string, sessionId: string, id: string): Promise<ChronicleView> {
    const { snapshot, entry } = await this.entry(ownerId, sessionId, id);
    const late = AbortSignal.timeout(REWRITE_FOR_MS);
    try {
      await this.writeAnew(snapshot, [entry], late);
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

  /** What `rewriteWithin` goes by: asked before its transaction, which waits for nobody else. */
  async entryBudget(snapshot: SessionSnapshot): Promise<EntryBudget> {
    const [{ budget, factor }, due] = await Promise.all([
      this.folds.budget(snapshot),
      this.writer.hasModel(snapshot),
    ]);
    return { tokens: budget.entry / factor, due };
  }

  /**
   * What stands for a place that is changing says what stands there from now on, of the words themselves: within the
   * transaction that changes it, so that what was is never sent again. The model writes it anew soon.
   */
  async rewriteWithin(
    manager: EntityManager,
    snapshot: SessionSnapshot,
    places: MessagePlaces,
    { tokens, due }: EntryBudget,
  ): Promise<void> {
    await this.store.dropFor(manager, places);
    for (const alike of groups(await this.store.standingFor(manager, places))) {
      const { branchId, fromSeq, toSeq } = alike[0]!;
      const past = await this.messages.beginnings(branchId, fromSeq, toSeq, manager);
      const entry = past.length ? await this.writer.extract(snapshot, past, tokens) : null;
      await this.store.rewriteWithin(manager, alike, entry, due);
    }
  }

  /** In the background, one after another: what was made in haste because a message changed. */
  rewriteSoon(ownerId: string, sessionId: string): void {
    const before = this.jobs.get(sessionId) ?? Promise.resolve();
    const job: Promise<void> = before
      .then(() => this.rewriteDue(ownerId, sessionId))
      .catch((error: unknown) => {
        if (!this.closing.signal.aborted)
          this.logger.error(`An entry was not written anew: ${describe(error)}`);
      })
      .finally(() => this.jobs.get(sessionId) === job && this.jobs.delete(sessionId));
    this.jobs.set(sessionId, job);
  }

  /** What a stop or a kill left to be written anew. */
  async onApplicationBootstrap(): Promise<void> {
    for (const { ownerId, sessionId } of await this.store.sessionsDue()) this.rewriteSoon(ownerId, sessionId);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.closing.abort(new Error('Keepsake is being stopped.'));
    await within(HALT_MS, Promise.all(this.jobs.values()));
  }

  private async rewriteDue(ownerId: string, sessionId: string): Promise<void> {
    const due = groups(await this.store.due(sessionId));
    if (!due.length) return;
    const snapshot = await this.memory.settled(ownerId, sessionId);
    for (const alike of due) {
      try {
        await this.writeAnew(snapshot, alike, this.closing.signal);
      } catch (error) {
        this.closing.signal.throwIfAborted();
        // It stays due, for the next change or the next start.
        this.logger.warn(`The model did not write an entry anew: ${describe(error)}`);
      }
    }
  }

  /** @param alike entries that stand for the same messages */
  private async writeAnew(
    snapshot: SessionSnapshot,
    alike: readonly BranchEntry[],
    signal: AbortSignal,
  ): Promise<void> {
    const { branchId, fromSeq, toSeq } = alike[0]!;
    const [{ budget, factor }, standing, print] = await Promise.all([
      this.folds.budget(snapshot),
      this.store.standing(branchId),
      this.messages.fingerprint(branchId, fromSeq, toSeq),
    ]);
    const before = standing.findLast((entry) => entry.toSeq < fromSeq)?.text ?? '';
    const stretch = await this.messages.stretch(branchId, { fromSeq, toSeq }, before);
    const entry = stretch.past.length
      ? await this.writer.writeByModel(snapshot, stretch, budget.entry / factor, signal)
      : null;
    await this.store.rewrite(alike, entry, print);
  }

  /**
   * Takes an entry and all after it back, if their messages fit.
   * @throws Problem not_found, context_too_long
   */
  async undo(ownerId: string, sessionId: string, id: string): Promise<ChronicleView> {
    const { snapshot, entry } = await this.entry(ownerId, sessionId, id);
    const { budget, factor } = await this.folds.budget(snapshot);
    const messages = await this.messages.foldable(snapshot, entry.fromSeq - 1);
    const tokens = messages.reduce((sum, message) => sum + message.tokens, snapshot.prefix.tokens) * factor;
    if (tokens > budget.foldAt) {
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

/** Entries that were copied from branch to branch stand for the same messages, and say the same. */
function groups(entries: readonly BranchEntry[]): BranchEntry[][] {
  const alike = new Map<string, BranchEntry[]>();
  for (const entry of entries) {
    const key = `${entry.fromSeq}-${entry.toSeq} ${entry.text}`;
    alike.set(key, [...(alike.get(key) ?? []), entry]);
  }
  return [...alike.values()];
}
