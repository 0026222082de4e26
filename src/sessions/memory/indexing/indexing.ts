import { Injectable, Logger } from '@nestjs/common';
import type { PastMessage } from '../../../context/chronicle/extractive-entry.js';
import { readIndexWords } from '../../../context/chronicle/index-words.js';
import { readFactLines } from '../../../context/facts/fact-lines.js';
import { findFacts, type KnownThing } from '../../../context/facts/find-facts.js';
import { describe } from '../../../http/problem.filter.js';
import { storable } from '../../../text/encoding/storable.js';
import { inSlices } from '../../../text/search/slices.js';
import { FactsRepository, type FoundFact } from '../../prompt/facts/facts.repository.js';
import { MessageWordsRepository } from '../../prompt/recall/message-words.repository.js';
import { SessionBus } from '../../bus/session-bus.js';
import type { MessagePlaces } from '../chronicle.repository.js';
import type { SessionSnapshot } from '../../story/session-snapshot.js';

/** What makes messages found that are folded: words that they do not say, and the facts that they tell. */
@Injectable()
export class Indexing {
  private readonly logger = new Logger(Indexing.name);

  constructor(
    private readonly words: MessageWordsRepository,
    private readonly facts: FactsRepository,
    bus: SessionBus,
  ) {
    bus.handle('invalidate', ({ body: { places } }) => places && this.changed(places));
  }

  /** Keeps what a model gave along with an entry. An entry stands without it where that fails. */
  async keep(
    snapshot: SessionSnapshot,
    past: readonly PastMessage[],
    { words, holds }: { words: readonly string[]; holds: readonly string[] },
  ): Promise<void> {
    const ids = new Map(past.flatMap(({ seq, id }) => (id ? [[seq, id] as const] : [])));
    const read = new Set(ids.keys());
    const given = [...readIndexWords(words.map(storable), read)];
    const { name, persona, prefix } = snapshot;
    const told = readFactLines(holds.map(storable), read, {
      name,
      user: persona.name,
      language: prefix.language,
    });
    await this.unlessItFails(async () => {
      await this.words.keep(snapshot.ownerId, new Map(given.map(([seq, text]) => [ids.get(seq)!, text])));
      const facts = told.map(({ seq, fact }) => ({ ...fact, messageId: ids.get(seq)! }));
      await this.facts.keep(snapshot, facts, 'model', [...ids.values()]);
    });
  }

  /** Keeps the facts that the rules find in messages, where no model reads them. */
  async byRule(snapshot: SessionSnapshot, past: readonly PastMessage[]): Promise<void> {
    await this.unlessItFails(async () => {
      const last = past.at(-1)?.seq ?? 0;
      const known = (await this.facts.of(snapshot, last)).filter(({ thing }) => thing);
      const told = await inSlices(allTold(past, known));
      await this.facts.keep(snapshot, told, 'rule', []);
    });
  }

  /** What stands at a place now. Where a model writes entries, it reads it soon. */
  private changed(places: MessagePlaces): Promise<void> {
    return this.unlessItFails(async () => {
      for (const { ownerId, sessionId, ...message } of await this.facts.standing(places)) {
        const told = await inSlices(allTold([message], []));
        await this.facts.keep({ ownerId, id: sessionId }, told, 'rule', []);
      }
    });
  }

  private async unlessItFails(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.warn(`Messages were not indexed beyond their words: ${describe(error)}`);
    }
  }
}

function* allTold(
  past: readonly Pick<PastMessage, 'id' | 'role' | 'content'>[],
  before: readonly KnownThing[],
) {
  const known = [...before];
  const told: FoundFact[] = [];
  for (const { id, role, content } of past) {
    yield;
    for (const fact of id ? findFacts({ role, content }, known) : []) {
      told.push({ ...fact, messageId: id! });
      if (fact.thing && !known.some(({ thing }) => thing === fact.thing)) known.push(fact);
    }
  }
  return told;
}
