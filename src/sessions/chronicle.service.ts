import { Injectable } from '@nestjs/common';
import { Problem } from '../problem.js';
import { storable } from '../text/clean.js';
import type { ChronicleView } from '../wire.js';
import { EntryWriter, made } from './entry-writer.js';
import { FoldStore, type Places, type StandingOn } from './fold-store.js';
import { Folds } from './folds.service.js';
import { Memory } from './memory.service.js';
import type { SessionHead } from './session-head.js';

/** A rewriting by the model ends with the request that asked for it, at the latest after this long. */
const REWRITE_FOR_MS = 10 * 60_000;

/** The chronicle as the user's to read, to correct, to have written anew, and to take back. */
@Injectable()
export class Chronicles {
  constructor(
    private readonly memory: Memory,
    private readonly store: FoldStore,
    private readonly folds: Folds,
    private readonly writer: EntryWriter,
  ) {}

  /** @throws Problem not_found */
  async view(ownerId: string, sessionId: string): Promise<ChronicleView> {
    const head = await this.memory.settled(ownerId, sessionId);
    const entries = await this.store.standing(head.branchId);
    return {
      entries: entries.map(({ fromAt, toAt, createdAt, ...entry }) => ({
        ...entry,
        fromAt: fromAt.toISOString(),
        toAt: toAt.toISOString(),
        createdAt: createdAt.toISOString(),
      })),
      foldedSeq: head.foldedSeq,
      folding: this.folds.inSession(sessionId) || head.foldReady,
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

  /** Writes an entry anew from the messages that it stands for. */
  async rewrite(ownerId: string, sessionId: string, id: string): Promise<ChronicleView> {
    const { head, entry } = await this.entry(ownerId, sessionId, id);
    await this.writeAnew(head, [entry]);
    return this.view(ownerId, sessionId);
  }

  /** Writes the entries anew that stand for a message, because that has changed: here, and on branches that tell it. */
  async rewriteFor(ownerId: string, sessionId: string, places: Places): Promise<void> {
    const head = await this.memory.settled(ownerId, sessionId);
    for (const alike of groups(await this.store.standingFor(places))) await this.writeAnew(head, alike);
  }

  /** What those entries say, made of the words themselves, when a message is no part of them any more. */
  async without(head: SessionHead, places: Places): Promise<{ id: string; text: string }[]> {
    const { budget, factor } = await this.folds.means(head);
    const texts: { id: string; text: string }[] = [];
    for (const alike of groups(await this.store.standingFor(places))) {
      const { branchId, fromSeq, toSeq } = alike[0]!;
      const past = (await this.store.past(branchId, fromSeq, toSeq)).filter(({ seq }) => seq !== places.seq);
      const text = past.length ? (await this.writer.extract(head, past, budget.entry / factor)).text : '';
      texts.push(...alike.map(({ id }) => ({ id, text })));
    }
    return texts;
  }

  /** @param alike entries that stand for the same messages */
  private async writeAnew(head: SessionHead, alike: readonly StandingOn[]): Promise<void> {
    const { branchId, fromSeq, toSeq } = alike[0]!;
    const { budget, factor } = await this.folds.means(head);
    const past = await this.store.past(branchId, fromSeq, toSeq);
    const signal = AbortSignal.timeout(REWRITE_FOR_MS);
    const entry = past.length ? await this.writer.write(head, past, budget.entry / factor, signal) : null;
    await this.store.rewrite(alike, entry);
  }

  /**
   * Takes an entry and all after it back, if their messages fit.
   * @throws Problem not_found, context_too_long
   */
  async undo(ownerId: string, sessionId: string, id: string): Promise<ChronicleView> {
    const { head, entry } = await this.entry(ownerId, sessionId, id);
    const { budget, factor } = await this.folds.means(head);
    const messages = await this.store.foldable(head, entry.fromSeq - 1);
    const tokens = messages.reduce((sum, message) => sum + message.tokens, head.opening.tokens) * factor;
    if (tokens > budget.foldAt) {
      const amount = (value: number) => Math.round(value).toLocaleString('en');
      throw new Problem(
        'context_too_long',
        `With these messages word for word, a turn would send about ${amount(tokens)} tokens, too near the ${amount(budget.room)} ` +
          'that there is room for: they would be folded again at once. Nothing was changed.',
      );
    }
    await this.store.undo(head, entry.fromSeq);
    return this.view(ownerId, sessionId);
  }

  private async entry(
    ownerId: string,
    sessionId: string,
    id: string,
  ): Promise<{ head: SessionHead; entry: StandingOn }> {
    const head = await this.memory.settled(ownerId, sessionId);
    const entry = (await this.store.standing(head.branchId)).find((standing) => standing.id === id);
    if (!entry)
      throw new Problem(
        'not_found',
        'There is no such entry in the chronicle: it may be another one by now.',
      );
    return { head, entry: { ...entry, branchId: head.branchId } };
  }
}

/** Entries that were copied from branch to branch stand for the same messages, and say the same. */
function groups(entries: readonly StandingOn[]): StandingOn[][] {
  const alike = new Map<string, StandingOn[]>();
  for (const entry of entries) {
    const key = `${entry.fromSeq}-${entry.toSeq} ${entry.text}`;
    alike.set(key, [...(alike.get(key) ?? []), entry]);
  }
  return [...alike.values()];
}
