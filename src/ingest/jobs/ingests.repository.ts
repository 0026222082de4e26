import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { Ingest } from './ingest.entity.js';

/** What a list shows of a job: casts, talks and flags stay where they are. */
const LISTED = [
  ...(['id', 'status', 'step', 'progress', 'message', 'title'] as const),
  ...(['characterId', 'spentTokens', 'error', 'createdAt'] as const),
];
export type ListedIngest = Pick<Ingest, (typeof LISTED)[number]>;

/** The rows of jobs: those of an owner, and the queue that they all stand in. */
@Injectable()
export class IngestsRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** Newest first. @param before the place in the list to begin at */
  async list(
    ownerId: string,
    before: { at: string; id: string } | null,
    limit: number,
  ): Promise<ListedIngest[]> {
    const query = this.database
      .getRepository(Ingest)
      .createQueryBuilder('i')
      .select(LISTED.map((column) => `i.${column}`))
      .where('i.ownerId = :ownerId', { ownerId })
      .orderBy('i.createdAt', 'DESC')
      .addOrderBy('i.id', 'DESC')
      .take(limit);
    if (before) query.andWhere('(i.createdAt, i.id) < (:at, :id)', before);
    return query.getMany();
  }

  /** Gives a process the oldest job that nobody alive works on. */
  async claim(process: number): Promise<Ingest | null> {
    const [rows] = await this.database.query<[{ id: string }[], number]>(
      `UPDATE ingests SET status = 'running', holder = $1, updated_at = now()
       WHERE id = (
         SELECT id FROM ingests
         WHERE status = 'queued' OR (status = 'running' AND NOT process_is_alive(holder))
         ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED
       ) RETURNING id`,
      [process],
    );
    return rows[0] ? this.database.getRepository(Ingest).findOneBy({ id: rows[0].id }) : null;
  }

  /** @returns false where there is no such job, or it has ended */
  async cancel(manager: EntityManager, ownerId: string, id: string): Promise<boolean> {
    const [rows] = await manager.query<[unknown[], number]>(
      `UPDATE ingests SET message = '',
         status = CASE WHEN choice ? 'inPlaceOf' THEN 'done' ELSE 'cancelled' END,
         step = CASE WHEN choice ? 'inPlaceOf' THEN 'done' ELSE step END,
         choice = choice - 'inPlaceOf', holder = NULL, under_way = NULL, updated_at = now()
       WHERE owner_id = $1 AND id = $2 AND status IN ('queued', 'running', 'needs_choice') RETURNING id`,
      [ownerId, id],
    );
    return rows.length > 0;
  }
}
