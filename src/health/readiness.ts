import { statfs } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { MIGRATION_NAMES } from '../database/database-options.js';
import { ProcessLock } from '../database/process-lock.js';
import { isOwnSchema } from '../database/schema-version.js';
import { Problem } from '../contracts/problem.js';
import { databaseProblemOf } from '../http/problem.filter.js';

/** An answer comes within two seconds, whatever the database does. */
const PATIENCE_MS = 1500;
/** Less than a segment of PostgreSQL's log, in bytes: nothing more can be stored. */
const LEAST_ROOM = 16 * 1024 * 1024;
/** So often, at most, the database has to show that it can write, in milliseconds. */
const WRITE_EVERY_MS = 10_000;

/**
 * Sorts half a megabyte in 64 KB of memory, which writes a file beside the tables and leaves nothing behind. Two
 * statements sent as one are one transaction.
 */
const WRITE = `
  SELECT set_config('work_mem', '64kB', true);
  SELECT count(*) FROM (
    SELECT repeat(md5(n::text), 32) AS filler FROM generate_series(1, 500) n ORDER BY filler OFFSET 0
  ) sorted`;

/** Whether this server can do its work: the database answers, can write, and has the schema of this build. */
@Injectable()
export class Readiness {
  /** Under way for all who ask meanwhile: a frozen database is not asked again and again. */
  private checking: Promise<Problem | null> | null = null;
  private wroteAt = -Infinity;

  constructor(
    private readonly config: Config,
    private readonly processLock: ProcessLock,
  ) {}

  /** @returns what keeps it from being ready, or null; within two seconds */
  async problem(): Promise<Problem | null> {
    this.checking ??= this.check().finally(() => (this.checking = null));
    const late = sleep(PATIENCE_MS, away(), { ref: false });
    return Promise.race([this.checking, late]);
  }

  private async check(): Promise<Problem | null> {
    try {
      const rows = await this.processLock.query<{ name: string }>('SELECT name FROM migrations');
      const applied = rows.map(({ name }) => name);
      if (!isOwnSchema(applied, MIGRATION_NAMES)) {
        return new Problem(
          'schema_of_another_version',
          'The database was changed by another version of Keepsake. Stop this server and start that version.',
        );
      }
      const { bavail, bsize } = await statfs(this.config.dataDir);
      if (bavail * bsize < LEAST_ROOM) return full();
      if (performance.now() - this.wroteAt < WRITE_EVERY_MS) return null;
      await this.processLock.query(WRITE);
      this.wroteAt = performance.now();
      return null;
    } catch (error) {
      return databaseProblemOf(error) ?? away();
    }
  }
}

const away = () => new Problem('database_away', 'The database does not answer just now.');
const full = () => new Problem('disk_full', 'The disk of the data folder is full. Make room on it.');
