import { Injectable } from '@nestjs/common';
import { LINE_TOKENS, mostLines } from '../../context/chronicle/index-words.js';
import { partsOf, type SeqRange } from '../../context/chronicle/fold-planning.js';
import type { MemoryWorkView } from '../../contracts/memory.js';
import { Problem } from '../../contracts/problem.js';
import type { WorkEstimate } from '../../contracts/spending.js';
import type { SessionSnapshot } from '../story/session-snapshot.js';
import { ChronicleEntryWriter } from './chronicle-entry-writer.js';
import type { NewEntry, StandingEntry } from './chronicle.repository.js';
import { DueEntriesRepository } from './due-entries.repository.js';
import { DueEntriesService } from './due-entries.service.js';
import { FoldableMessagesRepository } from './foldable-messages.repository.js';
import { OlderIndexService } from './indexing/older-index.service.js';
import { lengthOf, readableTokens, type TokenBudget } from './fold-plan.js';
import { FoldsService } from './folds.service.js';

/** An entry of the words themselves, and how the model would write it. */
interface WordsAlone {
  entry: StandingEntry;
  parts: SeqRange[];
  messages: number;
  tokens: number;
}

type Planned = Pick<WordsAlone, 'parts' | 'messages' | 'tokens'>;

/** In estimated tokens: the instructions of one request, with its schema and what came before. */
const INSTRUCTIONS = 1500;

/** Older messages that only their own words stand for: what summarising them takes, and its start and stop. */
@Injectable()
export class OlderMessagesService {
  constructor(
    private readonly folds: FoldsService,
    private readonly messages: FoldableMessagesRepository,
    private readonly writer: ChronicleEntryWriter,
    private readonly due: DueEntriesService,
    private readonly dueStore: DueEntriesRepository,
    private readonly olderIndex: OlderIndexService,
  ) {}

  /**
   * @param standing the entries of the open branch
   * @param tokens estimated, of all that a request sends
   */
  async view(
    snapshot: SessionSnapshot,
    standing: readonly StandingEntry[],
    tokens: number,
  ): Promise<MemoryWorkView> {
    const means = await this.folds.budget(snapshot);
    const hasModel = await this.writer.hasModel(snapshot);
    const waiting = hasModel ? await this.wordsAlone(snapshot, standing, means) : [];
    const isWriting = this.due.inSession(snapshot.id) || this.folds.progress(snapshot.id) !== null;
    const plan = hasModel && !isWriting ? await this.folds.plan(snapshot, tokens, means) : null;
    const { reached, problem } = this.due.hindrance(snapshot.id);
    const isDue = standing.some((entry) => entry.due);
    const states: [MemoryWorkView['state'], boolean][] = [
      ['writing', isWriting],
      ['nothing', !waiting.length],
      ['budget_reached', isDue && reached !== null],
      ['failed', isDue && problem !== null],
    ];
    return {
      state: states.find(([, holds]) => holds)?.[0] ?? 'offered',
      messages: waiting.reduce((sum, { messages }) => sum + messages, 0),
      estimate: await this.estimate(snapshot, waiting, means, standing.length),
      progress: this.due.progress(snapshot.id) ?? this.folds.progress(snapshot.id),
      reached: isDue ? reached : null,
      problem: isDue ? problem : null,
      now: plan && (await this.estimate(snapshot, [await this.planned(snapshot, plan)], means, 1)),
    };
  }

  /**
   * Has the model summarise what only the words themselves stand for, the newest first.
   * @throws Problem model_needed
   */
  async start(snapshot: SessionSnapshot, standing: readonly StandingEntry[]): Promise<void> {
    if (!(await this.writer.hasModel(snapshot)))
      throw new Problem('model_needed', 'No language model is connected that could summarise messages.');
    const means = await this.folds.budget(snapshot);
    await this.folds.ended(snapshot.id);
    const waiting = await this.wordsAlone(snapshot, standing, means);
    const many = waiting.reduce((sum, { parts }) => sum + parts.length, 0);
    const each = lengthOf(means, many);
    for (const { entry, parts } of waiting) {
      if (parts.length === 1) continue;
      const pieces: NewEntry[] = [];
      for (const part of parts) {
        const past = await this.messages.beginnings(snapshot.branchId, part.fromSeq, part.toSeq);
        if (!past.length) continue;
        const piece = await this.writer.extract(snapshot, past, each);
        pieces.push({ ...piece, due: true, started: true });
      }
      await this.dueStore.split(snapshot, entry, pieces);
    }
    await this.dueStore.start(
      snapshot,
      waiting.map(({ entry }) => entry.id),
    );
    this.due.writeSoon(snapshot.ownerId, snapshot.id);
  }

  /** Asks the model no further; what is finished is kept. */
  async stop(snapshot: SessionSnapshot): Promise<void> {
    await Promise.all([this.folds.stop(snapshot.id), this.olderIndex.stop(snapshot.id)]);
    await this.due.stop(snapshot.ownerId, snapshot.id);
  }

  private async wordsAlone(
    snapshot: SessionSnapshot,
    standing: readonly StandingEntry[],
    means: TokenBudget,
  ): Promise<WordsAlone[]> {
    const hasty = standing.filter(({ madeBy }) => madeBy === 'extract');
    if (!hasty[0]) return [];
    const readable = await readableTokens(this.writer, snapshot, means);
    const all = await this.messages.foldable(snapshot, hasty[0].fromSeq - 1, hasty.at(-1)!.toSeq);
    return hasty.map((entry) => {
      const within = all.filter(({ seq }) => seq >= entry.fromSeq && seq <= entry.toSeq);
      return {
        entry,
        parts: partsOf(within, entry, readable),
        messages: within.length,
        tokens: within.reduce((sum, { tokens }) => sum + tokens, 0),
      };
    });
  }

  private async planned(
    snapshot: SessionSnapshot,
    { fromSeq, toSeq, parts }: SeqRange & { parts: SeqRange[] },
  ): Promise<Planned> {
    const within = await this.messages.foldable(snapshot, fromSeq - 1, toSeq);
    return { parts, messages: within.length, tokens: within.reduce((sum, { tokens }) => sum + tokens, 0) };
  }

  private async estimate(
    snapshot: SessionSnapshot,
    waiting: readonly Planned[],
    means: TokenBudget,
    entries: number,
  ): Promise<WorkEstimate> {
    const requests = waiting.reduce((sum, { parts }) => sum + parts.length, 0);
    const read = waiting.reduce((sum, { tokens }) => sum + tokens, 0);
    const messages = waiting.reduce((sum, one) => sum + one.messages, 0);
    const lines = mostLines(messages / Math.max(1, requests), await this.writer.window(snapshot));
    const written = lengthOf(means, Math.max(requests, entries)) + lines * LINE_TOKENS;
    return this.writer.estimate(snapshot, requests, {
      in: (read + requests * INSTRUCTIONS) * means.factor,
      out: requests * written * means.factor,
    });
  }
}
