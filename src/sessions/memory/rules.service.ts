import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Problem } from '../../contracts/problem.js';
import { storable } from '../../text/encoding/storable.js';
import type { RuleView } from '../../contracts/memory.js';
import { SessionSnapshots } from '../prompt/session-snapshots.js';

interface Row {
  id: string;
  of_session: boolean;
  text: string;
  created_at: Date;
}

/** Rules that are given on the way: they hold from the next turn on, and settle when the prefix moves anyway. */
@Injectable()
export class RulesService {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly snapshots: SessionSnapshots,
  ) {}

  /** @throws Problem not_found */
  async list(ownerId: string, sessionId: string): Promise<RuleView[]> {
    const snapshot = await this.snapshots.read(ownerId, sessionId);
    const rows = await this.database.query<Row[]>(
      `SELECT id, session_id IS NOT NULL AS of_session, text, created_at FROM rules
       WHERE owner_id = $1 AND ended_at IS NULL AND (session_id = $2 OR character_id = $3)
       ORDER BY created_at, id`,
      [ownerId, sessionId, snapshot.characterId],
    );
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
    const [row] = await this.database.query<{ id: string }[]>(
      `INSERT INTO rules (owner_id, session_id, character_id, text)
       SELECT s.owner_id, CASE WHEN $3 THEN s.id END, CASE WHEN NOT $3 THEN s.character_id END, $4
       FROM sessions s WHERE s.owner_id = $1 AND s.id = $2 RETURNING id`,
      [ownerId, sessionId, rule.scope === 'session', text],
    );
    const added = row && (await this.list(ownerId, sessionId)).find(({ id }) => id === row.id);
    if (!added) throw new Problem('not_found', 'There is no such conversation, or it is not yours.');
    return added;
  }

  /** @throws Problem not_found */
  async end(ownerId: string, sessionId: string, id: string): Promise<void> {
    const [, ended] = await this.database.query<[unknown[], number]>(
      `UPDATE rules r SET ended_at = now() FROM sessions s
       WHERE s.owner_id = $1 AND s.id = $2 AND r.owner_id = $1 AND r.id = $3 AND r.ended_at IS NULL
         AND (r.session_id = s.id OR r.character_id = s.character_id)`,
      [ownerId, sessionId, id],
    );
    if (!ended) throw new Problem('not_found', 'There is no such rule here: it may have ended already.');
  }
}
