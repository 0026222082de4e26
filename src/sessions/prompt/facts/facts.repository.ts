import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import type { FactLine, KnownFact } from '../../../context/facts/fact.js';
import type { Topic } from '../../../contracts/memory.js';
import type { MessageRole } from '../../../contracts/message.js';
import type { SessionSnapshot } from '../../story/session-snapshot.js';

/** Of one story, the newest: what is older is past in all likelihood. */
const MOST = 1000;

/** A fact and the id of the message that it rests on. */
export interface FoundFact extends FactLine {
  messageId: string;
}

type StoredFact = KnownFact & FoundFact;
type StoryOf = Pick<SessionSnapshot, 'id' | 'branchId'>;

interface StandingMessage {
  id: string;
  ownerId: string;
  sessionId: string;
  role: MessageRole;
  content: string;
}

/** What is known of those in a story, each line resting on a version of a message that stands in it. */
@Injectable()
export class FactsRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /**
   * The facts of a branch's story, the newest first.
   *
   * @param upTo of messages up to this number
   * @param topics of these alone; all where it is null
   */
  of(session: StoryOf, upTo: number, topics: readonly Topic[] | null = null): Promise<StoredFact[]> {
    return factsOf(this.database, session, upTo, topics);
  }

  /**
   * Keeps what was told. What a model reads takes the place of what was found in the same messages; what a person
   * wrote or took away stays.
   *
   * @param read ids of all messages that were looked at
   */
  async keep(
    { ownerId, id }: Pick<SessionSnapshot, 'ownerId' | 'id'>,
    told: readonly FoundFact[],
    madeBy: 'model' | 'rule',
    read: readonly string[],
  ): Promise<void> {
    await this.database.transaction(async (manager) => {
      if (madeBy === 'model')
        await manager.query(
          `DELETE FROM facts WHERE session_id = $1 AND message_id = ANY($2) AND made_by <> 'person'`,
          [id, read],
        );
      if (!told.length) return;
      const column = <Key extends keyof FoundFact>(key: Key) => told.map((fact) => fact[key]);
      await manager.query(
        // Whoever deletes a message waits, or is waited for: no fact outlives it.
        `WITH there AS (
           SELECT m.id, u.about, u.topic, u.thing, u.text
           FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[]) u (id, about, topic, thing, text)
           JOIN messages m ON m.id = u.id AND m.session_id = $2 AND m.content <> '' FOR SHARE OF m)
         INSERT INTO facts (owner_id, session_id, message_id, about, topic, thing, text, made_by)
         SELECT $1, $2, id, about, topic, thing, text, $8 FROM there
         ON CONFLICT ON CONSTRAINT facts_of_message DO NOTHING`,
        [
          ownerId,
          id,
          column('messageId'),
          column('about'),
          column('topic'),
          column('thing'),
          column('text'),
          madeBy,
        ],
      );
    });
  }

  /** What stands at a place, on each branch that holds it. */
  standing({ branchIds, seq }: { branchIds: readonly string[]; seq: number }): Promise<StandingMessage[]> {
    return this.database.query<StandingMessage[]>(
      `SELECT id, owner_id AS "ownerId", session_id AS "sessionId", role, content FROM messages
       WHERE branch_id = ANY($1) AND seq = $2 AND chosen AND content <> ''`,
      [branchIds, seq],
    );
  }

  /** Rewords a fact, or takes it away. @returns whether there is such a fact */
  async change(
    manager: EntityManager,
    { ownerId, id }: Pick<SessionSnapshot, 'ownerId' | 'id'>,
    factId: string,
    text: string | null,
  ): Promise<boolean> {
    const [, changed] = await manager.query<[unknown, number]>(
      `UPDATE facts SET text = coalesce($4, text), made_by = 'person', dismissed = $4 IS NULL
       WHERE id = $1 AND owner_id = $2 AND session_id = $3 AND NOT dismissed`,
      [factId, ownerId, id, text],
    );
    return changed > 0;
  }
}

/** As `FactsRepository.of`. */
export function factsOf(
  database: DataSource,
  { id, branchId }: StoryOf,
  upTo: number,
  topics: readonly Topic[] | null = null,
): Promise<StoredFact[]> {
  return database.query<StoredFact[]>(
    `SELECT f.id, f.message_id AS "messageId", f.about, f.topic, f.thing, f.text, f.made_by AS "madeBy", m.seq, m.created_at AS at
     FROM facts f
     JOIN messages m ON m.id = f.message_id AND m.chosen AND m.seq <= $3
     JOIN branch_segments g ON g.branch_id = $2 AND g.of_branch_id = m.branch_id AND m.seq BETWEEN g.from_seq AND g.to_seq
     WHERE f.session_id = $1 AND NOT f.dismissed AND ($4::text[] IS NULL OR f.topic = ANY($4))
     ORDER BY m.seq DESC, f.id LIMIT ${MOST}`,
    [id, branchId, upTo, topics],
  );
}
