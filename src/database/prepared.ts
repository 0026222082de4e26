import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type pg from 'pg';
import type { DataSource } from 'typeorm';

/**
 * Statements that every turn runs: named, so that each connection plans them once. TypeORM has no way to name one, so
 * they go to its pool of connections directly.
 */
@Injectable()
export class PreparedStatements {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** @param name of this very text: another text needs another name */
  async query<Row extends pg.QueryResultRow>(name: string, text: string, values: unknown[]): Promise<Row[]> {
    const { master } = this.database.driver as unknown as { master: pg.Pool };
    return (await master.query<Row>({ name, text, values })).rows;
  }
}
