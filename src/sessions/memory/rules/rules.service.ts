import { Injectable } from '@nestjs/common';
import { Problem } from '../../../contracts/problem.js';
import { storable } from '../../../text/encoding/storable.js';
import type { RuleView } from '../../../contracts/memory.js';
import { SessionSnapshots } from '../../prompt/session-snapshots.js';
import { RulesRepository } from './rules.repository.js';

/** Rules that are given on the way: they hold from the next turn on, and settle when the prefix moves anyway. */
@Injectable()
export class RulesService {
  constructor(
    private readonly rules: RulesRepository,
    private readonly snapshots: SessionSnapshots,
  ) {}

  /** @throws Problem not_found */
  async list(ownerId: string, sessionId: string): Promise<RuleView[]> {
    const snapshot = await this.snapshots.read(ownerId, sessionId);
    const rows = await this.rules.list(ownerId, sessionId, snapshot.characterId);
    const settled = new Set(snapshot.prefix.rules.map(({ id }) => id));
    return rows.map((row) => ({
      id: row.id,
      scope: row.of_session ? 'session' : 'character',
      text: row.text,
      stands: settled.has(row.id) ? 'pinned' : 'tail',
      createdAt: row.created_at.toISOString(),
    }));
  }

  /** @throws Problem not_found, bad_request */
  async add(ownerId: string, sessionId: string, rule: Pick<RuleView, 'scope' | 'text'>): Promise<RuleView> {
    const text = storable(rule.text).trim();
    if (text === '') throw new Problem('bad_request', 'A rule needs a text.');
    const id = await this.rules.add(ownerId, sessionId, { scope: rule.scope, text });
    const added = id && (await this.list(ownerId, sessionId)).find((one) => one.id === id);
    if (!added) throw new Problem('not_found', 'There is no such conversation, or it is not yours.');
    return added;
  }

  /** @throws Problem not_found */
  async end(ownerId: string, sessionId: string, id: string): Promise<void> {
    if (!(await this.rules.end(ownerId, sessionId, id)))
      throw new Problem('not_found', 'There is no such rule here: it may have ended already.');
  }
}
