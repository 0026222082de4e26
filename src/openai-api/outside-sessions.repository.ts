import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { PreparedStatements } from '../database/prepared.js';
import { z } from 'zod';
import type { MessageView } from '../contracts/message.js';
import type { OutsideSession } from '../contracts/openai-api.js';
import { modelName } from './model-names.js';

interface Row {
  id: string;
  key: string;
  characterId: string;
  name: string;
  messages: number;
  createdAt: Date;
  updatedAt: Date;
}

/** A message of a story as it stands. */
export interface StoryLine {
  id: string;
  seq: number;
  role: MessageView['role'];
  speaker: string;
  content: string;
  status: MessageView['status'];
  /** Names of those that it was said with: they stand behind its text. */
  pictures: string[] | null;
  /** The other versions, at the last place and at the first. */
  others: { id: string; content: string }[] | null;
}

const MOST = 200;

/** A message `m` of a story whose last number is `b.last_seq`. */
const STORY_LINE = `m.id, m.seq, m.role, m.speaker, m.content, m.status,
  CASE WHEN m.pictures <> '{}' THEN (
    SELECT json_agg(p.name ORDER BY o.n) FROM unnest(m.pictures) WITH ORDINALITY AS o (id, n)
      JOIN session_pictures p ON p.id = o.id) END AS pictures,
  CASE WHEN m.seq IN (1, b.last_seq) THEN (
    SELECT json_agg(json_build_object('id', v.id, 'content', v.content)) FROM messages v
    WHERE v.branch_id = m.branch_id AND v.seq = m.seq AND NOT v.chosen) END AS others`;
/** The last `$n` messages of that story alone are read, however long it is: none of its numbers is left out. */
const inEnd = (n: number) =>
  `m.branch_id = g.of_branch_id AND m.seq BETWEEN greatest(g.from_seq, b.last_seq - $${n}::int + 1) AND g.to_seq AND m.chosen`;

const seconds = (date: Date) => Math.floor(date.getTime() / 1000);

/** Conversations and characters as other programs name them. */
@Injectable()
export class OutsideSessionsRepository {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly statements: PreparedStatements,
  ) {}

  /**
   * The characters of an owner whose ids lie between two, the oldest first: more than one is a rare chance.
   * @param key of a client's, for the session of each that was begun by it, or else has it for its id
   */
  async characters(
    ownerId: string,
    ids: { from: string; to: string },
    key: string | null,
  ): Promise<{ id: string; name: string; sessionId: string | null }[]> {
    return this.statements.query(
      'outside-characters',
      // Each session by its own index: a character may have as many as a bot has users.
      `SELECT c.id, c.name, coalesce(k.id, s.id) AS "sessionId" FROM characters c
         LEFT JOIN sessions k ON k.owner_id = c.owner_id AND k.character_id = c.id AND k.outside_key = $4
         LEFT JOIN sessions s ON s.owner_id = c.owner_id AND s.character_id = c.id AND s.id = $5::uuid
       WHERE c.owner_id = $1 AND c.id BETWEEN $2 AND $3 ORDER BY c.created_at, c.id LIMIT 10`,
      [ownerId, ids.from, ids.to, key, z.uuid().safeParse(key).success ? key : null],
    );
  }

  /** Those that a program has begun by a key of its own, the one last talked in first. */
  async list(
    ownerId: string,
    by: { key?: string | undefined; characterId?: string | undefined },
  ): Promise<OutsideSession[]> {
    const rows = await this.database.query<Row[]>(
      `SELECT s.id, s.outside_key AS key, s.character_id AS "characterId", c.name, b.last_seq AS messages,
         s.created_at AS "createdAt", s.updated_at AS "updatedAt"
       FROM sessions s JOIN characters c ON c.id = s.character_id JOIN branches b ON b.id = s.branch_id
       WHERE s.owner_id = $1 AND s.outside_key IS NOT NULL
         AND ($2::text IS NULL OR s.outside_key = $2) AND ($3::uuid IS NULL OR s.character_id = $3)
       ORDER BY s.updated_at DESC, s.id LIMIT ${MOST}`,
      [ownerId, by.key ?? null, by.characterId ?? null],
    );
    return rows.map(({ id, key, characterId, name, messages, createdAt, updatedAt }) => ({
      id,
      object: 'session',
      user: key,
      model: modelName({ id: characterId, name }),
      character_id: characterId,
      messages,
      created: seconds(createdAt),
      updated: seconds(updatedAt),
    }));
  }

  /** The last messages of a session's story, in order, the very last with all of its versions. */
  async storyEnd(ownerId: string, sessionId: string, limit: number): Promise<StoryLine[]> {
    const rows = await this.statements.query<StoryLine>(
      'story-end',
      // Joined as one, the index would be asked for all of a segment, and most of that left out afterwards.
      `SELECT l.*
       FROM sessions s
         JOIN branches b ON b.id = s.branch_id
         JOIN branch_segments g ON g.branch_id = s.branch_id
         CROSS JOIN LATERAL (
           SELECT ${STORY_LINE} FROM messages m WHERE ${inEnd(3)} ORDER BY m.seq DESC LIMIT $3) l
       WHERE s.owner_id = $1 AND s.id = $2 ORDER BY l.seq DESC LIMIT $3`,
      [ownerId, sessionId, limit],
    );
    return rows.reverse();
  }

  /**
   * How a session's other branches end, those that were last written in first.
   * @param limit of branches, and of the last messages of each
   */
  async otherEnds(
    ownerId: string,
    sessionId: string,
    limit: { branches: number; lines: number },
  ): Promise<{ branchId: string; lines: StoryLine[] }[]> {
    return this.database.query(
      `SELECT b.id AS "branchId", coalesce((
         SELECT json_agg(l ORDER BY l.seq) FROM (
           SELECT ${STORY_LINE} FROM branch_segments g JOIN messages m ON ${inEnd(4)}
           WHERE g.branch_id = b.id ORDER BY m.seq DESC LIMIT $4) l), '[]') AS lines
       FROM (
         SELECT b.id, b.last_seq, coalesce((
           SELECT m.created_at FROM messages m WHERE m.branch_id = b.id AND m.chosen ORDER BY m.seq DESC LIMIT 1),
           b.created_at) AS at
         FROM sessions s JOIN branches b ON b.session_id = s.id AND b.id <> s.branch_id
         WHERE s.owner_id = $1 AND s.id = $2 ORDER BY at DESC, b.id LIMIT $3
       ) b ORDER BY b.at DESC, b.id`,
      [ownerId, sessionId, limit.branches, limit.lines],
    );
  }

  /** What the user is called in a session. */
  async personaName(ownerId: string, sessionId: string): Promise<string | undefined> {
    const [row] = await this.database.query<{ name: string }[]>(
      'SELECT persona_name AS name FROM sessions WHERE owner_id = $1 AND id = $2',
      [ownerId, sessionId],
    );
    return row?.name;
  }

  /** Whether a message with this id of a client's was said in a session. */
  async wasSaid(ownerId: string, sessionId: string, clientId: string): Promise<boolean> {
    const rows = await this.database.query<unknown[]>(
      'SELECT FROM messages WHERE owner_id = $1 AND session_id = $2 AND client_id = $3 LIMIT 1',
      [ownerId, sessionId, clientId],
    );
    return rows.length > 0;
  }
}
