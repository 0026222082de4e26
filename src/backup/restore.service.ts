import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { ConnectedModels } from '../connections/connected-models.js';
import { Config } from '../config/config.js';
import { Problem } from '../contracts/problem.js';
import type { RestoreView } from '../contracts/backup.js';
import { type ArchiveFile, brokenArchive, openArchive } from './archive-file.js';
import { BACKUP_TABLES, type BackupTable } from './backup-tables.js';
import { STEPS } from './consistency/consistency.js';
import { waiting } from './consistency/steps.js';
import { LeftOut, MOST_EXAMPLES } from './left-out.js';
import { LongConnections } from './long-connections.js';
import { columnsOf } from './rows/row-schemas.js';
import { RowStream } from './rows/row-stream.js';
import { RowThread } from './rows/row-thread.js';

/** Of the memory that there is, what a line may take: it is held some times over while it is read. */
const LINE_SHARE = 1 / 12;
/** PostgreSQL's JSON has no longer text. */
const LONGEST_LINE = 256 * 1024 * 1024;

/**
 * Puts archives back. They are a stranger's: every row is checked like what comes by the API, and among the others,
 * before any of them is put where it belongs.
 */
@Injectable()
export class RestoreService {
  private readonly longestLine: number;

  constructor(
    private readonly connections: LongConnections,
    private readonly thread: RowThread,
    private readonly models: ConnectedModels,
    config: Config,
  ) {
    this.longestLine = Math.min(LONGEST_LINE, Math.floor(config.memory * LINE_SHARE));
  }

  /**
   * Puts an archive back, all of it that can be read, or nothing. What is there already, by its id, stays as it is, with
   * all that belongs to it.
   *
   * @param path of the archive on this machine
   * @param forAll whether what holds for all conversations comes with it: prompts without a character, a default persona
   * @throws Problem file_broken, file_unsupported, archive_unsafe, backup_busy
   */
  async restore(ownerId: string, path: string, forAll: boolean): Promise<RestoreView> {
    const archive = await openArchive(path);
    try {
      const client = await this.connections.take('restoring');
      try {
        const restored = await this.within(client, ownerId, archive, forAll);
        await this.models.changed(ownerId, []);
        return restored;
      } finally {
        this.connections.release(client);
      }
    } finally {
      archive.close();
    }
  }

  /** One transaction; a connection that is given back in the middle of it takes it back. */
  private async within(
    client: pg.Client,
    ownerId: string,
    archive: ArchiveFile,
    forAll: boolean,
  ): Promise<RestoreView> {
    const leftOut = new LeftOut();
    await client.query('BEGIN');
    await client.query(`SELECT set_config('keepsake.owner', $1, true)`, [ownerId]);
    const found = new Set<BackupTable>();
    for (const table of BACKUP_TABLES) {
      await client.query(
        `CREATE TEMP TABLE ${waiting(table.name)} ON COMMIT DROP AS SELECT ${listOf(table)} FROM ${table.name} WITH NO DATA`,
      );
      const lines =
        (await archive.lines(table.name)) ?? (table.formerly ? await archive.lines(table.formerly) : null);
      if (!lines) continue;
      found.add(table);
      await this.read(client, table, lines, leftOut);
    }
    await makeRoom(client, ownerId);
    await settle(client, leftOut, forAll);
    const restored: Record<string, number> = {};
    for (const table of BACKUP_TABLES) {
      // Rows may have been made for a table that is not in the archive.
      const count = await putBack(client, table, ownerId);
      if (count > 0 || found.has(table)) restored[table.name] = count;
    }
    await client.query('COMMIT');
    return { restored, leftOut: leftOut.view() };
  }

  private async read(
    client: pg.Client,
    table: BackupTable,
    lines: Readable,
    leftOut: LeftOut,
  ): Promise<void> {
    const rows = new RowStream(table.name, this.longestLine, leftOut, (...lines) =>
      this.thread.call('readRows', ...lines),
    );
    const copy = client.query(copyFrom(`COPY ${waiting(table.name)} (${listOf(table)}) FROM STDIN`));
    try {
      await pipeline(lines, rows, copy);
    } catch (error) {
      // The database says so with a code of its own; whatever else went wrong came with the archive.
      if ((error as { severity?: unknown }).severity === undefined && !isOurs(error)) brokenArchive(error);
      throw error;
    }
    await client.query(`ANALYZE ${waiting(table.name)}`);
  }
}

/** Samples that nobody has touched would stand beside the characters of the archive. */
async function makeRoom(client: pg.Client, ownerId: string): Promise<void> {
  await client.query(
    `DELETE FROM characters c WHERE owner_id = $1 AND sample
       AND EXISTS (SELECT FROM ${waiting('characters')})
       AND NOT EXISTS (SELECT FROM sessions WHERE owner_id = $1)
       AND NOT EXISTS (SELECT FROM characters WHERE owner_id = $1 AND NOT sample)
       AND NOT EXISTS (SELECT FROM sheets WHERE character_id = c.id AND version > 1)`,
    [ownerId],
  );
}

async function settle(client: pg.Client, leftOut: LeftOut, forAll: boolean): Promise<void> {
  for (const { table, reason, statement, keepsOut } of STEPS) {
    if (keepsOut && forAll) continue;
    const { rows } = await client.query<{ count: number; examples: string[] | null }>(
      `WITH gone AS (${statement})
       SELECT count(*)::int AS count, (SELECT array_agg(name) FROM (SELECT name FROM gone LIMIT ${MOST_EXAMPLES}) few) AS examples
       FROM gone`,
    );
    const [{ count, examples }] = rows as [(typeof rows)[number]];
    if (reason) leftOut.add(table, reason, examples ?? [], count);
  }
}

async function putBack(client: pg.Client, table: BackupTable, ownerId: string): Promise<number> {
  const columns = listOf(table);
  const { rowCount } = await client.query(
    table.owned
      ? `INSERT INTO ${table.name} (${columns}, owner_id) SELECT ${columns}, $1::uuid FROM ${waiting(table.name)}`
      : `INSERT INTO ${table.name} (${columns}) SELECT ${columns} FROM ${waiting(table.name)}`,
    table.owned ? [ownerId] : [],
  );
  return rowCount ?? 0;
}

function listOf({ name }: BackupTable): string {
  return columnsOf(name)
    .map((column) => `"${column}"`)
    .join(', ');
}

/** The connection to the database was lost, or a promise of ours was broken. */
function isOurs(error: unknown): boolean {
  return error instanceof Problem || /^(Connection terminated|Client )/.test((error as Error).message);
}
