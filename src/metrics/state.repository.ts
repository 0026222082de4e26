import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type pg from 'pg';
import type { DataSource } from 'typeorm';

/** How many rows of a kind there are, by their status or maker. */
export interface Count {
  what: 'ingest' | 'turn' | 'fold';
  of: string;
  count: number;
}

/** How things stand in the database, and among the connections to it. */
@Injectable()
export class StateRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** Of the pool. */
  connections(): { busy: number; idle: number; waiting: number } {
    const { master } = this.database.driver as unknown as { master: pg.Pool };
    const { totalCount, idleCount, waitingCount } = master;
    return { busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
  }

  /** Of all owners: what one has is not told apart. */
  counts(): Promise<Count[]> {
    return this.database.query(
      `SELECT 'ingest' AS what, status AS of, count(*)::int FROM ingests GROUP BY status
       UNION ALL SELECT 'turn', 'queued', count(*)::int FROM turns WHERE status = 'queued'
       UNION ALL SELECT 'turn', 'running', count(*)::int FROM turns WHERE status = 'running'
       UNION ALL SELECT 'fold', made_by, count(*)::int FROM folds WHERE status = 'standing' GROUP BY made_by`,
    );
  }
}
