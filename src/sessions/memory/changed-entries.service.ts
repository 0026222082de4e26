import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { tellersOf } from '../../context/chronicle/gone-words.js';
import { inSlices } from '../../text/search/slices.js';
import type { SessionSnapshot } from '../story/session-snapshot.js';
import { ChangedEntriesRepository } from './changed-entries.repository.js';
import { ChronicleEntryWriter } from './chronicle-entry-writer.js';
import { type BranchEntry, ChronicleRepository, type MessagePlaces } from './chronicle.repository.js';
import { groups } from './due-entries.service.js';
import { FoldableMessagesRepository } from './foldable-messages.repository.js';
import { FoldsService } from './folds.service.js';

/** How long an entry may be, in estimated tokens, and whether the model is to write it anew. */
export interface EntryBudget {
  tokens: number;
  due: boolean;
}

/** What stood where a message has changed; `forGood`: nothing is to hold it any more. */
export interface GoneTexts {
  texts: readonly string[];
  forGood: boolean;
}

/** What a change of the story makes of the entries that tell of it. */
@Injectable()
export class ChangedEntriesService {
  constructor(
    private readonly changed: ChangedEntriesRepository,
    private readonly store: ChronicleRepository,
    private readonly messages: FoldableMessagesRepository,
    private readonly folds: FoldsService,
    private readonly writer: ChronicleEntryWriter,
  ) {}

  /** What `rewrite` goes by: asked before its transaction, which waits for nobody else. */
  async budget(snapshot: SessionSnapshot): Promise<EntryBudget> {
    const [{ budget, factor }, due] = await Promise.all([
      this.folds.budget(snapshot),
      this.writer.hasModel(snapshot),
    ]);
    return { tokens: budget.entry / factor, due };
  }

  /**
   * What stands for a place that is changing says what stands there from now on, of the words themselves: within the
   * transaction that changes it, so that what was is never sent again. The model writes it anew soon. So it is with
   * later entries that tell of what stood there: they were written by somebody who had read the entry before.
   */
  async rewrite(
    manager: EntityManager,
    snapshot: SessionSnapshot,
    { places, gone }: { places: MessagePlaces; gone: GoneTexts },
    { tokens, due }: EntryBudget,
  ): Promise<void> {
    await this.changed.dropFor(manager, places);
    const standing = await this.changed.standingFor(manager, places);
    const telling = standing.length ? await this.telling(manager, snapshot, places, gone) : [];
    for (const alike of groups([...standing, ...telling])) {
      const { branchId, fromSeq, toSeq } = alike[0]!;
      const past = await this.messages.beginnings(branchId, fromSeq, toSeq, manager);
      const entry = past.length ? await this.writer.extract(snapshot, past, tokens) : null;
      await this.store.rewriteWithin(manager, alike, entry, due);
    }
  }

  /** Entries after a place that tell of what stood there. */
  private async telling(
    manager: EntityManager,
    snapshot: SessionSnapshot,
    places: MessagePlaces,
    { texts, forGood }: GoneTexts,
  ): Promise<BranchEntry[]> {
    const later = await this.changed.writtenAfter(manager, places, forGood);
    const names = [snapshot.name, snapshot.persona.name];
    const found: BranchEntry[] = [];
    for (const branchId of new Set(later.map((entry) => entry.branchId))) {
      const entries = later.filter((entry) => entry.branchId === branchId);
      const messages = await this.messages.whole(branchId, places.seq, entries.at(-1)!.toSeq, manager);
      const known = [...names, ...new Set(messages.map(({ speaker }) => speaker))];
      const read = entries.map(({ fromSeq, toSeq, told }) => ({ fromSeq, toSeq, text: told }));
      const tell = await inSlices(tellersOf(texts, read, messages, known, snapshot.prefix.language));
      found.push(...entries.filter((_, n) => tell[n]));
    }
    return found;
  }
}
