import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { pastFacts } from '../../../context/facts/fact.js';
import type { FactsView } from '../../../contracts/memory.js';
import { Problem } from '../../../contracts/problem.js';
import { storable } from '../../../text/encoding/storable.js';
import { FactsRepository } from '../../prompt/facts/facts.repository.js';
import type { SessionSnapshot } from '../../story/session-snapshot.js';
import { chronicleChanged } from '../chronicle.repository.js';
import { MemoryService } from '../memory.service.js';

/** What holds of those in a story, as the user's to read, to correct and to take away. */
@Injectable()
export class FactsService {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly memory: MemoryService,
    private readonly facts: FactsRepository,
  ) {}

  /** @throws Problem not_found */
  async view(ownerId: string, sessionId: string): Promise<FactsView> {
    const snapshot = await this.memory.settled(ownerId, sessionId);
    const facts = await this.facts.of(snapshot, snapshot.foldedSeq);
    const past = pastFacts(facts);
    return { items: facts.map((fact) => ({ ...fact, past: past.has(fact), at: fact.at.toISOString() })) };
  }

  /** @throws Problem not_found, bad_request */
  async correct(ownerId: string, sessionId: string, id: string, text: string): Promise<FactsView> {
    const corrected = storable(text).trim();
    if (corrected === '') throw new Problem('bad_request', 'A fact cannot be empty: take it away instead.');
    return this.change(ownerId, sessionId, id, corrected);
  }

  /** It does not come back when its message is read again. @throws Problem not_found */
  async dismiss(ownerId: string, sessionId: string, id: string): Promise<FactsView> {
    return this.change(ownerId, sessionId, id, null);
  }

  private async change(
    ownerId: string,
    sessionId: string,
    id: string,
    text: string | null,
  ): Promise<FactsView> {
    const snapshot: SessionSnapshot = await this.memory.settled(ownerId, sessionId);
    await this.database.transaction(async (manager) => {
      await manager.query('SELECT FROM branches WHERE id = $1 FOR UPDATE', [snapshot.branchId]);
      if (!(await this.facts.change(manager, snapshot, id, text)))
        throw new Problem('not_found', 'There is no such fact in this conversation.');
      // It stands with the chronicle.
      await chronicleChanged(manager, [snapshot.branchId]);
    });
    return this.view(ownerId, sessionId);
  }
}
