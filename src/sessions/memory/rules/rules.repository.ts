import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { RuleView } from '../../../contracts/memory.js';

interface RuleRow {
  id: string;
  of_session: boolean;
  text: string;
  created_at: Date;
}

/** Rules that an owner has given, for a session or for its character. */
@Injectable()
export class RulesRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** Those that hold in a session of a character, the oldest first. */
  list(ownerId: string, sessionId: string, characterId: string): Promise<RuleRow[]> {
    return this.database.query<RuleRow[]>(
      `SELECT id, session_id IS NOT NULL AS of_session, text, created_at FROM rules
       WHERE owner_id = $1 AND ended_at IS NULL AND (session_id = $2 OR character_id = $3)
       ORDER BY created_at, id`,
      [ownerId, sessionId, characterId],
    );
  }

  /** @returns its id; undefined where the owner has no such session */
  async add(
    ownerId: string,
    sessionId: string,
    { scope, text }: Pick<RuleView, 'scope' | 'text'>,
  ): Promise<string | undefined> {
    const [row] = await this.database.query<{ id: string }[]>(
      `INSERT INTO rules (owner_id, session_id, character_id, text)
       SELECT s.owner_id, CASE WHEN $3 THEN s.id END, CASE WHEN NOT $3 THEN s.character_id END, $4
       FROM sessions s WHERE s.owner_id = $1 AND s.id = $2 RETURNING id`,
      [ownerId, sessionId, scope === 'session', text],
    );
    return row?.id;
  }

  /** @returns whether it held there */
  async end(ownerId: string, sessionId: string, id: string): Promise<boolean> {
    const [, ended] = await this.database.query<[unknown[], number]>(
      `UPDATE rules r SET ended_at = now() FROM sessions s
       WHERE s.owner_id = $1 AND s.id = $2 AND r.owner_id = $1 AND r.id = $3 AND r.ended_at IS NULL
         AND (r.session_id = s.id OR r.character_id = s.character_id)`,
      [ownerId, sessionId, id],
    );
    return ended > 0;
  }
}
