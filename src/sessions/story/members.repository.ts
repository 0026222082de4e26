import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { Problem } from '../../contracts/problem.js';
import type { MemberView } from '../../contracts/session.js';
import { clean } from '../../text/encoding/storable.js';
import { noSuchSession } from './session-snapshot.js';

/** The members of a session `s` as JSON, in their order. */
export const MEMBERS = `(
  SELECT json_agg(json_strip_nulls(json_build_object(
    'id', p.id, 'kind', p.kind, 'characterId', p.character_id, 'name', coalesce(played.name, p.name))) ORDER BY p.position)
  FROM session_members p LEFT JOIN characters played ON played.id = p.character_id
  WHERE p.owner_id = s.owner_id AND p.session_id = s.id)`;

/** Who takes part in sessions. */
@Injectable()
export class MembersRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /**
   * Somebody who speaks from another door, told apart by name; made at the first time.
   * @throws Problem not_found, bad_request
   */
  async guest(ownerId: string, sessionId: string, name: string): Promise<MemberView> {
    // A stranger's name stands in prompts and lists: it is one line, read in its own direction.
    const called = clean(name).replace(/\s+/g, ' ').trim();
    if (called === '') throw new Problem('bad_request', 'A guest needs a name.');
    const values = [ownerId, sessionId, called];
    const find = async (manager: EntityManager) => {
      const [found] = await manager.query<MemberView[]>(
        `SELECT id, kind, name FROM session_members
         WHERE owner_id = $1 AND session_id = $2 AND kind = 'guest' AND name = $3`,
        values,
      );
      return found;
    };
    const found = await find(this.database.manager);
    if (found) return found;
    return this.database.transaction(async (manager) => {
      // The session's row is written, so that a snapshot that was kept is known to be old, and two do not come at once.
      const [, touched] = await manager.query<[unknown[], number]>(
        'UPDATE sessions SET updated_at = updated_at WHERE owner_id = $1 AND id = $2',
        [ownerId, sessionId],
      );
      if (!touched) throw noSuchSession();
      const other = await find(manager);
      if (other) return other;
      const [made] = await manager.query<[MemberView]>(
        `INSERT INTO session_members (owner_id, session_id, kind, name, position)
         SELECT $1, $2, 'guest', $3, coalesce(max(position), 0) + 1
         FROM session_members WHERE owner_id = $1 AND session_id = $2
         RETURNING id, kind, name`,
        values,
      );
      return made;
    });
  }
}
