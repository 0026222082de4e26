import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { jsonBytes, JSON_OF } from '../characters/stored-sheets.js';
import type { RecallMeasure, StoryTime } from '../contracts/session.js';
import { SessionMember } from './story/session-member.entity.js';
import { Branch, BranchSegment, Session } from './story/session.entity.js';

/** What a session's row begins with. */
type NewSession = Pick<
  Session,
  | 'id'
  | 'ownerId'
  | 'characterId'
  | 'title'
  | 'personaId'
  | 'personaName'
  | 'personaDescription'
  | 'timeZone'
  | 'branchId'
  | 'outsideKey'
  | 'upToSection'
  | 'upToTitle'
  | 'storyTime'
>;

/** A text that a story may begin with, in estimated tokens. */
export interface Greeting {
  content: string;
  /** As the card has it, where a script of its has changed it. */
  raw: string | null;
  tokens: number;
}

/** What changes of a session; null leaves as it is, and so does undefined where null is a value. */
interface SessionRowChange {
  title: string | null;
  /** An id of null: the session is no persona's. */
  persona: { id: string | null; name: string | null; description: string | null } | null;
  note: string | null;
  noteOnce: string | null;
  tokenBudget: number | null | undefined;
  pinSource: boolean | null | undefined;
  recall: RecallMeasure | null;
  storyTime: StoryTime | null;
  connectionId: string | null | undefined;
}

/** Rows of sessions: how they begin, change and go. */
@Injectable()
export class SessionsRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** Stores a session with its members, its branch, and what it begins with: the first greeting stands, the others are its swipes. */
  async create({
    session,
    characterName,
    greetings,
  }: {
    session: NewSession;
    characterName: string;
    greetings: readonly Greeting[];
  }): Promise<void> {
    const { id, ownerId, branchId, characterId, personaId, personaName } = session;
    const memberId = randomUUID();
    await this.database.transaction(async (manager) => {
      await manager.insert(Session, session);
      const member = { ownerId, sessionId: id };
      await manager.insert(SessionMember, [
        { ...member, id: memberId, kind: 'character', characterId, name: characterName, position: 1 },
        { ...member, kind: 'persona', personaId, name: personaName, position: 2 },
      ]);
      await manager.insert(Branch, { id: branchId, sessionId: id, lastSeq: greetings.length ? 1 : 0 });
      await manager.insert(BranchSegment, { branchId, ofBranchId: branchId, fromSeq: 1 });
      await manager.query(
        `INSERT INTO messages (owner_id, session_id, branch_id, seq, version, chosen, role, speaker, member_id, content, raw, tokens, status)
         SELECT $1, $2, $3, 1, g.n, g.n = 1, 'assistant', $4, $6, g.one->>'content', g.one->>'raw', (g.one->>'tokens')::int, 'complete'
         FROM jsonb_array_elements(${JSON_OF('$5')}) WITH ORDINALITY AS g (one, n)`,
        [ownerId, id, branchId, characterName, jsonBytes(greetings), memberId],
      );
    });
  }

  /** The id of the session that another program means by a key of its own, or by the session's own id. */
  async ofOutsideKey(ownerId: string, characterId: string, key: string): Promise<string | undefined> {
    const [row] = await this.database.query<{ id: string }[]>(
      // Each of both by its own index: a character may have as many sessions as a bot has users.
      `SELECT id FROM (
         SELECT id, 1 AS n FROM sessions WHERE owner_id = $1 AND character_id = $2 AND outside_key = $3
         UNION ALL SELECT id, 2 FROM sessions WHERE owner_id = $1 AND character_id = $2 AND id = $4::uuid
       ) found ORDER BY n LIMIT 1`,
      [ownerId, characterId, key, z.uuid().safeParse(key).success ? key : null],
    );
    return row?.id;
  }

  /** @returns whether the owner has such a session, and such a connection where one is named */
  async change(ownerId: string, id: string, change: SessionRowChange): Promise<boolean> {
    const { persona, tokenBudget, pinSource } = change;
    const [changed] = await this.database.query<unknown[]>(
      `WITH changed AS (
       UPDATE sessions SET title = coalesce($3, title), persona_name = coalesce($4, persona_name),
         persona_id = CASE WHEN $11 THEN $12::uuid ELSE persona_id END,
         persona_description = coalesce($5, persona_description),
         token_budget = CASE WHEN $6 THEN $7::int ELSE token_budget END, note = coalesce($8, note),
         pin_source = CASE WHEN $9 THEN $10::boolean ELSE pin_source END,
         source_left = source_left AND NOT $9, recall = coalesce($13, recall),
         story_time = coalesce($14, story_time), note_once = coalesce($15, note_once),
         connection_id = CASE WHEN $16 THEN $17::uuid ELSE connection_id END
       WHERE owner_id = $1 AND id = $2
         AND ($17::uuid IS NULL OR EXISTS (SELECT FROM connections WHERE owner_id = $1 AND id = $17))
       RETURNING owner_id, id, persona_id, persona_name
       ), persona AS (
         UPDATE session_members m SET persona_id = c.persona_id, name = c.persona_name FROM changed c
         WHERE m.owner_id = c.owner_id AND m.session_id = c.id AND m.kind = 'persona'
       )
       SELECT FROM changed`,
      [
        ownerId,
        id,
        change.title,
        persona?.name ?? null,
        persona?.description ?? null,
        tokenBudget !== undefined,
        tokenBudget ?? null,
        change.note,
        pinSource !== undefined,
        pinSource ?? null,
        persona !== null,
        persona?.id ?? null,
        change.recall,
        change.storyTime,
        change.noteOnce,
        change.connectionId !== undefined,
        change.connectionId ?? null,
      ],
    );
    return changed !== undefined;
  }

  /** @returns whether the owner had such a session */
  async delete(ownerId: string, id: string): Promise<boolean> {
    const { affected } = await this.database.getRepository(Session).delete({ ownerId, id });
    return Boolean(affected);
  }
}
