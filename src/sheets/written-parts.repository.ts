import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { storableJson } from '../text/encoding/storable.js';

/** Answers of a model by what was asked. */
@Injectable()
export class WrittenPartsRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** @returns null for what was never answered; an answer of null did not fit */
  async use(ownerId: string, hash: Buffer): Promise<{ answer: unknown } | null> {
    const [[kept]] = await this.database.query<[{ answer: unknown }[], number]>(
      'UPDATE written_parts SET used_at = now() WHERE owner_id = $1 AND hash = $2 RETURNING answer',
      [ownerId, hash],
    );
    return kept ?? null;
  }

  /** Stores an answer in place of an earlier one. */
  async keep(ownerId: string, hash: Buffer, answer: unknown): Promise<void> {
    await this.database.query(
      `INSERT INTO written_parts (owner_id, hash, answer) VALUES ($1, $2, $3)
       ON CONFLICT (owner_id, hash) DO UPDATE SET answer = excluded.answer, used_at = now()`,
      [ownerId, hash, answer === null ? null : storableJson(answer)],
    );
  }

  /** Those of some hashes that are answered. */
  async known(ownerId: string, hashes: readonly Buffer[]): Promise<Buffer[]> {
    const rows = await this.database.query<{ hash: Buffer }[]>(
      'SELECT hash FROM written_parts WHERE owner_id = $1 AND hash = ANY($2::bytea[])',
      [ownerId, hashes],
    );
    return rows.map(({ hash }) => hash);
  }

  /** Deletes what was not used for some days. */
  async shed(days: number): Promise<void> {
    await this.database.query(`DELETE FROM written_parts WHERE used_at < now() - make_interval(days => $1)`, [
      days,
    ]);
  }
}
